//! How tests say what clients ask, and read what they hear.

use std::collections::BTreeMap;
use std::sync::Arc;

use teahouse_core::command::{CallRef, Callee, Command, Opaque, Signal};
use teahouse_core::effect::RequestId;
use teahouse_core::event::{Event, Profile, RoomView};
use teahouse_core::id::{CallId, MessageId, RoomId, UserId};
use teahouse_core::record::{Hook, Media, Mentions, Message, ReactionKey, Rev, Seq, Span};

use super::World;
use super::store::{client_id, text_of};

/// Text that the core carries and never reads.
pub fn opaque(text: &str) -> Opaque {
    Opaque(text.into())
}

/// Call a person with picture; the offer is called "offer".
pub fn invite(callee: UserId) -> Command {
    invite_with(callee, "offer")
}

/// Call a person with this offer.
pub fn invite_with(callee: UserId, offer: &str) -> Command {
    Command::Invite {
        callee: Callee::User(callee),
        media: Media::Video,
        offer: opaque(offer),
    }
}

/// Call whoever goes by a name, as plain guests do.
pub fn offer(name: &str, offer: &str) -> Command {
    Command::Invite {
        callee: Callee::Named(name.into()),
        media: Media::Video,
        offer: opaque(offer),
    }
}

/// Pick up; the answer is called "answer".
pub fn accept(call: CallId) -> Command {
    Command::Accept {
        call: CallRef::Id(call),
        answer: opaque("answer"),
    }
}

/// Pick up one's one call, as plain guests do.
pub fn answer(peer: &str, answer: &str) -> Command {
    Command::Accept {
        call: CallRef::Mine {
            peer: Some(peer.into()),
        },
        answer: opaque(answer),
    }
}

/// Say no.
pub fn decline(call: CallId) -> Command {
    Command::Decline {
        call: CallRef::Id(call),
    }
}

/// End a call.
pub fn hang_up(call: CallId) -> Command {
    Command::Hangup {
        call: CallRef::Id(call),
        seconds: None,
    }
}

/// End a call that lasted so many seconds.
pub fn hang_up_after(call: CallId, seconds: u32) -> Command {
    Command::Hangup {
        call: CallRef::Id(call),
        seconds: Some(seconds),
    }
}

/// End one's one call, as plain guests do.
pub fn leave() -> Command {
    Command::Hangup {
        call: CallRef::Mine { peer: None },
        seconds: None,
    }
}

/// Pass a candidate.
pub fn candidate(call: CallId, text: &str) -> Command {
    signal(call, Signal::Candidate(opaque(text)))
}

/// Pass a candidate within one's one call.
pub fn my_candidate(text: &str) -> Command {
    Command::Signal {
        call: CallRef::Mine { peer: None },
        signal: Signal::Candidate(opaque(text)),
    }
}

/// Pass something.
pub fn signal(call: CallId, signal: Signal) -> Command {
    Command::Signal {
        call: CallRef::Id(call),
        signal,
    }
}

/// Take a call up again.
pub fn resume(call: CallId, peer: UserId) -> Command {
    Command::ResumeCall { call, peer }
}

/// Send a text under a client id.
pub fn send(room: RoomId, id: &str, text: &str) -> Command {
    Command::SendMessage {
        room,
        client_id: client_id(id),
        text: text.into(),
        reply_to: None,
        mentions: Mentions::default(),
        files: Vec::new(),
        forward_of: None,
    }
}

/// Move one's marks.
pub fn mark(room: RoomId, delivered: u64, read: u64) -> Command {
    Command::Mark {
        room,
        delivered: Seq(delivered),
        read: Seq(read),
    }
}

/// The last messages of a room.
pub fn latest(room: RoomId, limit: u16) -> Command {
    Command::ReadHistory {
        room,
        span: Span::Latest,
        limit,
    }
}

/// Give one's message other words.
pub fn edit(room: RoomId, message: MessageId, text: &str) -> Command {
    Command::EditMessage {
        room,
        message,
        text: text.into(),
        mentions: Mentions::default(),
    }
}

/// Take a message back.
pub fn recall(room: RoomId, message: MessageId) -> Command {
    Command::RecallMessage { room, message }
}

/// Delete a message for oneself.
pub fn hide(room: RoomId, message: MessageId) -> Command {
    Command::HideMessages {
        room,
        messages: vec![message],
    }
}

/// Put a sign under a message, or take it away.
pub fn react(room: RoomId, message: MessageId, key: &str, on: bool) -> Command {
    Command::React {
        room,
        message,
        key: ReactionKey::new(key).expect("an emoji"),
        on,
    }
}

/// What has changed since a revision.
pub fn changes(room: RoomId, since: u64, limit: u16) -> Command {
    Command::ReadChanges {
        room,
        since: Rev(since),
        limit,
    }
}

/// Answer a message with words.
pub fn reply(room: RoomId, id: &str, to: MessageId, text: &str) -> Command {
    match send(room, id, text) {
        Command::SendMessage {
            room,
            client_id,
            text,
            mentions,
            files,
            ..
        } => Command::SendMessage {
            room,
            client_id,
            text,
            reply_to: Some(to),
            mentions,
            files,
            forward_of: None,
        },
        other => other,
    }
}

/// Say something that calls upon people.
pub fn call_upon(room: RoomId, id: &str, text: &str, called: Mentions) -> Command {
    match send(room, id, text) {
        Command::SendMessage {
            room,
            client_id,
            text,
            files,
            ..
        } => Command::SendMessage {
            room,
            client_id,
            text,
            reply_to: None,
            mentions: called,
            files,
            forward_of: None,
        },
        other => other,
    }
}

/// Call a group by another name.
pub fn rename(room: RoomId, name: &str) -> Command {
    Command::SetRoom {
        room,
        name: Some(name.into()),
        picture: None,
        is_announcement: None,
    }
}

/// Let only those write who look after the group, or everybody.
pub fn announce(room: RoomId, on: bool) -> Command {
    Command::SetRoom {
        room,
        name: None,
        picture: None,
        is_announcement: Some(on),
    }
}

/// Whether a client gives a number to such a request: all but those whose answer it does not wait for.
pub fn is_answered(command: &Command) -> bool {
    !matches!(
        command,
        Command::Mark { .. }
            | Command::Ring { .. }
            | Command::SetTyping { .. }
            | Command::Signal { .. }
            | Command::WatchPeople { .. }
            | Command::WatchPresence { .. }
    )
}

/// Whom and what an event makes known.
pub(super) fn learn(event: &Event, names: &mut BTreeMap<String, UserId>, last_call: &mut Option<CallId>) {
    let mut know = |profile: &Profile| {
        names.insert(profile.name.as_str().into(), profile.id);
    };
    match event {
        Event::Welcomed { you, .. } => know(&you.profile),
        Event::AccountChanged(you) => know(&you.profile),
        Event::BotCreated(bot) => know(bot),
        Event::PeopleFound(people) => people.iter().for_each(|found| know(&found.profile)),
        Event::PeopleRead(people) => people.iter().for_each(know),
        Event::Registered(you) => know(you),
        Event::PeopleChanged { came, .. } => came.iter().for_each(know),
        Event::Invited { call, peer } => {
            know(peer);
            *last_call = Some(*call);
        }
        Event::IncomingCall { call, caller, .. } => {
            know(caller);
            *last_call = Some(*call);
        }
        _ => {}
    }
}

/// An event in a few words; an answer begins with `re`.
pub fn line(world: &World, re: Option<RequestId>, event: &Event) -> String {
    let text = describe(world, event);
    if re.is_some() { format!("re {text}") } else { text }
}

fn describe(world: &World, event: &Event) -> String {
    let who = |user: &UserId| world.name_of(*user).to_owned();
    let all = |users: &[UserId]| users.iter().map(who).collect::<Vec<_>>().join(" ");
    match event {
        Event::Accepted { answer, .. } => format!("accepted {}", answer.0),
        Event::Answered { .. } => "answered".into(),
        Event::Done => "done".into(),
        Event::Ended { reason, .. } => format!("ended {reason:?}"),
        Event::HistoryRead { messages, more, .. } => {
            let texts: Vec<String> = messages
                .iter()
                .map(|m| format!("#{} {}", m.seq.0, text_of(m)))
                .collect();
            format!("history [{}]{}", texts.join(", "), if *more { " more" } else { "" })
        }
        Event::IncomingCall { caller, offer, .. } => format!("incoming {} {}", caller.name.as_str(), offer.0),
        Event::InviteRefused { refusal, in_call } => {
            format!("refused {}{}", refusal.code(), if *in_call { " in call" } else { "" })
        }
        Event::Invited { peer, .. } => format!("invited {}", peer.name.as_str()),
        Event::Marked {
            user,
            delivered,
            read,
            unread,
            ..
        } => {
            let unread = unread.map_or(String::new(), |unread| format!(" unread {unread}"));
            format!("{} has {} read {}{unread}", who(user), delivered.0, read.0)
        }
        Event::MessageKnown(message) | Event::MessagePosted(message) => {
            format!("#{} {}: {}", message.seq.0, who(&message.author), text_of(message))
        }
        Event::NameAnswered { accepted: true } => "name accepted".into(),
        Event::NameAnswered { accepted: false } => "name refused".into(),
        Event::PeopleChanged {
            fresh,
            came,
            went,
            total,
        } => {
            let came = came
                .iter()
                .map(|p| format!(" +{}", p.name.as_str()))
                .collect::<String>();
            let went = went.iter().map(|user| format!(" -{}", who(user))).collect::<String>();
            format!("people{}{went}{came} of {total}", if *fresh { ":" } else { "" })
        }
        Event::PresenceChanged { online, offline } => {
            let offline: Vec<UserId> = offline.iter().map(|away| away.user).collect();
            format!("online [{}] offline [{}]", all(online), all(&offline))
        }
        Event::Refused(refusal) => format!("refused {}", refusal.code()),
        Event::PasswordGiven { ended } => format!("password given, {ended} ended"),
        Event::Registered(you) => format!("registered {}", you.name.as_str()),
        Event::ResetCreated { until } => format!("reset until {}", until.0),
        Event::ResetShown(person) => format!("reset of {}", person.name.as_str()),
        Event::Resumed { .. } => "resumed".into(),
        Event::Ringing { .. } => "ringing".into(),
        Event::RoomOpened(view) => format!("room {}", room_line(view)),
        Event::RoomsListed { rooms, more } => {
            let rooms: Vec<String> = rooms.iter().map(room_line).collect();
            format!("rooms [{}]{}", rooms.join(", "), if *more { " more" } else { "" })
        }
        Event::Signaled { signal, .. } => match signal {
            Signal::Answer(text) => format!("answer {}", text.0),
            Signal::Candidate(text) => format!("candidate {}", text.0),
            Signal::Offer(text) => format!("offer {}", text.0),
        },
        Event::SignedOut => "signed out".into(),
        Event::TypingNoticed { user, .. } => format!("{} writes", who(user)),
        Event::Welcomed { you, .. } => format!("welcome {}", you.profile.name.as_str()),
        event => describe_more(world, event),
    }
}

fn describe_more(world: &World, event: &Event) -> String {
    let who = |user: &UserId| world.name_of(*user).to_owned();
    let name = |profile: &Profile| profile.name.as_str().to_owned();
    let names = |profiles: &[Profile]| profiles.iter().map(name).collect::<Vec<_>>().join(" ");
    match event {
        Event::ChangesRead {
            messages, rev, more, ..
        } => {
            let more = if *more { " more" } else { "" };
            format!("changes [{}] to {}{more}", messages_line(messages), rev.0)
        }
        Event::DeliveriesRead { deliveries, more, .. } => {
            let told = deliveries.iter().map(|due| {
                let kind = if due.is_new { "new" } else { "changed" };
                format!("{kind} {}", text_of(&due.message))
            });
            let more = if *more { " more" } else { "" };
            format!("deliveries [{}]{more}", told.collect::<Vec<_>>().join(", "))
        }
        Event::UndeliveredListed { rooms, .. } => format!("undelivered in {}", rooms.len()),
        Event::EditsRead { edits, .. } => {
            let edits: Vec<&str> = edits.iter().map(|edit| &*edit.text).collect();
            format!("edits [{}]", edits.join(", "))
        }
        Event::FileRead(file) => format!("file {} {}", file.name, file.facts.size),
        Event::Found { hits, .. } => {
            let messages: Vec<Arc<Message>> = hits.iter().map(|hit| Arc::clone(&hit.message)).collect();
            format!("found [{}]", messages_line(&messages))
        }
        Event::HookCreated(hook) => match &**hook {
            Hook::Incoming { name, .. } => format!("hook {}", name.as_str()),
            Hook::Outgoing { url, .. } => format!("hook to {url}"),
        },
        Event::HooksListed(hooks) => format!("hooks {}", hooks.len()),
        Event::InviteRead(invite) => format!("invite {}", invite.code.as_str()),
        Event::InviteShown {
            room,
            needs_approval,
            is_member,
            ..
        } => {
            let into = room.as_ref().and_then(|room| room.name.as_ref());
            let into = into.map_or("the house", |name| name.as_str());
            format!("invite into {into} approval {needs_approval} member {is_member}")
        }
        Event::InvitesListed(invites) => format!("invites {}", invites.len()),
        Event::JoinRequested { person, .. } => format!("{} waits", name(person)),
        Event::JoinRequestsListed { requests, .. } => {
            let waiting: Vec<String> = requests.iter().map(|(_, person)| name(person)).collect();
            format!("waiting [{}]", waiting.join(" "))
        }
        Event::MembersListed { members, total, .. } => {
            let members: Vec<String> = members
                .iter()
                .map(|(profile, member)| format!("{} {:?}", name(profile), member.role))
                .collect();
            format!("members [{}] of {total}", members.join(", "))
        }
        Event::MessagesChanged { messages, .. } => format!("changed [{}]", messages_line(messages)),
        Event::OwnChanged { own, .. } => {
            let draft = own
                .draft
                .as_ref()
                .map_or(String::new(), |draft| format!(" draft {}", draft.text));
            let mention = own.mention.map_or(String::new(), |seq| format!(" mention #{}", seq.0));
            let muted = if own.muted_until.is_some() { " muted" } else { "" };
            format!(
                "own{}{muted}{draft}{mention}",
                if own.is_pinned { " pinned" } else { "" }
            )
        }
        Event::ReceiptsRead {
            delivered,
            read,
            waiting,
            ..
        } => format!(
            "read [{}] delivered [{}] waiting {waiting}",
            names(read),
            names(delivered)
        ),
        Event::RoomChanged {
            room,
            came,
            went,
            roles,
        } => {
            let name = room.name.as_ref().map_or("?", |name| name.as_str());
            let came: String = came
                .iter()
                .map(|profile| format!(" +{}", profile.name.as_str()))
                .collect();
            let went: String = went.iter().map(|user| format!(" -{}", who(user))).collect();
            let roles: String = roles
                .iter()
                .map(|(user, role)| format!(" {} {role:?}", who(user)))
                .collect();
            let quiet = if room.is_announcement { " announcing" } else { "" };
            format!("{name} of {}{quiet}{came}{went}{roles}", room.member_count)
        }
        Event::RoomLeft { removed, .. } => if *removed { "removed" } else { "left" }.into(),
        Event::UsageRead { used, quota, max_size } => format!("used {used} of {quota}, {max_size} a file"),
        event => format!("{event:?}"),
    }
}

fn messages_line(messages: &[Arc<Message>]) -> String {
    let lines: Vec<String> = messages
        .iter()
        .map(|message| {
            let signs: String = message
                .reactions
                .iter()
                .map(|reaction| format!(" {}x{}", reaction.key, reaction.users.len()))
                .collect();
            format!("#{} {}{signs}", message.seq.0, text_of(message))
        })
        .collect();
    lines.join(", ")
}

fn room_line(view: &RoomView) -> String {
    let summary = &view.summary;
    let peer = view.people.first().map_or("notes", |peer| peer.name.as_str());
    let name = summary.room.name.as_ref().map_or(peer, |name| name.as_str());
    format!("{name} {} unread {}", summary.room.last_seq.0, summary.unread)
}
