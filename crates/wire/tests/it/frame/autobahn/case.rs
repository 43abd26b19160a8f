//! One case: what the client sends, what it must hear, and in which pieces the bytes travel.

use teahouse_wire::frame::Limits;

use crate::frame::echo::{Heard, echoed};
use crate::frame::raw::{Raw, close, stream};

/// The sizes of the pieces in which the bytes of a case arrive; the suite's own chop sizes among them.
const PIECES: &[usize] = &[1, 2, 3, 7, 64, 125, 997, 1300, 2048, 65536, usize::MAX];

/// Roomy enough for the largest message of the suite.
const ROOMY: Limits = Limits {
    frame: 1 << 24,
    message: 1 << 24,
    empty_fragments: 16,
};

/// One entry of the suite.
#[derive(Clone)]
pub struct Case {
    /// The number in the suite.
    pub id: String,
    frames: Vec<Raw>,
    expected: Vec<Heard>,
}

impl Case {
    /// A client that sends `frames`, hears `expected`, and then says goodbye in the regular way.
    pub fn clean(id: impl Into<String>, frames: &[Raw], expected: Vec<Heard>) -> Self {
        let mut frames = frames.to_vec();
        frames.push(close(1000, ""));
        Self::exact(id, &frames, [expected, vec![Heard::Close(Some(1000))]].concat())
    }

    /// A client that sends `frames`, hears `expected`, and is thrown out with `code`.
    pub fn fails(id: impl Into<String>, frames: &[Raw], expected: Vec<Heard>, code: u16) -> Self {
        Self::exact(id, frames, [expected, vec![Heard::Close(Some(code))]].concat())
    }

    /// A client that sends `frames` and hears exactly `expected`.
    pub fn exact(id: impl Into<String>, frames: &[Raw], expected: Vec<Heard>) -> Self {
        Self {
            id: id.into(),
            frames: frames.to_vec(),
            expected,
        }
    }
}

/// Plays every case in every kind of pieces.
pub fn play(cases: &[Case]) {
    for case in cases {
        let sent = stream(&case.frames);
        for &size in PIECES {
            if size < smallest_piece(sent.len()) {
                continue;
            }
            let heard = echoed(&sent, size, &ROOMY);
            assert!(
                heard == case.expected,
                "case {} in pieces of {size}: heard {}, not {}",
                case.id,
                brief(&heard),
                brief(&case.expected),
            );
        }
    }
}

/// The smallest piece that `len` bytes are delivered in: large messages would take minutes byte by byte.
fn smallest_piece(len: usize) -> usize {
    match len {
        0..20_000 => 1,
        20_000..2_000_000 => 64,
        _ => 2048,
    }
}

pub fn text(text: impl Into<String>) -> Heard {
    Heard::Text(text.into())
}

pub fn binary(bytes: impl Into<Vec<u8>>) -> Heard {
    Heard::Binary(bytes.into())
}

pub fn pong(payload: impl AsRef<[u8]>) -> Heard {
    Heard::Pong(payload.as_ref().to_vec())
}

/// Messages of megabytes make no readable failure.
fn brief(heard: &[Heard]) -> String {
    let mut all = format!("{heard:?}");
    all.truncate(all.floor_char_boundary(400));
    all
}
