//! One connection's ear: bytes in whatever pieces the network cuts, messages out.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use super::header::{self, Expectation, Header};
use super::{Incoming, Limits, Opcode, Role, Violation, mask};

/// What one connection remembers between two reads; 56 bytes, and no memory of its own while nothing is pending.
pub struct Decoder<R> {
    /// Unmasked payload that waits for the rest: `message_len` bytes of a message, then those of a control frame.
    kept: Vec<u8>,
    stage: Stage,
    message_len: u32,
    /// How much of a text message is known to be UTF-8; at most three bytes less than `message_len`.
    verified: u32,
    /// The kind of the fragmented message that waits for its next frame.
    open: Option<Opcode>,
    empty_fragments: u16,
    /// Whether what `kept` holds behind `message_len` was lent out by the last call.
    delivered: bool,
    role: PhantomData<R>,
}

/// Where in the stream the next byte stands.
#[derive(Debug, Clone, Copy)]
enum Stage {
    /// In the head of a frame, of which `len` bytes have been seen.
    Head { bytes: [u8; header::LONGEST], len: u8 },
    /// In the payload of a frame of which `len` bytes are still to come, the first of them under `mask`.
    Payload(Header),
    /// Behind a close frame or a violation.
    Closed,
}

/// The messages in one read, handed out one after another by [`Frames::next`].
pub struct Frames<'a, R> {
    decoder: &'a mut Decoder<R>,
    limits: &'a Limits,
    input: &'a mut [u8],
    at: usize,
}

/// A complete payload and where it lies.
enum Ready {
    Input(Opcode, Range<usize>),
    Kept(Opcode, usize),
}

impl<R: Role> Decoder<R> {
    /// Begins at the first byte after the handshake.
    pub fn new() -> Self {
        Self {
            kept: Vec::new(),
            stage: Stage::START,
            message_len: 0,
            verified: 0,
            open: None,
            empty_fragments: 0,
            delivered: false,
            role: PhantomData,
        }
    }

    /// Takes the bytes of one read, which are overwritten as they are unmasked.
    ///
    /// [`Frames::next`] must be called until it answers `None`: bytes that were not taken are lost, unless the caller
    /// feeds [`Frames::unread`] again.
    pub fn feed<'a>(&'a mut self, input: &'a mut [u8], limits: &'a Limits) -> Frames<'a, R> {
        Frames {
            decoder: self,
            limits,
            input,
            at: 0,
        }
    }

    /// The bytes of memory held for what is not complete yet.
    pub fn held(&self) -> usize {
        self.kept.capacity()
    }

    /// Whether a close or a violation was met, after which nothing is heard.
    pub fn is_closed(&self) -> bool {
        matches!(self.stage, Stage::Closed)
    }

    /// Drops what was lent out, and the memory with it when no message is pending.
    fn release(&mut self) {
        let delivered = std::mem::take(&mut self.delivered);
        if self.is_closed() || (delivered && self.message_len == 0) {
            self.kept = Vec::new();
        } else if delivered {
            self.kept.truncate(self.message_len as usize);
        }
    }

    /// Notes the head of the next frame.
    fn begin(&mut self, header: Header, limits: &Limits) -> Result<(), Violation> {
        if !header.opcode.is_control() && !header.fin {
            if header.opcode != Opcode::Continuation {
                self.open = Some(header.opcode);
                self.empty_fragments = 0;
            }
            if header.len == 0 {
                self.empty_fragments = self.empty_fragments.saturating_add(1);
                if self.empty_fragments > limits.empty_fragments {
                    return Err(Violation::EmptyFragments);
                }
            }
        }
        self.stage = Stage::Payload(header);
        Ok(())
    }

    /// Whether a frame whose payload came in one piece can be lent as it lies.
    fn is_whole(&self, header: &Header) -> bool {
        let untouched = self.kept.len() == self.message_len as usize;
        let alone = header.opcode.is_control() || (header.fin && self.open.is_none() && self.message_len == 0);
        untouched && alone
    }

    /// Adds unmasked payload to what is kept; `header.len` still counts it.
    fn keep(&mut self, piece: &[u8], header: &Header, limits: &Limits) -> Result<(), Violation> {
        self.reserve(piece.len(), header, limits);
        self.kept.extend_from_slice(piece);
        if header.opcode.is_control() {
            return Ok(());
        }
        self.message_len += piece.len() as u32;
        match self.open.unwrap_or(header.opcode) {
            Opcode::Text => self.verify(),
            _ => Ok(()),
        }
    }

    /// Doubles the memory when it is full, but never beyond what was announced or may still be.
    fn reserve(&mut self, more: usize, header: &Header, limits: &Limits) {
        let needed = self.kept.len() + more;
        if needed <= self.kept.capacity() {
            return;
        }
        let announced = self.kept.len() + header.len as usize;
        let most = if header.fin { announced } else { limits.message as usize };
        let target = (self.kept.capacity() * 2).min(most).max(needed);
        self.kept.reserve_exact(target - self.kept.len());
    }

    /// Checks the text that was added, so that a bad byte is met when it arrives (RFC 6455 §8.1).
    fn verify(&mut self) -> Result<(), Violation> {
        let fresh = self.kept.get(self.verified as usize..).unwrap_or_default();
        match std::str::from_utf8(fresh) {
            Ok(_) => self.verified = self.message_len,
            // The bytes so far may be the beginning of a character.
            Err(error) if error.error_len().is_none() => self.verified += error.valid_up_to() as u32,
            Err(_) => return Err(Violation::NotUtf8),
        }
        Ok(())
    }

    /// Closes a frame whose payload lies in `kept`: the message or control frame that it completes, if any.
    fn finish(&mut self, header: &Header) -> Option<Ready> {
        self.stage = Stage::START;
        if header.opcode.is_control() {
            self.delivered = true;
            return Some(Ready::Kept(header.opcode, self.message_len as usize));
        }
        if !header.fin {
            return None;
        }
        self.delivered = true;
        self.message_len = 0;
        self.verified = 0;
        Some(Ready::Kept(self.open.take().unwrap_or(header.opcode), 0))
    }
}

impl<R: Role> Default for Decoder<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R> fmt::Debug for Decoder<R> {
    /// Leaves out what people wrote: only sizes may reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("kept", &self.kept.len())
            .finish_non_exhaustive()
    }
}

impl<R: Role> Frames<'_, R> {
    /// Hands out the next message or control frame; `None` when more bytes are needed or the conversation is over.
    ///
    /// # Errors
    /// The first violation, once. Nothing is heard after it.
    #[allow(clippy::should_implement_trait, reason = "an iterator cannot lend from itself")]
    pub fn next(&mut self) -> Option<Result<Incoming<'_>, Violation>> {
        self.decoder.release();
        let ready = match self.advance() {
            Ok(ready) => ready?,
            Err(violation) => {
                self.decoder.stage = Stage::Closed;
                return Some(Err(violation));
            }
        };
        let (opcode, payload) = match ready {
            Ready::Input(opcode, range) => (opcode, &self.input[range]),
            Ready::Kept(opcode, from) => (opcode, &self.decoder.kept[from..]),
        };
        let read = Incoming::read(opcode, payload);
        if matches!(read, Err(_) | Ok(Incoming::Close(_))) {
            self.decoder.stage = Stage::Closed;
        }
        Some(read)
    }

    /// The bytes that were not looked at yet; after `None` there are none.
    pub fn unread(&self) -> &[u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self) -> Result<Option<Ready>, Violation> {
        loop {
            let ready = match self.decoder.stage {
                Stage::Closed => {
                    self.at = self.input.len();
                    return Ok(None);
                }
                Stage::Head { .. } if self.at == self.input.len() => return Ok(None),
                Stage::Head { bytes, len } => {
                    self.read_head(bytes, usize::from(len))?;
                    None
                }
                Stage::Payload(header) if header.len > 0 && self.at == self.input.len() => return Ok(None),
                Stage::Payload(header) => self.read_payload(header)?,
            };
            if ready.is_some() {
                return Ok(ready);
            }
        }
    }

    fn read_head(&mut self, mut bytes: [u8; header::LONGEST], seen: usize) -> Result<(), Violation> {
        let more = (self.input.len() - self.at).min(header::LONGEST - seen);
        bytes[seen..seen + more].copy_from_slice(&self.input[self.at..self.at + more]);
        let expected = Expectation {
            mid_message: self.decoder.open.is_some(),
            message_len: self.decoder.message_len,
            limits: self.limits,
        };
        match header::parse::<R>(&bytes[..seen + more], &expected)? {
            Some((header, size)) => {
                self.at += size - seen;
                self.decoder.begin(header, self.limits)
            }
            None => {
                self.at += more;
                self.decoder.stage = Stage::Head {
                    bytes,
                    len: (seen + more) as u8,
                };
                Ok(())
            }
        }
    }

    fn read_payload(&mut self, mut header: Header) -> Result<Option<Ready>, Violation> {
        let take = (self.input.len() - self.at).min(header.len as usize);
        let range = self.at..self.at + take;
        let complete = take == header.len as usize;
        self.at += take;
        let piece = &mut self.input[range.clone()];
        mask::apply(header.mask, piece);
        if complete && self.decoder.is_whole(&header) {
            self.decoder.stage = Stage::START;
            return Ok(Some(Ready::Input(header.opcode, range)));
        }
        self.decoder.keep(piece, &header, self.limits)?;
        if complete {
            return Ok(self.decoder.finish(&header));
        }
        header.len -= take as u32;
        header.mask = mask::after(header.mask, take);
        self.decoder.stage = Stage::Payload(header);
        Ok(None)
    }
}

impl Stage {
    const START: Self = Self::Head {
        bytes: [0; header::LONGEST],
        len: 0,
    };
}

#[cfg(test)]
mod tests {
    use super::super::{Server, encode};
    use super::*;

    /// Checking from the start again at every piece would let a peer burn the square of what it sends.
    #[test]
    fn no_byte_of_a_text_is_checked_again_when_the_next_arrives() {
        let text = "茶".repeat(100);
        let mut sent = Vec::new();
        encode::masked::text(&mut sent, &text, [1, 2, 3, 4]);
        // A head of eight bytes; with one byte more, every piece of three ends inside a character.
        for (first, size) in [(8, 1), (9, 3), (10, 3), (9, 30)] {
            let mut decoder = Decoder::<Server>::new();
            let (head, rest) = sent.split_at(first);
            let mut heard = decoder.feed(&mut head.to_vec(), &Limits::default()).next().is_some();
            for piece in rest.chunks(size) {
                heard |= decoder.feed(&mut piece.to_vec(), &Limits::default()).next().is_some();
                assert!(decoder.message_len - decoder.verified <= 3, "in pieces of {size}");
            }
            assert!(heard);
        }
    }
}
