//! Who is online, and who wants to know.
//!
//! Nobody is told about everybody: a page watches the first rows of the list of people online, and the people in rows
//! of its view. So the traffic of a house that fills up grows with its people, not with their square.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::effect::To;
use crate::event::{Event, Profile};
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
    /// Who is online and not in the list.
    unlisted: BTreeSet<UserId>,
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

    /// Somebody has come. Says whether she was not there before.
    pub fn come(&mut self, user: UserId, is_listed: bool) -> bool {
        if self.is_online(user) {
            return false;
        }
        let order = self.next_order;
        self.next_order += 1;
        self.order.insert(order, user);
        self.order_by_user.insert(user, order);
        if !is_listed {
            self.unlisted.insert(user);
        }
        self.stale |= self.told.len() < usize::from(MAX_WINDOW);
        true
    }

    /// Somebody who is here looks otherwise, or is listed or not from now on: then it is as if she had gone and come.
    pub fn change(&mut self, user: UserId, is_listed: bool) {
        self.stale |= self.is_online(user);
        if self.unlisted.contains(&user) == is_listed && self.go(user) {
            self.come(user, is_listed);
        }
    }

    /// Somebody has gone. Says whether she was there.
    pub fn go(&mut self, user: UserId) -> bool {
        let Some(order) = self.order_by_user.remove(&user) else {
            return false;
        };
        self.order.remove(&order);
        self.unlisted.remove(&user);
        self.stale |= self.told.iter().any(|row| row.order == order) || self.told.len() < usize::from(MAX_WINDOW);
        true
    }

    /// The connections that watch somebody.
    pub fn watchers(&self, user: UserId) -> &[ConnId] {
        self.watchers_by_user.get(&user).map_or(&[], Vec::as_slice)
    }

    /// Whom a connection watches.
    pub fn watched(&self, conn: ConnId) -> &[UserId] {
        self.watched_by_conn.get(&conn).map_or(&[], Vec::as_slice)
    }

    /// Begins, changes or (0) ends a connection's watch of the list.
    pub fn watch_window(&mut self, conn: ConnId, limit: u16) {
        if limit == 0 {
            self.window_by_conn.remove(&conn);
        } else {
            self.window_by_conn.insert(conn, limit.min(MAX_WINDOW));
        }
    }

    /// The first rows that a connection watches, of whom it `sees`.
    pub fn window(&self, conn: ConnId, sees: impl Fn(UserId) -> bool) -> Option<Event> {
        let limit = usize::from(*self.window_by_conn.get(&conn)?);
        let rows = self.told.iter().take(limit).filter(|row| sees(row.profile.id));
        Some(Event::PeopleChanged {
            fresh: true,
            came: rows.map(|row| row.profile.clone()).collect(),
            went: Vec::new(),
            total: self.total(),
        })
    }

    /// Begins or (with an empty list) ends a connection's watch of people.
    pub fn watch_users(&mut self, conn: ConnId, mut users: Vec<UserId>) {
        self.unwatch_users(conn);
        users.truncate(MAX_WATCHED);
        users.sort_unstable();
        users.dedup();
        for user in &users {
            self.watchers_by_user.entry(*user).or_default().push(conn);
        }
        if !users.is_empty() {
            self.watched_by_conn.insert(conn, users);
        }
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

    /// Tells what has changed in the first rows: one event for all who watch the same number of rows. `sees` is asked
    /// for connections `with_own_view`, which hear apart.
    pub fn tell(
        &mut self,
        now: Mono,
        profile: impl Fn(UserId) -> Option<Profile>,
        with_own_view: impl Fn(ConnId) -> bool,
        sees: impl Fn(ConnId, UserId) -> bool,
    ) -> Vec<(To, Event)> {
        self.stale = false;
        self.told_at = Some(now);
        let listed = self.order.iter().filter(|(_, user)| !self.unlisted.contains(user));
        let rows = listed.filter_map(|(&order, &user)| {
            let profile = profile(user)?;
            Some(Row { order, profile })
        });
        let rows: Vec<Row> = rows.take(usize::from(MAX_WINDOW)).collect();
        let before = std::mem::replace(&mut self.told, rows);
        let mut conns_by_view: BTreeMap<(u16, Option<ConnId>), Vec<ConnId>> = BTreeMap::new();
        for (&conn, &limit) in &self.window_by_conn {
            let own = with_own_view(conn).then_some(conn);
            conns_by_view.entry((limit, own)).or_default().push(conn);
        }
        let views = conns_by_view.into_iter();
        let told = views.filter_map(|((limit, own), conns)| {
            let is_seen = |user| own.is_none_or(|conn| sees(conn, user));
            let (came, went) = changes(&before, &self.told, limit.into(), is_seen);
            let total = self.total();
            let event = Event::PeopleChanged {
                fresh: false,
                came,
                went,
                total,
            };
            let is_news =
                !matches!(&event, Event::PeopleChanged { came, went, .. } if came.is_empty() && went.is_empty());
            is_news.then_some((To::Many(conns), event))
        });
        told.collect()
    }

    /// How many connections watch the list, and how many people are watched.
    pub fn watches(&self) -> usize {
        self.window_by_conn.len() + self.watched_by_conn.len() + self.watchers_by_user.len()
    }

    /// How many are online and listed.
    pub fn total(&self) -> u32 {
        u32::try_from(self.order.len() - self.unlisted.len()).unwrap_or(u32::MAX)
    }
}

/// What came into and went out of the first `limit` rows. Rows only ever go away or are added behind, so that a page
/// that removes and appends has the same order. Who went and came again between two tellings is a new row, and told as
/// gone and come; so is a name changed under the same id.
fn changes(before: &[Row], after: &[Row], limit: usize, sees: impl Fn(UserId) -> bool) -> (Vec<Profile>, Vec<UserId>) {
    let before = &before[..before.len().min(limit)];
    let after = &after[..after.len().min(limit)];
    let is_in = |rows: &[Row], row: &Row| {
        let at = rows.binary_search_by_key(&row.order, |known| known.order);
        at.is_ok_and(|at| rows[at] == *row)
    };
    let came = after
        .iter()
        .filter(|row| !is_in(before, row) && sees(row.profile.id))
        .map(|row| row.profile.clone());
    let went = before
        .iter()
        .filter(|row| !is_in(after, row) && sees(row.profile.id))
        .map(|row| row.profile.id);
    (came.collect(), went.collect())
}
