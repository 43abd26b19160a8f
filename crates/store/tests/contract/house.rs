//! Short words for requests, and people and rooms to use them on.

use std::sync::Arc;

use teahouse_core::effect::{MessageChange, NewBody, NewMessage, StoreRequest};
use teahouse_core::id::{FileId, MessageId, RoomId, SessionId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::{Outcome, StoreFailure};
use teahouse_core::record::{
    ClientId, FileFacts, FileKind, Mentions, Message, Person, Picture, ReactionKey, Room, RoomCursor, RoomSummary, Seq,
    Session, Span, TokenHash,
};

use crate::engine::Engine;

// Ids on both sides of the sign, since an engine may have signed integers only.
pub const ANN: UserId = UserId(1);
pub const BOB: UserId = UserId(u64::MAX);
pub const CAT: UserId = UserId(1 << 63);
pub const ROOM: RoomId = RoomId(0xfedc_ba98_7654_3210);
pub const OTHER_ROOM: RoomId = RoomId(7);

/// What a request answers that the engine cannot carry out on what it keeps.
pub const IMPOSSIBLE: Outcome = Outcome::Failed(StoreFailure::Unavailable);

pub fn name(text: &str) -> Name {
    Name::of_person(text).expect("a name")
}

pub fn person(id: UserId, text: &str, at: i64) -> Person {
    Person::guest(id, name(text), UnixMillis(at))
}

pub fn session(user: UserId, at: i64) -> Session {
    let token = TokenHash(std::array::from_fn(|i| user.0.to_le_bytes()[i % 8]));
    Session::browser(SessionId(user.0 ^ 0xabcd), user, token, UnixMillis(at))
}

pub fn create(id: UserId, text: &str, at: i64) -> StoreRequest {
    StoreRequest::CreatePerson {
        person: person(id, text, at),
        session: session(id, at),
    }
}

pub fn open(room: RoomId, members: [UserId; 2]) -> StoreRequest {
    StoreRequest::OpenDirect { room, members }
}

pub fn new(room: RoomId, author: UserId, client_id: &str, at: i64) -> NewMessage {
    NewMessage {
        id: id_of(author, client_id),
        room,
        author,
        client_id: ClientId::new(client_id).expect("a client id"),
        at: UnixMillis(at),
        body: NewBody::text(&format!("words of {client_id}")),
    }
}

/// The id that the message of an author under a client id has in these tests.
pub fn id_of(author: UserId, client_id: &str) -> MessageId {
    let mixed = client_id.bytes().fold(author.0, |id, byte| {
        (id ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    MessageId(mixed)
}

pub fn append(room: RoomId, author: UserId, client_id: &str, at: i64) -> StoreRequest {
    StoreRequest::Append(new(room, author, client_id, at))
}

/// A message with a body of its own.
pub fn post(room: RoomId, author: UserId, client_id: &str, body: NewBody) -> StoreRequest {
    StoreRequest::Append(NewMessage {
        body,
        ..new(room, author, client_id, 100)
    })
}

/// Words that answer, call upon, or carry something.
pub fn words(text: &str, reply_to: Option<MessageId>, mentions: Mentions, files: &[FileId]) -> NewBody {
    NewBody::Words {
        text: text.into(),
        reply_to,
        mentions,
        files: files.to_vec(),
    }
}

/// A change of the message that `author` has written in [`ROOM`] under `client_id`.
pub fn change(by: UserId, author: UserId, client_id: &str, change: MessageChange) -> StoreRequest {
    StoreRequest::ChangeMessage {
        room: ROOM,
        message: id_of(author, client_id),
        by,
        at: UnixMillis(500),
        change,
    }
}

pub fn edit(text: &str) -> MessageChange {
    MessageChange::Edit {
        text: text.into(),
        mentions: Mentions::default(),
    }
}

pub fn react(sign: &str, on: bool) -> MessageChange {
    MessageChange::React {
        key: ReactionKey::new(sign).expect("a sign"),
        on,
    }
}

pub const RECALL: MessageChange = MessageChange::Recall {
    not_before: None,
    any_author: false,
};

pub fn group(room: RoomId, owner: UserId, members: &[UserId]) -> StoreRequest {
    StoreRequest::CreateGroup {
        room,
        name: name("Tea at five"),
        owner,
        members: members.to_vec(),
        at: UnixMillis(50),
    }
}

/// The messages of a `Changed`, ascending by revision.
pub fn changed(outcome: Outcome) -> Vec<Arc<Message>> {
    match outcome {
        Outcome::Changed { messages, .. } => messages,
        other => panic!("{other:?}"),
    }
}

/// All messages of a room, as somebody sees them.
pub fn seen_by(engine: &mut impl Engine, room: RoomId, user: UserId) -> Vec<Arc<Message>> {
    let request = StoreRequest::ReadHistory {
        room,
        user,
        span: Span::After(Seq(0)),
        limit: u16::MAX,
    };
    match engine.read(&request) {
        Outcome::History { messages, more: false } => messages,
        other => panic!("{other:?}"),
    }
}

/// A room as it stands in somebody's list.
pub fn summary(engine: &mut impl Engine, room: RoomId, user: UserId) -> Option<RoomSummary> {
    match engine.read(&StoreRequest::ReadSummary { room, user }) {
        Outcome::RoomOpened(summary) => Some(summary),
        Outcome::Room(None) => None,
        other => panic!("{other:?}"),
    }
}

/// A file that is complete.
pub fn bring(engine: &mut impl Engine, file: FileId, owner: UserId, name: &str, facts: FileFacts) {
    let begin = StoreRequest::BeginFile {
        file,
        owner,
        name: name.into(),
        size: facts.size,
        quota: u64::MAX,
        at: UnixMillis(1),
    };
    let finish = StoreRequest::FinishFile {
        file,
        owner,
        facts: Box::new(facts),
        at: UnixMillis(2),
    };
    let outcomes = engine.commit(&[begin, finish]);
    assert!(
        matches!(outcomes[..], [Outcome::Done, Outcome::File { .. }]),
        "{outcomes:?}"
    );
}

/// What looks like a picture.
pub fn picture(size: u64) -> FileFacts {
    FileFacts {
        kind: FileKind::Image,
        mime: "image/png".into(),
        size,
        sha256: [7; 32],
        picture: Some(Picture {
            width: 640,
            height: 480,
        }),
        duration_ms: None,
        waveform: vec![],
        has_thumbnail: true,
    }
}

pub fn mark(room: RoomId, user: UserId, delivered: u64, read: u64) -> StoreRequest {
    StoreRequest::Mark {
        room,
        user,
        delivered: Seq(delivered),
        read: Seq(read),
    }
}

pub fn history(room: RoomId, span: Span, limit: u16) -> StoreRequest {
    StoreRequest::ReadHistory {
        room,
        user: ANN,
        span,
        limit,
    }
}

/// One request alone.
pub fn ask(engine: &mut impl Engine, request: StoreRequest) -> Outcome {
    let mut outcomes = engine.commit(&[request]);
    assert_eq!(outcomes.len(), 1);
    outcomes.pop().expect("one")
}

/// Ann, Bob and Cat; Ann and Bob with a room.
pub fn settle(engine: &mut impl Engine) {
    let outcomes = engine.commit(&[
        create(ANN, "Ann", 10),
        create(BOB, "Bob", 20),
        create(CAT, "Cat", 30),
        open(ROOM, [ANN, BOB]),
    ]);
    assert_eq!(outcomes[..3], [Outcome::Done, Outcome::Done, Outcome::Done]);
    assert!(matches!(outcomes[3], Outcome::RoomOpened(_)), "{outcomes:?}");
}

/// The message of an `Appended`, and whether it is fresh.
pub fn appended(outcome: Outcome) -> (Arc<Message>, bool) {
    match outcome {
        Outcome::Appended { message, fresh } => (message, fresh),
        other => panic!("{other:?}"),
    }
}

/// The places of a page, and whether there are more.
pub fn places(engine: &mut impl Engine, room: RoomId, span: Span, limit: u16) -> (Vec<u64>, bool) {
    match engine.read(&history(room, span, limit)) {
        Outcome::History { messages, more } => (messages.iter().map(|message| message.seq.0).collect(), more),
        other => panic!("{other:?}"),
    }
}

/// A page of somebody's rooms, and whether there are more.
pub fn rooms(
    engine: &mut impl Engine,
    user: UserId,
    before: Option<RoomCursor>,
    limit: u16,
) -> (Vec<RoomSummary>, bool) {
    match engine.read(&StoreRequest::ListRooms { user, before, limit }) {
        Outcome::Rooms { rooms, more } => (rooms, more),
        other => panic!("{other:?}"),
    }
}

/// A room, as it is looked up.
pub fn load(engine: &mut impl Engine, room: RoomId) -> Option<Room> {
    match engine.read(&StoreRequest::LoadRoom { room }) {
        Outcome::Room(found) => found,
        other => panic!("{other:?}"),
    }
}

/// A member's marks: delivered, read.
pub fn marks(engine: &mut impl Engine, room: RoomId, user: UserId) -> (u64, u64) {
    let room = load(engine, room).expect("a room");
    let member = room
        .members
        .iter()
        .find(|member| member.user == user)
        .expect("a member");
    (member.delivered.0, member.read.0)
}
