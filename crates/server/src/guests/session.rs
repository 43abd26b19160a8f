//! The task of one session.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use teahouse_core::id::ConnId;
use teahouse_core::lobby::{LobbyCommand, PublicId};
use teahouse_wire::chat_room::{Opening, Session};
use teahouse_wire::engineio::{self, BadRequest, CloseReason, Frame, PollBody, WsOutput};
use teahouse_wire::frame::{CloseCode, Decoder, Incoming, Server, encode};
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep_until};

use super::stream::Stream;
use crate::conn::buffers;
use crate::gate::Place;
use crate::house::House;
use crate::hub::{Input, LobbyInput, LobbyOut, LobbyOutbox};

/// Bytes encoded before they are written: the rest waits in the session, which counts it.
const WRITE_SIZE: usize = 256 * 1024;

/// How a session begins.
pub(super) enum Begin {
    /// By a GET; it takes a place of its address as long as it lasts.
    Polling { place: Place },
    /// On a socket.
    WebSocket {
        stream: Box<dyn Stream>,
        early: Bytes,
        place: Arc<Place>,
    },
}

/// The session and all it owns.
pub(super) struct SessionTask {
    house: Arc<House>,
    conn: ConnId,
    session: Session,
    outbox: Arc<LobbyOutbox>,
    socket: Option<Socket>,
    poll: Option<oneshot::Sender<Result<PollBody, BadRequest>>>,
    /// A POST that is answered when its client may be read again.
    post: Option<oneshot::Sender<Result<(), BadRequest>>>,
    asked: Vec<LobbyCommand>,
    timer: Pin<Box<Sleep>>,
    /// In the table under this id, and in a place.
    polling: Option<Box<(PublicId, Place)>>,
    _place: Option<Arc<Place>>,
}

struct Socket {
    stream: Box<dyn Stream>,
    decoder: Decoder<Server>,
    unsent: Vec<u8>,
    is_closing: bool,
}

impl SessionTask {
    /// Begins a session in a task of its own; requests reach it through the outbox.
    pub(super) fn begin(house: &Arc<House>, opening: Opening, begin: Begin) -> Arc<LobbyOutbox> {
        let task = Self::new(house, opening, begin);
        let outbox = Arc::clone(&task.outbox);
        tokio::spawn(task.run());
        outbox
    }

    /// A session that begins as it is told to; [`Self::run`] runs it. Boxed, so that its task is a pointer.
    pub(super) fn new(house: &Arc<House>, opening: Opening, begin: Begin) -> Box<Self> {
        let now = house.clock.now();
        let mut asked = Vec::new();
        let settings = Arc::clone(&house.guests.settings);
        let session = Session::open(house.guests.moment(now), opening, settings, &mut asked);
        let mut task = Box::new(SessionTask {
            house: Arc::clone(house),
            conn: house.hub.next_conn(),
            session,
            outbox: Arc::new(LobbyOutbox::new(0)),
            socket: None,
            poll: None,
            post: None,
            asked,
            timer: Box::pin(sleep_until(Instant::now())),
            polling: None,
            _place: None,
        });
        match begin {
            Begin::Polling { place } => task.polling = Some(Box::new((opening.sid, place))),
            Begin::WebSocket { stream, early, place } => {
                task._place = Some(place);
                task.take_socket(stream, &early);
            }
        }
        task
    }

    /// Runs it to its end.
    pub(super) async fn run(mut self: Box<Self>) {
        loop {
            for command in std::mem::take(&mut self.asked) {
                if let Some(waiting) = self.house.hub.send(Input::Lobby(self.input_of(command))) {
                    waiting.await;
                }
            }
            if poll_fn(|context| self.turn(context)).await {
                break;
            }
        }
        if let Some(polling) = &self.polling {
            self.house.guests.table.remove(&polling.0);
        }
        let (hub, conn) = (self.house.hub.clone(), self.conn);
        drop(self);
        if let Some(waiting) = hub.send(Input::Lobby(LobbyInput::Leave { conn })) {
            waiting.await;
        }
    }

    fn input_of(&self, command: LobbyCommand) -> LobbyInput {
        match command {
            LobbyCommand::Arrive { id } => LobbyInput::Arrive {
                conn: self.conn,
                id,
                outbox: Arc::clone(&self.outbox),
            },
            command => LobbyInput::Command {
                conn: self.conn,
                command,
            },
        }
    }

    /// Takes in what there is and sends what there is. Ready when something is to be sent to the lobby (`false`) or the
    /// session is over (`true`).
    fn turn(&mut self, context: &mut Context<'_>) -> Poll<bool> {
        loop {
            let took = self.take_items(context);
            let read = self.read(context);
            self.answer_requests();
            self.write(context);
            if !self.asked.is_empty() {
                return Poll::Ready(false);
            }
            if self.is_over() {
                return Poll::Ready(true);
            }
            let timed = self.poll_timer(context);
            if !took && !read && !timed {
                return Poll::Pending;
            }
        }
    }

    fn is_over(&self) -> bool {
        let has_said_all = self
            .socket
            .as_ref()
            .is_none_or(|socket| socket.is_closing && socket.unsent.is_empty());
        self.session.closed().is_some() && has_said_all
    }

    fn take_items(&mut self, context: &mut Context<'_>) -> bool {
        let now = self.house.clock.now();
        match self.outbox.poll_take(context) {
            Poll::Pending => false,
            Poll::Ready(Err(_overfull)) => {
                self.session.close(CloseReason::SlowReader);
                true
            }
            Poll::Ready(Ok(items)) => {
                for item in items {
                    self.take_item(now, item);
                }
                true
            }
        }
    }

    fn take_item(&mut self, now: teahouse_core::now::Now, item: LobbyOut) {
        match item {
            LobbyOut::Tell(parcel) => self.session.deliver(now.mono, &parcel),
            LobbyOut::Close => self.session.close(CloseReason::Shutdown),
            LobbyOut::Poll { reply } => match self.session.handle_poll(now.mono) {
                engineio::Poll::Answer(body) => drop(reply.send(Ok(body))),
                engineio::Poll::Refuse(why) => drop(reply.send(Err(why))),
                engineio::Poll::Wait => self.poll = Some(reply),
            },
            LobbyOut::PollAborted => {
                self.poll = None;
                self.session.handle_poll_aborted();
            }
            LobbyOut::Post { body, is_binary, reply } => {
                let at = self.house.guests.moment(now);
                match self.session.handle_post(at, &body, is_binary, &mut self.asked) {
                    Ok(()) => self.post = Some(reply),
                    Err(why) => drop(reply.send(Err(why))),
                }
            }
            LobbyOut::Attach { b64, reply } => drop(reply.send(self.session.attach_ws(now.mono, b64))),
            LobbyOut::Attached { stream, early } => self.take_socket(stream, &early),
        }
    }

    fn take_socket(&mut self, stream: Box<dyn Stream>, early: &[u8]) {
        self.socket = Some(Socket {
            stream,
            decoder: Decoder::new(),
            unsent: Vec::new(),
            is_closing: false,
        });
        if !early.is_empty() {
            self.read_frames(&mut early.to_vec());
        }
    }

    /// Requests that wait are answered once there is something to say, and a POST once its client may be read again.
    fn answer_requests(&mut self) {
        let now = self.house.clock.now().mono;
        if self.poll.is_some()
            && let Some(body) = self.session.poll_body(now)
            && let Some(reply) = self.poll.take()
        {
            let _went_away = reply.send(Ok(body));
        }
        if self.session.may_read_at(now).is_none()
            && let Some(reply) = self.post.take()
        {
            let _went_away = reply.send(Ok(()));
        }
    }

    fn poll_timer(&mut self, context: &mut Context<'_>) -> bool {
        let now = self.house.clock.now().mono;
        let due = [self.session.poll_timeout(), self.session.may_read_at(now)]
            .into_iter()
            .flatten()
            .min();
        let Some(due) = due else { return false };
        let due = Instant::from_std(self.house.clock.instant(due));
        if self.timer.deadline() != due {
            self.timer.as_mut().reset(due);
        }
        if self.timer.as_mut().poll(context).is_pending() {
            return false;
        }
        let now = self.house.clock.now().mono;
        if self.session.poll_timeout().is_some_and(|at| at <= now) {
            self.session.handle_timeout(now);
        }
        true
    }

    // -- the socket

    fn read(&mut self, context: &mut Context<'_>) -> bool {
        let now = self.house.clock.now().mono;
        if !self.asked.is_empty() || self.session.may_read_at(now).is_some() {
            return false;
        }
        buffers::with_read(|buffer| {
            let Some(socket) = self.socket.as_mut().filter(|socket| !socket.is_closing) else {
                return false;
            };
            let mut into = ReadBuf::new(buffer);
            let count = match Pin::new(&mut socket.stream).poll_read(context, &mut into) {
                Poll::Pending => return false,
                Poll::Ready(Ok(())) => into.filled().len(),
                Poll::Ready(Err(_)) => 0,
            };
            if count == 0 {
                self.lose_socket();
            } else {
                self.read_frames(&mut buffer[..count]);
            }
            true
        })
    }

    fn lose_socket(&mut self) {
        self.socket = None;
        self.session.handle_ws_closed();
    }

    fn read_frames(&mut self, bytes: &mut [u8]) {
        let at = self.house.guests.moment(self.house.clock.now());
        let Some(socket) = &mut self.socket else { return };
        let mut frames = socket.decoder.feed(bytes, &self.house.guests.limits);
        let mut farewell = None;
        while let Some(frame) = frames.next() {
            match frame {
                Ok(Incoming::Text(text)) => self.session.handle_ws_text(at, text, &mut self.asked),
                Ok(Incoming::Binary(bytes)) => self.session.handle_ws_binary(at, bytes, &mut self.asked),
                Ok(Incoming::Ping(payload)) => encode::pong(&mut socket.unsent, payload),
                Ok(Incoming::Pong(_)) => {}
                Ok(Incoming::Close(why)) => farewell = Some(why.map(|(code, _)| code)),
                Err(violation) => farewell = Some(Some(violation.close_code())),
            }
        }
        if let Some(code) = farewell {
            encode::close(&mut socket.unsent, code.map(|code| (code, "")));
            socket.is_closing = true;
            self.session.handle_ws_closed();
        }
    }

    fn write(&mut self, context: &mut Context<'_>) {
        let now = self.house.clock.now().mono;
        let Some(mut socket) = self.socket.take() else { return };
        let session = &mut self.session;
        match socket.write(
            context,
            |is_closing| if is_closing { None } else { session.poll_ws(now) },
        ) {
            Ok(()) => self.socket = Some(socket),
            Err(Lost) => self.session.handle_ws_closed(),
        }
    }
}

/// The socket has ended.
struct Lost;

impl Socket {
    /// Writes what is left, then what `next` gives, until the socket takes no more.
    fn write(&mut self, context: &mut Context<'_>, mut next: impl FnMut(bool) -> Option<WsOutput>) -> Result<(), Lost> {
        loop {
            if !self.unsent.is_empty() {
                let unsent = std::mem::take(&mut self.unsent);
                let written = buffers::write_some(&mut self.stream, context, &unsent).map_err(|_| Lost)?;
                self.unsent.extend_from_slice(&unsent[written..]);
            }
            if !self.unsent.is_empty() {
                return Ok(());
            }
            let wrote = buffers::with_write(|buffer| {
                while buffer.len() < WRITE_SIZE
                    && let Some(output) = next(self.is_closing)
                {
                    self.is_closing |= append(buffer, output);
                }
                let written = buffers::write_some(&mut self.stream, context, buffer).map_err(|_| Lost)?;
                self.unsent.extend_from_slice(&buffer[written..]);
                Ok(!buffer.is_empty())
            })?;
            if !wrote {
                return Ok(());
            }
        }
    }
}

/// Encodes one output; says whether it was the last.
fn append(buffer: &mut Vec<u8>, output: WsOutput) -> bool {
    let (head, chunk): (fn(usize) -> encode::Head, _) = match output {
        WsOutput::Frame(Frame::Text(chunk)) => (encode::Head::text, chunk),
        WsOutput::Frame(Frame::Binary(chunk)) => (encode::Head::binary, chunk),
        WsOutput::Close(code) => {
            encode::close(buffer, CloseCode::new(code).map(|code| (code, "")));
            return true;
        }
    };
    let payload = chunk.as_ref();
    buffer.extend_from_slice(head(payload.len()).as_ref());
    buffer.extend_from_slice(payload);
    false
}
