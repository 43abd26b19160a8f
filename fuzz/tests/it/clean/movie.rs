//! MPEG-4 and QuickTime films: boxes of descriptions, and tracks that tell where the camera went.

use bolero::check;
use teahouse::files::format::Format;

use super::{PLACE, judge_any};
use crate::script::Script;

const FORMATS: [Format; 3] = [Format::M4a, Format::Mp4, Format::QuickTime];

#[test]
fn no_place_is_left_in_a_film() {
    check!().for_each(|input: &[u8]| judge_any(input, &FORMATS, film));
}

/// A film whose tracks lie in one box of data each, before the box that describes them.
fn film(script: &mut Script<'_>) -> Vec<u8> {
    let brand = script.choose(&[b"isom", b"qt  ", b"M4A ", b"mp42"]);
    let mut file = boxed(b"ftyp", &[&brand[..], &[0; 4], brand].concat());
    let mut inside = boxed(b"mvhd", &[0; 100]);
    for _ in 0..script.byte() % 4 {
        let (data, track) = track(file.len(), script);
        file.extend(data);
        inside.extend(track);
        inside.extend(description(script));
        file.extend(description(script));
    }
    file.extend(wide(b"moov", &inside, script));
    file.extend(description(script));
    file
}

/// The data of a track that will stand at a place, and what describes it.
fn track(at: usize, script: &mut Script<'_>) -> (Vec<u8>, Vec<u8>) {
    let kind = script.choose(&[b"vide", b"soun", b"tmcd", b"meta", b"camm", b"gpmd"]);
    let is_played = matches!(kind, b"vide" | b"soun" | b"tmcd");
    let sample = if is_played {
        b"pictures or sound"
    } else {
        &[b"@", PLACE].concat()[..]
    };
    let data = wide(b"mdat", sample, script);
    let at = at + data.len() - sample.len();
    let hdlr = boxed(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
    let minf = boxed(
        b"minf",
        &[boxed(b"stbl", &tables(at, sample.len(), script)), description(script)].concat(),
    );
    let mdia = boxed(b"mdia", &[description(script), hdlr, minf].concat());
    let parts = [header(script), description(script), mdia, description(script)];
    (data, boxed(b"trak", &parts.concat()))
}

/// The tables of one chunk of one or more samples, in each of their forms.
fn tables(at: usize, len: usize, script: &mut Script<'_>) -> Vec<u8> {
    let full = |rest: &[usize]| {
        let numbers = rest
            .iter()
            .map(|&number| u32::try_from(number).expect("it is short").to_be_bytes());
        [&[0; 4][..], &numbers.collect::<Vec<_>>().concat()].concat()
    };
    let (sizes, samples): (&[usize], _) = match script.byte() % 3 {
        0 => (&[len, 1], 1),
        1 => (&[0, 1, len], 1),
        _ => (&[0, 2, len - 3, 3], 2),
    };
    let sizes = boxed(b"stsz", &full(sizes));
    let runs = boxed(b"stsc", &full(&[1, 1, samples, 1]));
    let places = match script.byte() % 2 {
        0 => boxed(b"stco", &full(&[1, at])),
        _ => boxed(b"co64", &full(&[1, 0, at])),
    };
    let mut tables = [sizes, runs, places];
    if script.byte().is_multiple_of(2) {
        tables.reverse();
    }
    tables.concat()
}

fn header(script: &mut Script<'_>) -> Vec<u8> {
    let is_long = script.byte().is_multiple_of(4);
    let mut content = vec![0; if is_long { 96 } else { 84 }];
    content[0] = u8::from(is_long);
    let end = content.len();
    content[end - 8..].copy_from_slice(&[2, 0x80, 0, 0, 1, 0x68, 0, 0]);
    boxed(b"tkhd", &content)
}

/// Something that goes, or nothing.
fn description(script: &mut Script<'_>) -> Vec<u8> {
    match script.byte() % 12 {
        0 => boxed(b"udta", &boxed(b"\xa9xyz", PLACE)),
        1 => boxed(b"udta", &boxed(b"loci", PLACE)),
        2 => boxed(b"meta", &[&[0; 4], &boxed(b"ilst", PLACE)[..]].concat()),
        3 => wide(b"uuid", PLACE, script),
        4 => boxed(script.choose(&[b"free", b"skip"]), PLACE),
        5 => boxed(b"cprt", PLACE),
        _ => Vec::new(),
    }
}

/// A box around what stands in it.
pub(super) fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len() + 8).expect("it is short").to_be_bytes();
    [&len[..], name, content].concat()
}

/// As [`boxed`], some with a length of eight bytes.
fn wide(name: &[u8; 4], content: &[u8], script: &mut Script<'_>) -> Vec<u8> {
    if !script.byte().is_multiple_of(4) {
        return boxed(name, content);
    }
    let len = (content.len() as u64 + 16).to_be_bytes();
    [&[0, 0, 0, 1], &name[..], &len, content].concat()
}
