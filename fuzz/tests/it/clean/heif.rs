//! HEIC and AVIF: pictures with items about them, in the file and inside their description.

use bolero::check;
use teahouse::files::format::Format;

use super::movie::boxed;
use super::{PLACE, judge_any};
use crate::script::Script;

#[test]
fn no_place_is_left_in_a_heif() {
    check!().for_each(|input: &[u8]| judge_any(input, &[Format::Avif, Format::Heic], picture));
}

/// One item: what it is, and whether it lies inside the description.
struct Item {
    kind: &'static [u8; 4],
    is_inside: bool,
}

impl Item {
    fn content(&self) -> &'static [u8] {
        if self.kind == b"hvc1" { b"a picture" } else { PLACE }
    }
}

fn picture(script: &mut Script<'_>) -> Vec<u8> {
    let brand = script.choose(&[b"heic", b"avif", b"mif1"]);
    let more = script.choose(&[b"mif1", b"avif"]);
    let mut file = boxed(b"ftyp", &[&brand[..], &[0; 4], more].concat());
    file.extend(beside(script));
    let kinds = [b"hvc1", b"Exif", b"mime", b"uri "];
    // Before version 1 there is no inside.
    let version = script.byte() % 3;
    let items: Vec<Item> = (0..1 + script.byte() % 4)
        .map(|_| Item {
            kind: script.choose(&kinds),
            is_inside: script.byte().is_multiple_of(2) && version > 0,
        })
        .collect();
    // How long it is does not depend on where the items are.
    let len = description(&items, version, 0).len();
    file.extend(description(&items, version, file.len() + len + 8));
    file.extend(boxed(b"mdat", &contents(&items, false)));
    file.extend(beside(script));
    file
}

fn contents(items: &[Item], is_inside: bool) -> Vec<u8> {
    let some = items.iter().filter(|item| item.is_inside == is_inside);
    some.flat_map(Item::content).copied().collect()
}

/// The box `meta` of a picture whose data begins at a place.
fn description(items: &[Item], version: u8, data: usize) -> Vec<u8> {
    let count = u8::try_from(items.len()).expect("there are few");
    let infos = items.iter().zip(1_u8..).map(|(item, id)| {
        let head = [2, 0, 0, 0, 0, id, 0, 0];
        boxed(b"infe", &[&head[..], item.kind, &[0]].concat())
    });
    let iinf = [&[0, 0, 0, 0, 0, count][..], &infos.collect::<Vec<_>>().concat()].concat();
    let (mut inside, mut outside) = (0, data);
    let wide = |number: usize| u32::try_from(number).expect("it is short").to_be_bytes();
    let id_of = |id: u8| if version < 2 { vec![0, id] } else { vec![0, 0, 0, id] };
    let places = items.iter().zip(1_u8..).map(|(item, id)| {
        let len = item.content().len();
        let (method, next) = if item.is_inside {
            (1, &mut inside)
        } else {
            (0, &mut outside)
        };
        let at = std::mem::replace(next, *next + len);
        let method: &[u8] = if version == 0 { &[] } else { &[0, method] };
        [&id_of(id), method, &[0, 0, 0, 1], &wide(at), &wide(len)].concat()
    });
    let places = places.collect::<Vec<_>>().concat();
    let iloc = [&[version, 0, 0, 0, 0x44, 0], &id_of(count)[..], &places].concat();
    let idat = boxed(b"idat", &contents(items, true));
    boxed(
        b"meta",
        &[&[0; 4][..], &boxed(b"iinf", &iinf), &boxed(b"iloc", &iloc), &idat].concat(),
    )
}

/// Something that goes, or nothing.
fn beside(script: &mut Script<'_>) -> Vec<u8> {
    match script.byte() % 6 {
        0 => boxed(b"uuid", PLACE),
        1 => boxed(b"free", PLACE),
        2 => boxed(b"skip", PLACE),
        _ => Vec::new(),
    }
}
