//! HEIC and AVIF pictures (ISO/IEC 23008-12): what is not of the picture is overwritten where it lies.

use std::collections::BTreeSet;
use std::io::{Read, Seek, Write};

use super::iso::{Atom, Film, Name, Table};
use super::{CleanError, Seen, movie};

/// The longest list of items that is read: a picture of a few thousand tiles.
const MAX_LIST: u64 = 1 << 20;
/// Ways to say where an item is (ISO/IEC 14496-12 §8.11.3): in the file, or in the box `idat`.
const IN_FILE: u64 = 0;
const INSIDE: u64 = 1;
/// Boxes of the file: the list of items, their data, and for pictures that move a film of them.
const STAYING: [&Name; 4] = [b"ftyp", b"meta", b"mdat", b"moov"];
/// Boxes of the list of items.
const IN_LIST: [&Name; 10] = [
    b"hdlr", b"pitm", b"iinf", b"iloc", b"iref", b"iprp", b"idat", b"dinf", b"grpl", b"ipro",
];
/// Properties that describe a picture in words or times. Whoever does not know one that is said to matter must not show
/// the picture, so all others stay.
const DESCRIBING: [&Name; 7] = [b"udes", b"uuid", b"free", b"skip", b"altt", b"crtt", b"mdft"];

/// Cleans a picture in place.
pub(super) fn clean<F: Read + Write + Seek>(file: &mut F, len: u64) -> Result<Seen, CleanError> {
    let mut film = Film::new(file, len);
    let mut seen = Seen::default();
    let mut meta = None;
    let all = film.all()?;
    for &atom in &all {
        match &atom.name {
            b"meta" if meta.is_none() => meta = Some(atom),
            b"moov" => movie::visit(&mut film, atom, movie::MAX_DEPTH, &mut seen)?,
            name if STAYING.contains(&name) => {}
            _ => film.blank(atom)?,
        }
    }
    // A full box: version and flags stand before what it holds.
    let parts = film.within(meta.ok_or(CleanError::Broken)?, 4)?;
    for &atom in parts.iter().filter(|atom| !IN_LIST.contains(&&atom.name)) {
        film.blank(atom)?;
    }
    let part = |name: &Name| parts.iter().find(|atom| &atom.name == name).copied();
    if let Some(iprp) = part(b"iprp") {
        seen.pixels = properties(&mut film, iprp)?.or(seen.pixels);
    }
    let metadata = match part(b"iinf") {
        Some(iinf) => metadata(&mut film, iinf)?,
        None => return Err(CleanError::Broken),
    };
    let Some(iloc) = part(b"iloc") else {
        return Err(CleanError::Broken);
    };
    let idat = part(b"idat");
    let list = film.content(iloc, MAX_LIST)?;
    for place in places(&list).ok_or(CleanError::Broken)? {
        if !metadata.contains(&place.item) {
            continue;
        }
        match (place.method, idat) {
            (IN_FILE, _) => film.doom(place.at, place.len)?,
            (INSIDE, Some(idat)) => {
                let left = (idat.end - idat.content).saturating_sub(place.at);
                film.doom(idat.content.saturating_add(place.at), place.len.min(left))?;
            }
            // Pieces of other items: nobody describes a picture so, and what is not found cannot be overwritten.
            _ => return Err(CleanError::Broken),
        }
    }
    let data = all.iter().filter(|atom| &atom.name == b"mdat");
    let mut with_data: Vec<Atom> = data.copied().chain(idat).collect();
    with_data.sort_unstable_by_key(|atom| atom.begin);
    film.erase_within(with_data.into_iter())?;
    // Which way is up is a property of its own, which stays.
    Ok(Seen {
        pixels: seen.pixels,
        ..Seen::default()
    })
}

/// Blanks the properties that describe, and gives the largest sides among those of all items (§6.5.3), as they are shown.
fn properties<F: Read + Write + Seek>(film: &mut Film<'_, F>, iprp: Atom) -> Result<Option<(u32, u32)>, CleanError> {
    let mut largest = None;
    let mut is_sideways = false;
    for ipco in film.within(iprp, 0)?.iter().filter(|atom| &atom.name == b"ipco") {
        for property in film.within(*ipco, 0)? {
            match &property.name {
                b"ispe" => {
                    let content = film.content(property, 12)?;
                    let mut table = Table(content.get(4..).unwrap_or_default());
                    let side = |table: &mut Table<'_>| table.number(4).and_then(|side| u32::try_from(side).ok());
                    let sides = side(&mut table).zip(side(&mut table));
                    largest =
                        largest.max(sides.map(|(width, height)| (u64::from(width) * u64::from(height), width, height)));
                }
                b"irot" => {
                    is_sideways |= film
                        .content(property, 1)?
                        .first()
                        .is_some_and(|quarters| quarters & 1 == 1)
                }
                name if DESCRIBING.contains(&name) => film.blank(property)?,
                _ => {}
            }
        }
    }
    Ok(largest.map(|(_, width, height)| match is_sideways {
        true => (height, width),
        false => (width, height),
    }))
}

/// The items that are about the picture and not of it (ISO/IEC 14496-12 §8.11.6).
fn metadata<F: Read + Write + Seek>(film: &mut Film<'_, F>, iinf: Atom) -> Result<BTreeSet<u64>, CleanError> {
    let version = film.content(iinf, 1)?.first().copied().unwrap_or(0);
    let count_len = if version == 0 { 2 } else { 4 };
    let mut items = BTreeSet::new();
    for infe in film.within(iinf, 4 + count_len)? {
        let entry = film.content(infe, 32)?;
        let mut table = Table(&entry);
        let version = table.number(1).unwrap_or(0);
        let id_len = if version >= 3 { 4 } else { 2 };
        let _flags = table.number(3);
        let (Some(item), Some(_protection)) = (table.number(id_len), table.number(2)) else {
            return Err(CleanError::Broken);
        };
        // Before version 2 items had no kind, and the formats here did not exist.
        if version < 2 || matches!(table.0.get(..4), Some(b"Exif" | b"mime" | b"uri ")) {
            items.insert(item);
        }
    }
    Ok(items)
}

/// A piece of an item: in the file, or inside the box `idat`.
struct Place {
    item: u64,
    method: u64,
    at: u64,
    len: u64,
}

/// Reads the table of places (ISO/IEC 14496-12 §8.11.3); none if it ends too early.
fn places(list: &[u8]) -> Option<Vec<Place>> {
    let mut table = Table(list);
    let version = table.number(1)?;
    table.number(3)?;
    let nibble = |byte: u64| ((byte >> 4) as usize & 15, byte as usize & 15);
    let (at_len, len_len) = nibble(table.number(1)?);
    let (base_len, index_len) = nibble(table.number(1)?);
    if [at_len, len_len, base_len, index_len].iter().any(|&len| len > 8) {
        return None;
    }
    let wide = if version < 2 { 2 } else { 4 };
    let mut places = Vec::new();
    for _ in 0..table.number(wide)? {
        let item = table.number(wide)?;
        let method = if version == 0 { 0 } else { table.number(2)? & 15 };
        table.number(2)?;
        let base = table.number(base_len)?;
        for _ in 0..table.number(2)? {
            if version > 0 {
                table.number(index_len)?;
            }
            let at = base.saturating_add(table.number(at_len)?);
            let len = match table.number(len_len)? {
                // Without lengths an item is all that follows.
                0 => u64::MAX,
                len => len,
            };
            places.push(Place { item, method, at, len });
            // With fields of no length a few bytes could promise any number of pieces.
            if places.len() > MAX_LIST as usize {
                return None;
            }
        }
    }
    Some(places)
}
