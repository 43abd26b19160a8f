//! What a crash leaves behind, and what becomes of it.

use std::fs;
use std::sync::Arc;

use teahouse_core::id::{FileId, UserId};

use super::{Found, Vault};
use crate::files::note::{Note, Told};

fn note(file: u64, size: u64) -> Note {
    Note {
        file: FileId(file),
        owner: UserId(7),
        size,
        sha256: None,
        told: Told::default(),
    }
}

fn names(vault: &Vault) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(&vault.parts)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn an_upload_is_found_again_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    vault.begin(&note(1, 10)).unwrap();
    fs::write(vault.part(FileId(1)), b"four").unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    assert_eq!(vault.announced().unwrap(), [(note(1, 10), Found::Part(4))]);
}

#[test]
fn a_file_that_was_kept_without_a_record_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    vault.begin(&note(1, 4)).unwrap();
    fs::write(vault.part(FileId(1)), b"four").unwrap();
    vault.keep(FileId(1), false).unwrap();
    assert_eq!(vault.announced().unwrap(), [(note(1, 4), Found::Kept)]);
    vault.settle(FileId(1));
    assert_eq!(vault.announced().unwrap(), []);
    assert_eq!(
        fs::read(vault.kept(FileId(1))).unwrap(),
        b"four",
        "its record was written"
    );
}

#[test]
fn what_was_half_done_goes() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    vault.begin(&note(1, 4)).unwrap();
    fs::write(vault.clean(FileId(1)), b"half").unwrap();
    fs::write(vault.part(FileId(2)), b"nobody's").unwrap();
    fs::write(vault.note(FileId(3)), b"{").unwrap();
    fs::write(vault.part(FileId(4)).with_extension("draft"), b"{").unwrap();
    assert_eq!(vault.announced().unwrap(), [(note(1, 4), Found::Part(0))]);
    let id = FileId(1).to_string();
    assert_eq!(names(&vault), [id.clone(), format!("{id}.json")]);
}

#[test]
fn forgetting_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::new(Vault::open(folder.path()).unwrap());
    vault.begin(&note(1, 4)).unwrap();
    vault.put_small(FileId(1), b"small").unwrap();
    fs::write(vault.part(FileId(1)), b"four").unwrap();
    vault.keep(FileId(1), false).unwrap();
    assert!(vault.read_small(FileId(1)).is_ok());
    vault.forget(FileId(1));
    assert!(names(&vault).is_empty() && vault.read(FileId(1)).is_err() && vault.read_small(FileId(1)).is_err());
}
