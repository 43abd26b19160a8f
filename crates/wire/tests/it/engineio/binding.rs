//! A published id opens no session.

use std::net::IpAddr;

use teahouse_wire::engineio::{Binding, COOKIE_NAME, Cookie, cookie_of};

const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 10));
const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 66));

#[test]
fn a32_without_cookies_only_the_clients_address_may_speak_for_it() {
    let mut binding = Binding::new(None, Cookie::new([1; 16]), HOME);
    assert!(binding.admits(None, HOME));
    assert!(!binding.admits(None, AWAY));
    assert!(!binding.admits(Some(&Cookie::new([2; 16])), AWAY));
    assert!(binding.admits(None, "::ffff:192.168.1.10".parse().expect("an address")));
}

#[test]
fn a32_once_the_cookie_was_shown_nothing_else_will_do() {
    let fresh = Cookie::new([1; 16]);
    let mut binding = Binding::new(None, fresh, HOME);
    assert!(binding.admits(Some(&fresh), HOME));
    assert!(!binding.admits(None, HOME));
    assert!(!binding.admits(Some(&Cookie::new([2; 16])), HOME));
    assert!(
        binding.admits(Some(&fresh), AWAY),
        "a phone that changes networks keeps its cookie"
    );
}

#[test]
fn a32_a_browser_that_has_a_cookie_is_bound_to_it_from_the_handshake_on() {
    let known = Cookie::new([3; 16]);
    let mut binding = Binding::new(Some(known), Cookie::new([1; 16]), HOME);
    assert_eq!(binding.to_set(), None);
    assert!(!binding.admits(None, HOME));
    assert!(!binding.admits(Some(&Cookie::new([1; 16])), HOME));
    assert!(binding.admits(Some(&known), HOME));
}

#[test]
fn two_pages_of_one_browser_share_its_cookie() {
    let fresh = Cookie::new([1; 16]);
    let mut first = Binding::new(None, fresh, HOME);
    assert!(first.admits(Some(&fresh), HOME));
    let mut second = Binding::new(Some(fresh), Cookie::new([2; 16]), HOME);
    assert!(first.admits(Some(&fresh), HOME) && second.admits(Some(&fresh), HOME));
}

#[test]
fn the_cookie_survives_its_headers() {
    let cookie = Cookie::new([0xa5; 16]);
    let header = cookie.header(true);
    let (value, rest) = header.split_once("; ").expect("attributes");
    assert_eq!(rest, "Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(cookie_of(&format!("other=1; {value};x=y")), Some(cookie));
    for foreign in [
        "",
        COOKIE_NAME,
        "teahouse_io=",
        "teahouse_io=short",
        "io=paWlpaWlpaWlpaWlpaWlpQ",
        "teahouse_io=!!!!!!!!!!!!!!!!!!!!!!",
    ] {
        assert_eq!(cookie_of(foreign), None, "{foreign}");
    }
    assert!(!format!("{cookie:?}").contains(&value[COOKIE_NAME.len() + 1..]));
}
