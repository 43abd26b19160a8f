//! Turns, places and offsets of uploads.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use teahouse_core::id::{FileId, UserId};

use super::{BeginError, MAX_BEGUN, Uploads};
use crate::files::note::{Note, Told};
use crate::files::vault::Vault;

const ANN: UserId = UserId(1);
const BOB: UserId = UserId(2);

fn note(file: u64, owner: UserId) -> Note {
    Note {
        file: FileId(file),
        owner,
        size: 10,
        sha256: None,
        told: Told::default(),
    }
}

fn uploads(folder: &tempfile::TempDir) -> (Arc<Vault>, Uploads) {
    let vault = Arc::new(Vault::open(folder.path()).unwrap());
    let uploads = Uploads::open(Arc::clone(&vault), 2).unwrap();
    (vault, uploads)
}

#[tokio::test]
async fn bytes_come_piece_by_piece_and_survive_the_house() {
    let folder = tempfile::tempdir().unwrap();
    let (vault, all) = uploads(&folder);
    let upload = all.begin(note(1, ANN)).await.unwrap();
    for (bytes, offset) in [(&b"four"[..], 4), (b"more", 8)] {
        let turn = upload.turn().await;
        let mut pen = upload.pen(&vault, &turn).await.unwrap();
        pen.write(bytes).await.unwrap();
        pen.finish().await.unwrap();
        assert_eq!(upload.offset(), offset);
    }
    drop((all, upload));
    let (_, all) = uploads(&folder);
    let upload = all.find(FileId(1), ANN).expect("it is there");
    assert_eq!(upload.offset(), 8);
    assert_eq!(fs::read(vault.part(FileId(1))).unwrap(), b"fourmore");
    assert!(all.find(FileId(1), BOB).is_none(), "it is hers alone");
}

#[tokio::test]
async fn what_a_failed_write_left_behind_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (vault, all) = uploads(&folder);
    let upload = all.begin(note(1, ANN)).await.unwrap();
    fs::write(vault.part(FileId(1)), b"half a chunk").unwrap();
    let turn = upload.turn().await;
    let mut pen = upload.pen(&vault, &turn).await.unwrap();
    pen.write(b"four").await.unwrap();
    pen.finish().await.unwrap();
    assert_eq!(fs::read(vault.part(FileId(1))).unwrap(), b"four");
}

#[tokio::test]
async fn whoever_comes_later_takes_over() {
    let folder = tempfile::tempdir().unwrap();
    let (_, all) = uploads(&folder);
    let upload = all.begin(note(1, ANN)).await.unwrap();
    let mut first = upload.turn().await;
    let later = {
        let upload = Arc::clone(&upload);
        tokio::spawn(async move { drop(upload.turn().await) })
    };
    first.overtaken().await;
    assert!(!later.is_finished(), "it waits until the first has gone");
    drop(first);
    later.await.unwrap();
}

#[tokio::test]
async fn a_person_has_so_many_places_and_each_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (_, all) = uploads(&folder);
    let places = [all.sender(ANN).unwrap(), all.sender(ANN).unwrap()];
    assert!(all.sender(ANN).is_none());
    assert!(all.sender(BOB).is_some(), "others are not in her way");
    drop(places);
    assert!(all.sender(ANN).is_some());
}

#[tokio::test]
async fn a_person_begins_so_many_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (_, all) = uploads(&folder);
    for file in 0..MAX_BEGUN as u64 {
        all.begin(note(file, ANN)).await.unwrap();
    }
    assert!(matches!(all.begin(note(1_000, ANN)).await, Err(BeginError::TooMany)));
    all.begin(note(1_001, BOB)).await.unwrap();
    let upload = all.find(FileId(0), ANN).unwrap();
    all.cancel(&upload).await;
    assert!(all.find(FileId(0), ANN).is_none());
    all.begin(note(1_000, ANN)).await.unwrap();
}

#[tokio::test]
async fn a_silent_upload_is_told_from_one_that_moves() {
    let folder = tempfile::tempdir().unwrap();
    let (_, all) = uploads(&folder);
    all.begin(note(1, ANN)).await.unwrap();
    assert_eq!(all.silent(Duration::ZERO).len(), 1);
    assert!(all.silent(Duration::from_secs(60)).is_empty());
}
