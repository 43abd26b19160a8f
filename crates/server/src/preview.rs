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

/// Previews of pages.
pub struct Previews<N = Internet> {
    fetcher: Fetcher<N>,
    remembered: Mutex<HashMap<Target, (Instant, Option<Said>)>>,
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
            turns: Semaphore::new(AT_ONCE),
        }
    }

    /// What the page at an address says of itself, if it may be asked and says anything.
    pub async fn look(&self, url: &str) -> Option<Said> {
        let target = Target::parse(url)?;
        if let Some(known) = self.recall(&target) {
            return known;
        }
        let _turn = self.turns.acquire().await.ok()?;
        // Somebody before this one may have asked for the same.
        if let Some(known) = self.recall(&target) {
            return known;
        }
        let said = self.fetcher.fetch(target.clone()).await;
        self.remember(target, said.clone());
        said
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
