//! How a test and its talkers know of each other: whether the house stands, and how much it has acknowledged.

use std::net::SocketAddr;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// A house that is not back by then does not come back.
const PATIENCE: Duration = Duration::from_secs(60);

/// Shared between the test and its talkers.
#[derive(Debug)]
pub struct Outage {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    address: SocketAddr,
    /// Counts the lives of the house.
    life: u32,
    acks: u64,
    is_ending: bool,
}

impl Outage {
    /// A house in its first life, at `address`.
    pub fn new(address: SocketAddr) -> Outage {
        Outage {
            state: Mutex::new(State {
                address,
                life: 1,
                acks: 0,
                is_ending: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Says that the house has begun another life.
    pub fn over(&self) {
        self.state().life += 1;
        self.changed.notify_all();
    }

    /// Asks the talkers to come to an end: nothing new, but everything begun.
    pub fn end(&self) {
        self.state().is_ending = true;
        self.changed.notify_all();
    }

    /// Waits until the house has acknowledged `count` more messages.
    ///
    /// # Panics
    /// It does not.
    pub fn wait_for_acks(&self, count: u64) {
        let state = self.state();
        let goal = state.acks + count;
        let (state, timeout) = self
            .changed
            .wait_timeout_while(state, PATIENCE, |state| state.acks < goal)
            .expect("no talker panics while it holds this");
        assert!(!timeout.timed_out(), "{} acknowledged, not {goal}", state.acks);
    }

    pub(crate) fn is_ending(&self) -> bool {
        self.state().is_ending
    }

    pub(crate) fn acked(&self) {
        self.state().acks += 1;
        self.changed.notify_all();
    }

    /// Waits for a life of the house after `life`; where it is, and in which life.
    pub(crate) fn wait_for_life_after(&self, life: u32) -> (SocketAddr, u32) {
        let (state, timeout) = self
            .changed
            .wait_timeout_while(self.state(), PATIENCE, |state| state.life <= life)
            .expect("no talker panics while it holds this");
        assert!(!timeout.timed_out(), "a connection broke, and the house was never down");
        (state.address, state.life)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no talker panics while it holds this")
    }
}
