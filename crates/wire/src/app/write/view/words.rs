//! Messages, their files, and what is found.

use std::ops::Range;

use teahouse_core::record::{self, Body};

use super::super::super::message::*;
use super::{call_line, member_role};

/// A message as it stands in its room.
pub fn message(message: &record::Message) -> Message {
    let mut view = Message {
        id: message.id.to_string(),
        room: message.room.to_string(),
        seq: message.seq.0,
        rev: message.rev.0,
        sender: message.author.to_string(),
        client_id: message.client_id.as_str().into(),
        sent_at: message.at.0,
        edited_at: message.edited_at.map(|at| at.0),
        text: None,
        reply_to: None,
        mentions: None,
        files: Vec::new(),
        forwarded_from: None,
        call: None,
        notice: None,
        recalled_by: None,
        hidden: false,
        reactions: message.reactions.iter().map(reaction).collect(),
    };
    match &message.body {
        Body::Call(line) => view.call = Some(call_line(line)),
        Body::Hidden => view.hidden = true,
        Body::Notice(what) => view.notice = Some(notice(what)),
        Body::Recalled { by } => view.recalled_by = Some(by.to_string()),
        Body::Words(words) => {
            view.text = Some(words.text.to_string());
            view.reply_to = words.reply_to.as_ref().map(quote);
            view.mentions = mentions(&words.mentions);
            view.files = words.files.iter().map(|record| file(record)).collect();
            view.forwarded_from = words.forwarded.map(|from| from.author.to_string());
        }
    }
    view
}

/// A file.
pub fn file(record: &record::FileRecord) -> File {
    let facts = &record.facts;
    File {
        id: record.id.to_string(),
        name: record.name.to_string(),
        kind: match facts.kind {
            record::FileKind::Audio => FileKind::Audio,
            record::FileKind::File => FileKind::File,
            record::FileKind::Image => FileKind::Image,
            record::FileKind::Video => FileKind::Video,
            record::FileKind::Voice => FileKind::Voice,
        },
        mime: facts.mime.to_string(),
        size: facts.size,
        width: facts.picture.map(|picture| picture.width),
        height: facts.picture.map(|picture| picture.height),
        duration_ms: facts.duration_ms,
        waveform: facts.waveform.clone(),
        thumbnail: facts.has_thumbnail,
    }
}

/// A message found.
pub fn hit(hit: &record::Hit) -> Hit {
    let words = hit.message.body.words();
    let files = words.map(|words| &words.files[..]).unwrap_or_default();
    let file_marks = files.iter().zip(&hit.file_marks);
    let has_file_marks = hit.file_marks.iter().any(|one| !one.is_empty());
    Hit {
        conversation: hit.message.room.to_string(),
        message: message(&hit.message),
        marks: words.map(|words| marks(&words.text, &hit.marks)).unwrap_or_default(),
        file_marks: if has_file_marks {
            file_marks.map(|(file, found)| marks(&file.name, found)).collect()
        } else {
            Vec::new()
        },
    }
}

/// Bytes of a text as what browsers count.
pub(super) fn marks(text: &str, bytes: &[Range<usize>]) -> Marks {
    let (mut at, mut units) = (0, 0);
    let mut units_to = |end: usize| {
        units += text.get(at..end).map_or(0, |piece| piece.encode_utf16().count());
        at = end;
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    bytes
        .iter()
        .map(|mark| (units_to(mark.start), units_to(mark.end)))
        .collect()
}

/// Where a page of hits ends.
pub fn hit_cursor(cursor: &record::HitCursor) -> HitCursor {
    HitCursor {
        at: cursor.at.0,
        room: cursor.room.to_string(),
        seq: cursor.seq.0,
    }
}

/// What a message said before.
pub fn edit(edit: &record::Edit) -> Edit {
    Edit {
        at: edit.at.0,
        text: edit.text.to_string(),
    }
}

fn quote(quote: &record::Quote) -> Quote {
    Quote {
        id: quote.id.to_string(),
        seq: quote.seq.0,
        sender: quote.author.to_string(),
        excerpt: quote.excerpt.as_deref().map(Into::into),
        file: quote.file.as_deref().map(Into::into),
    }
}

fn mentions(mentions: &record::Mentions) -> Option<Mentions> {
    (mentions.all || !mentions.users.is_empty()).then(|| Mentions {
        all: mentions.all,
        users: mentions.users.iter().map(ToString::to_string).collect(),
    })
}

fn reaction(reaction: &record::Reaction) -> Reaction {
    Reaction {
        key: reaction.key.to_string(),
        users: reaction.users.iter().map(ToString::to_string).collect(),
    }
}

fn notice(notice: &record::Notice) -> Notice {
    let bare = |kind| Notice {
        kind,
        users: Vec::new(),
        name: None,
        on: None,
        role: None,
    };
    match notice {
        record::Notice::Added(users) => Notice {
            users: users.iter().map(ToString::to_string).collect(),
            ..bare(NoticeKind::Added)
        },
        record::Notice::Announcement(on) => Notice {
            on: Some(*on),
            ..bare(NoticeKind::Announcement)
        },
        record::Notice::Joined => bare(NoticeKind::Joined),
        record::Notice::Left => bare(NoticeKind::Left),
        record::Notice::Pictured => bare(NoticeKind::Pictured),
        record::Notice::Removed(user) => Notice {
            users: vec![user.to_string()],
            ..bare(NoticeKind::Removed)
        },
        record::Notice::Renamed(name) => Notice {
            name: Some(name.as_str().into()),
            ..bare(NoticeKind::Renamed)
        },
        record::Notice::RoleGiven(user, role) => Notice {
            users: vec![user.to_string()],
            role: Some(member_role(*role)),
            ..bare(NoticeKind::RoleGiven)
        },
    }
}
