//! Pages of a small network of our own: who is asked, and above all who is not.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;

use super::{Fetcher, Network, Said, Target};
use crate::preview::beginning::MAX_PAGE;

const PUBLIC: &str = "93.184.216.34";

/// A network in which one server stands behind every address, and every connection is noted.
struct Small {
    server: SocketAddr,
    names: Mutex<VecDeque<Vec<IpAddr>>>,
    connected: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Network for Small {
    async fn resolve(&self, _host: &str) -> io::Result<Vec<IpAddr>> {
        let mut names = self.names.lock().unwrap();
        // The last answer is given for ever.
        Ok(if names.len() > 1 {
            names.pop_front().unwrap()
        } else {
            names[0].clone()
        })
    }

    async fn connect(&self, to: SocketAddr) -> io::Result<TcpStream> {
        self.connected.lock().unwrap().push(to);
        TcpStream::connect(self.server).await
    }
}

/// Serves these answers, one a connection, the last for ever.
fn server(answers: Vec<Vec<u8>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let Ok(mut stream) = stream else { return };
            let answer = answers[number.min(answers.len() - 1)].clone();
            thread::spawn(move || {
                let mut head = [0; 2048];
                let _asked = stream.read(&mut head);
                let _it_may_have_gone = stream.write_all(&answer);
            });
        }
    });
    address
}

/// Asks `url` where names mean these addresses in turn; what it says, and who was connected to.
async fn asked(url: &str, names: &[&[&str]], answers: Vec<Vec<u8>>) -> (Option<Said>, Vec<SocketAddr>) {
    let connected = Arc::default();
    let names = names
        .iter()
        .map(|turn| turn.iter().map(|address| address.parse().unwrap()).collect());
    let fetcher = Fetcher::new(Small {
        server: server(answers),
        names: Mutex::new(names.collect()),
        connected: Arc::clone(&connected),
    });
    let said = match Target::parse(url) {
        Some(target) => fetcher.fetch(target).await,
        None => None,
    };
    let connected = connected.lock().unwrap().clone();
    (said, connected)
}

fn page(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n{body}").into_bytes()
}

fn to(location: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

fn title(said: Option<Said>) -> Option<String> {
    said?.title
}

#[tokio::test]
async fn a_public_page_is_asked_at_the_address_that_was_judged() {
    let (said, connected) = asked("http://tea.example/", &[&[PUBLIC]], vec![page("<title>Tea</title>")]).await;
    assert_eq!(title(said).as_deref(), Some("Tea"));
    assert_eq!(connected, [SocketAddr::new(PUBLIC.parse().unwrap(), 80)]);
}

#[tokio::test]
async fn nobody_inside_is_connected_to_whatever_the_name_or_the_form() {
    for url in [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://168.63.129.16/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://localhost/",
        "http://user@1.1.1.1/",
        "http://1.1.1.1:22/",
        "https://1.1.1.1:6379/",
        "gopher://1.1.1.1/",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://1.1.1.1/",
    ] {
        let (said, connected) = asked(url, &[&["127.0.0.1"]], vec![page("<title>inside</title>")]).await;
        assert!(said.is_none() && connected.is_empty(), "{url}: {connected:?}");
    }
    for inside in [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "169.254.169.254",
    ] {
        for names in [vec![inside], vec![PUBLIC, inside], vec![inside, PUBLIC]] {
            let (said, connected) = asked("http://tea.example/", &[&names], vec![page("<title>inside</title>")]).await;
            assert!(said.is_none() && connected.is_empty(), "{names:?}: {connected:?}");
        }
    }
}

#[tokio::test]
async fn a_name_that_changes_its_mind_is_asked_once_a_hop() {
    let answers = vec![page("<title>Tea</title>")];
    let (said, connected) = asked("http://tea.example/", &[&[PUBLIC], &["127.0.0.1"]], answers).await;
    assert_eq!(title(said).as_deref(), Some("Tea"));
    assert_eq!(connected, [SocketAddr::new(PUBLIC.parse().unwrap(), 80)]);
    let answers = vec![to("/again"), page("<title>inside</title>")];
    let (said, connected) = asked("http://tea.example/", &[&[PUBLIC], &["127.0.0.1"]], answers).await;
    assert!(said.is_none() && connected.len() == 1, "{connected:?}");
}

#[tokio::test]
async fn redirections_are_followed_three_times_and_never_inside() {
    let tea = || page("<title>Tea</title>");
    let (said, _) = asked(
        "http://a.example/",
        &[&[PUBLIC]],
        vec![to("/b"), to("c"), to("//d.example/"), tea()],
    )
    .await;
    assert_eq!(title(said).as_deref(), Some("Tea"));
    let (said, connected) = asked("http://a.example/", &[&[PUBLIC]], vec![to("/again")]).await;
    assert!(said.is_none() && connected.len() == 4, "{}", connected.len());
    for location in [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "http://a.example:22/",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "http://0x7f.1/",
        "",
    ] {
        let (said, connected) = asked("http://a.example/", &[&[PUBLIC]], vec![to(location), tea()]).await;
        // An empty one leads back to the same page, as in browsers.
        let most = if location.is_empty() { 2 } else { 1 };
        assert!(
            connected.len() <= most && (said.is_none() || location.is_empty()),
            "{location}: {connected:?}"
        );
    }
}

#[tokio::test]
async fn what_is_no_page_says_nothing() {
    let head = |lines: &str| format!("HTTP/1.1 {lines}\r\n\r\n<title>no</title>").into_bytes();
    for answer in [
        head("200 OK\r\nContent-Type: text/plain"),
        head("200 OK"),
        head("404 Not Found\r\nContent-Type: text/html"),
        head("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"),
        head(&format!(
            "200 OK\r\nContent-Type: text/html\r\nX: {}",
            "x".repeat(1_000_000)
        )),
        b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(),
        Vec::new(),
    ] {
        let (said, _) = asked("http://tea.example/", &[&[PUBLIC]], vec![answer.clone()]).await;
        let begin = String::from_utf8_lossy(&answer[..answer.len().min(99)]);
        assert!(said.is_none(), "{begin}");
    }
}

#[tokio::test]
async fn of_an_endless_page_only_the_beginning_is_read() {
    let long = format!("<title>Tea</title>{}", "<div>".repeat(MAX_PAGE));
    let begin = Instant::now();
    let (said, _) = asked("http://tea.example/", &[&[PUBLIC]], vec![page(&long)]).await;
    assert_eq!(title(said).as_deref(), Some("Tea"));
    let late = format!("{}<title>late</title>", " ".repeat(MAX_PAGE));
    let (said, _) = asked("http://tea.example/", &[&[PUBLIC]], vec![page(&late)]).await;
    assert!(said.is_none());
    assert!(begin.elapsed() < Duration::from_secs(6), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn pages_in_other_writings_are_read() {
    let (gbk, ..) = encoding_rs::GBK.encode("<meta charset=\"gbk\"><title>茶馆</title>");
    let answer = [page("").as_slice(), &gbk].concat();
    let (said, _) = asked("http://tea.example/", &[&[PUBLIC]], vec![answer]).await;
    assert_eq!(title(said).as_deref(), Some("茶馆"));
}

/// A server that accepts and says nothing.
#[tokio::test(start_paused = true)]
async fn a_silent_server_is_waited_for_three_seconds() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let fetcher = Fetcher::new(Small {
        server: listener.local_addr().unwrap(),
        names: Mutex::new(VecDeque::from([vec![PUBLIC.parse().unwrap()]])),
        connected: Arc::default(),
    });
    let begin = tokio::time::Instant::now();
    assert!(
        fetcher
            .fetch(Target::parse("http://tea.example/").unwrap())
            .await
            .is_none()
    );
    assert!(begin.elapsed() <= Duration::from_millis(3_001), "{:?}", begin.elapsed());
}
