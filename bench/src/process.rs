//! A server under test as the system sees it: started on its core, its CPU time and memory read, stopped with the value.

use std::fs;
use std::io::BufReader;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::cores;

/// A started server process.
pub struct Server {
    child: Child,
}

impl Server {
    /// Starts a server on its core and answers what it prints.
    ///
    /// # Errors
    /// The program cannot be started.
    pub fn start(command: &mut Command) -> Result<(Self, BufReader<ChildStdout>)> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = cores::on_core(cores::SERVER_CORE, || command.spawn())
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let stdout = child.stdout.take().expect("the output was asked for");
        Ok((Self { child }, BufReader::new(stdout)))
    }

    /// Whether the server has ended by itself.
    ///
    /// # Errors
    /// The system does not say.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// The time that all threads of the server have spent on a core, in user and system mode.
    ///
    /// # Errors
    /// The server has died.
    pub fn cpu_time(&self) -> Result<Duration> {
        cpu_time_of(&self.child.id().to_string())
    }

    /// The server's resident memory in kilobytes (1,000 bytes).
    ///
    /// # Errors
    /// The server has died.
    pub fn resident_kb(&self) -> Result<f64> {
        let status = proc_file(&self.child.id().to_string(), "status")?;
        let kib: f64 = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse().ok())
            .context("no VmRSS in /proc/PID/status: the server has died")?;
        Ok(kib * 1.024)
    }
}

/// The time that all threads of this process, the load generator, have spent on a core.
///
/// # Errors
/// There is no `/proc`.
pub fn own_cpu_time() -> Result<Duration> {
    cpu_time_of("self")
}

fn cpu_time_of(process: &str) -> Result<Duration> {
    let stat = proc_file(process, "stat")?;
    // The second field is the program's name in parentheses and may hold spaces.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let [user, system] = [11, 12].map(|field| fields.get(field).and_then(|ticks| ticks.parse::<u64>().ok()));
    let (Some(user), Some(system)) = (user, system) else {
        bail!("unreadable /proc/PID/stat: {stat}")
    };
    let ticks_per_second = rustix::param::clock_ticks_per_second();
    Ok(Duration::from_secs_f64(
        (user + system) as f64 / ticks_per_second as f64,
    ))
}

fn proc_file(process: &str, name: &str) -> Result<String> {
    let path = format!("/proc/{process}/{name}");
    fs::read_to_string(&path).with_context(|| format!("cannot read {path}: the process has died"))
}

impl Drop for Server {
    fn drop(&mut self) {
        // Failing means that it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
