//! Time and server CPU between two moments of a run.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process::Server;

/// Started when the work starts.
pub(super) struct Stopwatch {
    started_at: Instant,
    cpu_before: Duration,
}

/// What passed since a [`Stopwatch`] was started.
pub(super) struct Lap {
    pub(super) seconds: f64,
    pub(super) cpu: Duration,
}

impl Stopwatch {
    pub(super) fn start(server: &Server) -> Result<Self> {
        Ok(Self {
            cpu_before: server.cpu_time()?,
            started_at: Instant::now(),
        })
    }

    pub(super) fn lap(&self, server: &Server) -> Result<Lap> {
        let seconds = self.started_at.elapsed().as_secs_f64();
        Ok(Lap {
            seconds,
            cpu: server.cpu_time()? - self.cpu_before,
        })
    }
}

impl Lap {
    /// Units of work per second.
    pub(super) fn rate(&self, units: u64) -> f64 {
        units as f64 / self.seconds
    }

    /// Microseconds of server CPU per unit of work.
    pub(super) fn cpu_each(&self, units: u64) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / units.max(1) as f64
    }

    /// The share of the time in which the server was on a core: at 1 it is the limit, below that the load generator.
    pub(super) fn busy(&self) -> f64 {
        self.cpu.as_secs_f64() / self.seconds
    }
}
