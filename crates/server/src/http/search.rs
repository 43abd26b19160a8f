//! `/api/v1/search`: messages of all one's conversations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{self, Query};
use teahouse_wire::app::{Hit, HitKind, view};

use super::messages::{id, shown};
use super::page::{Cursor as _, cursor, limit};
use super::{Call, Class, Fault, Given, Route, Who};

/// Hits on one page at most.
const MOST: u16 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/search", Who::Person, Class::Search, search)
            .says("Messages that fit all that is asked, newest first; words are found in texts and in names of files."),
    ]
}

/// What is looked for; at least one condition.
#[derive(Deserialize, JsonSchema)]
struct Asked {
    /// Words, at most 256 bytes.
    #[serde(default)]
    q: String,
    /// Only in this conversation.
    conversation: Option<String>,
    /// Only by this person.
    sender: Option<String>,
    /// Only from this time on.
    since: Option<i64>,
    /// Only before this time.
    until: Option<i64>,
    /// Only with such a thing.
    kind: Option<HitKind>,
    /// How many, at most 100; 50 if not said.
    limit: Option<u16>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A page of hits.
#[derive(Serialize, JsonSchema)]
struct Hits {
    hits: Vec<Hit>,
    /// The `cursor` of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

async fn search(call: Call<Asked>) -> Result<Given<Hits>, Fault> {
    let asked = &call.query;
    let query = Query {
        text: asked.q.clone(),
        room: asked
            .conversation
            .as_deref()
            .map(|text| id("conversation", text))
            .transpose()?,
        author: asked.sender.as_deref().map(|text| id("sender", text)).transpose()?,
        since: asked.since.map(UnixMillis),
        until: asked.until.map(UnixMillis),
        kind: asked.kind.map(kind),
    };
    let command = Command::Search {
        query,
        before: cursor(asked.cursor.as_deref())?,
        limit: limit(asked.limit, MOST)?,
    };
    match &*call.ask(command).await? {
        Event::Found { hits, next } => Ok(Given::ok(Hits {
            hits: hits.iter().map(found).collect(),
            next: next.map(|next| next.text()),
        })),
        _ => Err(Fault::stopping()),
    }
}

fn found(hit: &record::Hit) -> Hit {
    Hit {
        message: shown(&hit.message),
        ..view::hit(hit)
    }
}

fn kind(kind: HitKind) -> record::HitKind {
    match kind {
        HitKind::File => record::HitKind::File,
        HitKind::Image => record::HitKind::Image,
        HitKind::Link => record::HitKind::Link,
        HitKind::Video => record::HitKind::Video,
        HitKind::Voice => record::HitKind::Voice,
    }
}
