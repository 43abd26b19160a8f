//! Hashing of passwords: slow on purpose, so off the threads that serve, and few at a time.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use teahouse_core::password::Password;
use teahouse_core::record::PasswordHash;
use teahouse_core::refusal::Refusal;
use tokio::sync::{Semaphore, SemaphorePermit};

/// 19 MiB, two passes, one lane: what OWASP names as the least for argon2id. More memory would let fewer people sign in
/// at once, less would be cheaper to guess on other people's hardware.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at work for each core: one computes while another waits for memory. More would fill the machine's memory when
/// a whole class signs in.
const PER_CORE: usize = 2;
/// Who may wait for a place: a second or two of work. Later ones are asked to come again.
const MAX_WAITING: usize = 64;
/// When they are asked to come again.
const COME_AGAIN: Duration = Duration::from_secs(2);

/// Makes and checks hashes.
#[derive(Debug)]
pub struct Passwords {
    places: Semaphore,
    queue: Semaphore,
    /// Nobody's: checked where there is no account, so that the answer takes as long.
    nobodys: PasswordHash,
}

impl Passwords {
    /// For a machine with so many cores. Computes one hash.
    #[must_use]
    pub fn new(cores: usize) -> Passwords {
        let places = PER_CORE * cores.max(1);
        let nobodys = Password::read("nobody knows this one").expect("it has letters");
        Passwords {
            places: Semaphore::new(places),
            queue: Semaphore::new(places + MAX_WAITING),
            nobodys: hash(&nobodys),
        }
    }

    /// What is kept of a password.
    ///
    /// # Errors
    /// Too many wait already.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, Refusal> {
        self.work(move || hash(&password)).await
    }

    /// Whether a password is the one that `kept` was made from. Without an account to check it takes as long and is no.
    ///
    /// # Errors
    /// Too many wait already.
    pub async fn verify(&self, password: Password, kept: Option<PasswordHash>) -> Result<bool, Refusal> {
        let is_somebodys = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobodys.clone());
        let fits = self.work(move || verify(&password, &kept)).await?;
        Ok(fits && is_somebodys)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
        let (_in_queue, _at_work) = self.place().await?;
        let done = tokio::task::spawn_blocking(work).await;
        Ok(done.expect("hashing does not panic, and is not cancelled"))
    }

    async fn place(&self) -> Result<(SemaphorePermit<'_>, SemaphorePermit<'_>), Refusal> {
        let in_queue = self.queue.try_acquire().map_err(|_| Refusal::too_many(COME_AGAIN))?;
        let at_work = self.places.acquire().await.expect("it is never closed");
        Ok((in_queue, at_work))
    }
}

/// What is kept of a password; takes some tens of milliseconds.
#[must_use]
pub fn hash(password: &Password) -> PasswordHash {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).expect("the system gives random bytes");
    let made = argon2().hash_password_with_salt(password.as_bytes(), &salt);
    let made: Phc = made.expect("a password and a salt of these lengths can be hashed");
    PasswordHash(Arc::from(made.to_string()))
}

/// The parameters are those in the hash, so that a house may raise its own later.
fn verify(password: &Password, kept: &PasswordHash) -> bool {
    let Ok(kept) = Phc::new(&kept.0) else {
        tracing::error!("a password hash in the database cannot be read; its account cannot be signed in to");
        return false;
    };
    argon2().verify_password(password.as_bytes(), &kept).is_ok()
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("these numbers are in argon2's range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn password(text: &str) -> Password {
        Password::read(text).unwrap()
    }

    #[tokio::test]
    async fn only_the_password_itself_fits_its_hash() {
        let passwords = Passwords::new(1);
        let kept = passwords.hash(password("open sesame")).await.unwrap();
        assert!(kept.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.0);
        assert_eq!(
            passwords.verify(password("open sesame"), Some(kept.clone())).await,
            Ok(true)
        );
        assert_eq!(
            passwords.verify(password("open sesamE"), Some(kept.clone())).await,
            Ok(false)
        );
        assert_ne!(passwords.hash(password("open sesame")).await.unwrap(), kept, "salted");
    }

    #[tokio::test]
    async fn nobodys_password_fits_nobody_and_takes_as_long() {
        let passwords = Passwords::new(1);
        let kept = passwords.hash(password("open sesame")).await.unwrap();
        let time = async |kept: Option<PasswordHash>| {
            let before = Instant::now();
            let fits = passwords.verify(password("nobody knows this one"), kept).await;
            assert_eq!(fits, Ok(false));
            before.elapsed()
        };
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            known.push(time(Some(kept.clone())).await);
            unknown.push(time(None).await);
        }
        let (known, unknown) = (known.iter().min().unwrap(), unknown.iter().min().unwrap());
        assert!(*unknown > *known / 2, "unknown {unknown:?}, known {known:?}");
    }

    #[tokio::test]
    async fn a_hash_that_cannot_be_read_opens_nothing() {
        let passwords = Passwords::new(1);
        for text in ["", "$argon2id$", "plain"] {
            let kept = PasswordHash(text.into());
            assert_eq!(passwords.verify(password("open sesame"), Some(kept)).await, Ok(false));
        }
    }

    #[tokio::test]
    async fn a_storm_of_sign_ins_is_asked_to_come_again_and_never_piles_up() {
        let passwords = Arc::new(Passwords::new(1));
        let tasks: Vec<_> = (0..PER_CORE + MAX_WAITING + 10)
            .map(|_| {
                let passwords = Arc::clone(&passwords);
                tokio::spawn(async move { passwords.verify(password("open sesame"), None).await })
            })
            .collect();
        let mut turned_away = 0;
        for task in tasks {
            turned_away += usize::from(matches!(task.await.unwrap(), Err(Refusal::TooMany { .. })));
        }
        assert_eq!(turned_away, 10);
    }
}
