//! Who runs where: the server under test on one core, the load on another, and enough open files for both.

use std::io;
use std::thread;

use anyhow::{Context, Result};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// The core of the server under test.
pub const SERVER_CORE: usize = 0;

/// The core of the load generator.
pub const LOAD_CORE: usize = 1;

/// Open files that ten thousand connections need on either side, with room for the rest.
const FILES_WANTED: u64 = 65_536;

/// How many cores this process may use.
///
/// # Errors
/// The system does not say.
pub fn available() -> Result<usize> {
    Ok(sched_getaffinity(None)?.count() as usize)
}

/// Binds the calling thread, and what it starts from now on, to one core; does nothing on a machine without it.
///
/// # Errors
/// The system refuses.
pub fn pin(core: usize) -> Result<()> {
    let mut set = CpuSet::new();
    set.set(core);
    match sched_setaffinity(None, &set) {
        Err(rustix::io::Errno::INVAL) => Ok(()),
        outcome => outcome.with_context(|| format!("cannot bind to core {core}")),
    }
}

/// Runs `start` on a thread bound to a core, so that a process which it starts is bound from its first instruction.
///
/// # Errors
/// The core is refused, or `start` fails.
pub fn on_core<T: Send>(core: usize, start: impl FnOnce() -> io::Result<T> + Send) -> Result<T> {
    thread::scope(|scope| {
        let starter = scope.spawn(move || -> Result<T> {
            pin(core)?;
            Ok(start()?)
        });
        starter.join().expect("starting a process does not panic")
    })
}

/// Raises the limit of open files as far as is needed and allowed; children inherit it.
pub fn raise_file_limit() {
    let limit = getrlimit(Resource::Nofile);
    let hard = limit.maximum.unwrap_or(u64::MAX);
    // Only root may raise the hard limit; everybody may go up to it.
    for maximum in [hard.max(FILES_WANTED), hard] {
        let wish = Rlimit {
            current: Some(maximum.min(FILES_WANTED)),
            maximum: Some(maximum),
        };
        if setrlimit(Resource::Nofile, wish).is_ok() {
            return;
        }
    }
}
