//! A WebSocket of text frames, and what its loss is.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tungstenite::client::IntoClientRequest as _;
use tungstenite::http::HeaderValue;
use tungstenite::{Message, WebSocket};

/// How long anybody waits for anything before it counts as a defect.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The connection is gone, or never was.
#[derive(Debug)]
pub struct Lost(
    /// What was seen of it.
    pub String,
);

#[derive(Debug)]
pub(crate) struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// Opens `path` at `address`, with the origin of a page from there.
    pub(crate) fn open(address: SocketAddr, path: &str, cookie: Option<&str>) -> Result<Socket, Lost> {
        let stream = TcpStream::connect(address).map_err(lost)?;
        stream.set_nodelay(true).map_err(lost)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(lost)?;
        stream.set_write_timeout(Some(PATIENCE)).map_err(lost)?;
        let mut request = format!("ws://{address}{path}")
            .into_client_request()
            .expect("an address makes a URL");
        let headers = request.headers_mut();
        let value = |text: &str| HeaderValue::from_str(text).expect("it is ASCII");
        headers.insert("origin", value(&format!("http://{address}")));
        if let Some(cookie) = cookie {
            headers.insert("cookie", value(cookie));
        }
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Socket(socket)),
            Err(error) => Err(lost(error)),
        }
    }

    pub(crate) fn say(&mut self, text: String) -> Result<(), Lost> {
        self.0.send(Message::text(text)).map_err(lost)
    }

    /// The next text.
    ///
    /// # Panics
    /// Nothing comes for a long time.
    pub(crate) fn hear(&mut self) -> Result<String, Lost> {
        loop {
            match self.0.read() {
                Ok(Message::Text(text)) => return Ok(text.as_str().to_owned()),
                Ok(Message::Close(why)) => return Err(Lost(format!("closed: {why:?}"))),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) if is_timeout(error.kind()) => {
                    panic!("the house has said nothing for {PATIENCE:?}")
                }
                Err(error) => return Err(lost(error)),
            }
        }
    }
}

fn is_timeout(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn lost(error: impl std::fmt::Display) -> Lost {
    Lost(error.to_string())
}
