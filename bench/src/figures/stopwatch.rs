//! Time and server CPU between two moments of a run.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process::{Server, own_cpu_time};

/// Started when the work starts.
pub(super) struct Stopwatch {
    started_at: Instant,
    cpu_before: Duration,
    own_cpu_before: Duration,
}

/// What passed since a [`Stopwatch`] was started.
pub(super) struct Lap {
    pub(super) seconds: f64,
    pub(super) cpu: Duration,
    own_cpu: Duration,
}

impl Stopwatch {
    pub(super) fn start(server: &Server) -> Result<Self> {
        let (cpu_before, own_cpu_before) = (server.cpu_time()?, own_cpu_time()?);
        Ok(Self {
            cpu_before,
            own_cpu_before,
            started_at: Instant::now(),
        })
    }

    pub(super) fn lap(&self, server: &Server) -> Result<Lap> {
        let seconds = self.started_at.elapsed().as_secs_f64();
        let (cpu, own_cpu) = (
            server.cpu_time()? - self.cpu_before,
            own_cpu_time()? - self.own_cpu_before,
        );
        Ok(Lap { seconds, cpu, own_cpu })
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

    /// The share of the time in which the server was on a core.
    pub(super) fn busy(&self) -> f64 {
        self.cpu.as_secs_f64() / self.seconds
    }

    /// The share of the time in which the load generator was on a core: near 1, it was the limit and not the server.
    pub(super) fn load_busy(&self) -> f64 {
        self.own_cpu.as_secs_f64() / self.seconds
    }
}
