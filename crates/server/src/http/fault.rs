//! Why a request over HTTP was not answered with what it asked for.

use std::borrow::Cow;

use hyper::Response;
use teahouse_core::event::Event;
use teahouse_core::refusal::Refusal;

use super::{Body, Reply};

/// One obstacle, of the core or of the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The request never reached the core.
    Http {
        /// The status.
        status: u16,
        /// The stable code.
        code: &'static str,
        /// One English sentence.
        message: Cow<'static, str>,
    },
    /// The core refused.
    Refused(Refusal),
}

impl Fault {
    /// A fault of the door itself.
    pub fn error(status: u16, code: &'static str, message: impl Into<Cow<'static, str>>) -> Fault {
        Fault::Http {
            status,
            code,
            message: message.into(),
        }
    }

    /// The request is not of the shape that the route takes.
    pub fn unreadable(why: &impl std::fmt::Display) -> Fault {
        /// Parsers quote what they stumble over; nobody needs all of it back.
        const MAX_WHY: usize = 200;
        let why: String = why.to_string().chars().take(MAX_WHY).collect();
        Fault::error(400, "bad_request", format!("The request cannot be read: {why}."))
    }

    /// Nothing is at this address.
    pub fn not_found() -> Fault {
        Fault::error(404, "not_found", "There is nothing at this address.")
    }

    /// The house is going.
    pub fn stopping() -> Fault {
        Fault::error(503, "stopping", "The house is stopping; try again in a moment.")
    }

    /// What an event means that is not the one asked for: a refusal, unless the house stops.
    pub fn of(event: Option<&Event>) -> Fault {
        match event {
            Some(Event::Refused(refusal)) => Fault::Refused(refusal.clone()),
            _ => Fault::stopping(),
        }
    }

    /// As an answer.
    pub fn response(&self) -> Response<Body> {
        match self {
            Fault::Http { status, code, message } => Reply::error(*status, code, message),
            Fault::Refused(refusal) => Reply::refused(refusal),
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        Fault::Refused(refusal)
    }
}
