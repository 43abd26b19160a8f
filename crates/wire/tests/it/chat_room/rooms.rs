//! `create`, `join`, `empty`, `full`, `leave`.

use teahouse_wire::engineio::Version;

use super::world::{BOTH, World};

#[test]
fn a_room_for_two_answers_with_the_count_before_joining() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob, cat) = (world.guest(version), world.guest(Version::V3), world.guest(version));
        world.say(bob, r#"421["join","tea"]"#);
        assert_eq!(
            world.heard(bob),
            [r#"42["empty","tea"]"#, r#"431[{"id":"tea","count":0}]"#]
        );
        world.say(ann, r#"422["create","tea"]"#);
        assert_eq!(world.heard(ann), [r#"432[{"id":"tea","count":0}]"#]);
        world.say(bob, r#"423["join","tea"]"#);
        assert_eq!(world.heard(bob), [r#"433[{"id":"tea","count":1}]"#]);
        assert_eq!(world.heard(ann), [r#"42["join","tea"]"#]);
        for event in ["join", "create"] {
            world.say(cat, &format!(r#"424["{event}","tea"]"#));
            assert_eq!(
                world.heard(cat),
                [r#"42["full","tea"]"#, r#"434[{"id":"tea","count":2}]"#]
            );
        }
        assert_eq!((world.heard(ann), world.heard(bob)), (vec![], vec![]));
    }
}

#[test]
fn an_answer_is_given_only_where_one_is_asked_for() {
    let mut world = World::new();
    let ann = world.guest(Version::V4);
    world.say(ann, r#"42["create","tea"]"#);
    world.say(ann, r#"42["join","tea"]"#);
    assert_eq!(world.heard(ann), Vec::<String>::new());
    world.say(ann, r#"42["join","no tea"]"#);
    assert_eq!(world.heard(ann), [r#"42["empty","no tea"]"#]);
}

#[test]
fn a_room_is_returned_as_it_was_sent() {
    let mut world = World::new();
    let ann = world.guest(Version::V3);
    for (sent, returned) in [
        ("7", "7"),
        ("-1", "-1"),
        ("0.5", "0.5"),
        ("5e0", "5"),
        (r#""7""#, r#""7""#),
        (r#""""#, r#""""#),
        (r#""房间 \"1\"""#, r#""房间 \"1\"""#),
        (r#""\u623f\n""#, r#""房\n""#),
        (r#""constructor""#, r#""constructor""#),
    ] {
        world.say(ann, &format!(r#"421["join",{sent}]"#));
        let heard = [
            format!(r#"42["empty",{returned}]"#),
            format!(r#"431[{{"id":{returned},"count":0}}]"#),
        ];
        assert_eq!(world.heard(ann), heard);
    }
}

#[test]
fn a_message_to_a_room_reaches_the_other_one_inside() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob, cat) = (world.guest(Version::V4), world.guest(version), world.guest(version));
        for room in [r#""tea""#, "7"] {
            world.say(ann, &format!(r#"42["create",{room}]"#));
            world.say(bob, &format!(r#"42["join",{room}]"#));
            world.rest();
            world.say(ann, &format!(r#"421["message",{{"to":{room},"sdp":1}}]"#));
            assert_eq!(
                world.heard(bob),
                [format!(
                    r#"42["message",{{"to":{room},"sdp":1,"from":"p1","time":"9:5:3"}}]"#
                )]
            );
            assert_eq!((world.heard(ann), world.heard(cat)), (vec!["431[]".to_owned()], vec![]));
        }
    }
}

#[test]
fn a24_the_other_one_in_a_room_hears_leave_and_everybody_change() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob, cat) = (world.guest(version), world.guest(Version::V4), world.guest(Version::V3));
        world.say(ann, r#"42["create","tea"]"#);
        world.say(bob, r#"42["join","tea"]"#);
        world.rest();
        let gone = world.name(ann);
        world.hang_up(ann);
        let change = r#"42["change",[{"id":"p2","seq":2},{"id":"s3","seq":3}]]"#;
        assert_eq!(
            world.heard(bob),
            [format!(r#"42["leave","tea","{gone}"]"#), change.to_owned()]
        );
        assert_eq!(world.heard(cat), [change]);
    }
}
