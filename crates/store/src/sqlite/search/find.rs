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

/// Up to so many rooms are named in the question at once. Each costs some tens of microseconds.
const FEW_ROOMS: usize = 32;
/// Somebody in more rooms is probably where most is said: everybody's hits are picked over first, until so many were of
/// other rooms.
const PICKED_OVER: usize = 400;
/// In still more rooms, hits are only picked from everybody's.
const MAX_ROOMS_NAMED: usize = 2_000;
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
    search.page(conn, bounds, usize::from(limit)).map(Answer::Done)
}

struct Search<'a> {
    user: UserId,
    query: &'a Query,
    words: Option<&'a TextQuery>,
    rooms: &'a BTreeSet<RoomId>,
}

/// How far a walk through candidates came.
enum End {
    /// There are no more.
    All,
    /// One hit more than fits on the page was met.
    Full,
    /// Enough were looked at; the last one was this.
    Spent(i64),
}

impl Search<'_> {
    fn page(&self, conn: &Connection, mut bounds: Bounds, limit: usize) -> Result<Outcome> {
        let conditions = self.conditions();
        let mut hits = Vec::new();
        let mut end = End::Spent(bounds.until);
        if self.rooms.len() > FEW_ROOMS && !conditions.is_empty() {
            end = self.walk(
                conn,
                &conditions.join(" AND "),
                &bounds,
                (limit, PICKED_OVER),
                &mut hits,
            )?;
        }
        if let End::Spent(last) = end {
            bounds.until = last;
            let expression = self.in_rooms(conditions);
            end = self.walk(conn, &expression, &bounds, (limit, MAX_CANDIDATES), &mut hits)?;
        }
        let next = match end {
            End::All => None,
            End::Full => hits.last().map(|hit| cursor(&hit.message)),
            End::Spent(last) => match place_of(conn, last)? {
                Some((room, seq)) => messages::find(conn, room, seq, None)?.map(|message| cursor(&message)),
                None => None,
            },
        };
        Ok(Outcome::Found { hits, next })
    }

    /// Looks at candidates from the newest on, until there are `limit` hits and one more, or enough were looked at: `foreign`
    /// of other rooms, or [`MAX_CANDIDATES`].
    fn walk(
        &self,
        conn: &Connection,
        expression: &str,
        bounds: &Bounds,
        (limit, foreign): (usize, usize),
        hits: &mut Vec<Hit>,
    ) -> Result<End> {
        let mut statement = conn.prepare_cached(
            "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC",
        )?;
        let mut candidates = statement.query(params![expression, bounds.from, bounds.until])?;
        let (mut looked_at, mut met_foreign) = (0, 0);
        while let Some(row) = candidates.next()? {
            let doc = row.get(0)?;
            let hit = match place_of(conn, doc)? {
                Some((room, seq)) if self.rooms.contains(&room) => self.look_at(conn, room, seq)?,
                _ => {
                    met_foreign += 1;
                    None
                }
            };
            if hit.is_some() && hits.len() == limit {
                return Ok(End::Full);
            }
            hits.extend(hit);
            looked_at += 1;
            if met_foreign == foreign || looked_at == MAX_CANDIDATES {
                return Ok(End::Spent(doc));
            }
        }
        Ok(End::All)
    }

    /// The conditions besides the rooms, in the language of the index. Every piece stands in quotation marks and holds
    /// none.
    fn conditions(&self) -> Vec<String> {
        let terms = self
            .words
            .into_iter()
            .flat_map(TextQuery::terms)
            .map(|term| match term {
                Term::Whole(piece) => format!("\"{piece}\""),
                Term::Beginning(piece) => format!("\"{piece}\"*"),
            });
        let author = self.query.author.map(|author| format!("\"{}\"", mark::author(author)));
        let kind = self.query.kind.map(|kind| format!("\"{}\"", mark::kind(kind)));
        terms.chain(author).chain(kind).collect()
    }

    /// The conditions, and that a message stands in one of the rooms.
    fn in_rooms(&self, mut conditions: Vec<String>) -> String {
        if self.rooms.len() <= MAX_ROOMS_NAMED || conditions.is_empty() {
            let rooms = self.rooms.iter().map(|room| format!("\"{}\"", mark::room(*room)));
            conditions.push(format!("({})", rooms.collect::<Vec<_>>().join(" OR ")));
        }
        conditions.join(" AND ")
    }

    fn look_at(&self, conn: &Connection, room: RoomId, seq: Seq) -> Result<Option<Hit>> {
        let Some(message) = messages::find(conn, room, seq, Some(self.user))? else {
            return Ok(None);
        };
        let Body::Words(words) = &message.body else {
            return Ok(None);
        };
        let in_time = self.query.since.is_none_or(|since| message.at >= since)
            && self.query.until.is_none_or(|until| message.at < until);
        let by_whom = self.query.author.is_none_or(|author| message.author == author);
        let names = || words.files.iter().map(|file| &*file.name);
        let says = |wanted: &TextQuery| wanted.finds([&*words.text].into_iter().chain(names()));
        if !(in_time && by_whom && self.words.is_none_or(says)) {
            return Ok(None);
        }
        let marks_in = |text| self.words.map(|wanted| wanted.marks(text)).unwrap_or_default();
        Ok(Some(Hit {
            marks: marks_in(&words.text),
            file_marks: names().map(marks_in).collect(),
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
