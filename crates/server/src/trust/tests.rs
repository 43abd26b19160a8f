//! The trust page as a visitor gets it.

use std::sync::Arc;
use std::time::SystemTime;

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use axum::http::{Response, StatusCode};
use bytes::Bytes;

use super::{TrustRequest, answer, serve_file};
use crate::config::{OperatorCertificate, Setting, Source};
use crate::machine::Machine;
use crate::origin::Authority;
use crate::tls::{self, Certificates};

fn machine() -> Machine {
    Machine::new("attic", vec!["192.168.1.5".parse().unwrap()])
}

fn local() -> Arc<Certificates> {
    let folder = tempfile::tempdir().unwrap();
    tls::open(folder.path(), None, &[], &machine(), SystemTime::now())
        .unwrap()
        .0
}

fn of_operator(names: &[&str]) -> Arc<Certificates> {
    let folder = tempfile::tempdir().unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let certificate = rcgen::CertificateParams::new(names).unwrap().self_signed(&key).unwrap();
    let (cert_path, key_path) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert_path, certificate.pem()).unwrap();
    std::fs::write(&key_path, key.serialize_pem()).unwrap();
    let named = OperatorCertificate {
        cert: Setting::new("cert", cert_path, Source::Flag),
        key: Setting::new("key", key_path, Source::Flag),
    };
    tls::open(folder.path(), Some(&named), &[], &machine(), SystemTime::now())
        .unwrap()
        .0
}

fn visit(host: &str, request: TrustRequest<'_>, certificates: &Certificates) -> Response<Bytes> {
    let host: Authority = host.parse().unwrap();
    answer(
        &TrustRequest {
            host: Some(&host),
            ..request
        },
        certificates,
    )
}

fn text(response: &Response<Bytes>) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

#[test]
fn the_page_leads_to_the_same_place_on_https() {
    let request = TrustRequest {
        path: "/people/ann",
        query: Some("a=1&lang=en"),
        ..TrustRequest::default()
    };
    let certificates = local();
    for (host, link) in [
        ("192.168.1.5:3000", "href=\"https://192.168.1.5:3000/people/ann?a=1\""),
        ("attic.local", "href=\"https://attic.local:80/people/ann?a=1\""),
        ("[fd00::2]:3000", "href=\"https://[fd00::2]:3000/people/ann?a=1\""),
    ] {
        let page = text(&visit(host, request, &certificates));
        assert!(page.contains(link), "{link}");
        assert!(!page.contains("{{"), "every place is filled");
    }
}

#[test]
fn the_page_speaks_the_visitors_language_and_offers_the_other() {
    let certificates = local();
    let request = TrustRequest {
        path: "/",
        accept_language: Some("zh-CN,zh;q=0.9"),
        ..TrustRequest::default()
    };
    let chinese = text(&visit("192.168.1.5", request, &certificates));
    assert!(chinese.contains("<html lang=\"zh\">") && chinese.contains("证书") && chinese.contains("?lang=en"));
    let english = text(&visit(
        "192.168.1.5",
        TrustRequest {
            query: Some("lang=en"),
            ..request
        },
        &certificates,
    ));
    assert!(english.contains("<html lang=\"en\">") && english.contains("?lang=zh"));
}

#[test]
fn the_steps_of_the_visitors_platform_stand_open() {
    let certificates = local();
    for (agent, heading) in [
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/150", "Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari",
            "iPhone, iPad",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Firefox/153.0", "Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Firefox/153.0", "Firefox"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/150", "Linux"),
    ] {
        let request = TrustRequest {
            path: "/",
            user_agent: Some(agent),
            ..TrustRequest::default()
        };
        let page = text(&visit("192.168.1.5", request, &certificates));
        assert_eq!(page.matches(" open>").count(), 1);
        assert!(page.contains(&format!(" open><summary>{heading}</summary>")), "{agent}");
    }
}

#[test]
fn nothing_that_a_visitor_sends_becomes_markup() {
    let request = TrustRequest {
        path: "/\"><script>alert(1)</script>",
        query: Some("x='\"<b>"),
        ..TrustRequest::default()
    };
    let page = text(&visit("192.168.1.5", request, &local()));
    assert!(!page.contains("<script>alert") && !page.contains("'\"<b>"));
}

#[test]
fn the_policy_allows_the_pages_own_style_and_script_and_nothing_else() {
    let response = visit(
        "192.168.1.5:3000",
        TrustRequest {
            path: "/",
            ..TrustRequest::default()
        },
        &local(),
    );
    let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(policy.contains("img-src https://192.168.1.5:3000;") && !policy.contains("unsafe"));
    let page = text(&response);
    for (tag, directive) in [("style", "style-src 'sha256-"), ("script", "script-src 'sha256-")] {
        let inline = page
            .split(&format!("<{tag}>"))
            .nth(1)
            .unwrap()
            .split(&format!("</{tag}>"))
            .next()
            .unwrap();
        let hash = hash(inline);
        assert!(policy.contains(&format!("{directive}{hash}'")), "{tag}");
    }
}

#[test]
fn the_certificate_is_offered_in_every_shape() {
    let certificates = local();
    let authority = certificates.authority();
    let get = |path| serve_file(path, authority).unwrap();
    let pem = get("/teahouse-ca.crt");
    assert_eq!(pem.headers()[CONTENT_TYPE], "application/x-x509-ca-cert");
    assert!(text(&pem).starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(get("/teahouse-ca.der").body()[..], *authority.unwrap().der());
    let profile = get("/teahouse.mobileconfig");
    assert_eq!(profile.headers()[CONTENT_TYPE], "application/x-apple-aspen-config");
    assert!(text(&profile).contains("com.apple.security.root"));
    assert_eq!(
        get("/teahouse-trusted.svg").headers()["cross-origin-resource-policy"],
        "cross-origin"
    );
    assert!(serve_file("/teahouse-ca.key", authority).is_none());
    assert!(serve_file("/teahouse-ca.crt", None).is_none());
}

#[test]
fn an_operators_certificate_needs_no_trust_page() {
    let certificates = of_operator(&["*.tea.example", "tea.example"]);
    for (host, location) in [
        ("tea.example:3000", "https://tea.example:3000/x?y=1"),
        ("a.tea.example:3000", "https://a.tea.example:3000/x?y=1"),
        ("192.168.1.5:3000", "https://tea.example:3000/x?y=1"),
    ] {
        let request = TrustRequest {
            path: "/x",
            query: Some("y=1"),
            ..TrustRequest::default()
        };
        let response = visit(host, request, &certificates);
        assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(response.headers()[LOCATION], location);
    }
}

fn hash(text: &str) -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text))
}
