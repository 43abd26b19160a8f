//! `/api/v1/conversations`: the rooms that one is in, and what each is to oneself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::{Event, RoomView};
use teahouse_core::id::UserId;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{RoomCursor, Seq};
use teahouse_wire::app::{Own, Room, view};

use super::messages::{self, id, ids};
use super::page::{Cursor as _, Page, cursor, limit};
use super::people::given;
use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who};

const ALL: &str = "/api/v1/conversations";
const ONE: &str = "/api/v1/conversations/{conversation}";
/// Conversations on one page at most.
const MOST: u16 = 100;

pub(super) fn routes() -> Vec<Route> {
    use Who::Person;
    vec![
        Route::get(ALL, Person, Class::Read, list).says("One's conversations, newest first."),
        Route::post(ALL, Person, Class::Write, begin)
            .says("Begins a group, or opens the conversation with a person or the one of one's own notes, made if need be.")
            .answers(&[201]),
        Route::get(ONE, Person, Class::Read, one).says("A conversation as it stands in one's list."),
        Route::patch(ONE, Person, Class::Write, set).says("Changes a group; a field left out stays as it is."),
        Route::put("/api/v1/conversations/{conversation}/read", Person, Class::Write, mark)
            .says("Notes how far one has read; marks never go back."),
        Route::patch("/api/v1/conversations/{conversation}/own", Person, Class::Write, own)
            .says("What the conversation is to oneself; a field left out stays as it is."),
        Route::put("/api/v1/conversations/{conversation}/draft", Person, Class::Write, draft)
            .says("Keeps words begun for all one's devices; empty text with no `reply_to` forgets them."),
        Route::post("/api/v1/conversations/{conversation}/typing", Person, Class::Write, typing)
            .says("Tells the others that one is writing; repeat each 3 s while it is so."),
    ]
}

/// A page of conversations.
#[derive(Serialize, JsonSchema)]
struct Conversations {
    conversations: Vec<Room>,
    /// The `cursor` of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

async fn list(call: Call<Page>) -> Result<Given<Conversations>, Fault> {
    let command = Command::ListRooms {
        before: cursor(call.query.cursor.as_deref())?,
        limit: limit(call.query.limit, MOST)?,
    };
    match &*call.ask(command).await? {
        Event::RoomsListed { rooms, more } => Ok(Given::ok(Conversations {
            conversations: rooms.iter().map(shown).collect(),
            next: rooms.last().filter(|_| *more).map(|last| place(last).text()),
        })),
        _ => Err(Fault::stopping()),
    }
}

fn place(last: &RoomView) -> RoomCursor {
    let summary = &last.summary;
    RoomCursor {
        at: summary.last.as_ref().map_or(summary.room.created_at, |last| last.at),
        room: summary.room.id,
    }
}

/// What to begin.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Begun {
    /// With one person.
    Direct {
        /// Whom.
        peer: String,
    },
    /// With many.
    Group {
        /// What it is called: 1 to 32 visible characters.
        name: String,
        /// Who else is in it; may be empty.
        #[serde(default)]
        members: Vec<String>,
    },
    /// With oneself.
    Notes,
}

async fn begin(call: Call<(), Json<Begun>>) -> Result<Given<Room>, Fault> {
    let command = match &call.body.0 {
        Begun::Direct { peer } => Command::OpenRoom {
            peer: id("peer", peer)?,
        },
        Begun::Group { name, members } => Command::CreateGroup {
            name: name.clone(),
            members: ids::<UserId>("members", members)?,
        },
        Begun::Notes => Command::OpenNotes,
    };
    opened(&call, command).await.map(Given::created)
}

async fn one(call: Call) -> Result<Given<Room>, Fault> {
    let room = call.id("conversation")?;
    opened(&call, Command::ReadRoom { room }).await.map(Given::ok)
}

async fn opened<B>(call: &Call<(), B>, command: Command) -> Result<Room, Fault> {
    match &*call.ask(command).await? {
        Event::RoomOpened(room) => Ok(shown(room)),
        _ => Err(Fault::stopping()),
    }
}

/// A conversation as programs see it: its last message has a `text` too.
pub(super) fn shown(room: &RoomView) -> Room {
    let mut view = view::room(room);
    view.last = room.summary.last.as_ref().map(|last| messages::shown(last));
    view
}

/// What a group shall be.
#[derive(Deserialize, JsonSchema)]
struct Changed {
    /// What it is called.
    name: Option<String>,
    /// Its picture, a file of one's own; `null` for none.
    #[serde(default, deserialize_with = "given")]
    picture: Option<Option<String>>,
    /// Whether only those who look after it may write.
    announcement: Option<bool>,
}

async fn set(call: Call<(), Json<Changed>>) -> Result<Nothing, Fault> {
    let changed = &call.body.0;
    let picture = match &changed.picture {
        Some(Some(file)) => Some(Some(id("picture", file)?)),
        Some(None) => Some(None),
        None => None,
    };
    let command = Command::SetRoom {
        room: call.id("conversation")?,
        name: changed.name.clone(),
        picture,
        is_announcement: changed.announcement,
    };
    call.carry_out(command).await
}

/// How far.
#[derive(Deserialize, JsonSchema)]
struct Mark {
    /// The last message that one has read.
    seq: u64,
}

async fn mark(call: Call<(), Json<Mark>>) -> Result<Nothing, Fault> {
    let seq = Seq(call.body.0.seq);
    let command = Command::Mark {
        room: call.id("conversation")?,
        delivered: seq,
        read: seq,
    };
    call.carry_out(command).await
}

/// What it is to oneself.
#[derive(Deserialize, JsonSchema)]
struct OwnChanged {
    /// Until when it shall not sound; `null` for from now on again.
    #[serde(default, deserialize_with = "given")]
    muted_until: Option<Option<i64>>,
    /// Whether it stands on top of the list.
    pinned: Option<bool>,
}

async fn own(call: Call<(), Json<OwnChanged>>) -> Result<Given<Own>, Fault> {
    let command = Command::SetOwn {
        room: call.id("conversation")?,
        muted_until: call.body.0.muted_until.map(|until| until.map(UnixMillis)),
        is_pinned: call.body.0.pinned,
    };
    kept(&call, command).await
}

/// Words begun.
#[derive(Deserialize, JsonSchema)]
struct Begin {
    text: String,
    /// The message that they will answer.
    reply_to: Option<String>,
}

async fn draft(call: Call<(), Json<Begin>>) -> Result<Given<Own>, Fault> {
    let reply_to = call.body.0.reply_to.as_deref();
    let command = Command::SetDraft {
        room: call.id("conversation")?,
        text: call.body.0.text.clone(),
        reply_to: reply_to.map(|text| id("reply_to", text)).transpose()?,
    };
    kept(&call, command).await
}

async fn kept<B>(call: &Call<(), B>, command: Command) -> Result<Given<Own>, Fault> {
    match &*call.ask(command).await? {
        Event::OwnChanged { own, .. } => Ok(Given::ok(view::own(own))),
        _ => Err(Fault::stopping()),
    }
}

async fn typing(call: Call) -> Result<Nothing, Fault> {
    let room = call.id("conversation")?;
    call.carry_out(Command::SetTyping { room }).await
}
