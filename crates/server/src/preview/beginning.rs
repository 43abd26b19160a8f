//! The beginning of a page, as it comes piece by piece, until its head is over or there is more than anybody's head.

use encoding_rs::{Encoding, UTF_8};

use super::page::{self, Said};

/// Bytes of a page that are read.
pub(super) const MAX_PAGE: usize = 1_000_000;
/// Where pages say how they are written, in the first so many bytes (HTML §4.2.5.4).
const MAX_PROLOGUE: usize = 1024;
/// Behind it stands nothing that a page says of itself.
const END: &[u8] = b"</head>";

/// What has come of a page.
#[derive(Debug, Default)]
pub struct Beginning {
    bytes: Vec<u8>,
    is_whole: bool,
}

impl Beginning {
    /// Takes what has come next. Only this is searched for the end, whatever came before: a page that comes byte by byte
    /// would cost the square of its length otherwise.
    pub fn push(&mut self, bytes: &[u8]) {
        let seen = self.bytes.len().saturating_sub(END.len() - 1);
        let room = MAX_PAGE - self.bytes.len();
        self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.is_whole |= memchr::memmem::find(&self.bytes[seen..], END).is_some();
    }

    /// Whether nothing more need come.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.is_whole || self.bytes.len() == MAX_PAGE
    }

    /// What the page says of itself. `kind` is its `Content-Type` in small letters.
    #[must_use]
    pub fn says(&self, kind: &str) -> Said {
        let (text, ..) = encoding(kind, &self.bytes).decode(&self.bytes);
        page::read(&text)
    }
}

/// How a page is written: as its head over HTTP says, as it says itself, or in UTF-8.
fn encoding(kind: &str, page: &[u8]) -> &'static Encoding {
    let prologue = String::from_utf8_lossy(&page[..page.len().min(MAX_PROLOGUE)]).to_ascii_lowercase();
    let label = |text: &str| {
        let (_, after) = text.split_once("charset=")?;
        let name = after.trim_start_matches(['"', '\'']);
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)));
        Encoding::for_label(&name.as_bytes()[..end.unwrap_or(name.len())])
    };
    label(kind).or_else(|| label(&prologue)).unwrap_or(UTF_8)
}

#[cfg(test)]
mod tests {
    use super::{Beginning, MAX_PAGE};

    #[test]
    fn a_page_is_enough_when_its_head_is_over_however_it_was_cut() {
        for cut in 1..20 {
            let mut beginning = Beginning::default();
            let page = b"<title>tea</title></head><title>no";
            let pieces = page.chunks(cut).take_while(|piece| {
                beginning.push(piece);
                !beginning.is_enough()
            });
            assert!(pieces.count() * cut < page.len() - 9, "{cut}");
            assert_eq!(beginning.says("text/html").title.as_deref(), Some("tea"));
        }
    }

    #[test]
    fn a_page_without_end_is_enough_at_its_limit() {
        let mut beginning = Beginning::default();
        for _ in 0..=MAX_PAGE / 1000 {
            assert!(beginning.bytes.len() <= MAX_PAGE);
            beginning.push(&[b'x'; 1000]);
        }
        assert!(beginning.is_enough() && beginning.bytes.len() == MAX_PAGE);
    }
}
