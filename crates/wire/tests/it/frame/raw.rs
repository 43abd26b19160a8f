//! Frames built by hand, faults included: shares nothing with the encoder under test.

/// The mask of every frame that does not choose its own.
pub const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// The opcodes of RFC 6455 §5.2.
pub const CONTINUATION: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xa;

/// One frame, right or wrong.
#[derive(Debug, Clone)]
pub struct Raw {
    fin: bool,
    rsv: u8,
    opcode: u8,
    mask: Option<[u8; 4]>,
    announced: Length,
    payload: Vec<u8>,
}

/// How the length is written.
#[derive(Debug, Clone, Copy)]
enum Length {
    Shortest(u64),
    In16(u16),
    In64(u64),
}

/// A masked, final frame.
pub fn frame(opcode: u8, payload: impl AsRef<[u8]>) -> Raw {
    let payload = payload.as_ref().to_vec();
    Raw {
        fin: true,
        rsv: 0,
        opcode,
        mask: Some(MASK),
        announced: Length::Shortest(payload.len() as u64),
        payload,
    }
}

/// A close frame with a code and a reason.
pub fn close(code: u16, reason: impl AsRef<[u8]>) -> Raw {
    frame(CLOSE, [&code.to_be_bytes(), reason.as_ref()].concat())
}

/// A message cut into fragments of `size` bytes.
pub fn fragments(opcode: u8, payload: &[u8], size: usize) -> Vec<Raw> {
    let pieces: Vec<&[u8]> = payload.chunks(size).collect();
    let last = pieces.len().saturating_sub(1);
    let opcode_of = |at| if at == 0 { opcode } else { CONTINUATION };
    let cut = |(at, piece): (usize, &&[u8])| frame(opcode_of(at), piece).fin(at == last);
    pieces.iter().enumerate().map(cut).collect()
}

impl Raw {
    pub fn fin(mut self, fin: bool) -> Self {
        self.fin = fin;
        self
    }

    pub fn rsv(mut self, rsv: u8) -> Self {
        self.rsv = rsv;
        self
    }

    pub fn mask(mut self, mask: Option<[u8; 4]>) -> Self {
        self.mask = mask;
        self
    }

    /// Announces more, or less, than follows.
    pub fn announcing(mut self, len: u64) -> Self {
        self.announced = Length::Shortest(len);
        self
    }

    pub fn length_in_16_bits(mut self) -> Self {
        self.announced = Length::In16(self.payload.len() as u16);
        self
    }

    pub fn length_in_64_bits(mut self, len: u64) -> Self {
        self.announced = Length::In64(len);
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = vec![u8::from(self.fin) << 7 | self.rsv << 4 | self.opcode];
        let masked = u8::from(self.mask.is_some()) << 7;
        match self.announced {
            Length::Shortest(len) if len < 126 => out.push(masked | len as u8),
            Length::Shortest(len) if len < 65536 => {
                out.push(masked | 126);
                out.extend((len as u16).to_be_bytes());
            }
            Length::In16(len) => {
                out.push(masked | 126);
                out.extend(len.to_be_bytes());
            }
            Length::Shortest(len) | Length::In64(len) => {
                out.push(masked | 127);
                out.extend(len.to_be_bytes());
            }
        }
        out.extend(self.mask.iter().flatten());
        let start = out.len();
        out.extend_from_slice(&self.payload);
        if let Some(mask) = self.mask {
            for four in out[start..].chunks_mut(4) {
                four.iter_mut().zip(mask).for_each(|(byte, key)| *byte ^= key);
            }
        }
        out
    }
}

/// The bytes of several frames in a row.
pub fn stream(frames: &[Raw]) -> Vec<u8> {
    frames.iter().map(Raw::bytes).collect::<Vec<_>>().concat()
}
