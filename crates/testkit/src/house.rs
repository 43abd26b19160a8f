//! The real program in a process of its own.

use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// Far beyond any start on any machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// How the start names the port that it has opened.
const ADDRESS: &str = "http://localhost:";

/// How a program is to be started.
#[derive(Debug)]
pub struct Launch {
    program: PathBuf,
    settings: Vec<String>,
    variables: Vec<(String, String)>,
    data: Option<TempDir>,
}

impl Launch {
    /// The program at this path, with nothing but a free port.
    pub fn of(program: &Path) -> Launch {
        Launch {
            program: program.to_owned(),
            settings: Vec::new(),
            variables: Vec::new(),
            data: None,
        }
    }

    /// With these words on its command line.
    #[must_use]
    pub fn with_settings(mut self, words: &[&str]) -> Launch {
        self.settings.extend(words.iter().map(|&word| word.to_owned()));
        self
    }

    /// With this variable in its environment.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Launch {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// On this data folder; without a word, on a new one.
    #[must_use]
    pub fn in_folder(mut self, data: TempDir) -> Launch {
        self.data = Some(data);
        self
    }

    /// Starts it and waits until it serves. The guests' own ports stay closed: the main port serves them too.
    ///
    /// # Panics
    /// It does not start.
    pub fn start(mut self) -> House {
        let data = self
            .data
            .take()
            .unwrap_or_else(|| tempfile::tempdir().expect("a folder can be made"));
        let log = Arc::new(Mutex::new(String::new()));
        let port = SocketAddr::from(([127, 0, 0, 1], 0));
        let (child, address) = spawn(&self, data.path(), port, &log);
        House {
            launch: self,
            data,
            address,
            log,
            child,
        }
    }
}

/// A started program with a data folder of its own. Dropping it kills it.
#[derive(Debug)]
pub struct House {
    launch: Launch,
    data: TempDir,
    address: SocketAddr,
    log: Arc<Mutex<String>>,
    child: Child,
}

impl House {
    /// Starts `program` without rate limits.
    pub fn start(program: &Path) -> House {
        Launch::of(program).with_settings(&["--limits", "off"]).start()
    }

    /// Where it listens: the same after a restart.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The folder that it keeps everything in.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has written to its standard error so far, of all its lives.
    pub fn log(&self) -> String {
        self.log.lock().expect("no reader of the log panics").clone()
    }

    /// Kills it (`SIGKILL`): it does nothing more. Returns when the process is gone.
    pub fn kill(&mut self) {
        self.child.kill().expect("it is ours");
        self.child.wait().expect("it is ours");
    }

    /// Starts it again, after it was killed or has ended, on the same port and folder.
    pub fn restart(&mut self) {
        (self.child, _) = spawn(&self.launch, self.data.path(), self.address, &self.log);
    }

    /// Asks it to stop (`SIGTERM`) and waits until it has.
    pub fn stop(&mut self) -> ExitStatus {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).expect("it is ours");
        self.wait()
    }

    /// Waits until it has ended by itself.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("it is ours")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _it_has_ended_already = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the program and waits for the line that tells its address; from then on it accepts connections.
fn spawn(launch: &Launch, data: &Path, listen: SocketAddr, log: &Arc<Mutex<String>>) -> (Child, SocketAddr) {
    let mut child = Command::new(&launch.program)
        .args(["--listen", &listen.to_string()])
        .args(["--signal", "off", "--chat-room", "off"])
        .args(&launch.settings)
        .envs(launch.variables.iter().map(|(name, value)| (name, value)))
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let errors = child.stderr.take().expect("it is piped");
    thread::spawn({
        let log = Arc::clone(log);
        move || collect(errors, &log)
    });
    let output = child.stdout.take().expect("it is piped");
    let (told, heard) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some((_, port)) = line.split_once(ADDRESS) {
                let _nobody_waits_for_a_second = told.send(port.trim().parse::<u16>());
            }
        }
    });
    match heard.recv_timeout(START_TIMEOUT) {
        Ok(port) => {
            let port = port.expect("a port is a number");
            (child, SocketAddr::new(listen.ip(), port))
        }
        Err(_) => {
            let _ = child.kill();
            let log = log.lock().expect("no reader of the log panics");
            panic!("the program did not start: {:?}\n{log}", child.wait());
        }
    }
}

fn collect(from: impl Read, into: &Mutex<String>) {
    for line in BufReader::new(from).lines().map_while(Result::ok) {
        let mut log = into.lock().expect("no reader of the log panics");
        log.push_str(&line);
        log.push('\n');
    }
}
