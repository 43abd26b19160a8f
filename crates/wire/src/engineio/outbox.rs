//! Packets that wait for the client to take them: bounded in bytes, never trimmed.

use std::collections::VecDeque;
use std::sync::Arc;

use teahouse_core::lobby::Payload;
use teahouse_core::now::Mono;

use super::chunk::Piece;

/// Room for so many packets is kept while idle; a crowd of idle clients must not hold more.
const KEPT_CAPACITY: usize = 4;

/// What a waiting packet costs beside its bytes.
const PIECE_OVERHEAD: usize = 32;

#[derive(Default)]
pub(super) struct Outbox {
    pieces: VecDeque<Piece>,
    bytes: usize,
    /// When something was taken last, or the first packet came to wait.
    moved_at: Mono,
}

impl Outbox {
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Since when the client has taken nothing of what waits.
    pub(super) fn stalled_since(&self) -> Option<Mono> {
        (!self.is_empty()).then_some(self.moved_at)
    }

    pub(super) fn push(&mut self, now: Mono, piece: Piece) {
        if self.is_empty() {
            self.moved_at = now;
        }
        self.bytes += piece.len() + PIECE_OVERHEAD;
        self.pieces.push_back(piece);
    }

    /// A message and its attachments, which must follow it without anything between.
    pub(super) fn push_shared(&mut self, now: Mono, payload: &Arc<Payload>) {
        self.push(now, Piece::Text(payload.clone()));
        for i in 0..payload.attachments.len() {
            self.push(now, Piece::Attachment(payload.clone(), i as u8));
        }
    }

    pub(super) fn pop(&mut self, now: Mono) -> Option<Piece> {
        let piece = self.pieces.pop_front()?;
        self.bytes -= piece.len() + PIECE_OVERHEAD;
        self.moved_at = now;
        if self.is_empty() {
            self.pieces.shrink_to(KEPT_CAPACITY);
        }
        Some(piece)
    }

    pub(super) fn take_all(&mut self, now: Mono) -> Vec<Piece> {
        self.bytes = 0;
        self.moved_at = now;
        std::mem::take(&mut self.pieces).into()
    }

    pub(super) fn clear(&mut self) {
        *self = Outbox {
            moved_at: self.moved_at,
            ..Outbox::default()
        };
    }
}
