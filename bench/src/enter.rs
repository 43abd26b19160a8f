//! Makes people in the app: takes names over HTTP and keeps the session cookies they come back with.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;

use anyhow::{Context, Result, ensure};

/// Requests under way at a time, each on a connection of its own.
const LANES: usize = 8;

/// Enters `count` people, and answers the `Cookie` value of each.
///
/// # Errors
/// The server refuses a name.
pub fn enter(address: SocketAddr, count: usize) -> Result<Vec<String>> {
    let lanes = thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES)
            .map(|lane| scope.spawn(move || enter_lane(address, lane, count)))
            .collect();
        lanes
            .into_iter()
            .map(|lane| lane.join().expect("a lane does not panic"))
            .collect::<Result<Vec<_>>>()
    })?;
    Ok(lanes.into_iter().flatten().collect())
}

fn enter_lane(address: SocketAddr, lane: usize, count: usize) -> Result<Vec<String>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream);
    (lane..count)
        .step_by(LANES)
        .map(|person| enter_one(&mut answers, address, person))
        .collect()
}

fn enter_one(answers: &mut BufReader<TcpStream>, address: SocketAddr, person: usize) -> Result<String> {
    let body = format!(r#"{{"name":"Person {person}"}}"#);
    let request = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    answers.get_mut().write_all(request.as_bytes())?;
    let mut status = String::new();
    answers.read_line(&mut status)?;
    let (mut cookie, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        if name.eq_ignore_ascii_case("set-cookie") {
            cookie = value.split(';').next().map(str::to_owned);
        } else if name.eq_ignore_ascii_case("content-length") {
            length = value.parse()?;
        }
    }
    let mut body = vec![0; length];
    answers.read_exact(&mut body)?;
    ensure!(
        status.starts_with("HTTP/1.1 201 "),
        "entering was refused: {status}{}",
        String::from_utf8_lossy(&body)
    );
    cookie.context("entering brought no cookie")
}
