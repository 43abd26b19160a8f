//! What comes from the client's requests and socket, and what goes back: the engine's inputs and outputs, with every
//! message handed on to the layers above.

use teahouse_core::lobby::LobbyCommand;
use teahouse_core::now::Mono;

use super::super::Moment;
use super::Session;
use crate::engineio::{BadRequest, Poll, PollBody, WsOutput};

impl Session {
    /// A GET has come; see [`Engine::handle_poll`](crate::engineio::Engine::handle_poll).
    pub fn handle_poll(&mut self, now: Mono) -> Poll {
        self.engine.handle_poll(now)
    }

    /// The answer to the GET that hangs, once there is something to say.
    pub fn poll_body(&mut self, now: Mono) -> Option<PollBody> {
        self.engine.poll_body(now)
    }

    /// The GET's connection has ended before the answer was written whole.
    pub fn handle_poll_aborted(&mut self) {
        self.engine.handle_poll_aborted();
    }

    /// A POST has come whole; answer `ok`. `is_binary` when its type is `application/octet-stream`.
    ///
    /// # Errors
    /// What it is refused with.
    pub fn handle_post(
        &mut self,
        at: Moment,
        body: &[u8],
        is_binary: bool,
        out: &mut Vec<LobbyCommand>,
    ) -> Result<(), BadRequest> {
        for message in self.engine.handle_post(at.now.mono, body, is_binary)? {
            self.handle_message(at, message, out);
        }
        Ok(())
    }

    /// A WebSocket request has come for this session; answer 101 where this succeeds. `b64` as in its query.
    ///
    /// # Errors
    /// What it is refused with.
    pub fn attach_ws(&mut self, now: Mono, b64: bool) -> Result<(), BadRequest> {
        self.engine.attach_ws(now, b64)
    }

    /// A text message has come from the socket.
    pub fn handle_ws_text(&mut self, at: Moment, text: &str, out: &mut Vec<LobbyCommand>) {
        if let Some(message) = self.engine.handle_ws_text(at.now.mono, text) {
            self.handle_message(at, message, out);
        }
    }

    /// A binary message has come from the socket.
    pub fn handle_ws_binary(&mut self, at: Moment, bytes: &[u8], out: &mut Vec<LobbyCommand>) {
        if let Some(message) = self.engine.handle_ws_binary(at.now.mono, bytes) {
            self.handle_message(at, message, out);
        }
    }

    /// The socket has ended, however.
    pub fn handle_ws_closed(&mut self) {
        self.engine.handle_ws_closed();
    }

    /// The next thing to do with the socket.
    pub fn poll_ws(&mut self, now: Mono) -> Option<WsOutput> {
        self.engine.poll_ws(now)
    }

    /// Whether polling is over: requests for this session are refused.
    pub fn is_on_websocket(&self) -> bool {
        self.engine.is_on_websocket()
    }
}
