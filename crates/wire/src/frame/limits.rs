//! How much a peer may make us keep.

/// The caps that a connection's frames are held to, checked as soon as a header announces more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest payload of one frame, in bytes.
    pub frame: u32,
    /// The largest message, all its fragments together, in bytes.
    pub message: u32,
    /// How many fragments of one message, its last aside, may be empty.
    pub empty_fragments: u16,
}

impl Limits {
    /// Holds the largest session description seen in the wild many times over; a thousand connections that each leave a
    /// message of this size unfinished cost 256 MiB.
    pub const DEFAULT_SIZE: u32 = 256 * 1024;

    /// No sender we know leaves more than two fragments empty. Without a cap a message could go on for ever without
    /// reaching a size limit.
    pub const DEFAULT_EMPTY_FRAGMENTS: u16 = 1024;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame: Self::DEFAULT_SIZE,
            message: Self::DEFAULT_SIZE,
            empty_fragments: Self::DEFAULT_EMPTY_FRAGMENTS,
        }
    }
}
