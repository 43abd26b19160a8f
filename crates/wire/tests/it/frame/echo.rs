//! The server that the cases are played against: it sends every message back, answers pings, and closes when it must.

use teahouse_wire::frame::{Client, Decoder, Incoming, Limits, Role, Server, Violation, encode};

/// What one end heard, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    Binary(Vec<u8>),
    Ping(Vec<u8>),
    Pong(Vec<u8>),
    /// The close code, if any.
    Close(Option<u16>),
}

impl From<Incoming<'_>> for Heard {
    fn from(incoming: Incoming<'_>) -> Self {
        match incoming {
            Incoming::Text(text) => Self::Text(text.to_owned()),
            Incoming::Binary(bytes) => Self::Binary(bytes.to_vec()),
            Incoming::Ping(payload) => Self::Ping(payload.to_vec()),
            Incoming::Pong(payload) => Self::Pong(payload.to_vec()),
            Incoming::Close(why) => Self::Close(why.map(|(code, _)| code.value())),
        }
    }
}

/// Everything that an end makes of `bytes` that arrive in the pieces given, and the violation that ended it.
pub fn hear<'a, R: Role>(
    pieces: impl IntoIterator<Item = &'a [u8]>,
    limits: &Limits,
) -> (Vec<Heard>, Option<Violation>) {
    let mut decoder = Decoder::<R>::new();
    let mut heard = Vec::new();
    for piece in pieces {
        let mut buffer = piece.to_vec();
        let mut frames = decoder.feed(&mut buffer, limits);
        while let Some(next) = frames.next() {
            match next {
                Ok(incoming) => heard.push(incoming.into()),
                Err(violation) => return (heard, Some(violation)),
            }
        }
    }
    (heard, None)
}

/// What a client hears from the echo server after sending `bytes` in pieces of `size`.
pub fn echoed(bytes: &[u8], size: usize, limits: &Limits) -> Vec<Heard> {
    let mut decoder = Decoder::<Server>::new();
    let mut answer = Vec::new();
    for piece in bytes.chunks(size.max(1)) {
        answer_piece(&mut decoder, piece, limits, &mut answer);
    }
    let anything = Limits {
        frame: u32::MAX,
        message: u32::MAX,
        ..Limits::default()
    };
    let (heard, violation) = hear::<Client>([answer.as_slice()], &anything);
    assert_eq!(violation, None, "the server itself broke the framing");
    heard
}

fn answer_piece(decoder: &mut Decoder<Server>, piece: &[u8], limits: &Limits, answer: &mut Vec<u8>) {
    let mut buffer = piece.to_vec();
    let mut frames = decoder.feed(&mut buffer, limits);
    while let Some(next) = frames.next() {
        match next {
            Ok(Incoming::Text(text)) => encode::text(answer, text),
            Ok(Incoming::Binary(bytes)) => encode::binary(answer, bytes),
            Ok(Incoming::Ping(payload)) => encode::pong(answer, payload),
            Ok(Incoming::Pong(_)) => {}
            Ok(Incoming::Close(why)) => encode::close(answer, why),
            Err(violation) => {
                encode::close(answer, Some((violation.close_code(), violation.why())));
            }
        }
    }
}
