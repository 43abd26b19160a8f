//! The same bytes to us and to tungstenite, which must hear the same.
//!
//! Where the two differ by design, the frames below do not go:
//! - a length in more bytes than it needs is 1002 here (RFC 6455 §5.2) and accepted there;
//! - a 64-bit length with its top bit set is 1002 here (RFC 6455 §5.2) and 1009 there;
//! - close code 1014 is accepted here, as registered, and refused there;
//! - a frame with two faults is judged here by the one that stands first in the bytes, there by the size first;
//! - empty fragments are bounded here only.
//!
//! A forbidden close code is a violation here and a close message with code 1002 there: one class. Text that breaks off
//! wrong inside a frame is refused here at once, there when the frame is complete: every frame below is.

use std::io::{self, Read, Write};

use super::echo::{Heard, hear};
use super::raw::{BINARY, CLOSE, CONTINUATION, PING, PONG, Raw, TEXT, frame, stream};
use proptest::collection::vec;
use proptest::prelude::*;
use teahouse_wire::frame::{Limits, Server};
use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Error, Message, WebSocket};

const LIMITS: Limits = Limits {
    frame: 300,
    message: 400,
    empty_fragments: u16::MAX,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn tungstenite_hears_the_same(frames in conversation()) {
        let sent = stream(&frames);
        prop_assert_eq!(ours(&sent), theirs(&sent));
    }
}

#[test]
fn tungstenite_accepts_a_padded_length_and_we_do_not() {
    let sent = frame(TEXT, "Hello").length_in_16_bits().bytes();
    assert_eq!(ours(&sent), (vec![], Some(1002)));
    assert_eq!(theirs(&sent), (vec![Heard::Text("Hello".into())], None));
}

#[test]
fn tungstenite_calls_a_negative_length_too_big_and_we_call_it_wrong() {
    let sent = frame(BINARY, "").length_in_64_bits(1 << 63).bytes();
    assert_eq!(ours(&sent), (vec![], Some(1002)));
    assert_eq!(theirs(&sent), (vec![], Some(1009)));
}

#[test]
fn tungstenite_refuses_code_1014_and_we_do_not() {
    let sent = super::raw::close(1014, "").bytes();
    assert_eq!(ours(&sent), (vec![Heard::Close(Some(1014))], None));
    assert_eq!(theirs(&sent), (vec![], Some(1002)));
}

/// The messages, and the code with which the connection is failed.
type Verdict = (Vec<Heard>, Option<u16>);

fn ours(sent: &[u8]) -> Verdict {
    let (heard, violation) = hear::<Server>([sent], &LIMITS);
    (heard, violation.map(|violation| violation.close_code().value()))
}

fn theirs(sent: &[u8]) -> Verdict {
    let config = WebSocketConfig::default()
        .max_frame_size(Some(LIMITS.frame as usize))
        .max_message_size(Some(LIMITS.message as usize));
    let mut socket = WebSocket::from_raw_socket(Wire(sent), Role::Server, Some(config));
    let mut heard = Vec::new();
    loop {
        match socket.read() {
            Ok(Message::Text(text)) => heard.push(Heard::Text(text.as_str().to_owned())),
            Ok(Message::Binary(bytes)) => heard.push(Heard::Binary(bytes.to_vec())),
            Ok(Message::Ping(payload)) => heard.push(Heard::Ping(payload.to_vec())),
            Ok(Message::Pong(payload)) => heard.push(Heard::Pong(payload.to_vec())),
            Ok(Message::Close(Some(why))) if why.reason == "Protocol violation" => {
                return (heard, Some(1002));
            }
            Ok(Message::Close(why)) => {
                heard.push(Heard::Close(why.map(|why| why.code.into())));
                return (heard, None);
            }
            Ok(Message::Frame(_)) => unreachable!("reading yields no raw frame"),
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {
                return (heard, None);
            }
            Err(Error::Protocol(_)) => return (heard, Some(1002)),
            Err(Error::Utf8(_)) => return (heard, Some(1007)),
            Err(Error::Capacity(_)) => return (heard, Some(1009)),
            Err(error) => panic!("{error}"),
        }
    }
}

/// A connection that has something to read and swallows what is written.
struct Wire<'a>(&'a [u8]);

impl Read for Wire<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            read => Ok(read),
        }
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One step of a client that means well until it does not.
#[derive(Debug, Clone)]
enum Step {
    /// The next frame of the message that is open, or of a new one.
    Data {
        text: bool,
        fin: bool,
        payload: Vec<u8>,
    },
    Control {
        opcode: u8,
        payload: Vec<u8>,
    },
    Close(Vec<u8>),
    Fault(Fault),
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    ControlFragmented,
    ControlTooLong,
    FrameTooBig,
    Misplaced { text: bool },
    ReservedBits(u8),
    ReservedOpcode(u8),
    Unmasked,
}

fn conversation() -> impl Strategy<Value = Vec<Raw>> {
    vec((step(), any::<[u8; 4]>()), 0..12).prop_map(|steps| {
        let mut open = false;
        steps
            .into_iter()
            .map(|(step, mask)| play(step, mask, &mut open))
            .collect()
    })
}

fn play(step: Step, mask: [u8; 4], open: &mut bool) -> Raw {
    let data = |text: bool, open: bool| match (open, text) {
        (true, _) => CONTINUATION,
        (false, true) => TEXT,
        (false, false) => BINARY,
    };
    let raw = match step {
        Step::Data { text, fin, payload } => {
            let opcode = data(text, *open);
            *open = !fin;
            frame(opcode, payload).fin(fin)
        }
        Step::Control { opcode, payload } => frame(opcode, payload),
        Step::Close(payload) => frame(CLOSE, payload),
        Step::Fault(Fault::ControlFragmented) => frame(PING, "half").fin(false),
        Step::Fault(Fault::ControlTooLong) => frame(PONG, [7; 126]),
        Step::Fault(Fault::FrameTooBig) => frame(data(false, *open), [7; 301]),
        Step::Fault(Fault::Misplaced { text }) if *open => frame(data(text, false), "lost"),
        Step::Fault(Fault::Misplaced { .. }) => frame(CONTINUATION, "lost"),
        Step::Fault(Fault::ReservedBits(rsv)) => frame(data(true, *open), "rsv").rsv(rsv),
        Step::Fault(Fault::ReservedOpcode(opcode)) => frame(opcode, "reserved"),
        Step::Fault(Fault::Unmasked) => return frame(data(true, *open), "bare").mask(None),
    };
    raw.mask(Some(mask))
}

fn step() -> impl Strategy<Value = Step> {
    let data = (any::<bool>(), prop::bool::weighted(0.5), payload()).prop_map(|(text, fin, payload)| Step::Data {
        text,
        fin,
        payload,
    });
    let control = (prop::sample::select(vec![PING, PONG]), vec(any::<u8>(), 0..=125))
        .prop_map(|(opcode, payload)| Step::Control { opcode, payload });
    prop_oneof![
        12 => data,
        4 => control,
        1 => close_payload().prop_map(Step::Close),
        1 => fault().prop_map(Step::Fault),
    ]
}

/// Text that may be cut inside a character, and now and then bytes that are no text at all.
fn payload() -> impl Strategy<Value = Vec<u8>> {
    let text = "[a-zé茶🍵]{0,60}".prop_map(String::into_bytes);
    let cut = "[é茶🍵]{1,20}".prop_flat_map(|text| {
        let len = text.len();
        (Just(text), 0..=len).prop_map(|(text, at)| text.as_bytes()[..at].to_vec())
    });
    let rest = "[茶🍵]{1,3}".prop_map(|text| text.as_bytes()[1..].to_vec());
    prop_oneof![6 => text, 2 => cut, 2 => rest, 1 => vec(any::<u8>(), 0..250)]
}

/// One fault at most: the code or the reason.
fn close_payload() -> impl Strategy<Value = Vec<u8>> {
    let code = prop_oneof![
        prop::sample::select(vec![999, 1004, 1005, 1006, 1012, 1013, 1015, 1016, 2999, 4999, 5000]),
        any::<u16>().prop_filter("1014 is a known difference", |code| *code != 1014),
    ];
    let text = "[a-z茶]{0,30}".prop_map(String::into_bytes);
    let reason = prop_oneof![text.clone(), vec(any::<u8>(), 0..=123)];
    let payload = |(code, reason): (u16, Vec<u8>)| [&code.to_be_bytes()[..], &reason].concat();
    prop_oneof![
        1 => Just(vec![]),
        1 => Just(vec![3]),
        3 => (code, text).prop_map(payload),
        3 => (Just(1000), reason).prop_map(payload),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::ControlFragmented),
        Just(Fault::ControlTooLong),
        Just(Fault::FrameTooBig),
        any::<bool>().prop_map(|text| Fault::Misplaced { text }),
        (1..8u8).prop_map(Fault::ReservedBits),
        prop::sample::select(vec![3, 4, 5, 6, 7, 11, 12, 13, 14, 15]).prop_map(Fault::ReservedOpcode),
        Just(Fault::Unmasked),
    ]
}
