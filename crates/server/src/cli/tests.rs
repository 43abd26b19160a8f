//! What invocations mean, and the sentences in which they are refused.

use super::Invocation;
use crate::config::{SettingError, Surroundings};

fn parse(arguments: &[&str]) -> Result<Invocation, SettingError> {
    Invocation::parse(
        std::iter::once("teahouse")
            .chain(arguments.iter().copied())
            .map(Into::into),
        Surroundings {
            environment: &mut std::iter::empty(),
            read: &|_| Err(std::io::ErrorKind::NotFound.into()),
        },
    )
}

fn refusal(arguments: &[&str]) -> String {
    let sentence = parse(arguments).unwrap_err().to_string();
    assert!(!sentence.contains('\n'), "{sentence}");
    sentence
}

#[test]
fn the_program_alone_serves() {
    assert_eq!(parse(&[]), parse(&["serve"]));
    assert!(matches!(parse(&[]), Ok(Invocation::Serve(_))));
    assert_eq!(parse(&["--log", "debug"]), parse(&["serve", "--log", "debug"]));
}

#[test]
fn help_and_version_are_printed() {
    let printed = |arguments: &[&str]| match parse(arguments) {
        Ok(Invocation::Print(text)) => text,
        other => panic!("{other:?}"),
    };
    assert!(printed(&["--version"]).starts_with("teahouse "));
    assert!(printed(&["--help"]).contains("--chat-room <IP:PORT|off>"));
    assert!(printed(&["--help"]).contains("[default: [::]:3000]"));
    assert!(printed(&["config", "reference"]).starts_with("<!-- Generated"));
}

#[test]
fn arguments_that_make_no_sense_are_refused_in_one_sentence_with_a_remedy() {
    for (arguments, sentence) in [
        (&["--lisen", "x"][..], "--lisen is no setting; did you mean --listen?"),
        (
            &["--frobnicate"],
            "--frobnicate is no setting; see `teahouse --help` for those that are.",
        ),
        (
            &["brew"],
            "\"brew\" is nothing this program can do; see `teahouse --help`.",
        ),
        (
            &["--listen"],
            "--listen has no value; write one after it (see `teahouse --help`).",
        ),
        (
            &["--log", "info", "--log", "debug"],
            "--log stands twice or in the wrong place; write it once.",
        ),
        (
            &["--listen", "3000"],
            "--listen is no address with a port but \"3000\"; write for example 0.0.0.0:3000 or [::]:3000.",
        ),
    ] {
        assert_eq!(refusal(arguments), sentence);
    }
    assert!(refusal(&["--log", "debug", "serve"]).contains("write the command first"));
}
