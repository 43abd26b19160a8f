//! Invites, people who wait to be let in, and hooks.

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::{HookId, InviteId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Hook, Invite, InviteCode, JoinRequest, TokenHash};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    invites_are_kept_replaced_and_forgotten
    two_invites_cannot_have_one_code
    who_waits_is_kept_once_and_let_go
    hooks_are_kept_replaced_and_forgotten
    a_hook_brings_its_bot_who_writes_without_being_a_member
}

fn invite(id: u64, code: &str) -> Invite {
    Invite {
        id: InviteId(id),
        code: InviteCode::new(code).expect("a code"),
        room: None,
        by: ANN,
        needs_approval: true,
        uses_left: Some(u32::MAX),
        expires_at: Some(UnixMillis(9)),
        created_at: UnixMillis(1),
    }
}

fn invites_are_kept_replaced_and_forgotten(mut engine: impl Engine) {
    settle(&mut engine);
    let first = invite(u64::MAX, "aaaaaaaaaa");
    let second = Invite {
        room: Some(ROOM),
        needs_approval: false,
        uses_left: None,
        expires_at: None,
        ..invite(2, "bbbbbbbbbb")
    };
    let used = Invite {
        uses_left: Some(0),
        ..first.clone()
    };
    let third = invite(3, "cccccccccc");
    let mut batch: Vec<_> = [&first, &second, &third, &used]
        .map(|invite| StoreRequest::KeepInvite(invite.clone()))
        .to_vec();
    batch.push(StoreRequest::DropInvite(third.id));
    batch.push(StoreRequest::DropInvite(third.id));
    assert!(engine.commit(&batch).iter().all(|outcome| *outcome == Outcome::Done));
    let mut invites = engine.restart().directory().invites;
    invites.sort_by_key(|invite| invite.id);
    assert_eq!(invites, [second, used]);
}

fn two_invites_cannot_have_one_code(mut engine: impl Engine) {
    settle(&mut engine);
    let first = invite(1, "aaaaaaaaaa");
    ask(&mut engine, StoreRequest::KeepInvite(first.clone()));
    let second = StoreRequest::KeepInvite(invite(2, "aaaaaaaaaa"));
    assert_eq!(ask(&mut engine, second), IMPOSSIBLE);
    assert_eq!(engine.directory().invites, [first]);
}

fn who_waits_is_kept_once_and_let_go(mut engine: impl Engine) {
    settle(&mut engine);
    let waits = |user, at| JoinRequest {
        room: ROOM,
        user,
        at: UnixMillis(at),
    };
    let batch = [waits(CAT, 1), waits(CAT, 2), waits(ANN, 3)].map(StoreRequest::KeepJoinRequest);
    assert!(engine.commit(&batch).iter().all(|outcome| *outcome == Outcome::Done));
    let let_go = StoreRequest::DropJoinRequest { room: ROOM, user: ANN };
    assert_eq!(ask(&mut engine, let_go), Outcome::Done);
    let nowhere = JoinRequest {
        room: RoomId(404),
        ..waits(CAT, 1)
    };
    assert_eq!(ask(&mut engine, StoreRequest::KeepJoinRequest(nowhere)), IMPOSSIBLE);
    assert_eq!(engine.restart().directory().join_requests, [waits(CAT, 1)]);
}

fn hook_into(room: RoomId, id: u64, bot: UserId) -> Hook {
    Hook::Incoming {
        id: HookId(id),
        room,
        bot,
        name: name("Ann"),
        token: TokenHash([id as u8; 32]),
        by: ANN,
    }
}

fn hooks_are_kept_replaced_and_forgotten(mut engine: impl Engine) {
    settle(&mut engine);
    let way_out = |url: &str| Hook::Outgoing {
        id: HookId(u64::MAX),
        bot: CAT,
        url: url.into(),
        secret: "shh".into(),
        by: BOB,
    };
    let way_in = hook_into(ROOM, 2, UserId(90));
    engine.commit(&[
        StoreRequest::KeepHook(way_in.clone()),
        StoreRequest::KeepHook(hook_into(ROOM, 3, UserId(91))),
        StoreRequest::KeepHook(way_out("https://old.example")),
        StoreRequest::KeepHook(way_out("https://new.example")),
        StoreRequest::DropHook(HookId(3)),
    ]);
    let mut hooks = engine.restart().directory().hooks;
    hooks.sort_by_key(Hook::id);
    assert_eq!(hooks, [way_in, way_out("https://new.example")]);
}

fn a_hook_brings_its_bot_who_writes_without_being_a_member(mut engine: impl Engine) {
    settle(&mut engine);
    let bot = UserId(90);
    ask(&mut engine, StoreRequest::KeepHook(hook_into(ROOM, 1, bot)));
    let people = engine.directory().people;
    let known = people.iter().find(|person| person.id == bot).expect("kept");
    assert!(known.is_bot && !known.holds_name, "Ann holds the name");
    assert!(appended(ask(&mut engine, append(ROOM, bot, "from-a-hook", 1))).1);
    ask(&mut engine, open(OTHER_ROOM, [ANN, CAT]));
    assert_eq!(ask(&mut engine, append(OTHER_ROOM, bot, "elsewhere", 1)), IMPOSSIBLE);
    assert_eq!(load(&mut engine, ROOM).map(|room| room.member_count), Some(2));
    assert_eq!(summary(&mut engine, ROOM, ANN).map(|summary| summary.unread), Some(1));
    ask(&mut engine, StoreRequest::DropHook(HookId(1)));
    assert_eq!(ask(&mut engine, append(ROOM, bot, "too-late", 1)), IMPOSSIBLE);
}
