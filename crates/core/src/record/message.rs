//! What is kept of messages.

use std::fmt;
use std::sync::Arc;

use crate::id::{MessageId, RoomId, UserId};
use crate::look::{is_invisible, is_unseen};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::{CallLine, ClientId, FileRecord, Rev, RoomRole, Seq};

/// Files in one message at most: a gallery of three by three.
pub const MAX_ATTACHMENTS: usize = 9;
/// Different reactions to one message at most.
pub const MAX_REACTIONS: usize = 20;

/// Whom a message calls upon.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// Everybody in the room.
    pub all: bool,
    /// These; each is in the room, each once.
    pub users: Vec<UserId>,
}

/// The message that another one answers, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Which.
    pub id: MessageId,
    /// Its place.
    pub seq: Seq,
    /// Who wrote it.
    pub author: UserId,
    /// The beginning of what it says; `None` if it was recalled or has no words.
    pub excerpt: Option<Arc<str>>,
    /// Its first file's name.
    pub file: Option<Arc<str>>,
}

impl Quote {
    /// Characters of an excerpt: two lines on a phone.
    pub const MAX_EXCERPT: usize = 120;
}

/// Where a forwarded message comes from: only its author; the room it stood in is nobody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forwarded {
    /// Who wrote it first.
    pub author: UserId,
}

/// What a person says. Text and files may not both be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// At most `room::MAX_TEXT_LEN` bytes.
    pub text: Arc<str>,
    /// What it answers.
    pub reply_to: Option<Quote>,
    /// Whom it calls upon.
    pub mentions: Mentions,
    /// At most [`MAX_ATTACHMENTS`].
    pub files: Vec<Arc<FileRecord>>,
    /// Whether somebody passed it on.
    pub forwarded: Option<Forwarded>,
}

/// What happened to a group; the author of its message did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// These came.
    Added(Vec<UserId>),
    /// Only those who look after it may write now, or everybody.
    Announcement(bool),
    /// The author came by an invite.
    Joined,
    /// The author went.
    Left,
    /// It has another picture.
    Pictured,
    /// This one was sent away.
    Removed(UserId),
    /// It is called so now.
    Renamed(Name),
    /// This one is that now.
    RoleGiven(UserId, RoomRole),
}

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The trace of a call.
    Call(CallLine),
    /// Words that this reader has deleted for herself.
    Hidden,
    /// What happened to the group.
    Notice(Notice),
    /// Words that were taken back, by their author or by one who looks after the room.
    Recalled {
        /// By whom.
        by: UserId,
    },
    /// Words.
    Words(Words),
}

impl Body {
    /// Words and nothing else.
    pub fn text(text: &str) -> Body {
        Body::Words(Words {
            text: text.into(),
            ..Words::default()
        })
    }

    /// The words, if these are words.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Body::Words(words) => Some(words),
            _ => None,
        }
    }
}

/// What somebody answers with one sign: an emoji, 1 to [`ReactionKey::MAX_LEN`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReactionKey(Arc<str>);

impl ReactionKey {
    /// A family of four with skin tones has forty-one.
    pub const MAX_LEN: usize = 64;

    /// Takes `text` if it could be an emoji: something that is seen, and no ASCII letters, controls, spaces, or what turns
    /// the direction of a line. The tags that make the flags of some countries are left in.
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=Self::MAX_LEN).contains(&text.len()) && !text.is_ascii();
        let is_foreign = |c: char| {
            let is_tag = ('\u{e0020}'..='\u{e007f}').contains(&c);
            c.is_ascii_alphabetic()
                || c.is_control()
                || c.is_whitespace()
                || (is_invisible(c) && !is_tag)
                || "<>&\"'".contains(c)
        };
        let is_seen = |c: char| !is_unseen(c);
        (fits && !text.chars().any(is_foreign) && text.chars().any(is_seen)).then(|| ReactionKey(text.into()))
    }

    /// The emoji.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ReactionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One sign under a message, with all who gave it in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The sign.
    pub key: ReactionKey,
    /// Who gave it.
    pub users: Vec<UserId>,
}

/// A message as it stands in its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Where it stands.
    pub room: RoomId,
    /// At which place.
    pub seq: Seq,
    /// When it changed last, in the room's own count.
    pub rev: Rev,
    /// Who wrote it.
    pub author: UserId,
    /// What its author's client calls it.
    pub client_id: ClientId,
    /// When the hub took it.
    pub at: UnixMillis,
    /// When its words were changed last.
    pub edited_at: Option<UnixMillis>,
    /// What it is.
    pub body: Body,
    /// The signs under it, in order of their first.
    pub reactions: Vec<Reaction>,
}

/// What a message said before an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// From when on it said so.
    pub at: UnixMillis,
    /// What it said.
    pub text: Arc<str>,
}

/// Which messages of a room are asked for. Answers are ascending by `seq` whatever was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The first ones after this place.
    After(Seq),
    /// The ones on both sides of this place, it included.
    Around(Seq),
    /// The last ones before this place.
    Before(Seq),
    /// The last ones.
    Latest,
}

#[cfg(test)]
mod tests {
    use super::ReactionKey;

    #[test]
    fn a_reaction_is_something_to_be_seen() {
        let england = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        for emoji in [
            "🫖",
            "👍🏽",
            "❤\u{fe0f}",
            "👩\u{200d}👩\u{200d}👧",
            "1\u{fe0f}\u{20e3}",
            england,
        ] {
            assert!(ReactionKey::new(emoji).is_some(), "{emoji:?}");
        }
        for other in [
            "",
            "a",
            "1",
            "é<",
            "🫖 🫖",
            "\u{200d}",
            "\u{fe0f}",
            "\u{200b}\u{200b}",
            "\u{202e}🫖",
            "🫖\u{2066}",
            "\u{3164}",
        ] {
            assert!(ReactionKey::new(other).is_none(), "{other:?}");
        }
        assert!(ReactionKey::new(&"🫖".repeat(17)).is_none(), "too long");
    }
}
