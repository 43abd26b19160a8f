//! Every message about accounts, groups and changed messages becomes just this command.

use teahouse_core::command::Command;
use teahouse_core::id::{FileId, HookId, InviteId, MessageId, RoomId, SessionId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{
    Audience, HitCursor, HitKind, InviteCode, Mentions, Privacy, Query, ReactionKey, Rev, Role, RoomRole, Seq,
};
use teahouse_wire::app::{Asked, decode};

const ROOM: RoomId = RoomId(10);
const MESSAGE: MessageId = MessageId(11);
const USER: UserId = UserId(12);

/// A message whose fields stand as given, with ids spelled R, M, U for the three above.
fn asks(kind: &str, fields: &str, command: Command) {
    let text = text(kind, fields);
    assert_eq!(decode(&text), Ok(Asked { command, re: Some(7) }), "{text}");
}

fn text(kind: &str, fields: &str) -> String {
    let fields = fields
        .replace("@R", r#""000000000000a""#)
        .replace("@M", r#""000000000000b""#)
        .replace("@U", r#""000000000000c""#);
    let comma = if fields.is_empty() { "" } else { "," };
    format!(r#"{{"type":"{kind}","re":7{comma}{fields}}}"#)
}

#[test]
fn accounts_and_devices() {
    let name = |name: &str| Command::SetProfile {
        name: Some(name.into()),
        about: None,
        avatar: None,
    };
    asks("profile.set", r#""name":"Ann""#, name("Ann"));
    for (fields, avatar) in [
        (r#""about":"tea""#, None),
        (r#""about":"tea","avatar":null"#, Some(None)),
        (r#""about":"tea","avatar":@U"#, Some(Some(FileId(12)))),
    ] {
        let about = Some("tea".into());
        let name = None;
        asks("profile.set", fields, Command::SetProfile { name, about, avatar });
    }
    asks(
        "privacy.set",
        r#""online":"contacts","last_seen":"nobody""#,
        Command::SetPrivacy(Privacy {
            online: Audience::Contacts,
            last_seen: Audience::Nobody,
        }),
    );
    asks("quiet.set", r#""until":null"#, Command::SetQuiet { until: None });
    let until = Some(UnixMillis(5));
    asks("quiet.set", r#""until":5"#, Command::SetQuiet { until });
    asks("sessions.list", "", Command::ListSessions);
    let session = SessionId(12);
    asks("session.end", r#""session":@U"#, Command::EndSession { session });
    asks("usage.read", "", Command::ReadUsage);
}

#[test]
fn people_and_what_one_notes_about_them() {
    asks(
        "people.find",
        r#""query":"zw","limit":9"#,
        Command::FindPeople {
            query: "zw".into(),
            limit: 9,
        },
    );
    asks(
        "people.read",
        r#""users":[@U]"#,
        Command::ReadPeople { users: vec![USER] },
    );
    asks("contacts.list", "", Command::ListContacts);
    for (fields, remark) in [
        (r#""user":@U,"blocked":true"#, None),
        (r#""user":@U,"blocked":true,"remark":null"#, Some(None)),
        (r#""user":@U,"blocked":true,"remark":"Aunt""#, Some(Some("Aunt".into()))),
    ] {
        asks(
            "contact.set",
            fields,
            Command::SetContact {
                user: USER,
                is_listed: None,
                is_blocked: Some(true),
                remark,
            },
        );
    }
    let (after, limit) = (Some(USER), 50);
    asks(
        "people.list",
        r#""after":@U,"limit":50"#,
        Command::ListPeople { after, limit },
    );
    asks("people.list", r#""bots":true,"limit":50"#, Command::ListBots);
    let (user, role) = (USER, Role::Admin);
    asks(
        "person.set_role",
        r#""user":@U,"role":"admin""#,
        Command::SetRole { user, role },
    );
    let is_disabled = true;
    asks(
        "person.set_disabled",
        r#""user":@U,"disabled":true"#,
        Command::SetDisabled { user, is_disabled },
    );
}

#[test]
fn ways_in() {
    let code = InviteCode::new("abcDEF123-_").expect("a code");
    let fields = r#""code":"abcDEF123-_""#;
    asks("invite.show", fields, Command::ShowInvite { code: code.clone() });
    asks("invite.use", fields, Command::UseInvite { code });
    asks("invites.list", "", Command::ListInvites { room: None });
    asks(
        "invites.list",
        r#""room":@R"#,
        Command::ListInvites { room: Some(ROOM) },
    );
    let invite = InviteId(12);
    asks("invite.revoke", r#""invite":@U"#, Command::RevokeInvite { invite });
    asks(
        "join_requests.list",
        r#""room":@R"#,
        Command::ListJoinRequests { room: ROOM },
    );
    asks(
        "join_request.answer",
        r#""room":@R,"user":@U,"accept":false"#,
        Command::AnswerJoinRequest {
            room: ROOM,
            user: USER,
            accept: false,
        },
    );
    asks("hooks.list", r#""room":@R"#, Command::ListHooks { room: Some(ROOM) });
    asks("hook.delete", r#""hook":@U"#, Command::DeleteHook { hook: HookId(12) });
}

#[test]
fn groups() {
    let (room, user, users) = (ROOM, USER, vec![USER]);
    asks("notes.open", "", Command::OpenNotes);
    let name = || "Tea".to_string();
    let members = vec![];
    asks(
        "group.create",
        r#""name":"Tea""#,
        Command::CreateGroup { name: name(), members },
    );
    let members = vec![USER];
    asks(
        "group.create",
        r#""name":"Tea","members":[@U]"#,
        Command::CreateGroup { name: name(), members },
    );
    asks("room.read", r#""room":@R"#, Command::ReadRoom { room });
    let (skip, limit) = (0, 100);
    asks(
        "members.list",
        r#""room":@R,"limit":100"#,
        Command::ListMembers { room, skip, limit },
    );
    asks(
        "members.add",
        r#""room":@R,"users":[@U]"#,
        Command::AddMembers { room, users },
    );
    asks(
        "member.remove",
        r#""room":@R,"user":@U"#,
        Command::RemoveMember { room, user },
    );
    let role = RoomRole::Owner;
    asks(
        "member.set_role",
        r#""room":@R,"user":@U,"role":"owner""#,
        Command::SetMemberRole { room, user, role },
    );
    asks(
        "room.set",
        r#""room":@R,"name":"Tea","picture":null,"announcement":true"#,
        Command::SetRoom {
            room,
            name: Some(name()),
            picture: Some(None),
            is_announcement: Some(true),
        },
    );
    for (fields, muted_until) in [
        (r#""room":@R,"pinned":true"#, None),
        (r#""room":@R,"pinned":true,"muted_until":null"#, Some(None)),
        (r#""room":@R,"pinned":true,"muted_until":9"#, Some(Some(UnixMillis(9)))),
    ] {
        let is_pinned = Some(true);
        asks(
            "own.set",
            fields,
            Command::SetOwn {
                room,
                muted_until,
                is_pinned,
            },
        );
    }
    asks(
        "draft.set",
        r#""room":@R,"text":"hm","reply_to":@M"#,
        Command::SetDraft {
            room,
            text: "hm".into(),
            reply_to: Some(MESSAGE),
        },
    );
}

#[test]
fn messages_that_change() {
    let (room, message) = (ROOM, MESSAGE);
    let (since, limit) = (Rev(3), 50);
    asks(
        "changes.read",
        r#""room":@R,"since":3,"limit":50"#,
        Command::ReadChanges { room, since, limit },
    );
    asks(
        "message.edit",
        r#""room":@R,"message":@M,"text":"so","mentions":{"users":[@U]}"#,
        Command::EditMessage {
            room,
            message,
            text: "so".into(),
            mentions: Mentions {
                all: false,
                users: vec![USER],
            },
        },
    );
    asks(
        "edits.read",
        r#""room":@R,"message":@M"#,
        Command::ReadEdits { room, message },
    );
    asks(
        "message.recall",
        r#""room":@R,"message":@M"#,
        Command::RecallMessage { room, message },
    );
    let messages = vec![MESSAGE];
    asks(
        "messages.hide",
        r#""room":@R,"messages":[@M]"#,
        Command::HideMessages { room, messages },
    );
    let key = ReactionKey::new("👍🏽").expect("a sign");
    let on = true;
    asks(
        "message.react",
        r#""room":@R,"message":@M,"key":"👍🏽","on":true"#,
        Command::React { room, message, key, on },
    );
    let seq = Seq(4);
    asks(
        "receipts.read",
        r#""room":@R,"seq":4"#,
        Command::ReadReceipts { room, seq },
    );
}

#[test]
fn a_search_has_conditions_and_a_place_to_go_on() {
    let limit = 20;
    let query = Query {
        text: "茶".into(),
        ..Query::default()
    };
    let before = None;
    asks(
        "messages.search",
        r#""text":"茶","limit":20"#,
        Command::Search { query, before, limit },
    );
    asks(
        "messages.search",
        r#""room":@R,"sender":@U,"since":1,"until":2,"kind":"voice","before":{"at":3,"room":@R,"seq":4},"limit":20"#,
        Command::Search {
            query: Query {
                text: String::new(),
                room: Some(ROOM),
                author: Some(USER),
                since: Some(UnixMillis(1)),
                until: Some(UnixMillis(2)),
                kind: Some(HitKind::Voice),
            },
            before: Some(HitCursor {
                at: UnixMillis(3),
                room: ROOM,
                seq: Seq(4),
            }),
            limit,
        },
    );
}

#[test]
fn a_field_of_the_wrong_kind_is_refused_with_the_number_of_its_request() {
    for (kind, fields) in [
        ("profile.set", r#""avatar":"no id""#),
        ("profile.set", r#""avatar":5"#),
        ("contact.set", r#""user":"x""#),
        ("invite.use", r#""code":"short""#),
        ("invite.show", r#""code":"with space in it""#),
        ("group.create", r#""name":"Tea","members":["x"]"#),
        ("members.add", r#""room":@R,"users":[1]"#),
        ("member.set_role", r#""room":@R,"user":@U,"role":"king""#),
        ("message.react", r#""room":@R,"message":@M,"key":"<b>","on":true"#),
        ("message.react", r#""room":@R,"message":@M,"key":"","on":true"#),
        ("messages.search", r#""kind":"smell","limit":1"#),
        ("messages.search", r#""limit":-1"#),
        ("own.set", r#""room":@R,"muted_until":"soon""#),
        ("draft.set", r#""room":@R"#),
        (
            "message.edit",
            r#""room":@R,"message":@M,"text":"x","mentions":{"users":["me"]}"#,
        ),
    ] {
        let text = text(kind, fields);
        let refused = decode(&text).expect_err(&text);
        assert_eq!((refused.code, refused.re), ("bad_request", Some(7)), "{text}");
    }
}
