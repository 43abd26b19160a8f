//! Builds every part of a house, starts its tasks, and stops them in order.

mod doors;
mod settings;

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, anyhow};
use teahouse_core::hub::Hub;
use teahouse_core::id::NodeId;
use teahouse_core::lobby::{Lobby, Presence};
use teahouse_core::record::Role;
use teahouse_store::{Options, Store};
use tokio::runtime::{self, Runtime};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::account::Accounts;
use crate::banner::{Banner, banner};
use crate::clock::Clock;
use crate::config::{Config, SettingError};
use crate::conn;
#[cfg(unix)]
use crate::control::ControlSocket;
use crate::data_dir::DataDir;
use crate::files::{Files, sweep};
use crate::gate::{Gate, Turnstile};
use crate::guests::Guests;
use crate::hooks::Outgoing;
use crate::house::House;
use crate::http::{self, Paces, Router};
use crate::hub::{HubHandle, HubTask, Input};
use crate::listen;
use crate::machine::Machine;
use crate::preview::Previews;
use crate::{persist, tls};
use doors::Doors;

/// Inputs that may wait for the hub: some milliseconds of its work.
const INBOX: usize = 4096;
/// How long a stopping house waits for its connections to say goodbye and its store to finish.
const DRAIN: Duration = Duration::from_secs(4);
/// Threads for TLS.
const TLS_THREADS: usize = 2;

/// Runs a house until it is told to stop.
///
/// # Errors
/// Why it could not start, or a [`SettingError`] where the operator can mend it.
pub fn run(config: Config) -> anyhow::Result<()> {
    let clock = Clock::start();
    // A connection is a file; the usual 1,024 is a limit of old programs, not of the machine.
    let _as_many_as_before = rlimit::increase_nofile_limit(rlimit::INFINITY);
    let data = DataDir::open(&config.data)?;
    let machine = Machine::look();
    let named = config.certificate.as_ref();
    let (certificates, keeper) = tls::open(&data.tls(), named, &config.web.origins, &machine, SystemTime::now())?;
    let main_threads = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime")?;
    let tls_threads = tls_runtime()?;
    // Ports are opened before the database: a port that is taken is the likelier fault, and says so sooner.
    let doors = {
        let _reactor = main_threads.enter();
        Doors::open(&config.doors)?
    };
    let (store, writer) =
        Store::open(data.path(), Options::default()).map_err(|error| SettingError::new(error.to_string()))?;
    let directory = writer.load_directory().map_err(|error| anyhow!(error))?;
    let has_owner = directory.people.iter().any(|person| person.role == Role::Owner);
    let accounts = Accounts::open(data.path(), has_owner).context("the keys in the data folder cannot be used")?;
    #[cfg(unix)]
    let control = ControlSocket::open(data.path()).context("the control socket cannot be opened")?;

    let files = Files::open(&data.files(), config.files.clone())
        .map_err(|error| SettingError::new(format!("The folder of files cannot be used ({error})")))?;
    let (answers, answers_receiver) = mpsc::unbounded_channel();
    let store = persist::start(&store, writer, answers).map_err(|error| anyhow!(error))?;
    let (hub_handle, requests) = HubHandle::new(INBOX);
    let hooks = directory.hooks.clone();
    let hub = Hub::new(
        NodeId::default(),
        settings::of_hub(&config),
        seed(),
        directory,
        clock.now(),
    );
    let lobby = Lobby::new(if config.presence { Presence::On } else { Presence::Off });
    let hub_task = HubTask::new(clock, hub, lobby, store, requests, answers_receiver);
    let turnstile = Arc::new(Turnstile::new(&config.limits));
    let couriers = tls_threads.handle().clone();
    let outgoing = Outgoing::new(hub_handle.clone(), clock, couriers, config.outgoing_hooks);
    hooks.iter().for_each(|hook| outgoing.begin(hook));
    let house = Arc::new(House {
        clock,
        listen: doors.main,
        hub: hub_handle.clone(),
        conns: Arc::new(conn::Shared {
            hub: hub_handle,
            clock,
            limits: Default::default(),
            unsent: Default::default(),
        }),
        guests: Guests::new(settings::of_guests(&config), Arc::new(Turnstile::new(&config.limits))),
        accounts,
        files,
        previews: Previews::default(),
        certificates,
        tls_threads: tls_threads.handle().clone(),
        turnstile,
        accepts: Gate::new(config.limits.accepts),
        requests: Gate::new(config.limits.http_requests),
        paces: Paces::new(&config.limits),
        router: Arc::new(Router::new(http::routes())),
        outgoing,
        config,
    });
    tls_threads.spawn(keeper.run());
    let listeners = announce(&house, doors, machine, &data);
    let (stop, stopped) = watch::channel(false);
    #[cfg(unix)]
    main_threads.spawn(control.serve(Arc::clone(&house), stopped.clone()));
    main_threads.block_on(serve(house, listeners, hub_task, (stop, stopped)));
    tls_threads.shutdown_timeout(Duration::from_millis(100));
    main_threads.shutdown_timeout(Duration::from_millis(100));
    drop(data);
    Ok(())
}

fn tls_runtime() -> anyhow::Result<Runtime> {
    runtime::Builder::new_multi_thread()
        .worker_threads(TLS_THREADS)
        .thread_name("tls")
        .enable_all()
        .build()
        .context("no threads for TLS")
}

fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the system gives random bytes");
    seed
}

/// Serves until a signal comes, then lets the hub say goodbye to everybody.
async fn serve(
    house: Arc<House>,
    listeners: listen::Listeners,
    hub_task: HubTask,
    (stop, stopped): (watch::Sender<bool>, watch::Receiver<bool>),
) {
    for (listener, kind) in listeners {
        tokio::spawn(listen::serve(listener, kind, Arc::clone(&house), stopped.clone()));
    }
    tokio::spawn(sweep::run(Arc::clone(&house)));
    let hub = house.hub.clone();
    let hub_task = tokio::spawn(hub_task.run());
    stop_signal().await;
    tracing::info!("stopping");
    let _ = stop.send(true);
    hub.send_patiently(Input::Stop).await;
    if timeout(DRAIN, hub_task).await.is_err() {
        tracing::warn!("some clients did not say goodbye in time");
    }
}

async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn announce(house: &House, doors: Doors, machine: Machine, data: &DataDir) -> listen::Listeners {
    let start = Banner {
        listen: doors.main,
        machine,
        certificate_names: house.certificates.host_rules().certificate_names.clone(),
        fingerprint: house.certificates.authority().map(tls::Authority::fingerprint),
        doors: doors.guests,
        owner_code: house.accounts.owner_code.text(),
        data: std::path::absolute(data.path()).unwrap_or_else(|_| data.path().to_owned()),
        warnings: house.config.warnings(),
        is_terminal: std::io::stdout().is_terminal(),
    };
    let mut out = std::io::stdout().lock();
    // Nobody may be reading; the house stands nevertheless.
    let _ = out.write_all(banner(&start).as_bytes()).and_then(|()| out.flush());
    doors.listeners
}
