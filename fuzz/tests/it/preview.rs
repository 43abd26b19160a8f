//! Pages that the house looks up: their addresses, which strangers choose, and what they answer.

use std::net::{IpAddr, Ipv4Addr};

use bolero::check;
use teahouse::preview::beginning::Beginning;
use teahouse::preview::page::{Said, read};
use teahouse::preview::target::Target;

use crate::script::Script;

/// Whatever a page holds, in however many pieces it comes, little is kept of it and all of that can be seen.
#[test]
fn any_page_says_little_and_nothing_unseen() {
    check!().for_each(|input: &[u8]| {
        let (cut, page) = input.split_first().unwrap_or((&0, &[]));
        for page in [page.to_vec(), written(&mut Script(page)).into_bytes()] {
            let (mut whole, mut cut_up) = (Beginning::default(), Beginning::default());
            whole.push(&page);
            let mut pieces = page.chunks(usize::from(*cut) + 1);
            while let Some(piece) = pieces.next().filter(|_| !cut_up.is_enough()) {
                cut_up.push(piece);
            }
            let kind = if cut.is_multiple_of(2) {
                "text/html"
            } else {
                "text/html; charset=gbk"
            };
            let said = whole.says(kind);
            judge(&said);
            assert_eq!(whole.is_enough(), cut_up.is_enough());
            assert!(whole.is_enough() || cut_up.says(kind) == said);
        }
    });
}

fn judge(said: &Said) {
    let lines = [(&said.title, 200), (&said.description, 400), (&said.site, 200)];
    for (line, most) in lines
        .into_iter()
        .filter_map(|(line, most)| Some((line.as_ref()?, most)))
    {
        assert!((1..=most).contains(&line.chars().count()), "{line}");
        let turns = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!line.contains(turns) && !line.contains("  "), "{line:?}");
        let escaped = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let page = format!("<title>{escaped}</title>");
        assert!(
            most != 200 || read(&page).title.as_deref() == Some(line.trim()),
            "{line:?}"
        );
    }
}

/// A page of tags, quotes and references in any order.
fn written(script: &mut Script<'_>) -> String {
    const WORDS: [&str; 30] = [
        "<title>",
        "</title>",
        "<meta ",
        "name=",
        "property='",
        "content=\"",
        "og:title",
        "og:description",
        "description",
        "og:site_name",
        ">",
        "\"",
        "'",
        "/",
        "=",
        " ",
        "<!--",
        "-->",
        "<script>",
        "</script",
        "<svg",
        "</head>",
        "<body",
        "&amp;",
        "&#x202e;",
        "&#0;",
        "&",
        "茶",
        "\u{202e}",
        "tea",
    ];
    let mut page = String::new();
    while !script.is_over() {
        page.push_str(&script.word(&WORDS));
    }
    page
}

/// An address means one host to everybody: what some program takes for a number is an address in its usual form or none.
#[test]
fn any_link_leads_to_one_host_or_nowhere() {
    check!().for_each(|input: &[u8]| {
        let texts = [String::from_utf8_lossy(input).into_owned(), link(&mut Script(input))];
        for target in texts.iter().filter_map(|text| Target::parse(text)) {
            judge_target(&target);
            for next in texts.iter().filter_map(|text| target.follow(text)) {
                judge_target(&next);
            }
        }
    });
}

fn judge_target(target: &Target) {
    let host = &target.host;
    assert!(
        (1..=253).contains(&host.len()) && !host.contains(['@', '[', ']', '%', '/', '\\', ' ']),
        "{host}"
    );
    assert!(
        host.contains(['.', ':']) && *host == host.to_ascii_lowercase(),
        "{host}"
    );
    let address = host.parse::<IpAddr>().ok();
    assert!(!host.contains(':') || address.is_some(), "{host}");
    if let Some(meant) = loosely(host) {
        assert_eq!(
            address,
            Some(meant.into()),
            "{host} is an address to some and a name to others"
        );
    }
    assert!(target.path.starts_with(['/', '?']) && target.path.bytes().all(|byte| byte > b' ' && byte != 0x7f));
    let scheme = if target.is_tls { "https" } else { "http" };
    let printed = format!("{scheme}://{}{}", target.authority(), target.path);
    assert_eq!(Target::parse(&printed).as_ref(), Some(target), "{printed}");
    assert_eq!(target.port(), if target.is_tls { 443 } else { 80 });
}

/// An address of IPv4 as the oldest programs read it: one to four numbers, each decimal, octal or hexadecimal, the last
/// one filling what is left (inet_aton).
fn loosely(host: &str) -> Option<Ipv4Addr> {
    let numbers: Option<Vec<u64>> = host.split('.').map(number).collect();
    let numbers = numbers.filter(|numbers| numbers.len() <= 4)?;
    let (last, first) = numbers.split_last()?;
    let room = 8 * (4 - first.len());
    let fits = first.iter().all(|&number| number < 256) && *last < 1 << room;
    let high = first.iter().fold(0, |sum, number| sum << 8 | number);
    fits.then(|| u32::try_from(high << room | last).ok())
        .flatten()
        .map(Ipv4Addr::from_bits)
}

fn number(text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    match (lower.strip_prefix("0x"), lower.strip_prefix('0')) {
        (Some(""), _) | (None, Some("")) => Some(0),
        (Some(hexadecimal), _) => u64::from_str_radix(hexadecimal, 16).ok(),
        (None, Some(octal)) => u64::from_str_radix(octal, 8).ok(),
        (None, None) => lower
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| lower.parse().ok())?,
    }
}

/// An address in pieces.
fn link(script: &mut Script<'_>) -> String {
    const WORDS: [&str; 28] = [
        "http://",
        "https://",
        "//",
        "/",
        "tea.example",
        "127",
        "0x7f",
        "0177",
        "1",
        ".",
        ".",
        ":80",
        ":443",
        ":",
        "@",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[",
        "]",
        "?",
        "#",
        "%2e",
        "..",
        "\\",
        "2130706433",
        "0",
        "xn--fiq228c",
        "。",
    ];
    let mut link = script.choose(&["", "http://", "https://"]).to_owned();
    for _ in 0..12 {
        link.push_str(&script.word(&WORDS));
    }
    link
}
