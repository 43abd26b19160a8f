//! What pages that people link to say of themselves. The house asks them in its own name, so it asks only what is
//! public, little of it, and only if its operator wants that.

pub mod beginning;
pub mod fetch;
pub mod network;
pub mod page;
pub mod target;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use teahouse_core::refusal::Refusal;
use tokio::sync::Semaphore;

use fetch::Fetcher;
use network::{Internet, Network};
use page::Said;
use target::Target;

/// Pages that are remembered.
const MAX_REMEMBERED: usize = 1_000;
/// How long a page is remembered.
const KNOWN_FOR: Duration = Duration::from_secs(3_600);
/// How long it is remembered that there is none.
const UNKNOWN_FOR: Duration = Duration::from_secs(300);
/// Pages that are asked at once.
const AT_ONCE: usize = 8;
/// Pages that wait for their turn beside them; what comes then is told to come again.
const IN_QUEUE: usize = 32;
/// When to come again: by then a page that does not answer has been given up.
const COME_AGAIN: Duration = Duration::from_secs(3);

/// Previews of pages.
pub struct Previews<N = Internet> {
    fetcher: Fetcher<N>,
    remembered: Mutex<HashMap<Target, (Instant, Option<Said>)>>,
    queue: Semaphore,
    turns: Semaphore,
}

impl Default for Previews {
    fn default() -> Self {
        Previews::new(Internet)
    }
}

impl<N: Network> Previews<N> {
    /// Previews of the pages of a network.
    #[must_use]
    pub fn new(network: N) -> Previews<N> {
        Previews {
            fetcher: Fetcher::new(network),
            remembered: Mutex::default(),
            queue: Semaphore::new(AT_ONCE + IN_QUEUE),
            turns: Semaphore::new(AT_ONCE),
        }
    }

    /// What the page at an address says of itself, if it may be asked and says anything.
    ///
    /// # Errors
    /// Too many pages are waiting for their turn.
    pub async fn look(&self, url: &str) -> Result<Option<Said>, Refusal> {
        let Some(target) = Target::parse(url) else {
            return Ok(None);
        };
        if let Some(known) = self.recall(&target) {
            return Ok(known);
        }
        let come_again = Refusal::too_many(COME_AGAIN);
        let _place = self.queue.try_acquire().map_err(|_| come_again.clone())?;
        let _turn = self.turns.acquire().await.map_err(|_| come_again)?;
        // Somebody before this one may have asked for the same.
        if let Some(known) = self.recall(&target) {
            return Ok(known);
        }
        let said = self.fetcher.fetch(target.clone()).await;
        self.remember(target, said.clone());
        Ok(said)
    }

    fn recall(&self, target: &Target) -> Option<Option<Said>> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, said) = remembered.get(target)?;
        (Instant::now() < *until).then(|| said.clone())
    }

    fn remember(&self, target: Target, said: Option<Said>) {
        let now = Instant::now();
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MAX_REMEMBERED {
            remembered.retain(|_, (until, _)| now < *until);
        }
        if remembered.len() >= MAX_REMEMBERED {
            remembered.clear();
        }
        let until = now + if said.is_some() { KNOWN_FOR } else { UNKNOWN_FOR };
        remembered.insert(target, (until, said));
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::io;
    use std::net::{IpAddr, SocketAddr};
    use std::sync::Arc;

    use tokio::net::TcpStream;
    use tokio::task::{JoinSet, yield_now};

    use super::*;

    /// Where nobody ever answers.
    struct Silence;

    impl Network for Silence {
        async fn resolve(&self, _host: &str) -> io::Result<Vec<IpAddr>> {
            pending().await
        }

        async fn connect(&self, _to: SocketAddr) -> io::Result<TcpStream> {
            pending().await
        }
    }

    #[tokio::test(start_paused = true)]
    async fn pages_that_do_not_answer_fill_no_memory_and_are_given_up() {
        let previews = Arc::new(Previews::new(Silence));
        let mut waiting = JoinSet::new();
        for number in 0..AT_ONCE + IN_QUEUE {
            let previews = Arc::clone(&previews);
            waiting.spawn(async move { previews.look(&format!("https://tea.example/{number}")).await });
        }
        yield_now().await;
        let busy = previews.look("https://tea.example/late").await;
        assert_eq!(busy, Err(Refusal::too_many(COME_AGAIN)));
        assert!(waiting.join_all().await.into_iter().all(|said| said == Ok(None)));
        assert_eq!(
            previews.look("https://tea.example/late").await,
            Ok(None),
            "there is room again"
        );
    }
}
