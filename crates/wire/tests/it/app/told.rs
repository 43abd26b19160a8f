//! Every event about accounts, groups and changed messages, as JSON to the letter.

use std::sync::Arc;

use teahouse_core::event::{Account, Event, PersonFound, PersonRow, Profile, RoomFacts, RoomView};
use teahouse_core::handle::Handle;
use teahouse_core::id::{CallId, FileId, HookId, InviteId, MessageId, RoomId, SessionId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{
    Body, CallLine, CallOutcome, ClientId, Contact, Device, Draft, Edit, FileFacts, FileKind, FileRecord, Forwarded,
    Hit, HitCursor, Hook, Invite, InviteCode, JoinRequest, Marks, Media, Member, Mentions, Message, Notice, Own,
    Picture, Privacy, Quote, Reaction, ReactionKey, Rev, Role, Room, RoomKind, RoomRole, RoomSummary, Seq, Session,
    TokenHash, Words,
};
use teahouse_wire::app;

use crate::house::texts;

const ANN: UserId = UserId(10);
const BOB: UserId = UserId(11);
const ROOM: RoomId = RoomId(12);

/// A single mark.
fn mark(bytes: std::ops::Range<usize>) -> Marks {
    std::iter::once(bytes).collect()
}

/// What a page hears, with ids spelled as what they are of.
fn told(re: Option<u32>, event: &Event) -> String {
    let mut out = Vec::new();
    app::encode(&mut out, re, event);
    let text = texts(&out).concat();
    let message = app::decode_server(&text).expect("it is one of ours");
    assert_eq!(serde_json::to_string(&message).expect("it is JSON"), text);
    [
        ("ANN", "000000000000a"),
        ("BOB", "000000000000b"),
        ("ROOM", "000000000000c"),
    ]
    .iter()
    .fold(text, |text, (word, id)| text.replace(id, word))
}

fn name(text: &str) -> Name {
    Name::from_store(text)
}

fn ann() -> Profile {
    Profile {
        handle: Some(Handle::from_store("ann")),
        avatar: Some(FileId(1)),
        about: "tea".into(),
        ..Profile::bare(ANN, name("Ann"), false)
    }
}

fn bob() -> Profile {
    Profile::bare(BOB, name("Bob"), false)
}

const ANN_JSON: &str = r#"{"id":"ANN","name":"Ann","handle":"ann","avatar":"0000000000001","about":"tea"}"#;
const BOB_JSON: &str = r#"{"id":"BOB","name":"Bob"}"#;

fn message(body: Body) -> Message {
    Message {
        id: MessageId(2),
        room: ROOM,
        seq: Seq(3),
        rev: Rev(4),
        author: ANN,
        client_id: ClientId::new("c").expect("a client id"),
        at: UnixMillis(5),
        edited_at: None,
        body,
        reactions: vec![],
    }
}

const MESSAGE_HEAD: &str =
    r#""id":"0000000000002","room":"ROOM","seq":3,"rev":4,"sender":"ANN","client_id":"c","sent_at":5"#;

fn facts() -> RoomFacts {
    RoomFacts {
        id: ROOM,
        kind: RoomKind::Group,
        name: Some(name("Tea")),
        picture: Some(FileId(1)),
        is_announcement: true,
        member_count: 2,
    }
}

const FACTS_JSON: &str =
    r#"{"id":"ROOM","kind":"group","name":"Tea","picture":"0000000000001","announcement":true,"member_count":2}"#;

#[test]
fn ones_own_account_and_devices() {
    let account = Account {
        profile: ann(),
        role: Role::Owner,
        privacy: Privacy::default(),
        quiet_until: Some(UnixMillis(9)),
        session: SessionId(1),
    };
    assert_eq!(
        told(Some(7), &Event::AccountChanged(Box::new(account))),
        format!(
            r#"{{"type":"account.changed","re":7,"you":{ANN_JSON},"account":{{"role":"owner","privacy":{{"online":"everybody","last_seen":"everybody"}},"quiet_until":9,"session":"0000000000001"}}}}"#
        )
    );
    let session = Session {
        device: Device::new("Firefox on Android"),
        ..Session::browser(SessionId(1), ANN, TokenHash([7; 32]), UnixMillis(2))
    };
    let current = SessionId(1);
    let sessions = vec![session];
    assert_eq!(
        told(Some(7), &Event::SessionsListed { sessions, current }),
        r#"{"type":"sessions.page","re":7,"sessions":[{"id":"0000000000001","device":"Firefox on Android","bot":false,"created_at":2,"seen_at":2,"current":true}]}"#
    );
    assert_eq!(
        told(
            Some(7),
            &Event::UsageRead {
                used: 1,
                quota: 2,
                max_size: 3
            }
        ),
        r#"{"type":"usage.told","re":7,"used":1,"quota":2,"max_size":3}"#
    );
}

#[test]
fn people() {
    assert_eq!(
        told(Some(7), &Event::PeopleRead(vec![ann(), bob()])),
        format!(r#"{{"type":"people.page","re":7,"people":[{ANN_JSON},{BOB_JSON}]}}"#)
    );
    let found = PersonFound {
        profile: ann(),
        name: mark(1..2),
        handle: vec![],
        remark: Some((Name::of_person("🍵 张").expect("a name"), mark(5..8))),
    };
    assert_eq!(
        told(Some(7), &Event::PeopleFound(vec![found])),
        format!(
            r#"{{"type":"people.page","re":7,"people":[{ANN_JSON}],"found_by":[{{"name":[[1,2]],"remark":[[3,4]]}}]}}"#
        )
    );
    assert_eq!(
        told(None, &Event::PersonChanged(bob())),
        format!(r#"{{"type":"person.changed","person":{BOB_JSON}}}"#)
    );
    let contact = Contact {
        is_listed: true,
        is_blocked: false,
        remark: Some(name("Uncle")),
    };
    let json = format!(r#"{{"person":{BOB_JSON},"listed":true,"blocked":false,"remark":"Uncle"}}"#);
    let person = bob();
    let changed = Event::ContactChanged {
        person,
        contact: contact.clone(),
    };
    assert_eq!(
        told(None, &changed),
        format!(r#"{{"type":"contact.changed","contact":{json}}}"#)
    );
    assert_eq!(
        told(Some(7), &Event::ContactsListed(vec![(bob(), contact)])),
        format!(r#"{{"type":"contacts.page","re":7,"contacts":[{json}]}}"#)
    );
    let people = vec![PersonRow {
        profile: bob(),
        role: Role::Guest,
        is_disabled: true,
        created_at: UnixMillis(1),
        seen_at: UnixMillis(2),
    }];
    assert_eq!(
        told(Some(7), &Event::PeopleListed { people, more: true }),
        format!(
            r#"{{"type":"people.listed","re":7,"people":[{{"person":{BOB_JSON},"role":"guest","disabled":true,"created_at":1,"seen_at":2}}],"more":true}}"#
        )
    );
}

#[test]
fn ways_in() {
    let invite = Invite {
        id: InviteId(1),
        code: InviteCode::new("abcdefghij").expect("a code"),
        room: Some(ROOM),
        by: ANN,
        needs_approval: true,
        uses_left: Some(3),
        expires_at: None,
        created_at: UnixMillis(1),
    };
    assert_eq!(
        told(Some(7), &Event::InvitesListed(vec![invite])),
        r#"{"type":"invites.page","re":7,"invites":[{"id":"0000000000001","code":"abcdefghij","room":"ROOM","by":"ANN","needs_approval":true,"uses_left":3,"created_at":1}]}"#
    );
    let shown = Event::InviteShown {
        room: Some(facts()),
        by: ann(),
        needs_approval: false,
        is_member: true,
    };
    assert_eq!(
        told(Some(7), &shown),
        format!(
            r#"{{"type":"invite.shown","re":7,"room":{FACTS_JSON},"by":{ANN_JSON},"needs_approval":false,"is_member":true}}"#
        )
    );
    let person = bob();
    assert_eq!(
        told(None, &Event::JoinRequested { room: ROOM, person }),
        format!(r#"{{"type":"join_request.made","room":"ROOM","person":{BOB_JSON}}}"#)
    );
    let request = JoinRequest {
        room: ROOM,
        user: BOB,
        at: UnixMillis(8),
    };
    let requests = vec![(request, bob())];
    assert_eq!(
        told(Some(7), &Event::JoinRequestsListed { room: ROOM, requests }),
        format!(r#"{{"type":"join_requests.page","re":7,"room":"ROOM","requests":[{{"person":{BOB_JSON},"at":8}}]}}"#)
    );
}

#[test]
fn hooks_tell_no_secret() {
    let hooks = vec![
        Hook::Incoming {
            id: HookId(1),
            room: ROOM,
            bot: BOB,
            name: name("Bell"),
            token: TokenHash([7; 32]),
            by: ANN,
        },
        Hook::Outgoing {
            id: HookId(2),
            bot: BOB,
            url: "https://a.example/".into(),
            secret: "never".into(),
            by: ANN,
        },
    ];
    assert_eq!(
        told(Some(7), &Event::HooksListed(hooks)),
        r#"{"type":"hooks.page","re":7,"hooks":[{"id":"0000000000001","bot":"BOB","by":"ANN","room":"ROOM","name":"Bell"},{"id":"0000000000002","bot":"BOB","by":"ANN","url":"https://a.example/"}]}"#
    );
}

#[test]
fn groups() {
    let roles = vec![(BOB, RoomRole::Admin)];
    let changed = Event::RoomChanged {
        room: facts(),
        came: vec![bob()],
        went: vec![ANN],
        roles,
    };
    assert_eq!(
        told(None, &changed),
        format!(
            r#"{{"type":"room.changed","room":{FACTS_JSON},"came":[{BOB_JSON}],"went":["ANN"],"roles":[{{"user":"BOB","role":"admin"}}]}}"#
        )
    );
    let removed = true;
    assert_eq!(
        told(None, &Event::RoomLeft { room: ROOM, removed }),
        r#"{"type":"room.left","room":"ROOM","removed":true}"#
    );
    let member = Member {
        user: BOB,
        role: RoomRole::Owner,
        delivered: Seq(2),
        read: Seq(1),
    };
    let members = vec![(bob(), member)];
    let page = Event::MembersListed {
        room: ROOM,
        members,
        total: 1,
    };
    assert_eq!(
        told(Some(7), &page),
        format!(
            r#"{{"type":"members.page","re":7,"room":"ROOM","members":[{{"person":{BOB_JSON},"role":"owner","delivered":2,"read":1}}],"total":1}}"#
        )
    );
}

#[test]
fn a_group_as_it_stands_in_a_list() {
    let you = Member {
        user: ANN,
        role: RoomRole::Owner,
        delivered: Seq(3),
        read: Seq(2),
    };
    let other = Member { user: BOB, ..you };
    let room = Room {
        kind: RoomKind::Group,
        name: Some(name("Tea")),
        last_seq: Seq(3),
        rev: Rev(4),
        ..Room::direct(ROOM, [you, other])
    };
    let own = Own {
        muted_until: Some(UnixMillis(6)),
        is_pinned: true,
        draft: Some(Draft {
            text: "hm".into(),
            reply_to: Some(MessageId(2)),
            at: UnixMillis(7),
        }),
        mention: Some(Seq(3)),
    };
    let summary = RoomSummary {
        room,
        last: None,
        unread: 1,
        own: own.clone(),
    };
    let people = vec![bob()];
    let own_json =
        r#"{"muted_until":6,"pinned":true,"draft":{"text":"hm","reply_to":"0000000000002","at":7},"mention":3}"#;
    assert_eq!(
        told(None, &Event::RoomOpened(Box::new(RoomView { summary, you, people }))),
        format!(
            r#"{{"type":"room.opened","room":{{"id":"ROOM","kind":"group","name":"Tea","member_count":2,"people":[{BOB_JSON}],"role":"owner","last_seq":3,"rev":4,"unread":1,"delivered":3,"read":2,"own":{own_json},"created_at":0}}}}"#
        )
    );
    assert_eq!(
        told(Some(7), &Event::OwnChanged { room: ROOM, own }),
        format!(r#"{{"type":"own.changed","re":7,"room":"ROOM","own":{own_json}}}"#)
    );
}

#[test]
fn words_with_all_that_can_be_on_them() {
    let record = FileRecord {
        id: FileId(6),
        owner: ANN,
        name: "cat.png".into(),
        facts: FileFacts {
            kind: FileKind::Image,
            mime: "image/png".into(),
            size: 9,
            picture: Some(Picture { width: 3, height: 2 }),
            duration_ms: Some(1),
            waveform: vec![0, 255],
            has_thumbnail: true,
            ..FileFacts::default()
        },
        created_at: UnixMillis(1),
    };
    let body = Body::Words(Words {
        text: "see".into(),
        reply_to: Some(Quote {
            id: MessageId(1),
            seq: Seq(1),
            author: BOB,
            excerpt: Some("what".into()),
            file: Some("dog.png".into()),
        }),
        mentions: Mentions {
            all: true,
            users: vec![BOB],
        },
        files: vec![Arc::new(record)],
        forwarded: Some(Forwarded { author: BOB }),
    });
    let message = Message {
        edited_at: Some(UnixMillis(6)),
        reactions: vec![Reaction {
            key: ReactionKey::new("🫖").expect("a sign"),
            users: vec![BOB],
        }],
        ..message(body)
    };
    let messages = vec![Arc::new(message)];
    assert_eq!(
        told(None, &Event::MessagesChanged { room: ROOM, messages }),
        format!(
            r#"{{"type":"messages.changed","room":"ROOM","messages":[{{{MESSAGE_HEAD},"edited_at":6,"text":"see","reply_to":{{"id":"0000000000001","seq":1,"sender":"BOB","excerpt":"what","file":"dog.png"}},"mentions":{{"all":true,"users":["BOB"]}},"files":[{{"id":"0000000000006","name":"cat.png","kind":"image","mime":"image/png","size":9,"width":3,"height":2,"duration_ms":1,"waveform":[0,255],"thumbnail":true}}],"forwarded_from":"BOB","reactions":[{{"key":"🫖","users":["BOB"]}}]}}]}}"#
        )
    );
}

#[test]
fn every_other_kind_of_message() {
    let call = CallLine {
        call: CallId(1),
        media: Media::Voice,
        outcome: CallOutcome::Missed,
        seconds: 0,
    };
    let notice = |notice| Body::Notice(notice);
    for (body, json) in [
        (
            Body::Call(call),
            r#""call":{"call":"0000000000001","media":"voice","outcome":"missed","seconds":0}"#,
        ),
        (Body::Hidden, r#""hidden":true"#),
        (Body::Recalled { by: BOB }, r#""recalled_by":"BOB""#),
        (Body::text(""), r#""text":"""#),
        (
            notice(Notice::Added(vec![BOB])),
            r#""notice":{"kind":"added","users":["BOB"]}"#,
        ),
        (
            notice(Notice::Announcement(true)),
            r#""notice":{"kind":"announcement","on":true}"#,
        ),
        (notice(Notice::Joined), r#""notice":{"kind":"joined"}"#),
        (notice(Notice::Left), r#""notice":{"kind":"left"}"#),
        (notice(Notice::Pictured), r#""notice":{"kind":"pictured"}"#),
        (
            notice(Notice::Removed(BOB)),
            r#""notice":{"kind":"removed","users":["BOB"]}"#,
        ),
        (
            notice(Notice::Renamed(name("Tea"))),
            r#""notice":{"kind":"renamed","name":"Tea"}"#,
        ),
        (
            notice(Notice::RoleGiven(BOB, RoomRole::Admin)),
            r#""notice":{"kind":"role_given","users":["BOB"],"role":"admin"}"#,
        ),
    ] {
        assert_eq!(
            told(None, &Event::MessagePosted(Arc::new(message(body)))),
            format!(r#"{{"type":"message.posted","message":{{{MESSAGE_HEAD},{json}}}}}"#)
        );
    }
}

#[test]
fn pages_of_changes_edits_receipts_and_hits() {
    let one = || Arc::new(message(Body::text("x")));
    let json = format!(r#"{{{MESSAGE_HEAD},"text":"x"}}"#);
    let changes = Event::ChangesRead {
        room: ROOM,
        messages: vec![one()],
        rev: Rev(4),
        more: false,
    };
    assert_eq!(
        told(Some(7), &changes),
        format!(r#"{{"type":"changes.page","re":7,"room":"ROOM","messages":[{json}],"rev":4,"more":false}}"#)
    );
    let edits = Event::EditsRead {
        message: MessageId(2),
        edits: vec![Edit {
            at: UnixMillis(5),
            text: "y".into(),
        }],
    };
    assert_eq!(
        told(Some(7), &edits),
        r#"{"type":"edits.page","re":7,"message":"0000000000002","edits":[{"at":5,"text":"y"}]}"#
    );
    let receipts = Event::ReceiptsRead {
        room: ROOM,
        seq: Seq(3),
        delivered: vec![bob()],
        read: vec![],
        waiting: 1,
    };
    assert_eq!(
        told(Some(7), &receipts),
        format!(
            r#"{{"type":"receipts.page","re":7,"room":"ROOM","seq":3,"delivered":[{BOB_JSON}],"read":[],"waiting":1}}"#
        )
    );
    let found = Event::Found {
        hits: vec![Hit {
            message: one(),
            marks: mark(0..1),
            file_marks: vec![],
        }],
        next: Some(HitCursor {
            at: UnixMillis(5),
            room: ROOM,
            seq: Seq(3),
        }),
    };
    assert_eq!(
        told(Some(7), &found),
        format!(
            r#"{{"type":"messages.found","re":7,"hits":[{{"message":{json},"conversation":"ROOM","marks":[[0,1]]}}],"next":{{"at":5,"room":"ROOM","seq":3}}}}"#
        )
    );
}
