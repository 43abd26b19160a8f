//! Names that the eye takes for somebody else's: a corpus of disguises, of which none may become a second person.

use std::collections::BTreeMap;

use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::hub::Opening;
use teahouse_core::id::SessionId;
use teahouse_core::record::Device;

use crate::world::{World, token};

/// People whom others would like to be taken for.
const PEOPLE: [&str; 6] = ["paypal", "Ann Lee", "Jose Peres", "Bill Cox", "王小明", "scope 10"];

/// Letters that look like others: Cyrillic, Greek, Armenian, full width, mathematical, circled, Roman, digits.
const DISGUISES: &str = "aаａ𝐚𝒂ⓐα eеｅ𝐞ⓔ oоｏ𝐨ⓞοօ pрｐ𝐩ⓟρ cсｃ𝐜ⓒⅽϲ xхｘ𝐱ⓧⅹ yуｙ𝐲ⓨ sѕｓ𝐬ⓢ iіｉ𝐢ⓘⅰı \
    lｌ𝐥ⓛⅼ1I|Ӏ nｎ𝐧ⓝո dｄ𝐝ⓓⅾԁ AАＡ𝐀ⒶΑ BВＢ𝐁ⒷΒ CСＣ𝐂ⒸⅭ JЈＪ𝐉Ⓙ PРＰ𝐏ⓅΡ LＬ𝐋ⓁⅬ rｒ𝐫ⓡ 0Ο𝟎０О 1１𝟏l \
    小⼩ 王⺩";

/// What nobody sees, or what turns the text around it.
const UNSEEN: [&str; 10] = [
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{2060}",
    "\u{feff}",
    "\u{ad}",
    "\u{202e}",
    "\u{200f}",
    "\u{fe0f}",
    "\u{e0061}",
];

#[test]
fn no_disguise_of_a_name_becomes_a_second_person() {
    let mut tried = 0;
    for name in PEOPLE {
        let mut world = World::new();
        world.person(name);
        for disguise in disguises(name) {
            let command = Command::Register {
                name: disguise.clone(),
                session: SessionId(tried),
                token: token(&tried.to_string()),
                device: Device::default(),
            };
            let conn = world.request(command);
            let heard = world.raw(conn);
            let [(_, event)] = &heard[..] else { panic!("{heard:?}") };
            let Event::Refused(refusal) = &**event else {
                panic!("{disguise:?} became a second {name:?}");
            };
            assert!(
                ["bad_name", "name_taken"].contains(&refusal.code()),
                "{disguise:?}: {refusal:?}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 400, "only {tried} disguises");
}

#[test]
fn a_plain_guest_cannot_take_what_looks_like_a_persons_name() {
    let mut world = World::new();
    world.person("paypal");
    for disguise in disguises("paypal") {
        assert_eq!(login(&mut world, &disguise), ["re name refused"], "{disguise:?}");
    }
    assert_eq!(login(&mut world, "PayPal fan"), ["re name accepted"]);
}

fn login(world: &mut World, name: &str) -> Vec<String> {
    let guest = world.open(Opening::Plain);
    world.say(guest, Command::TakeName { name: name.into() });
    world.heard(guest)
}

/// Every spelling of a name with one letter disguised, all letters disguised, or something unseen put in.
fn disguises(name: &str) -> Vec<String> {
    let alike: BTreeMap<char, &str> = DISGUISES
        .split_whitespace()
        .filter_map(|row| Some((row.chars().next()?, row)))
        .collect();
    let of = |letter: char| alike.get(&letter).map_or("", |row| &row[letter.len_utf8()..]);
    let letters: Vec<char> = name.chars().collect();
    let mut all = vec![name.to_uppercase(), name.to_lowercase(), name.replace(' ', "\u{3000} ")];
    for (at, &letter) in letters.iter().enumerate() {
        let (before, after) = (&letters[..at], &letters[at + 1..]);
        let around = |middle: &str| before.iter().collect::<String>() + middle + &after.iter().collect::<String>();
        all.extend(of(letter).chars().map(|other| around(&other.to_string())));
        all.extend(UNSEEN.map(|unseen| around(&format!("{letter}{unseen}"))));
    }
    for nth in 0..4 {
        all.push(
            letters
                .iter()
                .map(|&letter| of(letter).chars().nth(nth).unwrap_or(letter))
                .collect(),
        );
    }
    all.retain(|disguise| disguise != name);
    all
}
