//! MP4 and QuickTime films: what only describes them is blanked, and tracks that are neither picture, sound nor text.

use std::io::{Read, Seek, Write};

use super::iso::{Atom, Film, Name, Table};
use super::{CleanError, Seen};

/// How deep boxes that matter stand: `moov`, `trak`, `mdia`, `minf`, `stbl`.
pub(super) const MAX_DEPTH: u32 = 5;
/// Boxes of the file.
const IN_FILE: [&Name; 11] = [
    b"ftyp", b"styp", b"pdin", b"moov", b"moof", b"mfra", b"mdat", b"sidx", b"ssix", b"prft", b"wide",
];
/// Boxes of the film, of a track and of its media.
const IN_FILM: [&Name; 5] = [b"mvhd", b"trak", b"mvex", b"iods", b"pssh"];
const IN_TRACK: [&Name; 11] = [
    b"tkhd", b"tref", b"trgr", b"edts", b"mdia", b"tapt", b"load", b"clip", b"matt", b"imap", b"txas",
];
const IN_MEDIA: [&Name; 4] = [b"mdhd", b"hdlr", b"minf", b"elng"];
/// Kinds of tracks that are played (`hdlr`); any other may tell where the camera went.
const PLAYED: [&Name; 11] = [
    b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp", b"subp", b"pict", b"auxv", b"hint", b"tmcd",
];
/// The beginning of a handler that is read: its kind, and what it is called.
const HANDLER: u64 = 64;
/// What a maker of drones calls the subtitles into which they write their way.
const DRONES_WAY: &[u8] = b"DJI";
/// The longest table of samples that is read: a day of a track with thirty samples a second.
const MAX_TABLE: u64 = 16 << 20;

/// Cleans a film in place.
pub(super) fn clean<F: Read + Write + Seek>(file: &mut F, len: u64) -> Result<Seen, CleanError> {
    let mut film = Film::new(file, len);
    let mut seen = Seen::default();
    let all = film.all()?;
    // Nobody can play the samples of a film without it, nor tell those that are not of the film.
    if !all.iter().any(|atom| &atom.name == b"moov" && atom.is_whole) {
        return Err(CleanError::Broken);
    }
    for &atom in &all {
        if IN_FILE.contains(&&atom.name) {
            visit(&mut film, atom, MAX_DEPTH, &mut seen)?;
        } else {
            film.blank(atom)?;
        }
    }
    film.erase_within(all.into_iter().filter(|atom| &atom.name == b"mdat"))?;
    Ok(seen)
}

/// Cleans a box of a film.
pub(super) fn visit<F: Read + Write + Seek>(
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
                let may_stay = match &atom.name {
                    b"moov" => IN_FILM.contains(&&inner.name),
                    b"mdia" => IN_MEDIA.contains(&&inner.name),
                    _ => true,
                };
                if may_stay {
                    visit(film, inner, depth - 1, seen)?;
                } else {
                    film.blank(inner)?;
                }
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
        Some(&hdlr) => film.content(hdlr, HANDLER)?,
        None => Vec::new(),
    };
    // Version and flags, the component's type, then its kind (§8.4.3).
    let kind = handler.get(8..12).unwrap_or_default();
    let is_played = PLAYED.iter().any(|played| *played == kind) && memchr::memmem::find(&handler, DRONES_WAY).is_none();
    if !is_played {
        if let Some(&minf) = mdia.iter().find(|atom| &atom.name == b"minf") {
            doom_samples(film, minf)?;
        }
        return film.blank(trak);
    }
    if kind == b"vide" {
        seen.has_pictures = true;
        if let Some(&tkhd) = inner.iter().find(|atom| &atom.name == b"tkhd") {
            seen.pixels = seen.pixels.or(measures(&film.content(tkhd, 104)?));
        }
    }
    for atom in inner {
        if IN_TRACK.contains(&&atom.name) {
            visit(film, atom, depth.saturating_sub(1), seen)?;
        } else {
            film.blank(atom)?;
        }
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

/// Notes the samples of a track where its tables say that they are (§8.7), to be overwritten.
fn doom_samples<F: Read + Write + Seek>(film: &mut Film<'_, F>, minf: Atom) -> Result<(), CleanError> {
    let Some(&stbl) = film.within(minf, 0)?.iter().find(|atom| &atom.name == b"stbl") else {
        return Ok(());
    };
    let mut tables = [const { Vec::new() }; 3];
    let mut is_wide = false;
    for atom in film.within(stbl, 0)? {
        let slot = match &atom.name {
            b"stsz" => 0,
            b"stz2" => {
                tables[0] = widened(&film.content(atom, MAX_TABLE / 8)?);
                continue;
            }
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
        film.doom(at, len)?;
    }
    Ok(())
}

/// A table of sizes of four, eight or sixteen bits as the one that says the same in numbers of 32 (§8.7.3).
fn widened(short: &[u8]) -> Vec<u8> {
    let sizes = short.get(12..).unwrap_or_default();
    let sizes: Vec<u16> = match short.get(7) {
        Some(4) => sizes
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(u16::from)
            .collect(),
        Some(8) => sizes.iter().copied().map(u16::from).collect(),
        _ => sizes
            .as_chunks()
            .0
            .iter()
            .map(|pair| u16::from_be_bytes(*pair))
            .collect(),
    };
    let sizes = sizes.iter().flat_map(|&size| u32::from(size).to_be_bytes());
    [0; 12].into_iter().chain(sizes).collect()
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
