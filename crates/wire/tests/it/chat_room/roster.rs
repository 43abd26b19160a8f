//! `ready` and `change` when many come and go.

use std::time::Duration;

use teahouse_core::lobby::{Lobby, LobbyEvent, Presence};
use teahouse_wire::engineio::{TransportName, Version};

use super::world::World;

#[test]
fn a_change_within_a_tenth_of_a_second_waits_and_the_last_state_arrives() {
    let mut world = World::new();
    let ann = world.guest(Version::V3);
    for _ in 0..5 {
        world.knock(Version::V3, TransportName::WebSocket, false);
    }
    assert_eq!(
        world.heard(ann),
        [r#"42["change",[{"id":"s1","seq":1},{"id":"s2","seq":2}]]"#]
    );
    world.advance(Duration::from_millis(100));
    let heard = world.heard(ann);
    assert_eq!(heard.len(), 1);
    assert!(heard[0].ends_with(r#"{"id":"s6","seq":6}]]"#), "{heard:?}");
}

#[test]
fn a_number_that_was_given_back_goes_to_the_next_newcomer() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V4), world.guest(Version::V3));
    world.hang_up(ann);
    world.rest();
    world.guest(Version::V4);
    let cat = world.knock(Version::V3, TransportName::WebSocket, false);
    let ready = r#"42["ready","s4",[{"id":"s2","seq":2},{"id":"p3","seq":1},{"id":"s4","seq":3}]]"#;
    assert_eq!(world.heard(cat)[2], ready);
    assert_eq!(world.closed(bob), None);
}

#[test]
fn a18_a_crowd_shares_the_bytes_of_one_list() {
    let mut world = World::new();
    let guests: Vec<_> = (0..300).map(|_| world.guest(Version::V3)).collect();
    world.hang_up(guests[0]);
    world.advance(Duration::from_millis(300));
    for &guest in &guests[1..] {
        assert_eq!(world.heard(guest).len(), 1, "one change each");
    }
}

#[test]
fn a_crowd_without_presence_hears_no_lists() {
    let mut world = World::new();
    world.lobby = Lobby::new(Presence::Off);
    let ann = world.knock(Version::V3, TransportName::WebSocket, false);
    let bob = world.knock(Version::V3, TransportName::WebSocket, false);
    world.advance(Duration::from_secs(1));
    assert_eq!(world.heard(ann)[2..], [r#"42["ready","s1",[{"id":"s1","seq":1}]]"#]);
    assert_eq!(world.heard(bob)[2..], [r#"42["ready","s2",[{"id":"s2","seq":2}]]"#]);
    assert!(!matches!(
        world.lobby.poll_event(),
        Some((_, LobbyEvent::RosterChanged(_)))
    ));
}
