//! The head of a frame (RFC 6455 §5.2): judged byte by byte, so that a bad one is refused before its payload is read.

use super::mask::Mask;
use super::{Limits, Opcode, Role, Violation};

/// The longest head: two bytes, a 64-bit length, a mask.
pub(super) const LONGEST: usize = 14;

/// The longest payload of a control frame (RFC 6455 §5.5).
pub(super) const LONGEST_CONTROL: usize = 125;

/// A head that passed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub(super) fin: bool,
    pub(super) opcode: Opcode,
    pub(super) mask: Mask,
    pub(super) len: u32,
}

/// What the connection allows the next frame to be.
pub(super) struct Expectation<'a> {
    /// Whether a message waits for its next fragment.
    pub(super) mid_message: bool,
    /// The bytes of that message so far.
    pub(super) message_len: u32,
    pub(super) limits: &'a Limits,
}

/// Reads a head from the front of `bytes`: the head and its length, or `None` while it is not complete.
///
/// The checks follow the order of the bytes, so that the verdict does not depend on how the stream was cut.
pub(super) fn parse<R: Role>(bytes: &[u8], expected: &Expectation<'_>) -> Result<Option<(Header, usize)>, Violation> {
    let Some(&first) = bytes.first() else { return Ok(None) };
    let (fin, opcode) = read_first(first, expected.mid_message)?;
    let Some(&second) = bytes.get(1) else { return Ok(None) };
    // RFC 6455 §5.1: a client MUST mask all frames, a server MUST NOT mask any; either end MUST close on the opposite.
    match (second & 0x80 != 0, R::HEARS_MASKED) {
        (false, true) => return Err(Violation::Unmasked),
        (true, false) => return Err(Violation::Masked),
        _ => {}
    }
    let short = second & 0x7f;
    // RFC 6455 §5.5: control frames MUST have a payload length of 125 bytes or less.
    if opcode.is_control() && usize::from(short) > LONGEST_CONTROL {
        return Err(Violation::LongControl);
    }
    let Some((len, mut size)) = read_length(short, bytes)? else {
        return Ok(None);
    };
    let len = within_limits(len, opcode, expected)?;
    let mut mask = [0; 4];
    if R::HEARS_MASKED {
        let Some(found) = bytes.get(size..).and_then(|rest| rest.first_chunk()) else {
            return Ok(None);
        };
        mask = *found;
        size += mask.len();
    }
    Ok(Some((Header { fin, opcode, mask, len }, size)))
}

fn read_first(first: u8, mid_message: bool) -> Result<(bool, Opcode), Violation> {
    // RFC 6455 §5.2: RSV1 to RSV3 MUST be 0 unless an extension gives them a meaning; an unknown opcode MUST fail the
    // connection.
    if first & 0x70 != 0 {
        return Err(Violation::ReservedBits);
    }
    let opcode = Opcode::from_bits(first & 0x0f).ok_or(Violation::ReservedOpcode)?;
    let fin = first & 0x80 != 0;
    match opcode {
        // RFC 6455 §5.5: control frames MUST NOT be fragmented.
        Opcode::Close | Opcode::Ping | Opcode::Pong if !fin => Err(Violation::FragmentedControl),
        // RFC 6455 §5.4: the fragments of one message MUST NOT be interleaved with those of another.
        Opcode::Continuation if !mid_message => Err(Violation::NothingToContinue),
        Opcode::Text | Opcode::Binary if mid_message => Err(Violation::MessageInterrupted),
        _ => Ok((fin, opcode)),
    }
}

/// Reads the length that `short` announces: the length and where it ends, or `None` while it is not complete.
fn read_length(short: u8, bytes: &[u8]) -> Result<Option<(u64, usize)>, Violation> {
    let after = bytes.get(2..).unwrap_or_default();
    // RFC 6455 §5.2: the minimal number of bytes MUST be used, the most significant bit of 64 MUST be 0.
    match short {
        126 => match after.first_chunk() {
            None => Ok(None),
            Some(&found) => match u64::from(u16::from_be_bytes(found)) {
                0..=125 => Err(Violation::PaddedLength),
                len => Ok(Some((len, 4))),
            },
        },
        127 => match after.first_chunk() {
            None => Ok(None),
            Some(&found) => match u64::from_be_bytes(found) {
                0..=0xffff => Err(Violation::PaddedLength),
                len if len >> 63 != 0 => Err(Violation::LengthOutOfRange),
                len => Ok(Some((len, 10))),
            },
        },
        len => Ok(Some((u64::from(len), 2))),
    }
}

fn within_limits(len: u64, opcode: Opcode, expected: &Expectation<'_>) -> Result<u32, Violation> {
    let len = u32::try_from(len).map_err(|_| Violation::FrameTooBig)?;
    if opcode.is_control() {
        return Ok(len);
    }
    if len > expected.limits.frame {
        return Err(Violation::FrameTooBig);
    }
    match expected.message_len.checked_add(len) {
        Some(total) if total <= expected.limits.message => Ok(len),
        _ => Err(Violation::MessageTooBig),
    }
}
