//! What the bots have still to send: one buffer per connection, written once per wake-up.

use super::frame;

/// The unsent bytes of every connection, and which connections have some.
#[derive(Debug, Default)]
pub struct Outbox {
    pub(super) pending: Vec<Vec<u8>>,
    pub(super) dirty: Vec<usize>,
}

impl Outbox {
    /// Sends a text message on a connection.
    pub fn text(&mut self, connection: usize, payload: &[u8]) {
        self.touch(connection);
        frame::append_text(&mut self.pending[connection], payload);
    }

    /// Sends bytes as they are: a frame that was built beforehand, or a request.
    pub fn raw(&mut self, connection: usize, bytes: &[u8]) {
        self.touch(connection);
        self.pending[connection].extend_from_slice(bytes);
    }

    pub(super) fn pong(&mut self, connection: usize, payload: &[u8]) {
        self.touch(connection);
        frame::append_pong(&mut self.pending[connection], payload);
    }

    pub(super) fn touch(&mut self, connection: usize) {
        if self.pending[connection].is_empty() {
            self.dirty.push(connection);
        }
    }
}
