//! The table in README.md: it names every target that there is and no other, and no corpus is left of one that was renamed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const README: &str = include_str!("../../README.md");

#[test]
fn the_table_names_every_target_and_every_corpus_has_one() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut targets = BTreeSet::new();
    find(&here, "", &mut targets);
    let rows = README.lines().filter(|line| line.starts_with("| "));
    let named: BTreeSet<String> = rows
        .flat_map(|row| row.split('`').skip(1).step_by(2))
        .filter(|name| name.contains("::"))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, targets);
    for folder in fs::read_dir(here.join("__fuzz__")).expect("there are corpora") {
        let name = folder.expect("the folder can be read").file_name();
        let target = name.to_string_lossy().replace("__", "::");
        assert!(targets.contains(&target), "a corpus of {target}, which is no target");
    }
}

/// Notes the targets of all files in a folder: tests that check inputs.
fn find(folder: &Path, module: &str, targets: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the folder can be read").path();
        let stem = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        if path.is_dir() && stem != "__fuzz__" {
            find(&path, &format!("{module}{stem}::"), targets);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("sources are text");
            for test in source
                .split("#[test]\nfn ")
                .skip(1)
                .filter(|test| test.contains("\n    check!()"))
            {
                let name = test.split('(').next().unwrap_or_default();
                targets.insert(format!("{module}{stem}::{name}"));
            }
        }
    }
}
