//! The client's half of RFC 6455 framing, for a reader that holds thousands of connections and believes its server.
//!
//! It keeps small messages whole and only skims large ones (their first bytes and the number of `{` in them), because
//! two thousand copies of a list of two thousand people must be counted, not stored.

use anyhow::{Result, bail};

/// The largest payload that is handed over whole.
const WHOLE_LIMIT: u64 = 16 * 1024;

/// How much of a skimmed payload is kept: enough for an event's name and its first argument.
const HEAD_LIMIT: usize = 256;

/// RFC 6455 §5.3 wants unpredictable keys against caches between browser and server; there are none on a loopback.
const MASK: [u8; 4] = [0x5a, 0xc3, 0x3c, 0xa5];

const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xa;

/// Appends a masked text frame.
pub fn append_text(out: &mut Vec<u8>, payload: &[u8]) {
    append(out, TEXT, payload);
}

/// Appends a masked pong that echoes a ping's payload.
pub fn append_pong(out: &mut Vec<u8>, payload: &[u8]) {
    append(out, PONG, payload);
}

fn append(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    out.push(0x80 | opcode);
    match payload.len() {
        len @ 0..=125 => out.push(0x80 | len as u8),
        len @ 126..=0xffff => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(len as u16).to_be_bytes());
        }
        len => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(len as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&MASK);
    let start = out.len();
    out.extend_from_slice(payload);
    unmask(&mut out[start..], MASK);
}

/// Applies a masking key (RFC 6455 §5.3) in place; applying it twice restores the bytes.
pub fn unmask(bytes: &mut [u8], key: [u8; 4]) {
    let word = u32::from_ne_bytes(key);
    let mut words = bytes.chunks_exact_mut(4);
    for chunk in &mut words {
        let masked = u32::from_ne_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]) ^ word;
        chunk.copy_from_slice(&masked.to_ne_bytes());
    }
    for (byte, key) in words.into_remainder().iter_mut().zip(key) {
        *byte ^= key;
    }
}

/// What a server said in one frame.
#[derive(Debug, PartialEq)]
pub enum Said<'a> {
    /// A text message.
    Text(Text<'a>),
    /// A ping that wants its payload back.
    Ping(&'a [u8]),
    /// A close frame with its code, or 1005 without one.
    Close(u16),
    /// A pong, which nobody here waits for.
    Pong,
}

/// A text message: whole when small, its head when large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Text<'a> {
    /// The payload, or the first bytes of one that was skimmed.
    pub bytes: &'a [u8],
    /// The length of the whole payload.
    pub len: u64,
    /// How many `{` a skimmed payload holds, or `None` where it was too short to be counted.
    pub braces: Option<usize>,
}

impl Text<'_> {
    /// How many `{` the message holds, or 0 where it was too short to be worth counting.
    pub fn objects(&self) -> usize {
        self.braces.unwrap_or_else(|| count_braces(self.bytes))
    }
}

/// A message too large to keep, while it passes.
#[derive(Debug)]
struct Skim {
    opcode: u8,
    len: u64,
    left: u64,
    head: Vec<u8>,
    braces: Option<usize>,
}

impl Skim {
    fn feed(&mut self, bytes: &[u8]) {
        let room = HEAD_LIMIT.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..room]);
        if let Some(braces) = &mut self.braces {
            *braces += count_braces(bytes);
        }
        self.left -= bytes.len() as u64;
    }
}

fn count_braces(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'{', bytes).count()
}

/// Cuts the bytes of one connection into frames; holds nothing between messages.
#[derive(Debug, Default)]
pub struct Frames {
    partial: Vec<u8>,
    skim: Option<Skim>,
}

impl Frames {
    /// Takes the next bytes off the socket and hands over every frame that is complete; braces are counted in skimmed
    /// messages of at least `count_from` bytes.
    ///
    /// # Errors
    /// A frame that a server must not send, or that no server here sends: masked, fragmented, compressed.
    pub fn feed(&mut self, bytes: &[u8], count_from: u64, said: &mut impl FnMut(Said<'_>) -> Result<()>) -> Result<()> {
        if self.partial.is_empty() {
            let used = self.cut(bytes, count_from, said)?;
            self.partial.extend_from_slice(&bytes[used..]);
            return Ok(());
        }
        let mut joined = std::mem::take(&mut self.partial);
        joined.extend_from_slice(bytes);
        let used = self.cut(&joined, count_from, said)?;
        self.partial = joined[used..].to_vec();
        Ok(())
    }

    fn cut(&mut self, bytes: &[u8], count_from: u64, said: &mut impl FnMut(Said<'_>) -> Result<()>) -> Result<usize> {
        let mut at = 0;
        loop {
            if let Some(mut skim) = self.skim.take() {
                let step = skim.left.min((bytes.len() - at) as u64) as usize;
                skim.feed(&bytes[at..at + step]);
                at += step;
                if skim.left > 0 {
                    self.skim = Some(skim);
                    return Ok(at);
                }
                let Skim {
                    opcode,
                    len,
                    head,
                    braces,
                    ..
                } = skim;
                said(meaning(
                    opcode,
                    Text {
                        bytes: &head,
                        len,
                        braces: braces.or(Some(0)),
                    },
                )?)?;
            }
            let Some(Head { opcode, size, len }) = head(&bytes[at..])? else {
                return Ok(at);
            };
            if len > WHOLE_LIMIT {
                let braces = (len >= count_from).then_some(0);
                self.skim = Some(Skim {
                    opcode,
                    len,
                    left: len,
                    head: Vec::new(),
                    braces,
                });
                at += size;
                continue;
            }
            let end = at + size + len as usize;
            if bytes.len() < end {
                return Ok(at);
            }
            said(meaning(
                opcode,
                Text {
                    bytes: &bytes[at + size..end],
                    len,
                    braces: None,
                },
            )?)?;
            at = end;
        }
    }
}

struct Head {
    opcode: u8,
    size: usize,
    len: u64,
}

fn head(bytes: &[u8]) -> Result<Option<Head>> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    if first & 0xf0 != 0x80 {
        bail!("the server sent a fragmented or compressed frame ({first:#04x})");
    }
    // RFC 6455 §5.1: a server must not mask.
    if second & 0x80 != 0 {
        bail!("the server sent a masked frame");
    }
    let (size, len) = match second & 0x7f {
        126 => match rest.first_chunk::<2>() {
            Some(len) => (4, u64::from(u16::from_be_bytes(*len))),
            None => return Ok(None),
        },
        127 => match rest.first_chunk::<8>() {
            Some(len) => (10, u64::from_be_bytes(*len)),
            None => return Ok(None),
        },
        len => (2, u64::from(len)),
    };
    Ok(Some(Head {
        opcode: first & 0x0f,
        size,
        len,
    }))
}

fn meaning(opcode: u8, text: Text<'_>) -> Result<Said<'_>> {
    Ok(match opcode {
        TEXT => Said::Text(text),
        PING => Said::Ping(text.bytes),
        PONG => Said::Pong,
        CLOSE => Said::Close(
            text.bytes
                .first_chunk::<2>()
                .map_or(1005, |code| u16::from_be_bytes(*code)),
        ),
        other => bail!("the server sent a frame with opcode {other:#x}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server_frame(payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![0x80 | TEXT];
        match payload.len() {
            len @ 0..=125 => frame.push(len as u8),
            len @ 126..=0xffff => {
                frame.push(126);
                frame.extend_from_slice(&(len as u16).to_be_bytes());
            }
            len => {
                frame.push(127);
                frame.extend_from_slice(&(len as u64).to_be_bytes());
            }
        }
        frame.extend_from_slice(payload);
        frame
    }

    fn heard_in_steps(bytes: &[u8], step: usize, count_from: u64) -> Vec<(u64, Option<usize>, Vec<u8>)> {
        let mut frames = Frames::default();
        let mut heard = Vec::new();
        for chunk in bytes.chunks(step) {
            frames
                .feed(chunk, count_from, &mut |said| {
                    if let Said::Text(text) = said {
                        heard.push((text.len, text.braces, text.bytes.to_vec()));
                    }
                    Ok(())
                })
                .expect("the frames are well formed");
        }
        assert!(
            frames.partial.is_empty() && frames.skim.is_none(),
            "something was left over"
        );
        heard
    }

    #[test]
    fn frames_are_found_however_the_bytes_are_cut() {
        let long = b"{\"id\":1},".repeat(10_000);
        let mut bytes = server_frame(b"hi");
        bytes.extend(server_frame(&long));
        bytes.extend(server_frame(&[b'x'; 300]));
        for step in [1, 7, 4096, bytes.len()] {
            let heard = heard_in_steps(&bytes, step, 0);
            assert_eq!(heard[0], (2, None, b"hi".to_vec()));
            assert_eq!(heard[1], (90_000, Some(10_000), long[..HEAD_LIMIT].to_vec()));
            assert_eq!(heard[2], (300, None, vec![b'x'; 300]));
            assert_eq!(heard.len(), 3);
        }
    }

    #[test]
    fn a_large_message_below_the_counting_threshold_is_only_skipped() {
        let heard = heard_in_steps(&server_frame(&[b'{'; 20_000]), 999, 20_001);
        assert_eq!(heard[0].1, Some(0));
    }

    #[test]
    fn masking_twice_restores_the_payload() {
        let mut out = Vec::new();
        append_text(&mut out, b"seven b");
        assert_eq!(&out[..2], &[0x81, 0x87]);
        let mut payload = out[6..].to_vec();
        assert_ne!(payload, b"seven b");
        unmask(&mut payload, MASK);
        assert_eq!(payload, b"seven b");
    }

    #[test]
    fn a_masked_or_fragmented_frame_from_a_server_is_refused() {
        for bytes in [[0x81, 0x80], [0x01, 0x00], [0xc1, 0x00]] {
            assert!(Frames::default().feed(&bytes, 0, &mut |_| Ok(())).is_err());
        }
    }
}
