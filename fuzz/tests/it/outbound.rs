//! Where the house goes in somebody else's name: which addresses, and which programs' doors.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bolero::check;
use teahouse::hooks::Target;
use teahouse::outbound::{Reach, is_public};

use crate::script::Script;

/// An address that is nobody's business is so in every spelling that IPv6 has for it.
#[test]
fn no_address_is_public_by_another_spelling() {
    check!().with_type::<(u128, u32)>().for_each(|&(bits, v4)| {
        let v4 = Ipv4Addr::from_bits(v4);
        let [a, b, c, d] = v4.octets();
        let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        assert_eq!(is_public(v4.into()), is_public(v4.to_ipv6_mapped().into()));
        assert!(
            !is_public(v4.into()) || !(v4.is_private() || v4.is_loopback() || v4.is_link_local()),
            "{v4}"
        );
        for led_on in [
            Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0x2001, 0, high, low, 0, 0, !high, !low),
            Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0x5efe, high, low),
        ] {
            assert!(!is_public(led_on.into()), "{led_on} leads to {v4}");
        }
        let v6 = Ipv6Addr::from_bits(bits);
        assert!(
            !is_public(v6.into()) || v6.to_ipv4_mapped().is_some() || v6.segments()[0] >> 13 == 1,
            "{v6}"
        );
        let written: IpAddr = v6.to_string().parse().expect("an address is read as it is written");
        assert_eq!(is_public(written), is_public(v6.into()));
        assert!(!Reach::Public.allows(v6.into()) || is_public(v6.into()));
    });
}

/// A hook's address is taken apart so that it can be put together again, and cannot smuggle anything into a request.
#[test]
fn any_address_of_a_hook_is_taken_apart_or_refused() {
    const WORDS: [&str; 18] = [
        "http://",
        "https://",
        "bot.example",
        "127.0.0.1",
        "[::1]",
        "[",
        "]",
        ":",
        ":8443",
        ":0",
        "/",
        "?x=1",
        "@",
        "#",
        "%0d%0a",
        "\r\n",
        " ",
        "é",
    ];
    check!().for_each(|input: &[u8]| {
        let mut script = Script(input);
        let mut pieced = script.choose(&["http://", "https://", ""]).to_owned();
        for _ in 0..8 {
            pieced.push_str(&script.word(&WORDS));
        }
        for text in [String::from_utf8_lossy(input).into_owned(), pieced] {
            let Ok(target) = text.parse::<Target>() else { continue };
            assert!(!target.host.is_empty() && target.port != 0, "{text}");
            assert!(
                !target.host.contains(['[', ']', '/', '@']),
                "{text} leads to {}",
                target.host
            );
            let is_plain = |text: &str| text.bytes().all(|byte| byte > b' ' && byte != 0x7f);
            assert!(is_plain(&target.authority) && is_plain(&target.path), "{text}");
            let scheme = if target.is_secure { "https" } else { "http" };
            let slash = if target.path.starts_with('/') { "" } else { "/" };
            let printed = format!("{scheme}://{}{slash}{}", target.authority, target.path);
            let again: Target = printed.parse().expect("it was one before");
            assert_eq!(
                (&again.host, again.port, &again.authority),
                (&target.host, target.port, &target.authority)
            );
        }
    });
}
