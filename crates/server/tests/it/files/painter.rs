//! The process that paints small pictures has the memory, the time and the files that it needs, and no more.

#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use super::PATIENCE;
use crate::PROGRAM;
use teahouse_testkit::pieces::{drawn, png_chunk};

/// `SIGKILL` and `SIGXCPU`: how the system ends a process whose time is over.
const OUT_OF_TIME: [i32; 2] = [9, 24];

/// A painter that waits for a PNG picture.
fn painter() -> Child {
    Command::new(PROGRAM)
        .args(["thumbnail", "png", "1", "480", "0", "50000000"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be started")
}

#[test]
fn a_painter_has_tied_its_hands_before_it_looks_at_anything() {
    let mut painter = painter();
    let wanted = [
        ("Max cpu time", "2"),
        ("Max file size", "0"),
        ("Max core file size", "0"),
        ("Max open files", "8"),
        ("Max address space", "268435456"),
    ];
    let begun = Instant::now();
    let limits = loop {
        let limits = fs::read_to_string(format!("/proc/{}/limits", painter.id())).expect("it waits for its picture");
        let has = |(name, most): &(&str, &str)| {
            let line = limits.lines().find_map(|line| line.strip_prefix(name));
            // The soft limit and the hard one.
            line.is_some_and(|rest| rest.split_whitespace().take(2).eq([*most; 2]))
        };
        if wanted.iter().all(has) {
            break limits;
        }
        assert!(begun.elapsed() < PATIENCE, "{limits}");
        thread::yield_now();
    };
    println!("{limits}");
    drop(painter.stdin.take());
    let end = painter.wait().expect("it is ours");
    assert!(!end.success(), "nothing is no picture");
}

#[test]
fn a_painter_that_never_comes_to_an_end_is_ended() {
    let mut painter = painter();
    let mut input = painter.stdin.take().expect("it is piped");
    let begun = Instant::now();
    let writer = thread::spawn(move || {
        // A picture whose pixels never come.
        let endless = png_chunk(b"unKn", &[0; 4_000]).repeat(16);
        let mut alive = input.write_all(&drawn(8, 8, image::ImageFormat::Png)[..33]).is_ok();
        while alive && begun.elapsed() < PATIENCE {
            alive = input.write_all(&endless).is_ok();
        }
    });
    let end = painter.wait().expect("it is ours");
    println!("ended after {:?} by {end}", begun.elapsed());
    assert!(
        end.signal().is_some_and(|signal| OUT_OF_TIME.contains(&signal)),
        "{end}"
    );
    writer.join().expect("it stops when nobody reads");
}
