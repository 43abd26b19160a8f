//! Heads of pages, tidy and wild.

use std::time::{Duration, Instant};

use super::{MAX_DESCRIPTION, MAX_TITLE, Said, read};

fn title(page: &str) -> Option<String> {
    read(page).title
}

#[test]
fn a_head_says_title_description_and_site() {
    let said = read(
        "<!doctype html><html><head><meta charset=utf-8><title>Tea &amp; more</title>\
         <meta name=\"description\" content='Leaves &#x2014; hot'><meta property=og:site_name content=House></head>",
    );
    assert_eq!(
        said,
        Said {
            title: Some("Tea & more".to_owned()),
            description: Some("Leaves — hot".to_owned()),
            site: Some("House".to_owned()),
        }
    );
}

#[test]
fn what_is_written_for_previews_counts_first() {
    let said =
        read("<title>window</title><meta content=\"preview\" property=\"og:title\"><meta property=og:title content=2>");
    assert_eq!(said.title.as_deref(), Some("preview"));
}

#[test]
fn what_is_no_head_says_nothing() {
    for page in [
        "",
        "<",
        "<title",
        "<title></title>",
        "<!-- <title>no</title> -->",
        "<!-- <title>no</title>",
        "<script>'<title>no</title>'</script>",
        "<script><title>no</title>",
        "<STYLE><title>no</title></sTYLE>",
        "</head><title>no</title>",
        "<body><title>no</title>",
        "<titles>no</titles>",
        "<meta><meta name=description><meta content=no><meta name= content=>",
        "<svg><title>no</title></svg>",
    ] {
        assert!(read(page).is_nothing(), "{page}");
    }
}

#[test]
fn a_title_is_text_and_short() {
    assert_eq!(title("<title>&lt;script&gt;</title>").as_deref(), Some("<script>"));
    assert_eq!(title("<title>a\u{202e}b\u{0}c\n\t d</title>").as_deref(), Some("abc d"));
    assert_eq!(
        title("<title>&&amp&unknown;&#xffffffff;&#0;</title>").as_deref(),
        Some("&&amp&unknown;&#xffffffff;")
    );
    let long = format!(
        "<title>{}</title><meta name=description content={}>",
        "茶".repeat(9_999),
        "x".repeat(9_999)
    );
    let said = read(&long);
    assert_eq!(said.title.unwrap().chars().count(), MAX_TITLE);
    assert_eq!(said.description.unwrap().len(), MAX_DESCRIPTION);
}

#[test]
fn a_page_of_whatever_shape_takes_no_time_to_speak_of() {
    for piece in [
        "<div>",
        "<",
        "<!--",
        "<script",
        "<meta ",
        "<meta a=\"",
        "&",
        "<title>",
        "</",
        "<meta name='a' ",
        "<a b=>",
    ] {
        let page = piece.repeat(1_000_000 / piece.len());
        // Reading it twice for each tag would take minutes; the bound leaves room for a busy machine.
        let begin = Instant::now();
        let _whatever_it_says = read(&page);
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "{piece}: {:?}",
            begin.elapsed()
        );
    }
}
