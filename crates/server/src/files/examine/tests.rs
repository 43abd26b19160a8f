//! What uploads turn out to be.

use std::path::Path;

use sha2::{Digest as _, Sha256};
use teahouse_core::id::{FileId, UserId};
use teahouse_core::record::FileKind;

use super::{ExamineError, Examined, examine, hex};
use crate::files::format::OCTETS;
use crate::files::note::{Note, Told};

fn note(bytes: &[u8]) -> Note {
    Note {
        file: FileId(1),
        owner: UserId(1),
        size: bytes.len() as u64,
        sha256: None,
        told: Told::default(),
    }
}

fn examined(note: &Note, bytes: &[u8]) -> Result<Examined, ExamineError> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| Path::new(folder.path()).join(name);
    std::fs::write(at("part"), bytes).unwrap();
    examine(note, &at("part"), &at("clean"), 1_000_000)
}

/// A PNG that promises so many pixels and has none.
fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let len = u32::try_from(content.len()).unwrap().to_be_bytes();
        let sum = crc32fast::hash(&[kind, content].concat()).to_be_bytes();
        [&len[..], kind, content, &sum].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &header),
        &chunk(b"IDAT", b""),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

#[test]
fn the_announced_hash_is_that_of_what_came() {
    let bytes = b"leaves";
    let mut note = note(bytes);
    note.sha256 = Some(hex(&Sha256::digest(bytes)).to_uppercase());
    assert_eq!(
        hex(&examined(&note, bytes).unwrap().facts.sha256),
        hex(&Sha256::digest(bytes))
    );
    assert!(matches!(examined(&note, b"leaved"), Err(ExamineError::WrongHash)));
}

#[test]
fn a_picture_that_would_take_all_memory_is_a_plain_file_at_once() {
    let bomb = png(65_535, 65_535);
    let begin = std::time::Instant::now();
    let examined = examined(&note(&bomb), &bomb).unwrap();
    let took = begin.elapsed();
    assert_eq!((examined.facts.kind, &*examined.facts.mime), (FileKind::File, OCTETS));
    assert!(examined.raster.is_none() && examined.facts.picture.is_none());
    assert!(took.as_millis() < 50, "{took:?}");
}

#[test]
fn a_picture_within_its_bounds_has_its_measures() {
    let bytes = png(640, 480);
    let examined = examined(&note(&bytes), &bytes).unwrap();
    let picture = examined.facts.picture.unwrap();
    assert_eq!((picture.width, picture.height), (640, 480));
    assert!(examined.raster.is_some() && examined.is_cleaned);
}

#[test]
fn what_a_client_tells_counts_only_where_it_can_be_so() {
    let voice = Told {
        is_voice: true,
        duration_ms: Some(900),
        waveform: vec![1, 2],
        sides: None,
    };
    for (bytes, kind, bars) in [
        (&b"OggS\0\x02"[..], FileKind::Voice, 2),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm....A_OPUS", FileKind::Voice, 2),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm....V_VP8", FileKind::Video, 0),
        (b"<script>", FileKind::File, 0),
    ] {
        let mut note = note(bytes);
        note.told = voice.clone();
        let facts = examined(&note, bytes).unwrap().facts;
        assert_eq!((facts.kind, facts.waveform.len()), (kind, bars), "{bytes:?}");
        assert_eq!(facts.duration_ms.is_some(), kind != FileKind::File, "{bytes:?}");
    }
}
