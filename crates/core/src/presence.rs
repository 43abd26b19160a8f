//! Who is online, and who wants to know.
//!
//! Nobody is told about everybody: a page watches the first rows of the list of people online, and the people in rows
//! of its view. So the traffic of a house that fills up grows with its people, not with their square.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::effect::To;
use crate::event::{Away, Event, Profile};
use crate::id::{ConnId, UserId};
use crate::map::FastMap;
use crate::now::Mono;

/// Rows of the list that can be watched: more than a screen shows, few enough to compare at each change.
pub const MAX_WINDOW: u16 = 500;
/// People whose presence one connection can watch: the rows of a long list in view, twice over.
pub const MAX_WATCHED: usize = 500;
/// How often changes of the list are told at most. Shorter is livelier, longer joins a burst into one message.
pub const PEOPLE_INTERVAL: Duration = Duration::from_millis(200);

/// The list of people online, with its watchers.
#[derive(Debug, Default)]
pub struct Presence {
    next_order: u64,
    order: BTreeMap<u64, UserId>,
    order_by_user: FastMap<UserId, u64>,
    told: Vec<Row>,
    window_by_conn: BTreeMap<ConnId, u16>,
    watched_by_conn: FastMap<ConnId, Vec<UserId>>,
    /// Not a fast map: a page names whom it likes.
    watchers_by_user: BTreeMap<UserId, Vec<ConnId>>,
    stale: bool,
    told_at: Option<Mono>,
}

/// One row of the list as it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    order: u64,
    profile: Profile,
}

impl Presence {
    /// Whether somebody is online.
    pub fn is_online(&self, user: UserId) -> bool {
        self.order_by_user.contains_key(&user)
    }

    /// Everybody online, in order of coming.
    pub fn everybody(&self) -> impl Iterator<Item = UserId> {
        self.order.values().copied()
    }

    /// Somebody has come. Returns whom to tell at once.
    pub fn come(&mut self, user: UserId) -> Option<(To, Event)> {
        if self.is_online(user) {
            return None;
        }
        let order = self.next_order;
        self.next_order += 1;
        self.order.insert(order, user);
        self.order_by_user.insert(user, order);
        self.stale |= self.told.len() < usize::from(MAX_WINDOW);
        self.tell_watchers(
            user,
            Event::PresenceChanged {
                online: vec![user],
                offline: Vec::new(),
            },
        )
    }

    /// Somebody has gone. Returns whom to tell at once.
    pub fn go(&mut self, user: UserId) -> Option<(To, Event)> {
        let order = self.order_by_user.remove(&user)?;
        self.order.remove(&order);
        self.stale |= self.told.iter().any(|row| row.order == order) || self.told.len() < usize::from(MAX_WINDOW);
        self.tell_watchers(
            user,
            Event::PresenceChanged {
                online: Vec::new(),
                offline: vec![Away { user, seen_at: None }],
            },
        )
    }

    fn tell_watchers(&self, user: UserId, event: Event) -> Option<(To, Event)> {
        let watchers = self.watchers_by_user.get(&user)?;
        Some((To::Many(watchers.clone()), event))
    }

    /// Begins, changes or (0) ends a connection's watch of the list. Returns its first rows.
    pub fn watch_window(&mut self, conn: ConnId, limit: u16) -> Option<Event> {
        if limit == 0 {
            self.window_by_conn.remove(&conn);
            return None;
        }
        let limit = limit.min(MAX_WINDOW);
        self.window_by_conn.insert(conn, limit);
        let came = self.told.iter().take(usize::from(limit)).map(|row| row.profile.clone());
        let came = came.collect();
        Some(Event::PeopleChanged {
            fresh: true,
            came,
            went: Vec::new(),
            total: self.total(),
        })
    }

    /// Begins or (with an empty list) ends a connection's watch of people. Returns how they are now.
    pub fn watch_users(&mut self, conn: ConnId, mut users: Vec<UserId>) -> Option<Event> {
        self.unwatch_users(conn);
        users.truncate(MAX_WATCHED);
        users.sort_unstable();
        users.dedup();
        if users.is_empty() {
            return None;
        }
        for user in &users {
            self.watchers_by_user.entry(*user).or_default().push(conn);
        }
        self.watched_by_conn.insert(conn, users.clone());
        let (online, away): (Vec<UserId>, Vec<UserId>) = users.into_iter().partition(|user| self.is_online(*user));
        let offline = away.into_iter().map(|user| Away { user, seen_at: None }).collect();
        Some(Event::PresenceChanged { online, offline })
    }

    fn unwatch_users(&mut self, conn: ConnId) {
        for user in self.watched_by_conn.remove(&conn).unwrap_or_default() {
            if let Some(watchers) = self.watchers_by_user.get_mut(&user) {
                watchers.retain(|watcher| *watcher != conn);
                if watchers.is_empty() {
                    self.watchers_by_user.remove(&user);
                }
            }
        }
    }

    /// A connection has ended.
    pub fn forget(&mut self, conn: ConnId) {
        self.window_by_conn.remove(&conn);
        self.unwatch_users(conn);
    }

    /// When the list may be told next, if it has changed since it was told.
    pub fn due_at(&self, now: Mono) -> Option<Mono> {
        self.stale
            .then(|| self.told_at.map_or(now, |at| now.max(at + PEOPLE_INTERVAL)))
    }

    /// Tells what has changed in the first rows: one event for all who watch the same number of rows.
    pub fn tell(&mut self, now: Mono, profile: impl Fn(UserId) -> Option<Profile>) -> Vec<(To, Event)> {
        self.stale = false;
        self.told_at = Some(now);
        let rows: Vec<Row> = self
            .order
            .iter()
            .take(usize::from(MAX_WINDOW))
            .filter_map(|(&order, &user)| Some((order, profile(user)?)))
            .map(|(order, profile)| Row { order, profile })
            .collect();
        let before = std::mem::replace(&mut self.told, rows);
        let mut conns_by_limit: BTreeMap<u16, Vec<ConnId>> = BTreeMap::new();
        for (conn, limit) in &self.window_by_conn {
            conns_by_limit.entry(*limit).or_default().push(*conn);
        }
        conns_by_limit
            .into_iter()
            .filter_map(|(limit, conns)| {
                let (came, went) = changes(&before, &self.told, usize::from(limit));
                let total = self.total();
                let changed = !came.is_empty() || !went.is_empty();
                changed.then_some((
                    To::Many(conns),
                    Event::PeopleChanged {
                        fresh: false,
                        came,
                        went,
                        total,
                    },
                ))
            })
            .collect()
    }

    /// How many connections watch the list, and how many people are watched.
    pub fn watches(&self) -> usize {
        self.window_by_conn.len() + self.watched_by_conn.len() + self.watchers_by_user.len()
    }

    /// How many are online.
    pub fn total(&self) -> u32 {
        u32::try_from(self.order.len()).unwrap_or(u32::MAX)
    }
}

/// What came into and went out of the first `limit` rows. Rows only ever go away or are added behind, so that a page
/// that removes and appends has the same order. Who went and came again between two tellings is a new row, and told as
/// gone and come; so is a name changed under the same id.
fn changes(before: &[Row], after: &[Row], limit: usize) -> (Vec<Profile>, Vec<UserId>) {
    let before = &before[..before.len().min(limit)];
    let after = &after[..after.len().min(limit)];
    let is_in = |rows: &[Row], row: &Row| {
        let at = rows.binary_search_by_key(&row.order, |known| known.order);
        at.is_ok_and(|at| rows[at] == *row)
    };
    let came = after
        .iter()
        .filter(|row| !is_in(before, row))
        .map(|row| row.profile.clone());
    let went = before.iter().filter(|row| !is_in(after, row)).map(|row| row.profile.id);
    (came.collect(), went.collect())
}
