//! Puts a packet's text and its attachments together.

use super::{Header, MAX_ATTACHED_BYTES, Malformed};

/// A binary packet with everything that belongs to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Assembled {
    text: Box<str>,
    /// As many as the header says.
    pub attachments: Vec<Box<[u8]>>,
}

impl Assembled {
    /// The text's parts.
    pub fn header(&self) -> Header<'_> {
        Header::parse(&self.text).expect("it was parsed before the attachments were waited for")
    }
}

/// Waits for attachments. Keeps nothing between packets.
#[derive(Debug, Default)]
pub struct Assembler {
    pending: Option<Box<Pending>>,
}

#[derive(Debug)]
struct Pending {
    packet: Assembled,
    missing: usize,
    bytes: usize,
}

impl Assembler {
    /// A text message. Gives the packet unless attachments must follow.
    ///
    /// # Errors
    /// It is no packet, or attachments were due.
    pub fn handle_text<'a>(&mut self, text: &'a str) -> Result<Option<Header<'a>>, Malformed> {
        if self.pending.is_some() {
            return Err(Malformed);
        }
        let header = Header::parse(text)?;
        if !header.kind.is_binary() {
            return Ok(Some(header));
        }
        let packet = Assembled {
            text: text.into(),
            attachments: Vec::new(),
        };
        self.pending = Some(Box::new(Pending {
            packet,
            missing: header.attachments,
            bytes: 0,
        }));
        Ok(None)
    }

    /// A binary message. Gives the packet that it completes.
    ///
    /// # Errors
    /// No attachment was due, or they are too many bytes together.
    pub fn handle_binary(&mut self, bytes: &[u8]) -> Result<Option<Assembled>, Malformed> {
        let pending = self.pending.as_mut().ok_or(Malformed)?;
        pending.bytes += bytes.len();
        if pending.bytes > MAX_ATTACHED_BYTES {
            return Err(Malformed);
        }
        pending.packet.attachments.push(bytes.into());
        pending.missing -= 1;
        if pending.missing > 0 {
            return Ok(None);
        }
        Ok(self.pending.take().map(|pending| pending.packet))
    }
}
