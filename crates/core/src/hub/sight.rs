//! Who sees whom come and go: by what each has chosen, both ways, and by who has blocked whom.

use super::account::Asker;
use super::{Hub, Role};
use crate::command::Command;
use crate::effect::To;
use crate::event::{Away, Event};
use crate::id::{ConnId, UserId};
use crate::now::Mono;
use crate::record::{Audience, Privacy};
use crate::refusal::Refusal;

impl Hub {
    /// Who looks on a page.
    fn viewer(&self, conn: ConnId) -> Option<UserId> {
        match self.role_by_conn.get(&conn) {
            Some(Role::App { user, .. }) => Some(*user),
            _ => None,
        }
    }

    /// Whether one person shows something to another, who shows as much in return. Plain guests hide nothing.
    fn sees(&self, viewer: UserId, other: UserId, what: fn(&Privacy) -> Audience) -> bool {
        let shows = |owner: UserId, to: UserId| {
            let audience = self
                .people
                .person(owner)
                .map_or(Audience::Everybody, |person| what(&person.privacy));
            self.contacts.admits(owner, audience, to)
        };
        viewer == other || (shows(other, viewer) && shows(viewer, other))
    }

    pub(super) fn sees_online(&self, viewer: UserId, other: UserId) -> bool {
        self.sees(viewer, other, |privacy| privacy.online)
    }

    /// Whether somebody stands in the list that all see alike.
    pub(super) fn is_public(&self, user: UserId) -> bool {
        let person = self.people.person(user);
        person.is_none_or(|person| person.privacy.online == Audience::Everybody)
    }

    /// Whether the list of people online is another for this person than for most.
    pub(super) fn has_own_view(&self, user: UserId) -> bool {
        !self.is_public(user) || self.contacts.is_blocked_by_anybody(user) || self.contacts.has_blocked_anybody(user)
    }

    /// How somebody is, to one viewer: online, or away with what the viewer may know of it.
    fn state(&self, viewer: UserId, user: UserId) -> Result<UserId, Away> {
        if self.presence.is_online(user) && self.sees_online(viewer, user) {
            return Ok(user);
        }
        let is_seen = self.sees(viewer, user, |privacy| privacy.last_seen);
        // Whoever is here and hides it was not here a moment ago either.
        let person = self
            .people
            .person(user)
            .filter(|_| is_seen && !self.presence.is_online(user));
        let seen_at = person.map(|person| self.went_at.get(&user).copied().unwrap_or(person.seen_at));
        Err(Away { user, seen_at })
    }

    /// How everybody is whom a connection watches.
    pub(super) fn states(&self, conn: ConnId) -> Option<Event> {
        let viewer = self.viewer(conn)?;
        let watched = self.presence.watched(conn);
        if watched.is_empty() {
            return None;
        }
        let (mut online, mut offline) = (Vec::new(), Vec::new());
        for user in watched {
            match self.state(viewer, *user) {
                Ok(user) => online.push(user),
                Err(away) => offline.push(away),
            }
        }
        Some(Event::PresenceChanged { online, offline })
    }

    /// Tells those who watch somebody how she is now: one event for all who may know the same.
    pub(super) fn tell_presence(&mut self, user: UserId) {
        let mut told: [(Vec<ConnId>, Option<Event>); 3] = Default::default();
        for &conn in self.presence.watchers(user) {
            let Some(viewer) = self.viewer(conn) else { continue };
            let state = self.state(viewer, user);
            let class = match &state {
                Ok(_) => 0,
                Err(away) => 1 + usize::from(away.seen_at.is_some()),
            };
            let (online, offline) = match state {
                Ok(user) => (vec![user], Vec::new()),
                Err(away) => (Vec::new(), vec![away]),
            };
            told[class].0.push(conn);
            told[class].1 = Some(Event::PresenceChanged { online, offline });
        }
        for (conns, event) in told {
            if let Some(event) = event {
                self.deliver(To::Many(conns), event);
            }
        }
    }

    /// What people see of each other is another from now on.
    pub(super) fn sight_changed(&mut self, users: &[UserId]) {
        for &user in users {
            let is_listed = self.is_public(user);
            self.presence.change(user, is_listed);
            self.tell_presence(user);
            for conn in self.conns(user).to_vec() {
                let states = self.states(conn);
                let window = self.window(conn);
                for event in states.into_iter().chain(window) {
                    self.deliver(To::One(conn), event);
                }
            }
        }
    }

    /// Begins, changes or ends a page's watch of others.
    pub(super) fn watch(&mut self, by: Asker, command: Command) -> Result<(), Refusal> {
        let is_told = self.settings.presence;
        let event = match command {
            Command::WatchPeople { limit } => {
                self.presence.watch_window(by.conn, if is_told { limit } else { 0 });
                self.window(by.conn)
            }
            Command::WatchPresence { users } => {
                self.presence
                    .watch_users(by.conn, if is_told { users } else { Vec::new() });
                self.states(by.conn)
            }
            _ => return Err(Refusal::NotAllowed),
        };
        self.answer_if(by.conn, by.re, event);
        Ok(())
    }

    /// The rows that a connection watches, as it may see them.
    pub(super) fn window(&self, conn: ConnId) -> Option<Event> {
        let viewer = self.viewer(conn)?;
        self.presence.window(conn, |user| self.sees_online(viewer, user))
    }

    /// Tells how somebody looks now: those who watch her, unless she has blocked them, and her own pages.
    pub(super) fn tell_profile(&mut self, now: Mono, user: UserId) {
        let Some(profile) = self.people.profile(user) else {
            return;
        };
        let mut hear: Vec<ConnId> = self.conns(user).to_vec();
        for &conn in self.presence.watchers(user) {
            let may_know = |viewer| !self.contacts.is_blocked(user, viewer);
            if self.viewer(conn).is_some_and(may_know) && !hear.contains(&conn) {
                hear.push(conn);
            }
        }
        self.deliver(To::Many(hear), Event::PersonChanged(profile));
        self.sight_changed(&[user]);
        self.plan_people(now);
    }

    /// Tells who has come into the list of people online, and who has gone from it.
    pub(super) fn tell_people(&mut self, now: Mono) {
        let mut presence = std::mem::take(&mut self.presence);
        let told = presence.tell(
            now,
            |user| self.people.profile(user),
            |conn| self.viewer(conn).is_some_and(|viewer| self.has_own_view(viewer)),
            |conn, user| self.viewer(conn).is_some_and(|viewer| self.sees_online(viewer, user)),
        );
        self.presence = presence;
        for (to, event) in told {
            self.deliver(to, event);
        }
    }
}
