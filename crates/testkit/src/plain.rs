//! A bot that speaks the plain guests' protocol.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::socket::{Lost, Socket};

/// One plain guest.
#[derive(Debug)]
pub struct PlainBot(Socket);

impl PlainBot {
    /// Connects to the main port's `/signal`.
    ///
    /// # Errors
    /// The house is not there.
    pub fn connect(address: SocketAddr) -> Result<PlainBot, Lost> {
        Socket::open(address, "/signal", None).map(PlainBot)
    }

    /// Connects and takes `name`.
    ///
    /// # Errors
    /// The connection is lost.
    ///
    /// # Panics
    /// The name is refused.
    pub fn login(address: SocketAddr, name: &str) -> Result<PlainBot, Lost> {
        let mut bot = PlainBot::connect(address)?;
        bot.say(&json!({ "type": "login", "name": name }))?;
        let answer = bot.hear_type("login")?;
        assert_eq!(answer["success"], true, "{answer}");
        Ok(bot)
    }

    /// Says one message.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn say(&mut self, message: &Value) -> Result<(), Lost> {
        self.0.say(message.to_string())
    }

    /// The next message that is JSON; the greeting is none.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn hear(&mut self) -> Result<Value, Lost> {
        loop {
            if let Ok(message) = serde_json::from_str(&self.0.hear()?) {
                return Ok(message);
            }
        }
    }

    /// The next message of the type `kind`; others are passed over.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn hear_type(&mut self, kind: &str) -> Result<Value, Lost> {
        loop {
            let message = self.hear()?;
            if message["type"] == kind {
                return Ok(message);
            }
        }
    }
}
