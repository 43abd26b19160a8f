//! Header lines by which a door judges who asks: hosts and origins, proxies, cookies and tokens, and files asked for.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

use bolero::check;
use hyper::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use teahouse::account::known_device::DeviceKey;
use teahouse::account::owner_code::OwnerCode;
use teahouse::device_label::device_label;
use teahouse::embedded::{FileRequest, serve, serve_app_page};
use teahouse::http::Credential;
use teahouse::origin::{
    AppRequest, Authority, GuestAdmission, GuestRequest, HostRules, Origin, check_host, may_use_app, may_use_guest_door,
};
use teahouse::proxy::{Network, Transport, Visitor};
use teahouse_core::handle::Handle;
use teahouse_core::record::Device;

use crate::script::Script;

const HOSTS: [&str; 16] = [
    "localhost",
    "attic",
    ".local",
    "chat.example.org",
    "evil.example",
    "127.0.0.1",
    "[::1]",
    "[fd00::2]",
    ":3000",
    ":443",
    ":",
    ".",
    "@",
    "[",
    "]",
    "é",
];

fn host(script: &mut Script<'_>) -> String {
    script.word(&HOSTS) + &script.word(&HOSTS) + &script.word(&["", "", ":3000", ":443"])
}

/// A page may use the app only from the very host that it asks, and a host is one of ours; whoever is a guest hears only
/// an origin that can stand in a header.
#[test]
fn any_host_and_origin_are_judged() {
    let rules = HostRules {
        hostname: "attic".into(),
        addresses: vec![IpAddr::V4(Ipv4Addr::new(192, 168, 1, 5))],
        origins: vec!["https://chat.example.org".parse().expect("it is one")],
        certificate_names: vec!["*.tea.example.net".into()],
    };
    check!().for_each(|input: &[u8]| {
        let mut script = Script(input);
        let visitor = Visitor {
            address: Ipv4Addr::from(script.choose(&[[127, 0, 0, 1], [192, 168, 1, 9], [203, 0, 113, 9]])).into(),
            transport: script.choose(&[Transport::Plain, Transport::Secure, Transport::Unsaid]),
            is_proxied: script.byte().is_multiple_of(4),
        };
        let (has_cookie, is_open_to_network) = (script.byte() < 128, script.byte() < 128);
        let host = host(&mut script);
        let origin = match script.byte() % 4 {
            0 => String::from_utf8_lossy(script.0).into_owned(),
            1 => format!("http://{host}"),
            _ => script.choose(&["http://", "https://", "null", "ftp://"]).to_owned() + &self::host(&mut script),
        };
        let (host, origin) = (host.as_str(), origin.as_str());
        read_again(host, origin);
        let request = AppRequest {
            host: Some(host),
            origin: Some(origin),
            fetch_site: None,
            has_cookie,
            visitor,
        };
        if may_use_app(&request, &rules).is_ok() {
            let (host, origin): (Authority, Origin) = (host.parse().expect("judged"), origin.parse().expect("judged"));
            assert_eq!(host.host(), origin.host());
            assert!(rules.allow(&host, visitor.is_proxied));
            assert!(check_host(request.host, visitor, &rules).is_ok());
        }
        let guest = GuestRequest {
            host: Some(host),
            origin: Some(origin),
            address: visitor.address,
            is_proxied: visitor.is_proxied,
            is_open_to_network,
        };
        if let Ok(admission) = may_use_guest_door(&guest, &rules) {
            assert_eq!(
                admission,
                GuestAdmission::Page(HeaderValue::from_str(origin).expect("it was a header"))
            );
        }
    });
}

/// What is read as a host or origin is read the same when it is written anew.
fn read_again(host: &str, origin: &str) {
    if let Ok(authority) = host.parse::<Authority>() {
        let port = authority.port().map_or_else(String::new, |port| format!(":{port}"));
        let written = format!("{}{port}", authority.bracketed());
        assert_eq!(written.parse::<Authority>().as_ref(), Ok(&authority), "{host}");
        assert!(
            HeaderValue::from_str(&written).is_ok() && !written.contains([';', ' ', '/', '@', '\'']),
            "{written}"
        );
    }
    if let Ok(parsed) = origin.parse::<Origin>() {
        let written = parsed.to_string();
        let again: Origin = written.parse().expect("it was one");
        assert_eq!((again.to_string(), again.host()), (written, parsed.host()));
    }
}

/// Whoever is no trusted proxy is who she is; what a trusted one says counts, but nothing that it was told before.
#[test]
fn any_forwarding_is_believed_from_a_proxy_alone() {
    const ADDRESSES: [&str; 14] = [
        "203.0.113.9",
        "198.51.100.7",
        "10.1.2.3",
        "127.0.0.1",
        "[2001:db8::1]:4711",
        "[2001:db8::1]",
        "2001:db8::1",
        "::ffff:10.1.2.3",
        "203.0.113.9:80",
        "unknown",
        "_hidden",
        "",
        ",",
        " ",
    ];
    let trusted: Vec<Network> = ["127.0.0.0/8", "10.1.0.0/16"]
        .map(|text| text.parse().expect("a network"))
        .into();
    let is_trusted = |address| trusted.iter().any(|network| network.contains(address));
    check!().for_each(|input: &[u8]| {
        let mut script = Script(input);
        let is_tls = script.byte() < 128;
        let mut headers = HeaderMap::new();
        for _ in 0..script.byte() % 5 {
            let name = script.choose(&["x-forwarded-for", "x-real-ip", "x-forwarded-proto"]);
            let text = if name == "x-forwarded-proto" {
                script.word(&["http", "HTTPS", "wss", "http, https", ""])
            } else {
                [script.word(&ADDRESSES), script.word(&ADDRESSES)].join(", ")
            };
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.append(HeaderName::from_static(name), value);
            }
        }
        let stranger: IpAddr = Ipv4Addr::new(192, 0, 2, 1).into();
        let seen = Visitor::of(stranger, is_tls, &headers, &trusted);
        assert_eq!(
            (seen.address, seen.is_proxied, seen.is_secure()),
            (stranger, false, is_tls)
        );
        let proxy: IpAddr = Ipv4Addr::LOCALHOST.into();
        let seen = Visitor::of(proxy, is_tls, &headers, &trusted);
        assert_eq!(seen.is_proxied, !headers.is_empty());
        assert_eq!(seen.address, seen.address.to_canonical());
        // What the visitor claimed to the first proxy stands left of what that one saw.
        if !is_trusted(seen.address) && headers.contains_key("x-forwarded-for") {
            let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().cloned().collect();
            let has_seen = lines
                .iter()
                .any(|line| line.to_str().is_ok_and(|line| line.contains(&seen.address.to_string())));
            if has_seen && !headers.contains_key("x-real-ip") {
                headers.insert("x-forwarded-for", HeaderValue::from_static("1.1.1.1"));
                headers.extend(
                    lines
                        .into_iter()
                        .map(|line| (HeaderName::from_static("x-forwarded-for"), line)),
                );
                assert_eq!(Visitor::of(proxy, is_tls, &headers, &trusted).address, seen.address);
            }
        }
    });
}

/// A request shows one credential: a token before a cookie, the cookie of HTTPS before the other.
#[test]
fn any_cookie_or_token_is_read_or_nothing() {
    const VALUE: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    check!().for_each(|input: &[u8]| {
        let mut script = Script(input);
        let mut headers = HeaderMap::new();
        for _ in 0..script.byte() % 4 {
            let (name, words): (_, &[&str]) = match script.byte() % 3 {
                0 => (AUTHORIZATION, &["Bearer ", "bearer", "Basic ", " ", VALUE]),
                _ => (COOKIE, &["th=", "__Host-th=", "; ", ";", "=", VALUE, "th-known="]),
            };
            let line: Vec<String> = (0..script.byte() % 8).map(|_| script.word(words)).collect();
            if let Ok(value) = HeaderValue::from_str(&line.concat()) {
                headers.append(name, value);
            }
        }
        let seen = Credential::of(&headers);
        headers.remove(AUTHORIZATION);
        let by_cookie = Credential::of(&headers);
        assert!(by_cookie.is_none_or(|credential| !credential.is_bearer));
        assert!(
            seen.is_some_and(|credential| credential.is_bearer) || seen == by_cookie,
            "a token hides nothing else"
        );
        let planted = format!("th={}", "b".repeat(VALUE.len()));
        headers.append(
            COOKIE,
            HeaderValue::from_str(&format!("__Host-th={VALUE}")).expect("it is plain"),
        );
        let secure = Credential::of(&headers);
        headers.append(COOKIE, HeaderValue::from_str(&planted).expect("it is plain"));
        assert_eq!(
            Credential::of(&headers),
            secure,
            "nothing planted over HTTP replaces it"
        );
    });
}

/// Nothing but what the house gave tells a device or makes an owner.
#[test]
fn no_text_is_a_mark_or_a_code_that_was_not_given() {
    static KEY: LazyLock<DeviceKey> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        DeviceKey::open(&folder.path().join("key")).expect("the folder is new")
    });
    let (ann, bob) = (Handle::from_store("ann"), Handle::from_store("bob"));
    let mark = KEY.mark(&ann);
    let owner = OwnerCode::new(false);
    let code = owner.text().expect("nobody owns it yet");
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        assert!(KEY.recognize(&ann, &text).is_none() && !owner.fits(&text));
        assert!(KEY.recognize(&ann, &mark).is_some() && owner.fits(&code));
        assert!(KEY.recognize(&bob, &mark).is_none());
        let mut script = Script(input);
        let at = script.short();
        assert!(
            KEY.recognize(&ann, &spoiled(&mark, at, script.byte()))
                .is_none_or(|_| at % mark.len() == mark.len() - 1)
        );
        let between: String = input
            .iter()
            .map(|byte| if byte.is_multiple_of(2) { ' ' } else { '-' })
            .collect();
        assert!(
            owner.fits(&code.to_ascii_lowercase().replace('-', &between)),
            "{between:?}"
        );
    });
}

/// A text with another character at a place.
fn spoiled(text: &str, at: usize, by: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let place = at % bytes.len();
    bytes[place] = if bytes[place] == b'A' { b'B' + by % 20 } else { b'A' };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a browser says of itself is one line of a list.
#[test]
fn any_device_is_called_something_short() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        let (agent, platform) = text.split_once('\n').unwrap_or((&text, ""));
        for agent in [agent.to_owned(), format!("{agent} Firefox/140.0 Android")] {
            let label = Device::new(&device_label(Some(&agent), Some(platform)));
            assert!(label.as_str().len() <= Device::MAX_LEN);
            assert!(!label.as_str().contains(char::is_control));
            assert_eq!(Device::new(label.as_str()), label);
        }
    });
}

/// A file is one that the program brought along, whatever path, encoding and tags are asked with; nobody is led away.
#[test]
fn any_path_is_a_file_of_the_house_or_none() {
    const PATHS: [&str; 22] = [
        "/",
        "//",
        "..",
        "%2e%2e",
        "/etc/passwd",
        "index.html",
        "examples",
        "/examples/",
        "socket.io/",
        "socket.io.js",
        "web",
        "assets",
        ".br",
        ".gz",
        "\\",
        ":",
        "?",
        "\0",
        "favicon.svg",
        "evil.example",
        "/4/",
        "é",
    ];
    check!().for_each(|input: &[u8]| {
        let mut script = Script(input);
        let mut path = String::from("/");
        for _ in 0..script.byte() % 6 {
            path.push_str(&script.word(&PATHS));
        }
        let query = script.word(&["v=2", "v=4&v=2", ""]);
        let encodings = [
            script.word(&["br", "gzip", "*"]),
            script.word(&[";q=0", ";q=1", ", gzip;q=0.5", ";q=NaN"]),
        ]
        .concat();
        let host: Option<Authority> = host(&mut script).parse().ok();
        let tags = script.word(&["*", "W/\"x\"", "\"\""]);
        let request = FileRequest {
            path: &path,
            query: Some(&query),
            host: host.as_ref(),
            accept_encoding: Some(&encodings),
            if_none_match: Some(&tags),
            is_hsts: script.byte() < 128,
        };
        for answer in [serve(&request), serve_app_page(&request)].into_iter().flatten() {
            let header = |name| {
                answer
                    .headers()
                    .get(name)
                    .and_then(|value: &HeaderValue| value.to_str().ok())
            };
            match answer.status().as_u16() {
                200 => {
                    assert_eq!(header("content-length"), Some(answer.body().len().to_string().as_str()));
                    assert_eq!(header("x-content-type-options"), Some("nosniff"));
                    assert!(header("content-encoding").is_none_or(|coding| {
                        encodings.contains([coding, "*"].concat().as_str())
                            || encodings.contains(coding)
                            || encodings.contains('*')
                    }));
                }
                304 => assert!(answer.body().is_empty()),
                308 => {
                    let to = header("location").expect("it leads somewhere");
                    assert!(
                        to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\"),
                        "{to}"
                    );
                }
                other => panic!("{other} for {path}"),
            }
        }
    });
}
