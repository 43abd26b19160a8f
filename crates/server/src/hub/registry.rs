//! Which connection's events go where, and who has been silent for too long.

use std::sync::Arc;
use std::task::Waker;

use teahouse_core::effect::{CloseReason, RequestId};
use teahouse_core::event::Event;
use teahouse_core::id::ConnId;
use teahouse_core::map::FastMap;
use teahouse_core::now::Now;
use tokio::sync::oneshot;

use super::lobby::LobbyOutbox;
use crate::outbox::{Out, Outbox};

/// A connection that was silent for so many seconds is pinged: often enough to keep address translations open.
const PING_AFTER: u32 = 20;
/// A connection that was silent for so many seconds is gone.
const GONE_AFTER: u32 = 35;

/// A connection that takes nothing of what waits for it for so many seconds is gone: longer than a train's tunnel keeps
/// a phone's line busy, shorter than memory can wait for.
const STALLED_AFTER: u32 = 10;

/// Where events go.
pub(super) enum Sink {
    /// To a page or a plain guest.
    Conn(Arc<Outbox<Out>>),
    /// To a connection of the lobby.
    Lobby(Arc<LobbyOutbox>),
    /// To one HTTP request; the first event is the answer.
    Request(oneshot::Sender<Arc<Event>>),
}

/// All that are open, and the tasks to wake after the batch.
#[derive(Default)]
pub(super) struct Registry {
    sinks: FastMap<ConnId, Sink>,
    touched: Vec<Waker>,
}

impl Registry {
    pub(super) fn add(&mut self, conn: ConnId, sink: Sink) {
        self.sinks.insert(conn, sink);
    }

    pub(super) fn remove(&mut self, conn: ConnId) {
        self.sinks.remove(&conn);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sinks.is_empty()
    }

    /// Delivers to one; says whether that was a request's answer, which ends it.
    pub(super) fn deliver(&mut self, conn: ConnId, re: Option<RequestId>, event: Arc<Event>) -> bool {
        match self.sinks.get(&conn) {
            Some(Sink::Conn(outbox)) => {
                self.touched.extend(outbox.push(Out::Event(re, event)));
                false
            }
            Some(Sink::Request(_)) => {
                if let Some(Sink::Request(reply)) = self.sinks.remove(&conn) {
                    let _nobody_waits_any_more = reply.send(event);
                }
                true
            }
            Some(Sink::Lobby(_)) | None => false,
        }
    }

    pub(super) fn push(&mut self, conn: ConnId, out: Out) {
        if let Some(Sink::Conn(outbox)) = self.sinks.get(&conn) {
            self.touched.extend(outbox.push(out));
        }
    }

    pub(super) fn lobby(&mut self, conn: ConnId) -> Option<(&LobbyOutbox, &mut Vec<Waker>)> {
        match self.sinks.get(&conn) {
            Some(Sink::Lobby(outbox)) => Some((outbox, &mut self.touched)),
            _ => None,
        }
    }

    /// Wakes every task that has something to write, once.
    pub(super) fn wake(&mut self) {
        self.touched.drain(..).for_each(Waker::wake);
    }

    /// Pings who is silent, drops who stays so. Connections of the lobby have a heartbeat of their own.
    pub(super) fn sweep(&mut self, now: Now) {
        let second = u32::try_from(now.mono.0.as_secs()).unwrap_or(u32::MAX);
        for sink in self.sinks.values() {
            let Sink::Conn(outbox) = sink else { continue };
            let silent = second.saturating_sub(outbox.heard_at());
            let is_stalled = outbox
                .stalled_at()
                .is_some_and(|since| second.saturating_sub(since) >= STALLED_AFTER);
            if silent >= GONE_AFTER || is_stalled {
                self.touched.extend(outbox.push(Out::Drop));
            } else if silent >= PING_AFTER {
                self.touched.extend(outbox.push(Out::Ping));
            }
        }
    }

    pub(super) fn close_all(&mut self, why: CloseReason) {
        for sink in self.sinks.values() {
            match sink {
                Sink::Conn(outbox) => self.touched.extend(outbox.push(Out::Close(why))),
                Sink::Lobby(outbox) => self.touched.extend(outbox.close()),
                Sink::Request(_) => {}
            }
        }
        self.sinks.retain(|_, sink| !matches!(sink, Sink::Request(_)));
    }
}
