//! The two ends of a connection, told apart by type: each must mask, or must not (RFC 6455 §5.1).

/// The end of a connection that a [`Decoder`](super::Decoder) listens for.
pub trait Role: sealed::Sealed {
    /// Whether the frames that reach this end must be masked.
    const HEARS_MASKED: bool;
}

/// The end that accepted the connection: it hears masked frames and sends bare ones.
#[derive(Debug, Clone, Copy)]
pub struct Server;

/// The end that opened the connection: it hears bare frames and sends masked ones.
#[derive(Debug, Clone, Copy)]
pub struct Client;

impl Role for Server {
    const HEARS_MASKED: bool = true;
}

impl Role for Client {
    const HEARS_MASKED: bool = false;
}

mod sealed {
    /// Keeps the set of roles at two.
    pub trait Sealed {}
    impl Sealed for super::Server {}
    impl Sealed for super::Client {}
}
