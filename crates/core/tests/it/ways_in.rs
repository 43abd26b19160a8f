//! Ways into a group: links that open for so many, for so long, or only when somebody says yes.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::{ConnId, InviteId, RoomId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::StoreFailure;
use teahouse_core::record::InviteCode;

use crate::world::World;

/// Ann's group "Tea" with Bob; Carl and Gil, a guest, are not in it.
fn tea() -> (World, [ConnId; 4], RoomId) {
    let mut world = World::new();
    let [ann, bob, carl] = ["Ann", "Bob", "Carl"].map(|name| world.member(name));
    let gil = world.person("Gil");
    let conns = [ann, bob, carl, gil];
    let room = world.group("Tea", &conns, &["Bob"]);
    (world, conns, room)
}

fn code(text: &str) -> InviteCode {
    InviteCode::new(&format!("{text}-0123456789")).expect("a code")
}

fn link(room: RoomId, text: &str, needs_approval: bool, uses: Option<u32>) -> Command {
    Command::CreateInvite {
        code: code(text),
        room: Some(room),
        needs_approval,
        uses,
        expires_at: None,
    }
}

fn come(text: &str) -> Command {
    Command::UseInvite { code: code(text) }
}

fn answer(world: &World, room: RoomId, name: &str, accept: bool) -> Command {
    let user = world.id(name);
    Command::AnswerJoinRequest { room, user, accept }
}

fn invite_of(world: &World) -> InviteId {
    world.store.invites().next().expect("it is kept").id
}

#[test]
fn who_has_the_link_comes_in() {
    let (mut world, [ann, bob, carl, gil], room) = tea();
    let desk = world.page("Carl");
    world.say(ann, link(room, "tea", false, None));
    assert_eq!(world.heard(ann), ["re invite tea-0123456789"]);
    world.say(carl, come("tea"));
    assert_eq!(world.heard(carl), ["#1 Carl: (joined)", "re room Tea 1 unread 0"]);
    assert_eq!(world.heard(desk), ["#1 Carl: (joined)", "room Tea 1 unread 0"]);
    assert_eq!(world.heard(bob), ["Tea of 3 +Carl", "#1 Carl: (joined)"]);
    world.say(carl, come("tea"));
    assert_eq!(world.heard(carl), ["re room Tea 1 unread 0"], "she is in already");
    world.say(gil, come("tea"));
    assert_eq!(world.heard(gil), ["#2 Gil: (joined)", "re room Tea 2 unread 0"]);
}

#[test]
fn a_link_shows_where_it_leads_to_anybody() {
    let (mut world, [ann, bob, ..], room) = tea();
    world.say(ann, link(room, "tea", true, None));
    let show = || Command::ShowInvite { code: code("tea") };
    let shown = ["invite into Tea approval true member false"];
    assert_eq!(world.ask("Carl", show()), shown);
    assert_eq!(world.ask("nobody", show()), shown);
    world.say(bob, show());
    assert_eq!(world.heard(bob), ["re invite into Tea approval true member true"]);
    world.restart();
    assert_eq!(world.ask("Carl", show()), shown);
    let other = Command::ShowInvite { code: code("other") };
    assert_eq!(world.ask("Carl", other), ["refused no_invite"]);
}

#[test]
fn a_link_opens_as_often_as_was_said() {
    let (mut world, [ann, _, carl, gil], room) = tea();
    world.say(ann, link(room, "once", false, Some(1)));
    world.store.is_held = true;
    world.say(carl, come("once"));
    world.say(gil, come("once"));
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(carl), ["#1 Carl: (joined)", "re room Tea 1 unread 0"]);
    assert_eq!(world.heard(gil), ["re refused no_invite"]);
    world.restart();
    assert_eq!(world.ask("Gil", come("once")), ["refused no_invite"]);
}

#[test]
fn a_use_that_failed_is_given_back() {
    let (mut world, [ann, _, carl, _], room) = tea();
    world.say(ann, link(room, "once", false, Some(1)));
    world.store.failing = Some(StoreFailure::Full);
    world.say(carl, come("once"));
    assert_eq!(world.heard(carl), ["re refused storage_full"]);
    world.store.failing = None;
    world.say(carl, come("once"));
    assert_eq!(world.heard(carl), ["#1 Carl: (joined)", "re room Tea 1 unread 0"]);
}

#[test]
fn a_link_opens_until_its_end_and_not_after_it_was_taken_back() {
    let (mut world, [ann, bob, carl, _], room) = tea();
    let until = |at| Command::CreateInvite {
        code: code("hour"),
        room: Some(room),
        needs_approval: false,
        uses: None,
        expires_at: Some(UnixMillis(at)),
    };
    let now = world.now.wall.0;
    world.say(ann, until(now));
    assert_eq!(world.heard(ann), ["re refused bad_value"], "it would never open");
    world.say(ann, until(now + 3_600_000));
    world.advance(Duration::from_secs(3_601));
    world.say(carl, come("hour"));
    assert_eq!(
        world.heard(carl).last().map(String::as_str),
        Some("re refused no_invite")
    );
    world.say(ann, link(room, "tea", false, None));
    world.heard(ann);
    let all = Command::ListInvites { room: Some(room) };
    world.say(ann, all.clone());
    assert_eq!(world.heard(ann), ["re invites 2"]);
    let invite = world
        .store
        .invites()
        .find(|invite| invite.code == code("tea"))
        .expect("it is kept")
        .id;
    world.say(bob, Command::RevokeInvite { invite });
    assert_eq!(
        world.heard(bob).last().map(String::as_str),
        Some("re refused not_permitted")
    );
    world.say(ann, Command::RevokeInvite { invite });
    world.say(ann, all);
    assert_eq!(world.heard(ann), ["re done", "re invites 1"]);
    world.say(carl, come("tea"));
    assert_eq!(world.heard(carl), ["re refused no_invite"]);
}

#[test]
fn an_invite_that_could_not_be_taken_back_still_opens() {
    let (mut world, [ann, _, carl, _], room) = tea();
    world.say(ann, link(room, "tea", false, None));
    world.store.failing = Some(StoreFailure::Unavailable);
    let invite = invite_of(&world);
    world.say(ann, Command::RevokeInvite { invite });
    assert_eq!(
        world.heard(ann).last().map(String::as_str),
        Some("re refused storage_unavailable")
    );
    world.store.failing = None;
    world.say(carl, come("tea"));
    assert_eq!(world.heard(carl)[1..], ["re room Tea 1 unread 0"]);
}

#[test]
fn who_needs_approval_waits_until_somebody_says_yes() {
    let (mut world, [ann, bob, carl, gil], room) = tea();
    world.say(ann, link(room, "tea", true, None));
    world.heard(ann);
    world.say(carl, come("tea"));
    world.say(carl, come("tea"));
    world.now.wall.0 += 1;
    world.say(gil, come("tea"));
    assert_eq!(world.heard(carl), ["re done", "re done"]);
    assert_eq!(world.heard(ann), ["Carl waits", "Gil waits"], "each is told of once");
    assert_eq!(
        world.heard(bob),
        [""; 0],
        "who does not look after the group hears nothing"
    );
    let list = Command::ListJoinRequests { room };
    world.say(bob, list.clone());
    assert_eq!(world.heard(bob), ["re refused not_permitted"]);
    world.say(ann, list.clone());
    world.say(ann, answer(&world, room, "Carl", true));
    world.say(ann, answer(&world, room, "Gil", false));
    world.say(ann, answer(&world, room, "Gil", true));
    world.say(ann, list);
    assert_eq!(
        world.heard(ann),
        [
            "re waiting [Carl Gil]",
            "Tea of 3 +Carl",
            "#1 Ann: (added 1)",
            "re done",
            "re done",
            "re refused no_person",
            "re waiting []"
        ]
    );
    assert_eq!(world.heard(carl), ["#1 Ann: (added 1)", "room Tea 1 unread 1"]);
    assert_eq!(world.heard(gil), ["re done"]);
    assert_eq!(world.store.join_requests().count(), 0);
}

#[test]
fn who_waits_waits_through_a_restart() {
    let (mut world, [ann, _, carl, _], room) = tea();
    world.say(ann, link(room, "tea", true, Some(2)));
    world.say(carl, come("tea"));
    world.restart();
    let ann = world.page("Ann");
    world.say(ann, answer(&world, room, "Carl", true));
    assert_eq!(world.heard(ann).last().map(String::as_str), Some("re done"));
    assert!(world.store.is_member(room, world.id("Carl")));
    assert_eq!(
        world.store.invites().next().and_then(|invite| invite.uses_left),
        Some(1)
    );
}

#[test]
fn nothing_leads_into_a_group_that_everybody_has_left() {
    let (mut world, [ann, bob, carl, _], room) = tea();
    world.say(ann, link(room, "tea", false, None));
    for (conn, name) in [(bob, "Bob"), (ann, "Ann")] {
        let user = world.id(name);
        world.say(conn, Command::RemoveMember { room, user });
    }
    world.say(carl, come("tea"));
    assert_eq!(world.heard(carl), ["re refused no_invite"]);
    assert_eq!(world.store.invites().count(), 0);
}

#[test]
fn an_invite_is_told_whole_to_who_made_it() {
    let (mut world, [ann, ..], room) = tea();
    world.say(ann, link(room, "tea", true, Some(3)));
    let raw = world.raw(ann);
    let Event::InviteRead(invite) = &*raw[0].1 else {
        panic!("{raw:?}");
    };
    assert_eq!(
        (invite.room, invite.needs_approval, invite.uses_left),
        (Some(room), true, Some(3))
    );
    assert_eq!(invite.by, world.id("Ann"));
}
