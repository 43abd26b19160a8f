//! MP4 and QuickTime films: what describes them is blanked, and tracks that are neither picture, sound nor text.

use std::io::{Read, Seek, Write};

use super::iso::{Atom, Film, Name, Table};
use super::{CleanError, Seen};

/// How deep boxes that matter stand: `moov`, `trak`, `mdia`, `minf`, `stbl`.
const MAX_DEPTH: u32 = 5;
/// Kinds of tracks that are played (`hdlr`); any other may tell where the camera went.
const PLAYED: [&Name; 11] = [
    b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp", b"subp", b"pict", b"auxv", b"hint", b"tmcd",
];
/// The longest table of samples that is read: a day of a track with thirty samples a second.
const MAX_TABLE: u64 = 16 << 20;

/// Cleans a film in place.
pub(super) fn clean<F: Read + Write + Seek>(file: &mut F, len: u64) -> Result<Seen, CleanError> {
    let mut film = Film::new(file, len);
    let mut seen = Seen::default();
    for atom in film.all()? {
        visit(&mut film, atom, MAX_DEPTH, &mut seen)?;
    }
    Ok(seen)
}

fn visit<F: Read + Write + Seek>(
    film: &mut Film<'_, F>,
    atom: Atom,
    depth: u32,
    seen: &mut Seen,
) -> Result<(), CleanError> {
    match &atom.name {
        b"udta" | b"meta" | b"uuid" | b"free" | b"skip" | b"loci" | b"\xa9xyz" | b"cprt" => film.blank(atom),
        b"trak" => track(film, atom, depth, seen),
        b"moov" | b"mdia" | b"moof" | b"traf" | b"minf" | b"mvex" if depth > 0 => {
            for inner in film.within(atom, 0)? {
                visit(film, inner, depth - 1, seen)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A track that is played is cleaned inside; any other goes with its samples.
fn track<F: Read + Write + Seek>(
    film: &mut Film<'_, F>,
    trak: Atom,
    depth: u32,
    seen: &mut Seen,
) -> Result<(), CleanError> {
    let inner = film.within(trak, 0)?;
    let mdia = match inner.iter().find(|atom| &atom.name == b"mdia") {
        Some(&mdia) => film.within(mdia, 0)?,
        None => Vec::new(),
    };
    let handler = match mdia.iter().find(|atom| &atom.name == b"hdlr") {
        // Version and flags, the component's type, then its kind (§8.4.3).
        Some(&hdlr) => film.content(hdlr, 12)?.get(8..12).map(<[u8]>::to_vec),
        None => None,
    };
    let is_played = handler
        .as_deref()
        .is_some_and(|kind| PLAYED.iter().any(|played| *played == kind));
    if !is_played {
        if let Some(&minf) = mdia.iter().find(|atom| &atom.name == b"minf") {
            erase_samples(film, minf)?;
        }
        return film.blank(trak);
    }
    if handler.as_deref() == Some(b"vide") {
        seen.has_pictures = true;
        if let Some(&tkhd) = inner.iter().find(|atom| &atom.name == b"tkhd") {
            seen.pixels = seen.pixels.or(measures(&film.content(tkhd, 104)?));
        }
    }
    for atom in inner {
        visit(film, atom, depth.saturating_sub(1), seen)?;
    }
    Ok(())
}

/// Width and height as a track is to be shown (§8.3.2): whole pixels and fractions at the end of its header, turned by the
/// matrix before them if that lies on its side.
fn measures(tkhd: &[u8]) -> Option<(u32, u32)> {
    let end = match tkhd.first()? {
        0 => 84,
        _ => 96,
    };
    let tail = tkhd.get(end - 44..end)?;
    let whole = |at: usize| u32::from_be_bytes([tail[at], tail[at + 1], tail[at + 2], tail[at + 3]]);
    let (width, height) = (whole(36) >> 16, whole(40) >> 16);
    let is_sideways = whole(0) == 0 && whole(16) == 0;
    match (width, height) {
        (0, _) | (_, 0) => None,
        sides if is_sideways => Some((sides.1, sides.0)),
        sides => Some(sides),
    }
}

/// Overwrites the samples of a track where its tables say that they are (§8.7).
fn erase_samples<F: Read + Write + Seek>(film: &mut Film<'_, F>, minf: Atom) -> Result<(), CleanError> {
    let Some(&stbl) = film.within(minf, 0)?.iter().find(|atom| &atom.name == b"stbl") else {
        return Ok(());
    };
    let mut tables = [const { Vec::new() }; 3];
    let mut is_wide = false;
    for atom in film.within(stbl, 0)? {
        let slot = match &atom.name {
            b"stsz" => 0,
            b"stsc" => 1,
            b"stco" => 2,
            b"co64" => {
                is_wide = true;
                2
            }
            _ => continue,
        };
        tables[slot] = film.content(atom, MAX_TABLE)?;
    }
    let [sizes, runs, places] = &tables;
    for (at, len) in chunks(sizes, runs, places, if is_wide { 8 } else { 4 }) {
        film.erase(at, len)?;
    }
    Ok(())
}

/// Place and length of each chunk of a track; tables that end too early give what they have.
fn chunks(sizes: &[u8], runs: &[u8], places: &[u8], width: usize) -> Vec<(u64, u64)> {
    let mut sizes = Table(sizes.get(4..).unwrap_or_default());
    let same_size = sizes.number(4).unwrap_or(0);
    sizes.number(4);
    // Entries of (first chunk, samples in each, description), in order of the first chunk.
    let mut runs = Table(runs.get(8..).unwrap_or_default());
    let next_run = |runs: &mut Table<'_>| Some((runs.number(4)?, runs.number(4)?, runs.number(4)?));
    let mut samples = 0;
    let mut coming = next_run(&mut runs);
    let mut places = Table(places.get(8..).unwrap_or_default());
    let mut chunks = Vec::new();
    let mut number: u64 = 1;
    while let Some(at) = places.number(width) {
        while let Some((first, many, _)) = coming
            && first <= number
        {
            samples = many;
            coming = next_run(&mut runs);
        }
        let len = match same_size {
            0 => (0..samples).map_while(|_| sizes.number(4)).sum(),
            each => each.saturating_mul(samples),
        };
        chunks.push((at, len));
        number += 1;
    }
    chunks
}
