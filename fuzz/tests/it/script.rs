//! Bytes of chance as a script: each says what is done next, and one that has ended says nothing more.

/// What is left of a script.
pub struct Script<'a>(pub &'a [u8]);

impl<'a> Script<'a> {
    /// The next byte; zero behind the end.
    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    /// The next two bytes as a number.
    pub fn short(&mut self) -> usize {
        usize::from(self.byte()) << 8 | usize::from(self.byte())
    }

    /// The next bytes, as many as there are up to `most`.
    pub fn take(&mut self, most: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(most.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// One of these.
    pub fn choose<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::from(self.byte()) % from.len()].clone()
    }

    /// One of these, or some text of the script's own.
    pub fn word(&mut self, known: &[&str]) -> String {
        let number = usize::from(self.byte());
        match known.get(number % (known.len() + 2)) {
            Some(word) => (*word).to_owned(),
            None => {
                let len = usize::from(self.byte() % 24);
                String::from_utf8_lossy(self.take(len)).into_owned()
            }
        }
    }

    /// Whether it has come to its end.
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}
