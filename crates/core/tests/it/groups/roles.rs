//! Every action in a room, by everybody who can be in it: what the table allows is done, what it does not is refused,
//! and who is not in the room meets no room.

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, InviteId, RoomId};
use teahouse_core::permission::{RoomAction, Standing};
use teahouse_core::record::{InviteCode, Mentions, RoomRole};

use crate::world::World;
use crate::world::words::*;

/// A group of Ann, its owner, Bob, its admin, and Carl; another admin and another member, to whom things are done; and
/// a room of Ann and Bob.
struct House {
    world: World,
    conns: [ConnId; 4],
    group: RoomId,
    pair: RoomId,
}

fn house() -> House {
    let mut world = World::new();
    let conns = ["Ann", "Bob", "Carl", "Dora"].map(|name| world.member(name));
    for name in ["Adam", "Mia"] {
        let conn = world.member(name);
        world.leave(conn);
    }
    let group = world.group("Tea", &conns, &["Bob", "Carl", "Adam", "Mia"]);
    for name in ["Bob", "Adam"] {
        let user = world.id(name);
        let role = RoomRole::Admin;
        world.say(
            conns[0],
            Command::SetMemberRole {
                room: group,
                user,
                role,
            },
        );
    }
    world.say(conns[0], Command::OpenRoom { peer: world.id("Bob") });
    let pair = world.room("Ann", "Bob");
    for room in [group, pair] {
        world.say(conns[1], send(room, "kept", "kept"));
    }
    for conn in conns {
        world.raw(conn);
    }
    House {
        world,
        conns,
        group,
        pair,
    }
}

/// What somebody asks who does this, and nobody else has to allow.
fn asked(action: RoomAction, world: &World, room: RoomId, by: &str) -> Command {
    let message = world.store.rooms().find(|(id, _)| *id == room);
    let message = message
        .and_then(|(_, lines)| lines.last().map(|line| line.id))
        .expect("a message");
    let user = |name: &str| world.id(name);
    match action {
        RoomAction::Read => hide(room, message),
        RoomAction::Write => send(room, by, "words"),
        RoomAction::Announce => announce(room, true),
        RoomAction::React => react(room, message, "👍", true),
        RoomAction::MentionAll => call_upon(
            room,
            by,
            "all",
            Mentions {
                all: true,
                users: vec![],
            },
        ),
        RoomAction::RecallOthers => recall(room, message),
        RoomAction::Leave => Command::RemoveMember { room, user: user(by) },
        RoomAction::AddMembers => Command::AddMembers {
            room,
            users: vec![user("Dora")],
        },
        RoomAction::Approve => Command::ListJoinRequests { room },
        RoomAction::Rename => rename(room, "Coffee"),
        RoomAction::ChangePicture => Command::SetRoom {
            room,
            name: None,
            picture: Some(None),
            is_announcement: None,
        },
        RoomAction::ManageLink => Command::CreateInvite {
            code: InviteCode::new("0123456789").expect("a code"),
            room: Some(room),
            needs_approval: false,
            uses: None,
            expires_at: None,
        },
        RoomAction::SetAnnouncement => announce(room, true),
        RoomAction::RemoveMember => Command::RemoveMember {
            room,
            user: user("Mia"),
        },
        RoomAction::ManageHooks => Command::ListInvites { room: Some(room) },
        RoomAction::RemoveAdmin => Command::RemoveMember {
            room,
            user: user("Adam"),
        },
        RoomAction::ChangeRoles => Command::SetMemberRole {
            room,
            user: user("Mia"),
            role: RoomRole::Admin,
        },
        RoomAction::HandOver => Command::SetMemberRole {
            room,
            user: user("Mia"),
            role: RoomRole::Owner,
        },
    }
}

fn answer(house: &mut House, by: &str, command: Command) -> String {
    let at = ["Ann", "Bob", "Carl", "Dora"].iter().position(|name| *name == by);
    let conn = house.conns[at.expect("one of them")];
    house.world.say(conn, command);
    let heard = house.world.heard(conn);
    let answer = heard.into_iter().find(|line| line.starts_with("re "));
    answer.expect("every request has an answer")
}

#[test]
fn each_role_may_do_in_a_room_what_the_table_says_and_nothing_else() {
    for (action, _, cells) in RoomAction::TABLE {
        for (standing, may) in cells {
            let (by, is_pair) = match standing {
                Standing::Peer => ("Ann", true),
                Standing::Member => ("Carl", false),
                Standing::Admin => ("Bob", false),
                Standing::Owner => ("Ann", false),
            };
            let mut house = house();
            let room = if is_pair { house.pair } else { house.group };
            let mut by = by;
            if *action == RoomAction::RecallOthers && by == "Bob" {
                // The message is Bob's own: somebody else of his role takes it back.
                by = "Adam";
                let conn = house.world.page("Adam");
                house.conns[1] = conn;
            }
            let command = match action {
                RoomAction::Announce => {
                    if !is_pair {
                        answer(&mut house, "Ann", announce(room, true));
                    }
                    send(room, by, "words")
                }
                action => asked(*action, &house.world, room, by),
            };
            let is_refused = match by {
                "Adam" => answer(&mut house, "Bob", command),
                by => answer(&mut house, by, command),
            };
            if is_pair && *action == RoomAction::Announce {
                continue;
            }
            let refused = is_refused.starts_with("re refused");
            assert_eq!(!refused, *may, "{action:?} by {standing:?}: {is_refused}");
        }
    }
}

#[test]
fn who_is_not_in_a_room_can_do_nothing_in_it() {
    for (action, ..) in RoomAction::TABLE {
        let mut house = house();
        let room = house.group;
        let command = asked(*action, &house.world, room, "Dora");
        assert_eq!(
            answer(&mut house, "Dora", command),
            "re refused not_member",
            "{action:?}"
        );
    }
}

#[test]
fn what_a_stranger_names_is_nothing() {
    let mut house = house();
    let room = RoomId(99);
    for (action, ..) in RoomAction::TABLE {
        let command = asked(*action, &house.world, house.group, "Ann");
        let elsewhere = match command {
            Command::SendMessage { client_id, text, .. } => send(room, client_id.as_str(), &text),
            Command::RemoveMember { user, .. } => Command::RemoveMember { room, user },
            _ => continue,
        };
        assert_eq!(answer(&mut house, "Ann", elsewhere), "re refused not_member");
    }
    let revoke = Command::RevokeInvite { invite: InviteId(9) };
    let refused = answer(&mut house, "Carl", revoke);
    assert!(refused.starts_with("re refused"), "{refused}");
}
