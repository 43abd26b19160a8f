//! The polling side of a session: one GET hangs until there is something to say, POSTs bring what the client says.

use teahouse_core::now::Mono;

use super::super::chunk::Piece;
use super::super::{BadRequest, payload};
use super::{CloseReason, Engine, Message, Transport};

/// What to do with a GET.
#[derive(Debug, PartialEq, Eq)]
pub enum Poll {
    /// Answer it now.
    Answer(PollBody),
    /// Refuse it.
    Refuse(BadRequest),
    /// Let it hang until [`Engine::poll_body`] gives something.
    Wait,
}

/// The answer to a GET.
#[derive(Debug, PartialEq, Eq)]
pub struct PollBody {
    /// The packets.
    pub bytes: Vec<u8>,
    /// Whether the type is `application/octet-stream` instead of `text/plain; charset=UTF-8`.
    pub is_binary: bool,
}

impl Engine {
    /// A GET has come for this session. A second one while the first hangs ends the session, as the reference does:
    /// two readers would tear the stream apart.
    pub fn handle_poll(&mut self, now: Mono) -> Poll {
        match &mut self.transport {
            _ if self.closed.is_some() => return Poll::Refuse(BadRequest::UnknownSid),
            Transport::WebSocket { .. } => return Poll::Refuse(BadRequest::Malformed),
            Transport::Polling { waiting: true, .. } => {
                self.close(CloseReason::Overlap);
                return Poll::Refuse(BadRequest::Malformed);
            }
            Transport::Polling { waiting, probe } => {
                *waiting = true;
                if let Some(probe) = probe {
                    probe.poll_came(now);
                }
            }
        }
        self.poll_body(now).map_or(Poll::Wait, Poll::Answer)
    }

    /// The answer to the GET that hangs, if there is one and something to say.
    pub fn poll_body(&mut self, now: Mono) -> Option<PollBody> {
        let closed = self.closed;
        let (waiting, noop) = match &mut self.transport {
            Transport::Polling { waiting, probe } => {
                (waiting, probe.as_ref().is_some_and(|probe| probe.noop_is_due(now)))
            }
            Transport::WebSocket { release_poll } => {
                return std::mem::take(release_poll).then(|| self.encode(&[Piece::Fixed("6")]));
            }
        };
        if !*waiting || (closed.is_none() && self.outbox.is_empty() && !noop) {
            return None;
        }
        *waiting = false;
        let mut pieces = self.outbox.take_all(now);
        match closed {
            // The client that said goodbye only waits for its request to end.
            Some(CloseReason::ByClient) => pieces.push(Piece::Fixed("6")),
            Some(_) => pieces.push(Piece::Fixed("1")),
            None if pieces.is_empty() => pieces.push(Piece::Fixed("6")),
            None => {}
        }
        Some(self.encode(&pieces))
    }

    /// The GET's connection has ended before the answer was written: packets may be lost, so the session ends.
    pub fn handle_poll_aborted(&mut self) {
        if let Transport::Polling { waiting, .. } = &mut self.transport {
            *waiting = false;
            self.close(CloseReason::PollAborted);
        }
    }

    /// A POST has come whole. Answer `ok` where this succeeds.
    ///
    /// # Errors
    /// What the client is answered; a body that cannot be read ends the session.
    pub fn handle_post<'a>(
        &mut self,
        now: Mono,
        body: &'a [u8],
        is_binary: bool,
    ) -> Result<Vec<Message<'a>>, BadRequest> {
        if self.closed.is_some() {
            return Err(BadRequest::UnknownSid);
        }
        if self.is_on_websocket() {
            return Err(BadRequest::Malformed);
        }
        let Ok(packets) = payload::decode(self.version, &mut self.spelling, is_binary, body) else {
            self.close(CloseReason::Malformed);
            return Err(BadRequest::Malformed);
        };
        Ok(packets
            .into_iter()
            .filter_map(|packet| self.handle_packet(now, packet))
            .collect())
    }

    fn encode(&self, pieces: &[Piece]) -> PollBody {
        payload::encode(self.version, self.takes_binary, pieces)
    }
}
