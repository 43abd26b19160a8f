//! What an HTTP request to the Engine.IO path asks for.

use super::Version;

/// How a request wants to be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportName {
    /// GET waits for packets, POST brings some.
    Polling,
    /// The request asks for a WebSocket.
    WebSocket,
}

/// A request that can be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// Which protocol the client speaks.
    pub version: Version,
    /// How.
    pub transport: TransportName,
    /// The session it belongs to; none asks for a new one.
    pub sid: Option<&'a str>,
    /// The client cannot take binary: bytes travel as base64.
    pub b64: bool,
}

/// A request that cannot; answered with [`BadRequest::status`] and [`BadRequest::json`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRequest {
    /// The transport is neither `polling` nor `websocket`.
    UnknownTransport,
    /// No such session.
    UnknownSid,
    /// A session begins with a GET.
    BadHandshakeMethod,
    /// The request does not fit the session, or asks for JSONP.
    Malformed,
    /// The request may not speak for the session, or its origin may not come here.
    Forbidden,
    /// Neither protocol 3 nor 4.
    UnsupportedVersion,
}

impl BadRequest {
    /// The HTTP status.
    pub fn status(self) -> u16 {
        if self == BadRequest::Forbidden { 403 } else { 400 }
    }

    /// The body, to the letter of the reference server. Its type is `application/json`.
    pub fn json(self) -> &'static str {
        match self {
            BadRequest::UnknownTransport => r#"{"code":0,"message":"Transport unknown"}"#,
            BadRequest::UnknownSid => r#"{"code":1,"message":"Session ID unknown"}"#,
            BadRequest::BadHandshakeMethod => r#"{"code":2,"message":"Bad handshake method"}"#,
            BadRequest::Malformed => r#"{"code":3,"message":"Bad request"}"#,
            BadRequest::Forbidden => r#"{"code":4,"message":"Forbidden"}"#,
            BadRequest::UnsupportedVersion => r#"{"code":5,"message":"Unsupported protocol version"}"#,
        }
    }
}

impl<'a> Request<'a> {
    /// Reads method and query string (without the question mark).
    ///
    /// # Errors
    /// What the client is answered.
    pub fn parse(method: &str, query: &'a str) -> Result<Self, BadRequest> {
        let (mut eio, mut transport, mut sid, mut b64, mut jsonp) = (None, None, None, false, false);
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match key {
                "EIO" => eio = Some(value),
                "transport" => transport = Some(value),
                "sid" => sid = Some(value).filter(|sid| !sid.is_empty()),
                "b64" => b64 = !matches!(value, "" | "0" | "false"),
                "j" => jsonp = true,
                _ => {}
            }
        }
        let transport = match transport {
            Some("polling") if !jsonp => TransportName::Polling,
            Some("polling") => return Err(BadRequest::Malformed),
            Some("websocket") => TransportName::WebSocket,
            _ => return Err(BadRequest::UnknownTransport),
        };
        let version = match eio {
            None | Some("3") => Version::V3,
            Some("4") => Version::V4,
            _ => return Err(BadRequest::UnsupportedVersion),
        };
        match method {
            "GET" => {}
            "POST" if sid.is_some() && transport == TransportName::Polling => {}
            _ if sid.is_none() => return Err(BadRequest::BadHandshakeMethod),
            _ => return Err(BadRequest::Malformed),
        }
        Ok(Request {
            version,
            transport,
            sid,
            b64,
        })
    }
}
