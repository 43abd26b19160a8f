//! What is printed at the start: where to go, what is open, where data lies, how to stop.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use crate::machine::Machine;

/// A guest port and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestDoor {
    /// What its guests are called, such as "plain guests".
    pub guests: &'static str,
    /// What clients write before the address, such as `ws` or `http`.
    pub scheme: &'static str,
    /// Where it is open, or why it is not.
    pub state: GuestDoorState,
}

/// What became of a guest port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuestDoorState {
    /// Open at this address.
    Open(SocketAddr),
    /// The operator switched it off.
    Off,
    /// Its default port could not be opened, for this reason; the server runs without it.
    Failed {
        /// The address that was tried.
        at: SocketAddr,
        /// Why it failed.
        because: String,
    },
}

/// Everything that the start has to tell.
#[derive(Debug, Clone)]
pub struct Banner {
    /// Where the main port listens; the port is the one really opened.
    pub listen: SocketAddr,
    /// This machine.
    pub machine: Machine,
    /// The names of the operator's certificate; empty with the local authority.
    pub certificate_names: Vec<String>,
    /// The local authority's fingerprint.
    pub fingerprint: Option<String>,
    /// The guest ports.
    pub doors: Vec<GuestDoor>,
    /// What makes its first user the owner, while there is none.
    pub owner_code: Option<String>,
    /// The data folder.
    pub data: PathBuf,
    /// What the operator should worry about.
    pub warnings: Vec<String>,
    /// Whether somebody is looking: a code for the phone is noise in a log.
    pub is_terminal: bool,
}

/// Writes the text, ending with a line feed.
#[must_use]
pub fn banner(start: &Banner) -> String {
    let mut text = format!("Teahouse {} is open.\n\n", env!("CARGO_PKG_VERSION"));
    let network = network_urls(start.listen, &start.machine, &start.certificate_names);
    line(&mut text, "This machine", &local_url(start.listen));
    for (at, url) in network.iter().enumerate() {
        line(&mut text, if at == 0 { "Other devices" } else { "" }, url);
    }
    match (network.first(), &start.fingerprint) {
        (None, _) => line(&mut text, "Other devices", no_network(start.listen)),
        (Some(first), Some(fingerprint)) => {
            let plain = first.replacen("https://", "http://", 1);
            line(
                &mut text,
                "",
                &format!("for the first time {plain}, which shows how to trust the certificate"),
            );
            line(&mut text, "Fingerprint", fingerprint);
        }
        (Some(_), None) => {}
    }
    for door in &start.doors {
        line(&mut text, &capitalized(door.guests), &door_text(door));
    }
    if let Some(code) = &start.owner_code {
        line(&mut text, "Owner's code", code);
        line(
            &mut text,
            "",
            "whoever signs up with it first owns this house; it is good until the next start",
        );
    }
    line(&mut text, "Data", &start.data.display().to_string());
    line(&mut text, "Stop", "Ctrl+C");
    if let (true, Some(code)) = (start.is_terminal, network.first().and_then(|url| code(url))) {
        let _ = write!(text, "\n{code}\n");
    }
    for warning in &start.warnings {
        let _ = write!(text, "\nWarning: {warning}");
    }
    if !start.warnings.is_empty() {
        text.push('\n');
    }
    text
}

fn line(text: &mut String, label: &str, value: &str) {
    let _ = writeln!(text, "  {label:<18}{value}");
}

/// Where people find a house that listens there: by the certificate's first name, else by an address of the machine, and
/// only where others cannot reach it at all as the machine itself does.
#[must_use]
pub fn address(listen: SocketAddr, machine: &Machine, certificate_names: &[String]) -> String {
    let network = network_urls(listen, machine, certificate_names);
    network.into_iter().next().unwrap_or_else(|| local_url(listen))
}

/// Browsers trust `localhost` without a certificate, so it goes by HTTP.
fn local_url(listen: SocketAddr) -> String {
    let is_everywhere = listen.ip().is_unspecified();
    let is_loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)].contains(&listen.ip());
    if is_everywhere || is_loopback {
        url("http", "localhost", listen.port())
    } else {
        url("https", &host(listen.ip()), listen.port())
    }
}

/// How other devices get here: by the certificate's names, then by address.
fn network_urls(at: SocketAddr, machine: &Machine, certificate_names: &[String]) -> Vec<String> {
    let listen = at.ip();
    if listen.is_loopback() {
        return Vec::new();
    }
    let names = certificate_names
        .iter()
        .filter(|name| !name.starts_with('*') && name.parse::<IpAddr>().is_err());
    let is_reachable = |address: &IpAddr| match listen {
        IpAddr::V4(any) if any.is_unspecified() => address.is_ipv4(),
        IpAddr::V6(any) if any.is_unspecified() => true,
        one => one == *address,
    };
    let addresses = machine.network_addresses().filter(is_reachable).map(host);
    names
        .cloned()
        .chain(addresses)
        .map(|host| url("https", &host, at.port()))
        .collect()
}

fn no_network(listen: SocketAddr) -> &'static str {
    if listen.ip().is_loopback() {
        "none: it listens on this machine alone (--listen [::]:3000 opens it)"
    } else {
        "none: this machine is in no network"
    }
}

fn url(scheme: &str, host: &str, port: u16) -> String {
    match (scheme, port) {
        ("http", 80) | ("https", 443) => format!("{scheme}://{host}"),
        _ => format!("{scheme}://{host}:{port}"),
    }
}

fn host(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    }
}

fn door_text(door: &GuestDoor) -> String {
    match &door.state {
        GuestDoorState::Open(at) => format!("{}://{at}", door.scheme),
        GuestDoorState::Off => "off".to_owned(),
        GuestDoorState::Failed { at, because } => format!("not opened at {at}: {because}"),
    }
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An address as a code for a phone's camera, drawn for light letters on a dark ground.
fn code(url: &str) -> Option<String> {
    let code = QrCode::new(url).ok()?;
    Some(
        code.render::<Dense1x2>()
            .dark_color(Dense1x2::Light)
            .light_color(Dense1x2::Dark)
            .build(),
    )
}

#[cfg(test)]
mod tests {
    use super::{Banner, GuestDoor, GuestDoorState, address, banner};
    use crate::machine::Machine;

    fn printed(listen: &str, change: impl FnOnce(&mut Banner)) -> String {
        let addresses = ["127.0.0.1", "192.168.1.5", "10.0.0.7", "fd00::2", "fe80::1"];
        let machine = Machine::new("attic", addresses.iter().map(|text| text.parse().unwrap()).collect());
        let mut start = Banner {
            listen: listen.parse().unwrap(),
            machine,
            certificate_names: Vec::new(),
            fingerprint: Some("AB:CD".to_owned()),
            doors: Vec::new(),
            owner_code: None,
            data: "/srv/tea".into(),
            warnings: Vec::new(),
            is_terminal: false,
        };
        change(&mut start);
        banner(&start)
    }

    #[test]
    fn every_way_in_is_named() {
        let text = printed("[::]:3000", |_| {});
        for part in [
            "http://localhost:3000\n",
            "https://10.0.0.7:3000\n",
            "https://192.168.1.5:3000\n",
            "https://[fd00::2]:3000\n",
            "http://10.0.0.7:3000, which shows how to trust",
            "AB:CD",
            "/srv/tea",
            "Ctrl+C",
        ] {
            assert!(text.contains(part), "{part:?} in\n{text}");
        }
        assert!(!text.contains("fe80"));
    }

    #[test]
    fn only_addresses_that_are_listened_on_are_named() {
        assert!(!printed("0.0.0.0:3000", |_| {}).contains("fd00::2"));
        let one = printed("192.168.1.5:3000", |_| {});
        assert!(one.contains("https://192.168.1.5:3000") && !one.contains("10.0.0.7") && !one.contains("localhost"));
        let local = printed("127.0.0.1:3000", |_| {});
        assert!(local.contains("this machine alone") && !local.contains("https://192"));
        let lonely = Machine::new("attic", Vec::new());
        assert!(printed("[::]:3000", |start| start.machine = lonely).contains("in no network"));
    }

    #[test]
    fn links_begin_with_the_best_of_the_ways_in() {
        let machine = Machine::new("attic", vec!["192.168.1.5".parse().unwrap()]);
        let best = |listen: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            address(listen.parse().unwrap(), &machine, &names)
        };
        assert_eq!(best("[::]:443", &["*.example", "tea.example"]), "https://tea.example");
        assert_eq!(best("[::]:3000", &[]), "https://192.168.1.5:3000");
        assert_eq!(best("127.0.0.1:3000", &["tea.example"]), "http://localhost:3000");
    }

    #[test]
    fn an_operators_names_come_first_and_need_no_trust() {
        let names = vec!["*.tea.example".to_owned(), "tea.example".to_owned()];
        let text = printed("[::]:443", |start| {
            (start.certificate_names, start.fingerprint) = (names, None)
        });
        let (name, address) = (
            text.find("https://tea.example\n").unwrap(),
            text.find("https://10.0.0.7\n").unwrap(),
        );
        assert!(name < address && !text.contains('*') && !text.contains("Fingerprint"));
    }

    #[test]
    fn a_door_that_is_open_off_or_not_opened_says_so() {
        let at = "127.0.0.1:9090".parse().unwrap();
        let door = |state| {
            vec![GuestDoor {
                guests: "plain guests",
                scheme: "ws",
                state,
            }]
        };
        let text = |state| printed("[::]:3000", |start| start.doors = door(state));
        assert!(text(GuestDoorState::Open(at)).contains("Plain guests      ws://127.0.0.1:9090\n"));
        assert!(text(GuestDoorState::Off).contains("Plain guests      off\n"));
        let because = "another program uses this port".to_owned();
        let failed = text(GuestDoorState::Failed { at, because });
        assert!(failed.contains("not opened at 127.0.0.1:9090: another program uses this port"));
    }

    #[test]
    fn a_house_without_an_owner_shows_the_code_that_makes_one() {
        let code = || Some("ABCD-EFGH-JKMN".to_owned());
        assert!(printed("[::]:3000", |start| start.owner_code = code()).contains("Owner's code      ABCD-EFGH-JKMN\n"));
        assert!(!printed("[::]:3000", |_| {}).contains("Owner's code"));
    }

    #[test]
    fn a_code_for_the_phone_is_drawn_where_somebody_looks() {
        assert!(printed("[::]:3000", |start| start.is_terminal = true).contains('▀'));
        assert!(!printed("[::]:3000", |_| {}).contains('▀'));
        assert!(!printed("127.0.0.1:3000", |start| start.is_terminal = true).contains('▀'));
    }

    #[test]
    fn warnings_come_last() {
        let warnings = vec!["Rate limits are off.".to_owned()];
        let text = printed("[::]:3000", |start| start.warnings = warnings);
        assert!(text.ends_with("\nWarning: Rate limits are off.\n"));
    }
}
