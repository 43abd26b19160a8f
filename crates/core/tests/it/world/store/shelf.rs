//! One room of the store in memory: its members, its messages, and what each member sees of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use teahouse_core::effect::{MessageChange, NewBody, NewMessage};
use teahouse_core::id::{FileId, MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{
    Body, ClientId, Draft, Edit, FileRecord, MAX_REACTIONS, Member, Mentions, Message, Notice, Own, Quote, Reaction,
    ReactionKey, Rev, Room, RoomChange, RoomKind, RoomRole, RoomSummary, Seq, Span, Words,
};

use super::super::Fault;

/// A room as it is kept.
#[derive(Debug)]
pub struct Shelf {
    pub room: Room,
    pub fault: Option<Fault>,
    lines: Vec<Line>,
    own_by_user: BTreeMap<UserId, Own>,
}

/// A message as it is kept, with what only the store knows of it.
#[derive(Debug)]
struct Line {
    /// The quote in it is as it was when the message came; it is resolved when the message is read.
    message: Arc<Message>,
    sent: NewBody,
    edits: Vec<Edit>,
    hidden_from: BTreeSet<UserId>,
}

impl Shelf {
    pub fn new(id: RoomId, kind: RoomKind, members: &[UserId], at: UnixMillis) -> Shelf {
        let members: Vec<Member> = members.iter().map(|user| member(*user, Seq(0))).collect();
        Shelf {
            room: Room {
                id,
                kind,
                name: None,
                picture: None,
                is_announcement: false,
                member_count: u32::try_from(members.len()).expect("a test is small"),
                members,
                last_seq: Seq(0),
                rev: Rev(0),
                created_at: at,
            },
            fault: None,
            lines: Vec::new(),
            own_by_user: BTreeMap::new(),
        }
    }

    // -- messages

    /// Adds a message, or finds it. `files` are those that it names, `forwarded` the words that it passes on.
    pub fn append(&mut self, new: NewMessage, files: Vec<Arc<FileRecord>>, forwarded: Option<Words>) -> Outcome {
        let NewMessage {
            id,
            room,
            author,
            client_id,
            at,
            body,
        } = new;
        let known = self.find_client_id(author, &client_id);
        if let Some(at) = known.filter(|_| self.fault != Some(Fault::RetryKept)) {
            let line = &self.lines[at];
            return if is_same(&line.sent, &body) {
                let message = self.as_seen_by(line, author);
                Outcome::Appended { message, fresh: false }
            } else {
                Outcome::ClientIdReused
            };
        }
        let said = match &body {
            NewBody::Call(line) => Body::Call(*line),
            NewBody::Forward { .. } => match forwarded {
                Some(words) => Body::Words(words),
                None => return Outcome::NoMessage,
            },
            NewBody::Words {
                text,
                reply_to,
                mentions,
                ..
            } => {
                let reply_to = match reply_to.map(|id| self.quote(id)) {
                    Some(None) => return Outcome::NoMessage,
                    quote => quote.flatten(),
                };
                Body::Words(Words {
                    text: Arc::clone(text),
                    reply_to,
                    mentions: mentions.clone(),
                    files,
                    forwarded: None,
                })
            }
        };
        let (seq, rev) = (self.next_seq(), self.next_rev());
        let message = Message {
            id,
            room,
            seq,
            rev,
            author,
            client_id,
            at,
            edited_at: None,
            body: said,
            reactions: Vec::new(),
        };
        let message = self.put(message, body);
        Outcome::Appended { message, fresh: true }
    }

    /// Adds what happened to the group.
    pub fn notice(&mut self, id: MessageId, author: UserId, at: UnixMillis, notice: Notice) -> Arc<Message> {
        let (seq, rev) = (self.next_seq(), self.next_rev());
        let message = Message {
            id,
            room: self.room.id,
            seq,
            rev,
            author,
            client_id: ClientId::of_notice(id),
            at,
            edited_at: None,
            body: Body::Notice(notice),
            reactions: Vec::new(),
        };
        self.put(message, NewBody::text(""))
    }

    fn put(&mut self, message: Message, sent: NewBody) -> Arc<Message> {
        let message = Arc::new(message);
        self.lines.push(Line {
            message: Arc::clone(&message),
            sent,
            edits: Vec::new(),
            hidden_from: BTreeSet::new(),
        });
        message
    }

    fn next_seq(&mut self) -> Seq {
        self.room.last_seq.0 += 1;
        self.room.last_seq
    }

    fn next_rev(&mut self) -> Rev {
        self.room.rev.0 += 1;
        self.room.rev
    }

    pub fn change(&mut self, id: MessageId, by: UserId, at: UnixMillis, change: MessageChange) -> Outcome {
        let Some(index) = self.find(id) else {
            return Outcome::NoMessage;
        };
        let line = &mut self.lines[index];
        let mut message = Message::clone(&line.message);
        let Body::Words(words) = &mut message.body else {
            return Outcome::NoMessage;
        };
        match change {
            MessageChange::Edit { text, mentions } => {
                if message.author != by {
                    return Outcome::NotAuthor;
                }
                if words.text == text && words.mentions == mentions {
                    return unchanged();
                }
                line.edits.push(Edit {
                    at: message.edited_at.unwrap_or(message.at),
                    text: std::mem::replace(&mut words.text, text),
                });
                words.mentions = mentions;
                message.edited_at = Some(at);
            }
            MessageChange::React { key, on } => {
                if !react(&mut message.reactions, by, key, on) {
                    return unchanged();
                }
            }
            MessageChange::Recall { not_before, any_author } => {
                if !any_author && message.author != by {
                    return Outcome::NotAuthor;
                }
                if !any_author && not_before.is_some_and(|bound| message.at < bound) {
                    return Outcome::TooLate;
                }
                line.edits.clear();
                message.body = Body::Recalled { by };
                message.reactions.clear();
            }
        }
        let is_quoted_anew = !matches!(&line.message.body, body if *body == message.body);
        message.rev = self.next_rev();
        self.lines[index].message = Arc::new(message);
        let mut changed = vec![index];
        if is_quoted_anew && self.fault != Some(Fault::QuoteUnchanged) {
            changed.extend(self.bump_quotes_of(id));
        }
        let lines = changed.iter().map(|at| &self.lines[*at]);
        let hiders = lines.clone().flat_map(|line| {
            let seq = line.message.seq;
            line.hidden_from.iter().map(move |user| (seq, *user))
        });
        let is_told = self.fault != Some(Fault::HiddenShown);
        Outcome::Changed {
            hidden_from: hiders.filter(|_| is_told).collect(),
            messages: lines.map(|line| self.resolved(line)).collect(),
        }
    }

    fn bump_quotes_of(&mut self, id: MessageId) -> Vec<usize> {
        let quotes = |line: &Line| {
            let words = line.message.body.words();
            words.is_some_and(|words| words.reply_to.as_ref().is_some_and(|quote| quote.id == id))
        };
        let quoting: Vec<usize> = (0..self.lines.len()).filter(|at| quotes(&self.lines[*at])).collect();
        for at in &quoting {
            let rev = self.next_rev();
            Arc::make_mut(&mut self.lines[*at].message).rev = rev;
        }
        quoting
    }

    pub fn hide(&mut self, user: UserId, ids: &[MessageId]) -> Outcome {
        let mut changed = Vec::new();
        for id in ids {
            let Some(at) = self.find(*id) else { continue };
            if self.lines[at].hidden_from.insert(user) {
                if self.fault != Some(Fault::HiddenWithoutRevision) {
                    let rev = self.next_rev();
                    Arc::make_mut(&mut self.lines[at].message).rev = rev;
                }
                changed.push(at);
            }
        }
        let seen = changed.iter().map(|at| self.as_seen_by(&self.lines[*at], user));
        Outcome::Changed {
            messages: seen.collect(),
            hidden_from: Vec::new(),
        }
    }

    // -- the group

    /// Changes the group; the notice is there unless it was so already.
    pub fn change_room(
        &mut self,
        by: UserId,
        by_invite: bool,
        at: UnixMillis,
        change: RoomChange,
        id: MessageId,
    ) -> Outcome {
        let notice = self.apply(by, by_invite, change);
        let notice = notice.map(|notice| self.notice(id, by, at, notice));
        self.room.member_count = u32::try_from(self.room.members.len()).expect("a test is small");
        Outcome::RoomChanged {
            room: self.room.clone(),
            notice,
        }
    }

    fn apply(&mut self, by: UserId, by_invite: bool, change: RoomChange) -> Option<Notice> {
        let last = self.room.last_seq;
        match change {
            RoomChange::Add(users) => {
                let fresh: Vec<UserId> = users.into_iter().filter(|user| !self.holds(*user)).collect();
                self.room.members.extend(fresh.iter().map(|user| member(*user, last)));
                match (fresh.is_empty(), by_invite) {
                    (true, _) => None,
                    (false, true) => Some(Notice::Joined),
                    (false, false) => Some(Notice::Added(fresh)),
                }
            }
            RoomChange::Announcement(on) => {
                let before = std::mem::replace(&mut self.room.is_announcement, on);
                (before != on).then_some(Notice::Announcement(on))
            }
            RoomChange::Picture(picture) => {
                let before = std::mem::replace(&mut self.room.picture, picture);
                (before != picture).then_some(Notice::Pictured)
            }
            RoomChange::Remove(user) => {
                let index = self.room.members.iter().position(|member| member.user == user)?;
                let gone = self.room.members.remove(index);
                self.own_by_user.remove(&user);
                if gone.role == RoomRole::Owner {
                    self.crown_the_next();
                }
                Some(if by == user {
                    Notice::Left
                } else {
                    Notice::Removed(user)
                })
            }
            RoomChange::Rename(name) => {
                if self.room.name.as_ref() == Some(&name) {
                    return None;
                }
                self.room.name = Some(name.clone());
                Some(Notice::Renamed(name))
            }
            RoomChange::Role(user, role) => {
                if self.member(user)?.role == role {
                    return None;
                }
                for member in &mut self.room.members {
                    if role == RoomRole::Owner && member.role == RoomRole::Owner {
                        member.role = RoomRole::Admin;
                    }
                    if member.user == user {
                        member.role = role;
                    }
                }
                Some(Notice::RoleGiven(user, role))
            }
        }
    }

    fn crown_the_next(&mut self) {
        let members = &mut self.room.members;
        let next = members.iter().position(|member| member.role == RoomRole::Admin);
        if let Some(next) = members.get_mut(next.unwrap_or(0)) {
            next.role = RoomRole::Owner;
        }
    }

    // -- what members see

    pub fn holds(&self, user: UserId) -> bool {
        self.member(user).is_some()
    }

    fn member(&self, user: UserId) -> Option<&Member> {
        self.room.members.iter().find(|member| member.user == user)
    }

    fn find(&self, id: MessageId) -> Option<usize> {
        self.lines.iter().position(|line| line.message.id == id)
    }

    fn find_client_id(&self, author: UserId, client_id: &ClientId) -> Option<usize> {
        let is_it = |line: &Line| line.message.author == author && line.message.client_id == *client_id;
        self.lines.iter().position(is_it)
    }

    fn quote(&self, id: MessageId) -> Option<Quote> {
        let message = &self.lines[self.find(id)?].message;
        let words = message.body.words()?;
        let excerpt: String = words.text.chars().take(Quote::MAX_EXCERPT).collect();
        Some(Quote {
            id,
            seq: message.seq,
            author: message.author,
            excerpt: (!excerpt.is_empty()).then(|| excerpt.into()),
            file: words.files.first().map(|file| Arc::clone(&file.name)),
        })
    }

    /// A message with its quote as it stands now.
    fn resolved(&self, line: &Line) -> Arc<Message> {
        let mut message = Arc::clone(&line.message);
        let quote = message.body.words().and_then(|words| words.reply_to.clone());
        if let Some(old) = quote {
            let gone = Quote {
                excerpt: None,
                file: None,
                ..old
            };
            let now = self.quote(gone.id).unwrap_or(gone);
            if let Body::Words(words) = &mut Arc::make_mut(&mut message).body {
                words.reply_to = Some(now);
            }
        }
        message
    }

    fn as_seen_by(&self, line: &Line, user: UserId) -> Arc<Message> {
        let mut message = self.resolved(line);
        if line.hidden_from.contains(&user) {
            let message = Arc::make_mut(&mut message);
            message.body = Body::Hidden;
            message.reactions.clear();
            message.edited_at = None;
        }
        message
    }

    /// Every message as a member sees it.
    pub fn messages(&self, user: UserId) -> Vec<Arc<Message>> {
        self.lines.iter().map(|line| self.as_seen_by(line, user)).collect()
    }

    /// Every message as it is kept.
    pub fn lines(&self) -> impl Iterator<Item = &Arc<Message>> {
        self.lines.iter().map(|line| &line.message)
    }

    pub fn history(&self, user: UserId, span: Span, limit: usize) -> Outcome {
        let within = |message: &Arc<Message>| match span {
            Span::After(seq) => message.seq > seq,
            Span::Before(seq) => message.seq < seq,
            Span::Around(_) | Span::Latest => true,
        };
        let mut found: Vec<Arc<Message>> = self.messages(user).into_iter().filter(within).collect();
        let more = found.len() > limit;
        match span {
            Span::After(_) => found.truncate(limit),
            Span::Around(seq) => {
                let last = usize::try_from(seq.0).unwrap_or(usize::MAX).min(found.len());
                let from = last
                    .saturating_sub(limit.div_ceil(2))
                    .min(found.len().saturating_sub(limit));
                found = found.into_iter().skip(from).take(limit).collect();
            }
            Span::Before(_) | Span::Latest => found = found.split_off(found.len().saturating_sub(limit)),
        }
        Outcome::History { messages: found, more }
    }

    pub fn changes(&self, user: UserId, since: Rev, limit: usize) -> Outcome {
        let mut messages = self.messages(user);
        messages.retain(|message| message.rev > since);
        messages.sort_by_key(|message| message.rev);
        let more = messages.len() > limit;
        messages.truncate(limit);
        Outcome::Changes {
            messages,
            rev: self.room.rev,
            more,
        }
    }

    pub fn edits(&self, id: MessageId) -> Outcome {
        Outcome::Edits(self.find(id).map(|at| self.lines[at].edits.clone()).unwrap_or_default())
    }

    /// The words that somebody passes on, if she can read them.
    pub fn words_of(&self, id: MessageId, user: UserId) -> Option<(UserId, Words)> {
        let line = self.lines.get(self.find(id)?)?;
        let is_hers = self.holds(user) && !line.hidden_from.contains(&user);
        let words = line.message.body.words().filter(|_| is_hers)?;
        let author = words
            .forwarded
            .map_or(line.message.author, |forwarded| forwarded.author);
        Some((author, words.clone()))
    }

    /// Whether a file stands in a message.
    pub fn shows(&self, file: FileId) -> bool {
        let shows = |line: &Line| {
            let words = line.message.body.words();
            words.is_some_and(|words| words.files.iter().any(|record| record.id == file))
        };
        self.lines.iter().any(shows)
    }

    pub fn mark(&mut self, user: UserId, delivered: Seq, read: Seq) -> Outcome {
        let member = self.room.members.iter_mut().find(|member| member.user == user);
        if let Some(member) = member {
            member.delivered = member.delivered.max(delivered);
            member.read = member.read.max(read);
        }
        Outcome::Marked {
            unread: self.unread(user),
        }
    }

    pub fn own(&mut self, user: UserId, set: impl FnOnce(&mut Own)) -> Outcome {
        set(self.own_by_user.entry(user).or_default());
        Outcome::OwnKept(self.own_of(user))
    }

    pub fn set_draft(&mut self, user: UserId, draft: Option<Draft>) -> Outcome {
        self.own(user, |own| own.draft = draft)
    }

    fn own_of(&self, user: UserId) -> Own {
        let read = self.member(user).map_or(Seq(0), |member| member.read);
        let calls = |line: &&Line| {
            let mentions = line.message.body.words().map(|words| &words.mentions);
            mentions.is_some_and(|mentions| calls_upon(mentions, user)) && line.message.author != user
        };
        let mention = self.lines.iter().rev().find(calls).map(|line| line.message.seq);
        Own {
            mention: mention.filter(|seq| *seq > read),
            ..self.own_by_user.get(&user).cloned().unwrap_or_default()
        }
    }

    pub fn unread(&self, user: UserId) -> u32 {
        let read = self.member(user).map_or(Seq(0), |member| member.read);
        let is_new = |line: &&Line| line.message.author != user && line.message.seq > read;
        u32::try_from(self.lines.iter().filter(is_new).count()).expect("a test is short")
    }

    /// The room as it stands in a list: of a group's members only the member and the first eight.
    pub fn summary(&self, user: UserId) -> RoomSummary {
        let mut room = self.room.clone();
        let first: Vec<UserId> = room.members.iter().take(8).map(|member| member.user).collect();
        room.members
            .retain(|member| member.user == user || first.contains(&member.user));
        RoomSummary {
            room,
            last: self.lines.last().map(|line| self.as_seen_by(line, user)),
            unread: self.unread(user),
            own: self.own_of(user),
        }
    }
}

fn member(user: UserId, seen: Seq) -> Member {
    Member {
        user,
        role: RoomRole::Member,
        delivered: seen,
        read: seen,
    }
}

fn calls_upon(mentions: &Mentions, user: UserId) -> bool {
    mentions.all || mentions.users.contains(&user)
}

fn unchanged() -> Outcome {
    Outcome::Changed {
        messages: Vec::new(),
        hidden_from: Vec::new(),
    }
}

/// Whether two tries say the same. Whom they call upon depends on who is in the room, and is not compared.
fn is_same(one: &NewBody, other: &NewBody) -> bool {
    match (one, other) {
        (
            NewBody::Words {
                text: a,
                reply_to: b,
                files: c,
                ..
            },
            NewBody::Words {
                text: x,
                reply_to: y,
                files: z,
                ..
            },
        ) => (a, b, c) == (x, y, z),
        (one, other) => one == other,
    }
}

/// Puts a sign or takes it away; whether that changes anything.
fn react(reactions: &mut Vec<Reaction>, by: UserId, key: ReactionKey, on: bool) -> bool {
    let known = reactions.iter().position(|reaction| reaction.key == key);
    match (known, on) {
        (Some(at), true) => {
            let users = &mut reactions[at].users;
            let is_new = !users.contains(&by);
            users.extend(is_new.then_some(by));
            is_new
        }
        (None, true) if reactions.len() < MAX_REACTIONS => {
            reactions.push(Reaction { key, users: vec![by] });
            true
        }
        (Some(at), false) if reactions[at].users.contains(&by) => {
            reactions[at].users.retain(|user| *user != by);
            reactions.retain(|reaction| !reaction.users.is_empty());
            true
        }
        _ => false,
    }
}
