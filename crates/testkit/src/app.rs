//! A bot that speaks the app's own protocol.

use std::collections::VecDeque;
use std::net::SocketAddr;

use teahouse_wire::app::{ClientMessage, Profile, ServerMessage, SessionView, decode_server};

use crate::http::{Response, request};
use crate::socket::{Lost, Socket};

/// What a device holds of its person: who she is, and the cookie that opens her session.
#[derive(Debug, Clone)]
pub struct Pass {
    /// Who.
    pub you: Profile,
    cookie: String,
}

impl Pass {
    /// Enters the house under `name`.
    ///
    /// # Panics
    /// The house does not let her in.
    pub fn enter(address: SocketAddr, name: &str) -> Pass {
        let body = serde_json::json!({ "name": name }).to_string();
        let json = [("content-type", "application/json")];
        let answer = request(address, "POST", "/api/v1/session", &json, &body).expect("the house answers");
        Pass::given(&answer)
    }

    /// What an answer gave that let somebody in.
    ///
    /// # Panics
    /// It let nobody in.
    pub fn given(answer: &Response) -> Pass {
        assert_eq!(answer.status, 201, "{}", answer.body);
        let view: SessionView = serde_json::from_str(&answer.body).expect("a session");
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        Pass {
            you: view.you,
            cookie: cookie.expect("a cookie").to_owned(),
        }
    }
}

impl Pass {
    /// The cookie that opens the session, as a header's value.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }
}

/// One connection of a person.
#[derive(Debug)]
pub struct AppBot {
    socket: Socket,
    last_re: u32,
    /// Heard while waiting for an answer.
    unread: VecDeque<ServerMessage>,
}

impl AppBot {
    /// Connects; the welcome has been heard.
    ///
    /// # Errors
    /// The house is not there.
    pub fn connect(address: SocketAddr, pass: &Pass) -> Result<AppBot, Lost> {
        let mut bot = AppBot {
            socket: Socket::open(address, "/api/v1/socket", Some(&pass.cookie))?,
            last_re: 0,
            unread: VecDeque::new(),
        };
        match bot.hear()? {
            ServerMessage::SessionWelcomed(welcome) if welcome.you.id == pass.you.id => Ok(bot),
            other => panic!("no welcome but {other:?}"),
        }
    }

    /// Says what `message` makes of a fresh number, and returns the number.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn say(&mut self, message: impl FnOnce(u32) -> ClientMessage) -> Result<u32, Lost> {
        self.last_re += 1;
        let text = serde_json::to_string(&message(self.last_re)).expect("a message is JSON");
        self.socket.say(text).map(|()| self.last_re)
    }

    /// The next thing that the house says.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn hear(&mut self) -> Result<ServerMessage, Lost> {
        match self.unread.pop_front() {
            Some(message) => Ok(message),
            None => self.hear_new(),
        }
    }

    /// Asks, and waits for the answer; what is heard in between is left for [`Self::hear`].
    ///
    /// # Errors
    /// The connection is lost.
    pub fn ask(&mut self, message: impl FnOnce(u32) -> ClientMessage) -> Result<ServerMessage, Lost> {
        let re = self.say(message)?;
        loop {
            let heard = self.hear_new()?;
            if re_of(&heard) == Some(re) {
                return Ok(heard);
            }
            self.unread.push_back(heard);
        }
    }

    fn hear_new(&mut self) -> Result<ServerMessage, Lost> {
        let text = self.socket.hear()?;
        Ok(decode_server(&text).unwrap_or_else(|| panic!("the house says what is no word of the protocol: {text}")))
    }
}

/// The number of the request that `message` answers.
fn re_of(message: &ServerMessage) -> Option<u32> {
    match message {
        ServerMessage::AccountChanged(m) => m.re,
        ServerMessage::CallAnswered(m) => Some(m.re),
        ServerMessage::CallInvited(m) => Some(m.re),
        ServerMessage::CallResumed(m) => Some(m.re),
        ServerMessage::ChangesPage(m) => Some(m.re),
        ServerMessage::ContactChanged(m) => m.re,
        ServerMessage::ContactsPage(m) => Some(m.re),
        ServerMessage::Done(m) => Some(m.re),
        ServerMessage::EditsPage(m) => Some(m.re),
        ServerMessage::HistoryPage(m) => Some(m.re),
        ServerMessage::HooksPage(m) => Some(m.re),
        ServerMessage::InviteShown(m) => Some(m.re),
        ServerMessage::InvitesPage(m) => Some(m.re),
        ServerMessage::JoinRequestsPage(m) => Some(m.re),
        ServerMessage::MembersPage(m) => Some(m.re),
        ServerMessage::MessagePosted(m) => m.re,
        ServerMessage::MessagesChanged(m) => m.re,
        ServerMessage::MessagesFound(m) => Some(m.re),
        ServerMessage::OwnChanged(m) => m.re,
        ServerMessage::PeopleListed(m) => Some(m.re),
        ServerMessage::PeoplePage(m) => Some(m.re),
        ServerMessage::ReceiptsPage(m) => Some(m.re),
        ServerMessage::Refused(m) => m.re,
        ServerMessage::RoomOpened(m) => m.re,
        ServerMessage::RoomsPage(m) => Some(m.re),
        ServerMessage::SessionsPage(m) => Some(m.re),
        ServerMessage::UsageTold(m) => Some(m.re),
        _ => None,
    }
}
