//! A whole house behind a connection in memory: the real doors, the real hub and a real store in a folder of its own.
//! Nothing of it reaches the network or starts a process.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use teahouse::account::Accounts;
use teahouse::cli::Flags;
use teahouse::clock::Clock;
use teahouse::config::{Config, Surroundings};
use teahouse::conn;
use teahouse::files::Files;
use teahouse::files::thumbnail::Studio;
use teahouse::gate::{Gate, Turnstile};
use teahouse::guests::Guests;
use teahouse::hooks::Outgoing;
use teahouse::house::House;
use teahouse::http::{self, Paces, Router};
use teahouse::hub::{HubHandle, HubTask};
use teahouse::listen::{DoorKind, Line};
use teahouse::machine::Machine;
use teahouse::preview::Previews;
use teahouse::{persist, tls};
use teahouse_core::hub::Hub;
use teahouse_core::id::NodeId;
use teahouse_core::lobby::{Lobby, Presence};
use teahouse_core::settings::{FileLimits, Rates, Settings};
use teahouse_store::{Options, Store};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How long an answer is waited for that must come. The slowest is that to a password on a busy machine.
pub const LONG: Duration = Duration::from_secs(20);
/// How long it is waited for what may never come: an answer to a long poll, or another frame of a socket.
pub const SHORT: Duration = Duration::from_millis(100);
/// What a connection holds in each direction before the other end reads: more than any answer here.
const PIPE: usize = 4 << 20;
/// The longest head of a request, as at the real doors.
const MAX_HEAD: usize = 16 * 1024;
/// The largest file that anybody may bring.
pub const MAX_FILE: u64 = 64 * 1024;

/// A house and the thread that it runs on.
pub struct Stage {
    runtime: Runtime,
    house: Arc<House>,
    _folder: TempDir,
}

impl Stage {
    /// Opens a new house without limits of how often anything may be asked.
    pub fn open() -> Stage {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime of one thread");
        let house = {
            let _entered = runtime.enter();
            build(folder.path(), &runtime)
        };
        Stage {
            runtime,
            house,
            _folder: folder,
        }
    }

    /// The code that makes the first owner.
    pub fn owner_code(&self) -> Option<String> {
        self.house.accounts.owner_code.text()
    }

    /// The description of all routes.
    pub fn openapi(&self) -> serde_json::Value {
        serde_json::from_slice(&self.house.router.openapi()).expect("it is JSON")
    }

    /// Sends bytes over a new connection and gives all that comes back until it ends, or for so long.
    ///
    /// # Panics
    /// The connection's task did.
    pub fn exchange(&self, door: DoorKind, peer: IpAddr, bytes: &[u8], patience: Duration) -> Vec<u8> {
        let peer = SocketAddr::new(peer, 50_000);
        let line = Arc::new(Line {
            peer,
            local: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            is_tls: false,
            door,
            is_open_to_network: true,
            place: Arc::new(self.house.turnstile.enter(peer.ip()).expect("nobody is counted")),
        });
        self.runtime.block_on(async {
            let (mut client, server) = duplex(PIPE);
            let house = Arc::clone(&self.house);
            let service =
                service_fn(move |request| http::answer::<DuplexStream>(Arc::clone(&house), Arc::clone(&line), request));
            let serving = tokio::spawn(
                http1::Builder::new()
                    .timer(TokioTimer::new())
                    .half_close(true)
                    .max_buf_size(MAX_HEAD)
                    .serve_connection(TokioIo::new(server), service)
                    .with_upgrades(),
            );
            let mut heard = Vec::new();
            let _it_may_be_closed = client.write_all(bytes).await;
            let _it_may_be_closed = client.shutdown().await;
            let _what_came = timeout(patience, client.read_to_end(&mut heard)).await;
            drop(client);
            serving.abort();
            if let Err(error) = serving.await {
                assert!(!error.is_panic(), "a connection's task panicked");
            }
            heard
        })
    }
}

fn build(folder: &std::path::Path, runtime: &Runtime) -> Arc<House> {
    let config = config(folder);
    let clock = Clock::start();
    let machine = Machine::new("attic", vec![IpAddr::V4(Ipv4Addr::new(192, 168, 1, 5))]);
    let (certificates, _) = tls::open(
        &folder.join("tls"),
        None,
        &config.web.origins,
        &machine,
        SystemTime::now(),
    )
    .expect("the folder is new");
    let (store, writer) = Store::open(folder, Options::default()).expect("the folder is new");
    let directory = writer.load_directory().expect("it is empty");
    let (answers, answers_receiver) = mpsc::unbounded_channel();
    let store = persist::start(&store, writer, answers).expect("the store is open");
    let (hub_handle, requests) = HubHandle::new(4096);
    let settings = Settings {
        rates: Rates::off(),
        files: FileLimits {
            max_size: config.files.max_size,
            quota: config.files.quota,
        },
        ..Settings::default()
    };
    let hub = Hub::new(NodeId::default(), settings, [7; 32], directory, clock.now());
    let hub_task = HubTask::new(clock, hub, Lobby::new(Presence::On), store, requests, answers_receiver);
    runtime.spawn(hub_task.run());
    let mut files = Files::open(&folder.join("files"), config.files.clone()).expect("the folder is new");
    // This program is no painter; it would run its own tests again.
    files.studio = Studio::new("/nonexistent".into());
    Arc::new(House {
        clock,
        hub: hub_handle.clone(),
        conns: Arc::new(conn::Shared {
            hub: hub_handle.clone(),
            clock,
            limits: Default::default(),
            unsent: Default::default(),
        }),
        guests: Guests::new(Default::default(), Arc::new(Turnstile::new(&config.limits))),
        accounts: Accounts::open(folder, false).expect("the folder is new"),
        files,
        previews: Previews::default(),
        certificates,
        tls_threads: runtime.handle().clone(),
        turnstile: Arc::new(Turnstile::new(&config.limits)),
        listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 3000)),
        accepts: Gate::new(None),
        requests: Gate::new(None),
        paces: Paces::new(&config.limits),
        router: Arc::new(Router::new(http::routes())),
        outgoing: Outgoing::new(hub_handle, clock, runtime.handle().clone(), config.outgoing_hooks),
        config,
    })
}

fn config(folder: &std::path::Path) -> Config {
    let flags = Flags {
        data: Some(folder.display().to_string()),
        ..Flags::default()
    };
    let settings = [("TEAHOUSE_LIMITS", "off".to_owned())];
    let around = Surroundings {
        environment: &mut settings.into_iter().map(|(name, value)| (name.to_owned(), value)),
        read: &|_| Err(std::io::ErrorKind::NotFound.into()),
    };
    let mut config = Config::resolve(&flags, around).expect("it is a house like any other");
    config.files.max_size = MAX_FILE;
    config.files.quota = 16 * MAX_FILE;
    config
}
