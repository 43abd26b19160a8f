//! The defects of the tutorial's server, each by its id: what was one packet there does no harm here.

use teahouse_wire::chat_room::Complaint;
use teahouse_wire::engineio::Version;

use super::world::{BOTH, World};

#[test]
fn a1_a_sixth_person_and_a_sixtieth_are_welcome() {
    let mut world = World::new();
    for n in 1..=60 {
        let guest = world.guest(BOTH[n % 2]);
        assert_eq!((world.closed(guest), world.lobby.len()), (None, n));
    }
}

#[test]
fn a3_a_message_without_a_body_is_an_error_and_the_house_stands() {
    for version in BOTH {
        let mut world = World::new();
        let ann = world.guest(version);
        for said in [r#"42["message",null]"#, r#"42["message"]"#] {
            world.say(ann, said);
            let heard = world.heard(ann);
            assert_eq!(heard.len(), 1);
            assert!(
                heard[0].starts_with(r#"42["error",{"code":"bad_body","message":""#),
                "{heard:?}"
            );
            assert!(heard[0].ends_with(r#"","event":"message"}]"#), "{heard:?}");
        }
    }
}

#[test]
fn a4_names_that_every_javascript_object_has_are_rooms_like_others() {
    for version in BOTH {
        let mut world = World::new();
        let ann = world.guest(version);
        for room in ["constructor", "__proto__", "toString", "hasOwnProperty"] {
            world.say(ann, &format!(r#"421["join","{room}"]"#));
            assert!(world.heard(ann)[0].starts_with(r#"42["empty","#));
            world.say(ann, &format!(r#"422["create","{room}"]"#));
            assert_eq!(world.heard(ann), [format!(r#"432[{{"id":"{room}","count":0}}]"#)]);
        }
    }
}

#[test]
fn a5_a_room_that_is_neither_text_nor_number_is_an_error() {
    let mut world = World::new();
    let ann = world.guest(Version::V4);
    for room in [r#"{"toString":1,"valueOf":1}"#, "[]", "null", "false"] {
        world.say(ann, &format!(r#"42["create",{room}]"#));
        assert!(world.heard(ann)[0].contains(r#""code":"bad_room""#));
    }
    assert_eq!(world.lobby.booths(), 0);
}

#[test]
fn a7_creating_a_room_named_by_a_victims_id_is_no_wiretap() {
    for version in BOTH {
        let mut world = World::new();
        let (victim, friend, attacker) = (world.guest(version), world.guest(version), world.guest(version));
        let id = world.name(victim);
        for event in ["create", "join"] {
            world.say(attacker, &format!(r#"42["{event}","{id}"]"#));
            assert!(world.heard(attacker)[0].contains("somebodys_id"));
        }
        world.say(friend, &format!(r#"42["message",{{"to":"{id}","private":1}}]"#));
        assert_eq!(world.heard(victim).len(), 1);
        assert_eq!(world.heard(attacker), Vec::<String>::new());
    }
}

#[test]
fn a8_nobody_speaks_into_a_room_without_being_inside() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob, attacker) = (world.guest(version), world.guest(version), world.guest(version));
        world.say(ann, r#"42["create","tea"]"#);
        world.say(bob, r#"42["join","tea"]"#);
        world.rest();
        world.say(attacker, r#"42["message",{"to":"tea","offer":"forged"}]"#);
        assert!(world.heard(attacker)[0].contains("nobody_there"));
        assert_eq!((world.heard(ann), world.heard(bob)), (vec![], vec![]));
    }
}

#[test]
fn a9_a_list_of_recipients_reaches_nobody() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob, cat) = (world.guest(version), world.guest(version), world.guest(version));
        for to in [
            "[]".to_owned(),
            format!(r#"["{}","{}"]"#, world.name(bob), world.name(cat)),
        ] {
            world.say(ann, &format!(r#"42["message",{{"to":{to}}}]"#));
            assert!(world.heard(ann)[0].contains("bad_recipient"));
        }
        assert_eq!((world.heard(bob), world.heard(cat)), (vec![], vec![]));
    }
}

#[test]
fn a13_join_still_tells_whether_a_room_is_there_and_costs_the_asker_credit() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    world.say(ann, r#"42["create","tea"]"#);
    for n in 0..2_500 {
        world.say(bob, &format!(r#"42["join","guess {n}"]"#));
    }
    assert!(world.heard(bob).iter().all(|heard| heard.starts_with(r#"42["empty","#)));
    assert!(world.sessions[&bob].may_read_at(world.at.now.mono).is_some());
    assert_eq!(world.lobby.booths(), 1);
}

#[test]
fn a14_text_passes_as_text_and_its_markup_is_the_receivers_to_escape() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    world.say(ann, r#"42["message",{"to":"p2","t":"<img src=x onerror=alert(1)>"}]"#);
    assert!(world.heard(bob)[0].contains(r#""t":"<img src=x onerror=alert(1)>""#));
}

#[test]
fn a15_what_is_said_shows_in_no_debug_output() {
    use teahouse_core::lobby::{Label, LobbyCommand, Payload};
    let payload = Payload {
        text: "secret words".into(),
        attachments: vec![],
    };
    let to = Label::text("secret room").expect("short");
    let shown = format!(
        "{:?}",
        LobbyCommand::Tell {
            to,
            payload: payload.into(),
            tag: None
        }
    );
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn a21_the_answer_of_create_counts_before_the_join_as_the_known_limit_says() {
    let mut world = World::new();
    let ann = world.guest(Version::V3);
    world.say(ann, r#"421["create",1]"#);
    assert_eq!(world.heard(ann), [r#"431[{"id":1,"count":0}]"#]);
    assert_eq!(world.lobby.booths(), 1);
}

#[test]
fn a22_joining_ones_own_room_again_is_answered_and_tells_nobody() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob) = (world.guest(version), world.guest(version));
        world.say(ann, r#"42["create","tea"]"#);
        world.say(ann, r#"421["join","tea"]"#);
        assert_eq!(world.heard(ann), [r#"431[{"id":"tea","count":1}]"#]);
        world.say(bob, r#"42["join","tea"]"#);
        world.rest();
        world.say(bob, r#"422["join","tea"]"#);
        assert_eq!(world.heard(bob), [r#"432[{"id":"tea","count":2}]"#]);
        assert_eq!(world.heard(ann), Vec::<String>::new());
    }
}

#[test]
fn a25_a_message_to_a_vanished_id_is_not_dropped_in_silence() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    world.hang_up(bob);
    world.rest();
    world.say(ann, r#"42["message",{"to":"p2"}]"#);
    let (code, _) = Complaint::Refused(teahouse_core::lobby::LobbyRefusal::NobodyThere).words();
    assert!(world.heard(ann)[0].contains(code));
}

#[test]
fn a27_an_answer_in_place_of_the_room_is_an_error() {
    let mut world = World::new();
    let ann = world.guest(Version::V3);
    world.say(ann, r#"425["create"]"#);
    let heard = world.heard(ann);
    assert!(heard[0].contains("bad_room") && heard[1].starts_with("435["));
}

#[test]
fn a32_the_published_id_of_a_protocol_4_client_is_not_its_sessions() {
    let mut world = World::new();
    let ann = world.guest(Version::V4);
    world.guest(Version::V3);
    let told = world.name(ann);
    assert_ne!(told, "s1");
    let bob = world.knock(Version::V3, teahouse_wire::engineio::TransportName::WebSocket, false);
    let heard = world.heard(bob).concat();
    assert!(heard.contains(&told) && !heard.contains(r#""s1""#), "{heard}");
}
