//! The same events over long polling, and over polling and then a socket.

use teahouse_wire::engineio::{CloseReason, TransportName, Version};

use super::world::World;

#[test]
fn a_protocol_3_page_is_greeted_in_its_first_answer() {
    let mut world = World::new();
    let ann = world.knock(Version::V3, TransportName::Polling, true);
    let open = r#"0{"sid":"s1","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":60000}"#;
    let ready = r#"42["ready","s1",[{"id":"s1","seq":1}]]"#;
    let expected = format!("{}:{open}2:40{}:{ready}", open.len(), ready.len());
    assert_eq!(world.poll(ann), Some(expected));
    assert_eq!(world.poll(ann), None);
}

#[test]
fn a_protocol_4_page_connects_by_its_first_post() {
    let mut world = World::new();
    let ann = world.knock(Version::V4, TransportName::Polling, false);
    world.poll(ann);
    assert!(world.post(ann, b"40", false));
    let expected = "40{\"sid\":\"p1\"}\u{1e}42[\"ready\",\"p1\",[{\"id\":\"p1\",\"seq\":1}]]";
    assert_eq!(world.poll(ann).as_deref(), Some(expected));
}

#[test]
fn text_beyond_ascii_passes_between_all_versions_that_poll() {
    let mut world = World::new();
    let pages =
        [Version::V3, Version::V3, Version::V4].map(|version| world.knock(version, TransportName::Polling, true));
    let [old, middle, new] = pages;
    world.post(new, b"40", false);
    world.rest();
    for page in pages {
        world.poll(page);
    }
    // As 1.x spells, as 2.x counts, and as 4.x sends.
    let said = |to: &str| format!(r#"42["message",{{"to":"{to}","t":"中 é😀"}}]"#);
    let twice: String = said("s2").bytes().map(char::from).collect();
    assert!(world.post(old, format!("{}:{twice}", twice.chars().count()).as_bytes(), false));
    let heard = r#"42["message",{"to":"s2","t":"\u4e2d \u00e9\ud83d\ude00","from":"s1","time":"9:5:3"}]"#;
    assert_eq!(world.poll(middle), Some(format!("{}:{heard}", heard.len())));
    let once = said("p3");
    assert!(world.post(
        middle,
        format!("{}:{once}", once.encode_utf16().count()).as_bytes(),
        false
    ));
    assert_eq!(
        world.poll(new).as_deref(),
        Some(r#"42["message",{"to":"p3","t":"中 é😀","from":"s2","time":"9:5:3"}]"#)
    );
    assert!(world.post(new, said("s1").as_bytes(), false));
    let heard = r#"42["message",{"to":"s1","t":"\u4e2d \u00e9\ud83d\ude00","from":"p3","time":"9:5:3"}]"#;
    assert_eq!(world.poll(old), Some(format!("{}:{heard}", heard.len())));
}

#[test]
fn a22_a_reload_frees_the_place_at_once() {
    for version in super::world::BOTH {
        let mut world = World::new();
        let bob = world.guest(Version::V4);
        let ann = world.knock(version, TransportName::Polling, false);
        if version == Version::V4 {
            world.post(ann, b"40", false);
        }
        world.poll(ann);
        let create = r#"42["create","tea"]"#;
        let create = if version == Version::V3 {
            format!("{}:{create}", create.len())
        } else {
            create.to_owned()
        };
        assert!(world.post(ann, create.as_bytes(), false));
        assert_eq!(world.poll(ann), None);
        world.abort_poll(ann);
        assert_eq!(world.closed(ann), Some(CloseReason::PollAborted));
        world.rest();
        world.say(bob, r#"421["join","tea"]"#);
        assert_eq!(
            world.heard(bob),
            [r#"42["empty","tea"]"#, r#"431[{"id":"tea","count":0}]"#]
        );
    }
}

#[test]
fn an_upgrade_in_the_middle_of_a_burst_keeps_its_order() {
    let mut world = World::new();
    let bob = world.guest(Version::V4);
    let ann = world.knock(Version::V3, TransportName::Polling, true);
    world.poll(ann);
    let mut heard = String::new();
    for n in 0..300 {
        match n {
            100 => {
                let now = world.at.now.mono;
                world
                    .sessions
                    .get_mut(&ann)
                    .expect("a guest")
                    .attach_ws(now, false)
                    .expect("a first try");
                world.say(ann, "2probe");
            }
            200 => {
                heard.extend(world.poll(ann));
                assert_eq!(world.heard(ann), ["3probe"]);
                world.say(ann, "5");
            }
            _ if n < 200 => heard.extend(world.poll(ann)),
            _ => {}
        }
        world.say(bob, &format!(r#"42["message",{{"to":"s2","n":{n}}}]"#));
        if n < 200 {
            heard.extend(world.polled(ann));
        }
    }
    heard.extend(world.heard(ann));
    let positions: Vec<_> = (0..300)
        .map(|n| heard.find(&format!(r#""n":{n},"#)).expect("each arrives"))
        .collect();
    assert!(positions.is_sorted());
}
