//! `/api/v1/conversations/{conversation}/messages`: saying, reading and changing what stands in a conversation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::{FileId, MessageId, RoomId, UserId};
use teahouse_core::record::{self, ClientId, ReactionKey, Rev, Seq, Span};
use teahouse_core::refusal::Refusal;
use teahouse_wire::app::{Edit, Mentions, Message, Origin, Profile, view};

use super::page::limit;
use super::{Call, Class, Fault, Given, Json, Nothing, Route, Who};

const ALL: &str = "/api/v1/conversations/{conversation}/messages";
const ONE: &str = "/api/v1/conversations/{conversation}/messages/{message}";
const EDITS: &str = "/api/v1/conversations/{conversation}/messages/{message}/edits";
const REACTION: &str = "/api/v1/conversations/{conversation}/messages/{message}/reactions/{emoji}";
const RECEIPTS: &str = "/api/v1/conversations/{conversation}/receipts/{seq}";
const HIDDEN: &str = "/api/v1/conversations/{conversation}/hidden";
/// Messages on one page at most.
const MOST: u16 = 500;

pub(super) fn routes() -> Vec<Route> {
    use Who::Person;
    vec![
        Route::post(ALL, Person, Class::Message, send)
            .says("Says something; a retry with the same `client_id` changes nothing and is answered 200 with the same message.")
            .answers(&[201, 200]),
        Route::get(ALL, Person, Class::Read, read).says(
            "Messages, ascending by `seq`; with `since_rev`, those that are not as they were at that revision, ascending \
             by `rev`.",
        ),
        Route::patch(ONE, Person, Class::Write, edit).says("Gives one's own message other words; the ones before are kept."),
        Route::delete(ONE, Person, Class::Write, recall)
            .says("Takes a message back for everybody; its place in the conversation stays."),
        Route::get(EDITS, Person, Class::Read, edits).says("What a message said before, oldest first."),
        Route::put(REACTION, Person, Class::Write, react).says("Puts an emoji under a message."),
        Route::delete(REACTION, Person, Class::Write, unreact).says("Takes one's emoji from under a message."),
        Route::get(RECEIPTS, Person, Class::Read, receipts).says("Whom a message has reached, and who has read it."),
        Route::post(HIDDEN, Person, Class::Write, hide).says("Deletes messages, at most 100, for oneself alone."),
    ]
}

/// What to say.
#[derive(Deserialize, JsonSchema)]
struct NewMessage {
    /// What this program calls the message, for ever: 1 to 64 visible ASCII characters.
    client_id: String,
    /// At most 16384 bytes; may be left out if there is a file.
    #[serde(default)]
    text: String,
    /// The message of the same conversation that it answers.
    reply_to: Option<String>,
    /// Whom it calls upon.
    mentions: Option<Mentions>,
    /// Ids of one's own files, complete; at most 9.
    #[serde(default)]
    files: Vec<String>,
    /// A message to pass on: its words and files take the place of those given.
    forward_of: Option<Origin>,
}

async fn send(call: Call<(), Json<NewMessage>>) -> Result<Given<Message>, Fault> {
    let said = &call.body.0;
    let client_id = ClientId::new(&said.client_id)
        .ok_or_else(|| Fault::unreadable(&"`client_id` is 1 to 64 visible ASCII characters"))?;
    let forward_of = match &said.forward_of {
        Some(origin) => Some((id("room", &origin.room)?, id("message", &origin.message)?)),
        None => None,
    };
    let command = Command::SendMessage {
        room: call.id("conversation")?,
        client_id,
        text: said.text.clone(),
        reply_to: said.reply_to.as_deref().map(|text| id("reply_to", text)).transpose()?,
        mentions: mentions(said.mentions.as_ref())?,
        files: ids::<FileId>("files", &said.files)?,
        forward_of,
    };
    match &*call.ask(command).await? {
        Event::MessagePosted(message) => Ok(Given::created(shown(message))),
        Event::MessageKnown(message) => Ok(Given::ok(shown(message))),
        _ => Err(Fault::stopping()),
    }
}

/// Which messages. At most one of `after_seq`, `before_seq`, `around_seq` and `since_rev`; none: the latest.
#[derive(Deserialize, JsonSchema)]
struct Which {
    /// Those after this place.
    after_seq: Option<u64>,
    /// Those before this place.
    before_seq: Option<u64>,
    /// Those on both sides of this place.
    around_seq: Option<u64>,
    /// Those that have changed or come since this revision.
    since_rev: Option<u64>,
    /// How many, at most 500; 50 if not said.
    limit: Option<u16>,
}

/// A page of messages.
#[derive(Serialize, JsonSchema)]
struct Messages {
    messages: Vec<Message>,
    /// Whether there are more in the direction asked.
    more: bool,
    /// With `since_rev`: what to ask for next time.
    #[serde(skip_serializing_if = "Option::is_none")]
    rev: Option<u64>,
}

async fn read(call: Call<Which>) -> Result<Given<Messages>, Fault> {
    let room = call.id("conversation")?;
    let Which {
        after_seq,
        before_seq,
        around_seq,
        since_rev,
        ..
    } = call.query;
    let limit = limit(call.query.limit, MOST)?;
    let span = match (after_seq, before_seq, around_seq, since_rev) {
        (None, None, None, None) => Span::Latest,
        (Some(seq), None, None, None) => Span::After(Seq(seq)),
        (None, Some(seq), None, None) => Span::Before(Seq(seq)),
        (None, None, Some(seq), None) => Span::Around(Seq(seq)),
        (None, None, None, Some(rev)) => return changes(&call, room, Rev(rev), limit).await,
        _ => {
            return Err(Fault::unreadable(
                &"at most one of after_seq, before_seq, around_seq and since_rev",
            ));
        }
    };
    match &*call.ask(Command::ReadHistory { room, span, limit }).await? {
        Event::HistoryRead { messages, more, .. } => Ok(Given::ok(page(messages, *more, None))),
        _ => Err(Fault::stopping()),
    }
}

async fn changes(call: &Call<Which>, room: RoomId, since: Rev, limit: u16) -> Result<Given<Messages>, Fault> {
    match &*call.ask(Command::ReadChanges { room, since, limit }).await? {
        Event::ChangesRead {
            messages, rev, more, ..
        } => Ok(Given::ok(page(messages, *more, Some(*rev)))),
        _ => Err(Fault::stopping()),
    }
}

fn page(messages: &[std::sync::Arc<record::Message>], more: bool, rev: Option<Rev>) -> Messages {
    Messages {
        messages: messages.iter().map(|message| shown(message)).collect(),
        more,
        rev: rev.map(|rev| rev.0),
    }
}

/// Other words.
#[derive(Deserialize, JsonSchema)]
struct NewWords {
    text: String,
    /// Whom they call upon.
    mentions: Option<Mentions>,
}

async fn edit(call: Call<(), Json<NewWords>>) -> Result<Given<Message>, Fault> {
    let command = Command::EditMessage {
        room: call.id("conversation")?,
        message: call.id("message")?,
        text: call.body.0.text.clone(),
        mentions: mentions(call.body.0.mentions.as_ref())?,
    };
    changed(&call, command).await
}

async fn recall(call: Call) -> Result<Given<Message>, Fault> {
    let command = Command::RecallMessage {
        room: call.id("conversation")?,
        message: call.id("message")?,
    };
    changed(&call, command).await
}

/// Asks for a change of the message in the path, and shows it as it stands then.
async fn changed<B>(call: &Call<(), B>, command: Command) -> Result<Given<Message>, Fault> {
    let asked: MessageId = call.id("message")?;
    match &*call.ask(command).await? {
        Event::MessagesChanged { messages, .. } => {
            let found = messages.iter().find(|message| message.id == asked);
            found
                .map(|message| Given::ok(shown(message)))
                .ok_or(Refusal::NoMessage.into())
        }
        _ => Err(Fault::stopping()),
    }
}

/// What a message said before.
#[derive(Serialize, JsonSchema)]
struct Edits {
    edits: Vec<Edit>,
}

async fn edits(call: Call) -> Result<Given<Edits>, Fault> {
    let command = Command::ReadEdits {
        room: call.id("conversation")?,
        message: call.id("message")?,
    };
    match &*call.ask(command).await? {
        Event::EditsRead { edits, .. } => Ok(Given::ok(Edits {
            edits: edits.iter().map(view::edit).collect(),
        })),
        _ => Err(Fault::stopping()),
    }
}

async fn react(call: Call) -> Result<Nothing, Fault> {
    set_reaction(&call, true).await
}

async fn unreact(call: Call) -> Result<Nothing, Fault> {
    set_reaction(&call, false).await
}

async fn set_reaction(call: &Call, on: bool) -> Result<Nothing, Fault> {
    let key = ReactionKey::new(call.text("emoji")).ok_or_else(|| Fault::unreadable(&"that is no emoji"))?;
    let command = Command::React {
        room: call.id("conversation")?,
        message: call.id("message")?,
        key,
        on,
    };
    call.carry_out(command).await
}

/// How far a message has got, its sender left out.
#[derive(Serialize, JsonSchema)]
struct Receipts {
    /// Whom it has reached, who have not read it.
    delivered: Vec<Profile>,
    /// Who has read it.
    read: Vec<Profile>,
    /// How many it has not reached.
    waiting: u32,
}

async fn receipts(call: Call) -> Result<Given<Receipts>, Fault> {
    let command = Command::ReadReceipts {
        room: call.id("conversation")?,
        seq: Seq(call.id("seq")?),
    };
    match &*call.ask(command).await? {
        Event::ReceiptsRead {
            delivered,
            read,
            waiting,
            ..
        } => Ok(Given::ok(Receipts {
            delivered: delivered.iter().map(view::profile).collect(),
            read: read.iter().map(view::profile).collect(),
            waiting: *waiting,
        })),
        _ => Err(Fault::stopping()),
    }
}

/// Which messages.
#[derive(Deserialize, JsonSchema)]
struct Hidden {
    messages: Vec<String>,
}

async fn hide(call: Call<(), Json<Hidden>>) -> Result<Nothing, Fault> {
    let command = Command::HideMessages {
        room: call.id("conversation")?,
        messages: ids("messages", &call.body.0.messages)?,
    };
    call.carry_out(command).await
}

fn mentions(said: Option<&Mentions>) -> Result<record::Mentions, Fault> {
    let Some(said) = said else {
        return Ok(record::Mentions::default());
    };
    Ok(record::Mentions {
        all: said.all,
        users: ids::<UserId>("mentions", &said.users)?,
    })
}

/// A message as programs see it: `text` is always there, empty where there are no words.
pub(super) fn shown(message: &record::Message) -> Message {
    let mut view = view::message(message);
    view.text.get_or_insert_default();
    view
}

/// An id in a body, where a wrong one is the body's fault and not the address's.
pub(super) fn id<T: std::str::FromStr>(field: &str, text: &str) -> Result<T, Fault> {
    text.parse()
        .map_err(|_| Fault::unreadable(&format!("`{field}` holds something that is no id")))
}

/// As [`id`], of a list.
pub(super) fn ids<T: std::str::FromStr>(field: &str, texts: &[String]) -> Result<Vec<T>, Fault> {
    texts.iter().map(|text| id(field, text)).collect()
}
