//! Programs' ways in and out.

use rusqlite::{Connection, Result, Row, params};
use teahouse_core::id::{HookId, RoomId, UserId};
use teahouse_core::name::Name;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Hook, Role};

use super::column::{self, bits};
use super::hook_places;
use super::perform::Answer;
use super::word::Word as _;

/// Keeps a hook, and the bot that writes for it if nobody knows it yet.
pub(super) fn keep(conn: &Connection, hook: &Hook) -> Result<Answer> {
    let (bot, by, way_in, way_out) = match hook {
        Hook::Incoming {
            room,
            bot,
            name,
            token,
            by,
            ..
        } => {
            keep_bot(conn, *bot, name)?;
            (bot, by, Some((room, name, token)), None)
        }
        Hook::Outgoing {
            bot, url, secret, by, ..
        } => (bot, by, None, Some((url, secret))),
    };
    conn.prepare_cached(
        "INSERT INTO hooks (id, bot, made_by, room, name, token, url, secret) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET
             bot = ?2, made_by = ?3, room = ?4, name = ?5, token = ?6, url = ?7, secret = ?8",
    )?
    .execute(params![
        bits(hook.id().0),
        bits(bot.0),
        bits(by.0),
        way_in.map(|(room, ..)| bits(room.0)),
        way_in.map(|(_, name, _)| name.as_str()),
        way_in.map(|(.., token)| token.0),
        way_out.map(|(url, _)| &**url),
        way_out.map(|(_, secret)| &**secret),
    ])?;
    if way_out.is_some() {
        hook_places::begin(conn, hook.id(), *bot)?;
    }
    Ok(Answer::Done(Outcome::Done))
}

/// Many hooks may write under one name: their bots do not hold it.
fn keep_bot(conn: &Connection, bot: UserId, name: &Name) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO people (id, name, role, is_bot, created_at, seen_at) VALUES (?1, ?2, ?3, 1, 0, 0)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![bits(bot.0), name.as_str(), Role::Member.word()])
    .map(drop)
}

pub(super) fn drop_hook(conn: &Connection, hook: HookId) -> Result<Answer> {
    hook_places::end(conn, hook)?;
    conn.prepare_cached("DELETE FROM hooks WHERE id = ?1")?
        .execute([bits(hook.0)])?;
    Ok(Answer::Done(Outcome::Done))
}

/// Whether a bot writes into the room through a hook. It is no member there.
pub(super) fn leads_into(conn: &Connection, room: RoomId, bot: UserId) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM hooks WHERE bot = ?1 AND room = ?2")?
        .exists([bits(bot.0), bits(room.0)])
}

/// All of them.
pub(super) fn load(conn: &Connection) -> Result<Vec<Hook>> {
    conn.prepare("SELECT id, bot, made_by, room, name, token, url, secret FROM hooks")?
        .query_map([], hook)?
        .collect()
}

fn hook(row: &Row<'_>) -> Result<Hook> {
    let id = HookId(column::id(row, 0)?);
    let (bot, by) = (UserId(column::id(row, 1)?), UserId(column::id(row, 2)?));
    Ok(match column::optional(row, 3, column::id)? {
        Some(room) => Hook::Incoming {
            id,
            room: RoomId(room),
            bot,
            name: column::name(row, 4)?,
            token: column::token(row, 5)?,
            by,
        },
        None => Hook::Outgoing {
            id,
            bot,
            url: column::text(row, 6)?,
            secret: column::text(row, 7)?,
            by,
        },
    })
}
