//! Asking the index.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, Hit, HitCursor, Message, Query, Seq};
use teahouse_core::search::{Term, TextQuery};

use super::mark;
use super::time::Bounds;
use crate::sqlite::column::{self, bits};
use crate::sqlite::messages;
use crate::sqlite::perform::Answer;

/// Somebody in more rooms is probably in most: her hits are picked from everybody's. Each room named in a question costs
/// some tens of microseconds.
const MAX_ROOMS_NAMED: usize = 1_000;
/// Candidates that are looked at for one page. Nearly all are hits; where they are not, the page ends early and the next
/// one goes on.
const MAX_CANDIDATES: usize = 20_000;

pub(in crate::sqlite) fn find(
    conn: &Connection,
    user: UserId,
    query: &Query,
    before: Option<HitCursor>,
    limit: u16,
) -> Result<Answer> {
    let nothing = Outcome::Found {
        hits: Vec::new(),
        next: None,
    };
    let words = TextQuery::parse(&query.text);
    let rooms = rooms(conn, user, query.room)?;
    if rooms.is_empty() || words.is_none() && !query.text.trim().is_empty() {
        return Ok(Answer::Done(nothing));
    }
    let search = Search {
        user,
        query,
        words: words.as_ref(),
        rooms: &rooms,
    };
    let bounds = Bounds::of(conn, query, before)?;
    search.page(conn, &bounds, usize::from(limit)).map(Answer::Done)
}

struct Search<'a> {
    user: UserId,
    query: &'a Query,
    words: Option<&'a TextQuery>,
    rooms: &'a BTreeSet<RoomId>,
}

impl Search<'_> {
    fn page(&self, conn: &Connection, bounds: &Bounds, limit: usize) -> Result<Outcome> {
        let mut statement = conn.prepare_cached(
            "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC",
        )?;
        let mut candidates = statement.query(params![self.expression(), bounds.from, bounds.until])?;
        let (mut hits, mut next, mut looked_at) = (Vec::new(), None, 0);
        while let Some(row) = candidates.next()? {
            let Some((room, seq)) = place_of(conn, row.get(0)?)? else {
                continue;
            };
            looked_at += 1;
            let hit = self.look_at(conn, room, seq)?;
            if hits.len() == limit && hit.is_some() {
                next = hits.last().map(|hit: &Hit| cursor(&hit.message));
                break;
            }
            hits.extend(hit);
            if looked_at == MAX_CANDIDATES {
                next = messages::find(conn, room, seq, None)?.map(|message| cursor(&message));
                break;
            }
        }
        Ok(Outcome::Found { hits, next })
    }

    /// All conditions that the index knows, in its language. Every piece stands in quotation marks and holds none.
    fn expression(&self) -> String {
        let mut conditions: Vec<String> = Vec::new();
        let terms = self.words.into_iter().flat_map(TextQuery::terms);
        conditions.extend(terms.map(|term| match term {
            Term::Whole(piece) => format!("\"{piece}\""),
            Term::Beginning(piece) => format!("\"{piece}\"*"),
        }));
        conditions.extend(self.query.author.map(|author| format!("\"{}\"", mark::author(author))));
        conditions.extend(self.query.kind.map(|kind| format!("\"{}\"", mark::kind(kind))));
        if self.rooms.len() <= MAX_ROOMS_NAMED || conditions.is_empty() {
            let rooms: Vec<String> = self
                .rooms
                .iter()
                .map(|room| format!("\"{}\"", mark::room(*room)))
                .collect();
            conditions.push(format!("({})", rooms.join(" OR ")));
        }
        conditions.join(" AND ")
    }

    fn look_at(&self, conn: &Connection, room: RoomId, seq: Seq) -> Result<Option<Hit>> {
        if !self.rooms.contains(&room) {
            return Ok(None);
        }
        let Some(message) = messages::find(conn, room, seq, Some(self.user))? else {
            return Ok(None);
        };
        let Body::Words(words) = &message.body else {
            return Ok(None);
        };
        let in_time = self.query.since.is_none_or(|since| message.at >= since)
            && self.query.until.is_none_or(|until| message.at < until);
        let by_whom = self.query.author.is_none_or(|author| message.author == author);
        let says = self.words.is_none_or(|wanted| {
            let names = words.files.iter().map(|file| &*file.name);
            wanted.finds([&*words.text].into_iter().chain(names))
        });
        Ok((in_time && by_whom && says).then(|| Hit {
            message: Arc::new(message),
        }))
    }
}

/// The rooms to look in.
fn rooms(conn: &Connection, user: UserId, only: Option<RoomId>) -> Result<BTreeSet<RoomId>> {
    conn.prepare_cached("SELECT room FROM members WHERE user = ?1 AND (?2 IS NULL OR room = ?2)")?
        .query_map(params![bits(user.0), only.map(|room| bits(room.0))], |row| {
            column::id(row, 0).map(RoomId)
        })?
        .collect()
}

fn place_of(conn: &Connection, doc: i64) -> Result<Option<(RoomId, Seq)>> {
    conn.prepare_cached("SELECT room, seq FROM docs WHERE doc = ?1")?
        .query_row([doc], |row| Ok((RoomId(column::id(row, 0)?), column::seq(row, 1)?)))
        .optional()
}

fn cursor(message: &Message) -> HitCursor {
    HitCursor {
        at: message.at,
        room: message.room,
        seq: message.seq,
    }
}
