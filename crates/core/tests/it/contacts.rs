//! What people note about each other, how they are found, and who sees whom come and go.

use teahouse_core::command::Command;
use teahouse_core::event::{Away, Event, PersonFound};
use teahouse_core::hub::sign_in::LINGER;
use teahouse_core::id::{ConnId, UserId};
use teahouse_core::presence::PEOPLE_INTERVAL;
use teahouse_core::record::{Audience, Privacy};

use crate::world::World;
use crate::world::words::*;

fn note(user: UserId) -> Command {
    Command::SetContact {
        user,
        is_listed: None,
        is_blocked: None,
        remark: None,
    }
}

fn block(user: UserId, is_blocked: bool) -> Command {
    match note(user) {
        Command::SetContact {
            user,
            is_listed,
            remark,
            ..
        } => Command::SetContact {
            user,
            is_listed,
            is_blocked: Some(is_blocked),
            remark,
        },
        other => other,
    }
}

fn remark(user: UserId, text: &str) -> Command {
    Command::SetContact {
        user,
        is_listed: Some(true),
        is_blocked: None,
        remark: Some(Some(text.into())),
    }
}

fn privacy(online: Audience, last_seen: Audience) -> Command {
    Command::SetPrivacy(Privacy { online, last_seen })
}

/// The names that a search finds, in order.
fn find(world: &mut World, conn: ConnId, query: &str) -> Vec<String> {
    let people = found(world, conn, query);
    let names = people.iter().map(|found| found.profile.name.as_str().to_owned());
    names.collect()
}

fn found(world: &mut World, conn: ConnId, query: &str) -> Vec<PersonFound> {
    let query = query.into();
    world.say(conn, Command::FindPeople { query, limit: 9 });
    let raw = world.raw(conn);
    let Some((_, event)) = raw.last() else {
        panic!("no answer")
    };
    let Event::PeopleFound(people) = &**event else {
        panic!("{event:?}")
    };
    people.clone()
}

#[test]
fn who_is_found_is_told_with_what_she_was_found_by() {
    let mut world = World::new();
    let ann = world.member("Ann");
    world.person("张伟");
    let zhang = world.id("张伟");
    world.say(ann, remark(zhang, "Wei from work"));
    let by = &found(&mut world, ann, "wei")[0];
    assert_eq!(by.name.first(), Some(&(3..6)), "the second character sounds so");
    let (called, marks) = by.remark.clone().expect("Ann has noted it");
    assert_eq!((called.as_str(), marks.first()), ("Wei from work", Some(&(0..3))));
}

/// How somebody is to who watches her: online, or away since when.
fn watch(world: &mut World, conn: ConnId, name: &str) -> Result<(), Option<i64>> {
    let users = vec![world.id(name)];
    world.raw(conn);
    world.say(conn, Command::WatchPresence { users });
    last_seen(world, conn)
}

/// What was told last about whom the connection watches.
fn last_seen(world: &mut World, conn: ConnId) -> Result<(), Option<i64>> {
    let raw = world.raw(conn);
    let told = raw.iter().rev().find_map(|(_, event)| match &**event {
        Event::PresenceChanged { online, offline } => Some((online.clone(), offline.clone())),
        _ => None,
    });
    match told.expect("something was told") {
        (online, offline) if online.len() == 1 && offline.is_empty() => Ok(()),
        (online, offline) => {
            assert!(online.is_empty());
            let [Away { seen_at, .. }] = offline[..] else {
                panic!("{offline:?}")
            };
            Err(seen_at.map(|at| at.0))
        }
    }
}

#[test]
fn people_are_found_by_name_sound_and_remark_the_best_first() {
    let mut world = World::new();
    let ann = world.person("Ann");
    for name in ["王小明", "Wang Lei", "Anna Wang", "Bob"] {
        world.person(name);
    }
    assert_eq!(find(&mut world, ann, "wang"), ["Wang Lei", "王小明", "Anna Wang"]);
    assert_eq!(find(&mut world, ann, "wxm"), ["王小明"]);
    assert_eq!(find(&mut world, ann, "小明"), ["王小明"]);
    assert_eq!(find(&mut world, ann, "ann"), ["Anna Wang"], "not oneself");
    let command = remark(world.id("Bob"), "Landlord");
    world.say(ann, command);
    assert_eq!(find(&mut world, ann, "land"), ["Bob"]);
    let bob = world.page("Bob");
    assert_eq!(
        find(&mut world, bob, "landlord"),
        [""; 0],
        "a remark is its writer's alone"
    );
    for nothing in ["", " ", "\u{0}", &"x".repeat(5000)] {
        assert_eq!(find(&mut world, ann, nothing), [""; 0]);
    }
}

#[test]
fn whom_somebody_blocks_she_is_not_there_for() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(bob, Command::WatchPeople { limit: 9 });
    world.advance(PEOPLE_INTERVAL);
    world.heard(bob);
    assert_eq!(watch(&mut world, bob, "Ann"), Ok(()));
    let command = block(world.id("Bob"), true);
    world.say(ann, command);
    assert_eq!(last_seen(&mut world, bob), Err(None));
    world.say(bob, invite(world.id("Ann")));
    assert_eq!(world.heard(bob), ["re refused unreachable"]);
    assert!(!world.heard(ann).iter().any(|line| line.starts_with("incoming")));
    assert_eq!(find(&mut world, bob, "ann"), [""; 0]);
    world.say(bob, Command::WatchPeople { limit: 9 });
    world.advance(PEOPLE_INTERVAL);
    assert!(
        !world.heard(bob).iter().any(|line| line.contains("+Ann")),
        "nor in the list"
    );
    assert_eq!(watch(&mut world, ann, "Bob"), Err(None), "who hides does not see");
    let again = world.page("Ann");
    assert_eq!(watch(&mut world, bob, "Ann"), Err(None));
    world.leave(again);
    let command = block(world.id("Bob"), false);
    world.say(ann, command);
    assert_eq!(last_seen(&mut world, bob), Ok(()));
    assert_eq!(find(&mut world, bob, "ann"), ["Ann"]);
}

#[test]
fn a_block_that_is_not_kept_has_not_happened() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.store.failing = Some(teahouse_core::outcome::StoreFailure::Full);
    let command = block(world.id("Bob"), true);
    world.say(ann, command);
    assert_eq!(world.heard(ann), ["re refused storage_full"]);
    world.store.failing = None;
    assert_eq!(watch(&mut world, bob, "Ann"), Ok(()));
}

#[test]
fn notes_survive_a_restart_and_reach_all_ones_pages() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let phone = world.page("Ann");
    world.person("Bob");
    world.say(ann, remark(world.id("Bob"), "Landlord"));
    let heard = |world: &mut World, conn| match &world.raw(conn)[..] {
        [(re, event)] => match &**event {
            Event::ContactChanged { contact, .. } => {
                (re.is_some(), contact.remark.clone().map(|r| r.as_str().to_owned()))
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(heard(&mut world, ann), (true, Some("Landlord".into())));
    assert_eq!(heard(&mut world, phone), (false, Some("Landlord".into())));
    world.restart();
    let ann = world.page("Ann");
    world.say(ann, Command::ListContacts);
    let raw = world.raw(ann);
    let Event::ContactsListed(listed) = &*raw[0].1 else {
        panic!("{raw:?}")
    };
    assert_eq!(listed.len(), 1);
    assert!(listed[0].1.is_listed && !listed[0].1.is_blocked);
    let command = note(world.id("Ann"));
    world.say(ann, command);
    world.say(ann, note(UserId(7)));
    assert_eq!(world.heard(ann), ["re refused oneself", "re refused no_person"]);
}

#[test]
fn when_somebody_was_here_last_is_told_to_whom_she_lets_know() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    assert_eq!(watch(&mut world, bob, "Ann"), Ok(()));
    world.leave(ann);
    world.advance(LINGER);
    let left_at = world.now.wall.0;
    assert_eq!(last_seen(&mut world, bob), Err(Some(left_at)));
    let ann = world.page("Ann");
    world.say(ann, privacy(Audience::Everybody, Audience::Nobody));
    world.leave(ann);
    world.advance(LINGER);
    assert_eq!(last_seen(&mut world, bob), Err(None));
    let ann = world.page("Ann");
    world.leave(bob);
    world.advance(LINGER);
    assert_eq!(
        watch(&mut world, ann, "Bob"),
        Err(None),
        "who hides it does not see it of others"
    );
}

#[test]
fn who_hides_being_here_is_away_for_all_and_sees_nobody() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(bob, Command::WatchPeople { limit: 9 });
    world.advance(PEOPLE_INTERVAL);
    world.heard(bob);
    assert_eq!(watch(&mut world, bob, "Ann"), Ok(()));
    world.say(ann, privacy(Audience::Nobody, Audience::Everybody));
    assert_eq!(
        last_seen(&mut world, bob),
        Err(None),
        "nor that she was here a moment ago"
    );
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(bob), ["people -Ann of 1"]);
    assert_eq!(watch(&mut world, ann, "Bob"), Err(None));
    world.say(ann, privacy(Audience::Contacts, Audience::Everybody));
    assert_eq!(last_seen(&mut world, bob), Err(None));
    let command = remark(world.id("Bob"), "Bob");
    world.say(ann, command);
    assert_eq!(last_seen(&mut world, bob), Ok(()), "a contact sees her");
    world.say(ann, privacy(Audience::Everybody, Audience::Everybody));
    world.heard(bob);
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(bob), ["people +Ann of 2"]);
}

#[test]
fn a_new_name_is_told_to_who_watches_and_to_ones_own_pages() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let phone = world.page("Ann");
    let bob = world.person("Bob");
    let carl = world.person("Carl");
    assert_eq!(watch(&mut world, bob, "Ann"), Ok(()));
    let name = Some("Anna".into());
    let about = Some("Tea, mostly.".into());
    world.say(
        ann,
        Command::SetProfile {
            name,
            about,
            avatar: None,
        },
    );
    let is_told = |world: &mut World, conn| {
        world.raw(conn).iter().any(|(_, event)| {
            matches!(&**event, Event::PersonChanged(person)
                if person.name.as_str() == "Anna" && &*person.about == "Tea, mostly.")
        })
    };
    for (conn, hears) in [(ann, true), (phone, true), (bob, true), (carl, false)] {
        assert_eq!(is_told(&mut world, conn), hears);
    }
    for about in ["x".repeat(513), "two\nlines".into()] {
        let about = Some(about);
        let command = Command::SetProfile {
            name: None,
            about,
            avatar: None,
        };
        world.say(ann, command);
        assert_eq!(world.heard(ann), ["re refused bad_value"]);
    }
}
