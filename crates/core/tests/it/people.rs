//! Who is online: told in time, to those who watch, and no more often than needed.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::hub::sign_in::LINGER;
use teahouse_core::id::{ConnId, UserId};
use teahouse_core::outcome::Directory;
use teahouse_core::presence::{MAX_WATCHED, PEOPLE_INTERVAL};
use teahouse_core::settings::{Rates, Settings};

use crate::world::World;

const SOON: Duration = Duration::from_millis(1);

fn watch(limit: u16) -> Command {
    Command::WatchPeople { limit }
}

fn watch_presence(world: &World, names: &[&str]) -> Command {
    Command::WatchPresence {
        users: names.iter().map(|name| world.id(name)).collect(),
    }
}

/// Ann watches, alone.
fn watching(limit: u16) -> (World, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.advance(PEOPLE_INTERVAL);
    world.say(ann, watch(limit));
    assert_eq!(world.heard(ann), ["people: +Ann of 1"]);
    (world, ann)
}

#[test]
fn who_watches_hears_who_is_there_and_who_comes() {
    let (mut world, ann) = watching(10);
    world.person("Bob");
    world.guest("carl");
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), ["people +Bob +carl of 3"]);
}

#[test]
fn who_goes_is_told_after_a_moment_in_which_a_page_can_load_anew() {
    let (mut world, ann) = watching(10);
    let bob = world.person("Bob");
    world.advance(PEOPLE_INTERVAL);
    world.heard(ann);
    world.leave(bob);
    world.advance(LINGER - SOON);
    let bob = world.page("Bob");
    world.advance(LINGER * 2);
    assert_eq!(world.heard(ann), [""; 0], "a page that loads anew shows no flicker");
    world.lose(bob);
    world.advance(LINGER - SOON);
    assert_eq!(world.heard(ann), [""; 0]);
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), ["people -Bob of 1"]);
}

#[test]
fn somebody_is_there_until_the_last_page_has_gone() {
    let (mut world, ann) = watching(10);
    let phone = world.person("Bob");
    let desk = world.page("Bob");
    world.advance(PEOPLE_INTERVAL);
    world.heard(ann);
    world.leave(phone);
    world.advance(LINGER * 2);
    assert_eq!(world.heard(ann), [""; 0]);
    world.leave(desk);
    world.advance(LINGER + PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), ["people -Bob of 1"]);
}

#[test]
fn a_guest_is_gone_at_once() {
    let (mut world, ann) = watching(10);
    let bob = world.guest("bob");
    world.advance(PEOPLE_INTERVAL);
    world.heard(ann);
    world.lose(bob);
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), ["people -bob of 1"]);
}

#[test]
fn changes_are_joined_and_the_last_state_is_told() {
    let (mut world, ann) = watching(10);
    world.advance(PEOPLE_INTERVAL);
    let start = world.now.mono;
    for n in 0..100 {
        let guest = world.guest(&format!("g{n}"));
        world.advance(Duration::from_millis(10));
        world.leave(guest);
    }
    let last = world.guest("last");
    world.advance(PEOPLE_INTERVAL);
    let heard = world.heard(ann);
    let rounds = world.now.mono.since(start).as_millis() / PEOPLE_INTERVAL.as_millis();
    assert!(heard.len() as u128 <= rounds + 1, "{} in {rounds} rounds", heard.len());
    assert!(heard.last().is_some_and(|line| line.contains("+last")), "{heard:?}");
    world.leave(last);
}

#[test]
fn the_first_change_after_quiet_is_told_at_once() {
    let (mut world, ann) = watching(10);
    world.advance(Duration::from_secs(60));
    world.person("Bob");
    world.advance(Duration::ZERO);
    assert_eq!(world.heard(ann), ["people +Bob of 2"]);
}

#[test]
fn who_watches_three_rows_hears_of_three_rows() {
    let (mut world, ann) = watching(3);
    let bob = world.guest("bob");
    for name in ["carl", "dan", "eve"] {
        world.guest(name);
    }
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), ["people +bob +carl of 5"]);
    world.guest("fay");
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), [""; 0], "no change in the rows, nothing to tell");
    world.leave(bob);
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), ["people -bob +dan of 5"], "the next one moves up");
}

#[test]
fn who_went_and_came_between_two_tellings_stands_at_the_end_for_everybody() {
    let (mut world, ann) = watching(10);
    let bob = world.person("Bob");
    world.advance(PEOPLE_INTERVAL);
    world.person("Carl");
    world.advance(PEOPLE_INTERVAL);
    world.heard(ann);
    world.leave(bob);
    world.advance(LINGER - SOON);
    world.guest("dan");
    world.advance(SOON);
    world.page("Bob");
    world.advance(PEOPLE_INTERVAL);
    let heard = world.heard(ann);
    world.say(ann, watch(10));
    let fresh = world.heard(ann);
    assert_eq!(fresh, ["people: +Ann +Carl +dan +Bob of 4"]);
    assert_eq!(heard, ["people +dan of 4", "people -Bob +Bob of 4"]);
}

#[test]
fn a_watch_ends_when_it_is_ended_or_its_page_goes() {
    let (mut world, ann) = watching(10);
    let bob = world.person("Bob");
    world.say(bob, watch(5));
    world.say(bob, watch_presence(&world, &["Ann"]));
    world.say(ann, watch(0));
    world.heard(ann);
    assert_ne!(world.hub.stats().watches, 0);
    world.leave(bob);
    assert_eq!(world.hub.stats().watches, 0);
    world.advance(LINGER + PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), [""; 0]);
}

#[test]
fn a_row_that_is_watched_is_told_at_once_and_others_are_not() {
    let (mut world, ann) = watching(1);
    world.say(ann, watch(0));
    let bob = world.person("Bob");
    world.person("Carl");
    world.say(ann, watch_presence(&world, &["Bob", "Bob"]));
    assert_eq!(world.heard(ann), ["online [Bob] offline []"]);
    world.leave(bob);
    world.advance(LINGER);
    assert_eq!(world.heard(ann), ["online [] offline [Bob]"]);
    world.page("Bob");
    assert_eq!(world.heard(ann), ["online [Bob] offline []"]);
    world.say(ann, watch_presence(&world, &["Carl"]));
    assert_eq!(
        world.heard(ann),
        ["online [Carl] offline []"],
        "a list replaces the one before"
    );
    world.say(ann, Command::WatchPresence { users: vec![] });
    assert_eq!(world.hub.stats().watches, 0);
}

#[test]
fn a_list_of_rows_is_bounded() {
    let (mut world, ann) = watching(1);
    world.heard(ann);
    let users = (0..10_000).map(UserId).collect();
    world.say(ann, Command::WatchPresence { users });
    assert_eq!(world.hub.stats().watches, 1 + 1 + MAX_WATCHED);
}

#[test]
fn a_house_without_presence_tells_none() {
    let settings = Settings {
        presence: false,
        rates: Rates::off(),
        ..Settings::default()
    };
    let mut world = World::at(Directory::default(), settings);
    let ann = world.person("Ann");
    world.say(ann, watch(10));
    world.say(ann, watch_presence(&world, &["Ann"]));
    world.person("Bob");
    world.advance(PEOPLE_INTERVAL);
    assert_eq!(world.heard(ann), [""; 0]);
}

/// How many events are told while `people` come, each with a page that watches a screen of rows and a few friends.
fn told_while_coming(people: u64) -> usize {
    let mut world = World::new();
    let before = world.told();
    for n in 0..people {
        let page = world.person(&format!("p{n}"));
        world.say(page, watch(50));
        let friends = (n.saturating_sub(5)..n)
            .map(|friend| world.id(&format!("p{friend}")))
            .collect();
        world.say(page, Command::WatchPresence { users: friends });
        world.raw(page);
        world.advance(Duration::from_millis(5));
    }
    world.told() - before
}

#[test]
fn the_traffic_of_a_house_that_fills_up_grows_with_its_people_not_with_their_square() {
    let (few, many) = (told_while_coming(300), told_while_coming(10_000));
    let (of_each_few, of_each_many) = (few as f64 / 300.0, many as f64 / 10_000.0);
    assert!(
        of_each_many <= of_each_few,
        "{of_each_few} then {of_each_many} events for each"
    );
    assert!(of_each_many < 8.0, "{of_each_many} events for each");
}
