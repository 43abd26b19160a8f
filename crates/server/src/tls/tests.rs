//! Handshakes with a real client: what is accepted, what is refused, what is replaced while running.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConnection};

use super::{Certificates, Keeper, open};
use crate::config::{OperatorCertificate, Setting, SettingError, Source};
use crate::machine::Machine;

const DAY: Duration = Duration::from_secs(86_400);

fn machine(addresses: &[&str]) -> Machine {
    Machine::new("attic", addresses.iter().map(|text| text.parse().unwrap()).collect())
}

fn local(folder: &Path, addresses: &[&str]) -> (Arc<Certificates>, Keeper) {
    open(folder, None, &[], &machine(addresses), SystemTime::now()).unwrap()
}

/// What a browser that trusts `roots` makes of `name`: the leaf it was shown, or its complaint.
fn visit(certificates: &Certificates, roots: &[&[u8]], name: &str) -> Result<CertificateDer<'static>, rustls::Error> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(CertificateDer::from(root.to_vec())).unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(store)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut server = ServerConnection::new(certificates.server_config()).unwrap();
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets().unwrap();
        let mut wire = Vec::new();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    assert_eq!(client.alpn_protocol(), Some(&b"http/1.1"[..]));
    Ok(client.peer_certificates().unwrap()[0].clone().into_owned())
}

fn authority(certificates: &Certificates) -> Vec<u8> {
    certificates.authority().unwrap().der().to_vec()
}

#[test]
fn a_device_that_trusts_the_authority_accepts_every_name_and_address_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, _) = local(folder.path(), &["192.168.1.5", "fd00::2", "203.0.113.9"]);
    let root = authority(&certificates);
    for name in [
        "localhost",
        "127.0.0.1",
        "::1",
        "attic",
        "attic.local",
        "192.168.1.5",
        "fd00::2",
        "203.0.113.9",
    ] {
        visit(&certificates, &[&root], name).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    visit(&certificates, &[&root], "192.168.1.6").unwrap_err();
}

#[test]
fn a_device_that_does_not_trust_the_authority_refuses() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (certificates, _) = local(one.path(), &[]);
    let (stranger, _) = local(other.path(), &[]);
    visit(&certificates, &[&authority(&stranger)], "localhost").unwrap_err();
}

#[test]
fn the_authority_cannot_vouch_for_a_name_of_the_world() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, _) = local(folder.path(), &[]);
    let pem = std::fs::read_to_string(folder.path().join("ca.key")).unwrap();
    let key = rcgen::KeyPair::from_pem(&pem).unwrap();
    let root = authority(&certificates);
    let issuer = rcgen::Issuer::from_ca_cert_der(&root.as_slice().into(), key).unwrap();
    for name in ["bank.example", "198.51.100.7"] {
        let thief = tempfile::tempdir().unwrap();
        let forged = signed(thief.path(), name, |params, key| {
            params.signed_by(key, &issuer).unwrap()
        });
        let (shown, _) = open(thief.path(), Some(&forged), &[], &machine(&[]), SystemTime::now()).unwrap();
        let error = visit(&shown, &[&root], name).unwrap_err();
        assert!(error.to_string().contains("NameConstraintViolation"), "{error}");
    }
}

#[test]
fn openssl_accepts_the_leaf_in_a_real_handshake() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, _) = local(folder.path(), &["192.168.1.5"]);
    for (option, name, accepted) in [
        ("-verify_ip", "127.0.0.1", true),
        ("-verify_ip", "192.168.1.5", true),
        ("-verify_hostname", "attic.local", true),
        ("-verify_hostname", "bank.example", false),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let config = certificates.server_config();
        let server = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut tls = rustls::StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
            // The client closes as soon as its input ends; how is no concern of ours.
            let _ = tls.write_all(b"hello").and_then(|()| tls.read(&mut [0; 16]));
        });
        let status = Command::new("openssl")
            .args([
                "s_client",
                "-connect",
                &format!("127.0.0.1:{port}"),
                "-verify_return_error",
                "-x509_strict",
            ])
            .args([option, name, "-CAfile"])
            .arg(folder.path().join("ca.crt"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("openssl is installed");
        server.join().unwrap();
        assert_eq!(status.success(), accepted, "{option} {name}");
    }
}

#[test]
fn authority_and_leaf_are_kept_from_start_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = local(folder.path(), &["192.168.1.5"]);
    let (second, _) = local(folder.path(), &["192.168.1.5"]);
    let root = authority(&first);
    assert_eq!(root, authority(&second));
    assert_eq!(
        visit(&first, &[&root], "attic.local"),
        visit(&second, &[&root], "attic.local")
    );
}

#[cfg(unix)]
#[test]
fn keys_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let tls = folder.path().join("tls");
    local(&tls, &[]);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&tls), 0o700);
    assert_eq!(mode(&tls.join("ca.key")), 0o600);
    assert_eq!(mode(&tls.join("leaf.key")), 0o600);
}

#[test]
fn a_new_address_gets_a_new_leaf_from_the_next_handshake_on() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, mut keeper) = local(folder.path(), &["192.168.1.5"]);
    let root = authority(&certificates);
    visit(&certificates, &[&root], "10.0.0.7").unwrap_err();
    assert!(!keeper.refresh(SystemTime::now(), machine(&["192.168.1.5"])));
    assert!(keeper.refresh(SystemTime::now(), machine(&["10.0.0.7"])));
    visit(&certificates, &[&root], "10.0.0.7").unwrap();
    visit(&certificates, &[&root], "192.168.1.5").unwrap_err();
    assert_eq!(certificates.host_rules().addresses, machine(&["10.0.0.7"]).addresses);
}

#[tokio::test(start_paused = true)]
async fn a_running_keeper_notices_this_machines_own_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, keeper) = local(folder.path(), &["192.168.1.5"]);
    let here = Machine::look();
    let noticed = async {
        while certificates.host_rules().addresses != here.addresses {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::select! {
        () = keeper.run() => unreachable!("a keeper has no end"),
        noticed = tokio::time::timeout(Duration::from_secs(10), noticed) => noticed.unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn a_leaf_that_cannot_be_kept_serves_nevertheless() {
    let folder = tempfile::tempdir().unwrap();
    let tls = folder.path().join("tls");
    let (certificates, mut keeper) = local(&tls, &[]);
    // A file in the folder's place stops even root from writing there.
    std::fs::remove_dir_all(&tls).unwrap();
    std::fs::write(&tls, "").unwrap();
    assert!(keeper.refresh(SystemTime::now(), machine(&["10.0.0.7"])));
    visit(&certificates, &[&authority(&certificates)], "10.0.0.7").unwrap();
}

#[test]
fn an_address_that_the_authority_may_not_vouch_for_does_not_spoil_the_leaf() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, mut keeper) = local(folder.path(), &["192.168.1.5"]);
    let root = authority(&certificates);
    keeper.refresh(SystemTime::now(), machine(&["192.168.1.5", "203.0.113.9"]));
    visit(&certificates, &[&root], "192.168.1.5").unwrap();
    visit(&certificates, &[&root], "203.0.113.9").unwrap_err();
}

#[test]
fn a_leaf_near_its_end_is_replaced_and_lives_less_than_397_days() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, mut keeper) = local(folder.path(), &[]);
    let root = authority(&certificates);
    let leaf = visit(&certificates, &[&root], "localhost").unwrap();
    let (_, parsed) = x509_parser::parse_x509_certificate(&leaf).unwrap();
    let validity = parsed.validity();
    assert!((validity.not_after - validity.not_before).unwrap() <= time::Duration::days(397));
    assert!(!keeper.refresh(SystemTime::now() + 300 * DAY, machine(&[])));
    assert!(keeper.refresh(SystemTime::now() + 340 * DAY, machine(&[])));
}

#[test]
fn an_authority_at_its_end_is_replaced_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let (certificates, _) = local(folder.path(), &[]);
    let later = SystemTime::now() + 3400 * DAY;
    let (renewed, _) = open(folder.path(), None, &[], &machine(&[]), later).unwrap();
    assert_ne!(authority(&certificates), authority(&renewed));
}

#[test]
fn half_an_authority_or_a_damaged_one_stops_the_start_with_a_remedy() {
    for damage in [
        &(|folder: &Path| std::fs::remove_file(folder.join("ca.key")).unwrap()) as &dyn Fn(&Path),
        &|folder| std::fs::remove_file(folder.join("ca.crt")).unwrap(),
        &|folder| std::fs::write(folder.join("ca.crt"), "tea").unwrap(),
        &|folder| std::fs::write(folder.join("ca.key"), "tea").unwrap(),
        &|folder| {
            let other = tempfile::tempdir().unwrap();
            local(other.path(), &[]);
            std::fs::copy(other.path().join("ca.key"), folder.join("ca.key")).unwrap();
        },
    ] {
        let folder = tempfile::tempdir().unwrap();
        local(folder.path(), &[]);
        damage(folder.path());
        let refusal = refused(open(folder.path(), None, &[], &machine(&[]), SystemTime::now()));
        assert!(refusal.contains("ca.crt") && refusal.contains("remove"), "{refusal}");
    }
}

#[test]
fn a_damaged_or_foreign_leaf_is_simply_made_again() {
    let folder = tempfile::tempdir().unwrap();
    local(folder.path(), &[]);
    std::fs::write(folder.path().join("leaf.crt"), "tea").unwrap();
    let (certificates, _) = local(folder.path(), &[]);
    visit(&certificates, &[&authority(&certificates)], "localhost").unwrap();

    std::fs::remove_file(folder.path().join("ca.crt")).unwrap();
    std::fs::remove_file(folder.path().join("ca.key")).unwrap();
    let (certificates, _) = local(folder.path(), &[]);
    visit(&certificates, &[&authority(&certificates)], "localhost").unwrap();
}

#[test]
fn the_operators_certificate_is_shown_and_read_again_when_it_changes() {
    let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let named = self_signed(files.path(), "tea.example");
    let now = SystemTime::now();
    let (certificates, mut keeper) = open(folder.path(), Some(&named), &[], &machine(&[]), now).unwrap();
    assert!(certificates.authority().is_none());
    assert_eq!(certificates.host_rules().certificate_names, ["tea.example"]);
    let shown = visit(&certificates, &[&root_of(&named)], "tea.example").unwrap();
    assert!(!keeper.refresh(now, machine(&[])));

    // Only the key is new yet: the old pair stays.
    let fresh = tempfile::tempdir().unwrap();
    let renewed = self_signed(fresh.path(), "tea.example");
    replace(&renewed.key.value, &named.key.value);
    assert!(!keeper.refresh(now, machine(&[])));
    let old_root = shown.to_vec();
    assert_eq!(visit(&certificates, &[&old_root], "tea.example").unwrap(), shown);

    replace(&renewed.cert.value, &named.cert.value);
    assert!(keeper.refresh(now, machine(&[])));
    assert_ne!(visit(&certificates, &[&root_of(&named)], "tea.example").unwrap(), shown);
    assert!(!folder.path().join("ca.key").exists(), "no authority is made beside it");
}

#[test]
fn an_operators_files_that_do_not_fit_stop_the_start_with_a_remedy() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (good, stranger) = (
        self_signed(one.path(), "a.example"),
        self_signed(other.path(), "b.example"),
    );
    let folder = tempfile::tempdir().unwrap();
    let refusal = |cert: &Path, key: &Path| {
        let named = OperatorCertificate {
            cert: Setting::new("cert", cert.to_owned(), Source::Flag),
            key: Setting::new("key", key.to_owned(), Source::Environment),
        };
        refused(open(folder.path(), Some(&named), &[], &machine(&[]), SystemTime::now()))
    };
    let (cert, key) = (&good.cert.value, &good.key.value);
    for (cert, key, part) in [
        (
            cert.as_path(),
            stranger.key.value.as_path(),
            "TEAHOUSE_KEY does not belong to the certificate",
        ),
        (cert, cert, "TEAHOUSE_KEY"),
        (key, key, "--cert"),
        (
            Path::new("/nowhere/cert.pem"),
            key,
            "--cert (/nowhere/cert.pem) cannot be read",
        ),
        (
            cert,
            Path::new("/nowhere/key.pem"),
            "TEAHOUSE_KEY (/nowhere/key.pem) cannot be read",
        ),
    ] {
        let refusal = refusal(cert, key);
        assert!(
            refusal.contains(part) && refusal.contains("name "),
            "{part:?} in {refusal:?}"
        );
    }
}

fn refused<T>(result: Result<T, SettingError>) -> String {
    let refusal = result.err().expect("refused").to_string();
    assert!(!refusal.contains('\n'));
    refusal
}

/// Replaces a file and makes sure that the change can be seen, whatever the clock's grain.
fn replace(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
    let file = std::fs::File::options().write(true).open(to).unwrap();
    let ahead = SystemTime::now() + Duration::from_secs(5);
    file.set_modified(ahead).unwrap();
}

fn root_of(named: &OperatorCertificate) -> Vec<u8> {
    let pem = std::fs::read_to_string(&named.cert.value).unwrap();
    super::files::chain(&pem).unwrap()[0].to_vec()
}

fn self_signed(folder: &Path, name: &str) -> OperatorCertificate {
    signed(folder, name, |params, key| params.self_signed(key).unwrap())
}

fn signed(
    folder: &Path,
    name: &str,
    sign: impl Fn(rcgen::CertificateParams, &rcgen::KeyPair) -> rcgen::Certificate,
) -> OperatorCertificate {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = sign(rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap(), &key);
    let (cert_path, key_path) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&cert_path, certificate.pem()).unwrap();
    std::fs::write(&key_path, key.serialize_pem()).unwrap();
    OperatorCertificate {
        cert: Setting::new("cert", cert_path, Source::Flag),
        key: Setting::new("key", key_path, Source::Flag),
    }
}
