//! HEIC and AVIF pictures (ISO/IEC 23008-12): the items that hold EXIF or XMP are overwritten where they lie.

use std::collections::BTreeSet;
use std::io::{Read, Seek, Write};

use super::iso::{Atom, Film, Table};
use super::{CleanError, Seen};

/// The longest list of items that is read: a picture of a few thousand tiles.
const MAX_LIST: u64 = 1 << 20;
/// Boxes with metadata beside the items.
const GOING: [&[u8; 4]; 3] = [b"uuid", b"free", b"skip"];

/// Cleans a picture in place.
pub(super) fn clean<F: Read + Write + Seek>(file: &mut F, len: u64) -> Result<Seen, CleanError> {
    let mut film = Film::new(file, len);
    let all = film.all()?;
    for &atom in all.iter().filter(|atom| GOING.contains(&&atom.name)) {
        film.blank(atom)?;
    }
    let meta = all
        .iter()
        .find(|atom| &atom.name == b"meta")
        .ok_or(CleanError::Broken)?;
    // A full box: version and flags stand before what it holds.
    let parts = film.within(*meta, 4)?;
    let part = |name: &[u8; 4]| parts.iter().find(|atom| &atom.name == name).copied();
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
        match (place.is_inside, idat) {
            (false, _) => film.erase(place.at, place.len)?,
            (true, Some(idat)) => {
                let left = (idat.end - idat.content).saturating_sub(place.at);
                film.erase(idat.content.saturating_add(place.at), place.len.min(left))?;
            }
            (true, None) => return Err(CleanError::Broken),
        }
    }
    Ok(Seen::default())
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
    is_inside: bool,
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
            places.push(Place {
                item,
                is_inside: method == 1,
                at,
                len,
            });
            // With fields of no length a few bytes could promise any number of pieces.
            if places.len() > MAX_LIST as usize {
                return None;
            }
        }
    }
    Some(places)
}
