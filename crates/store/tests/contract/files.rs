//! Records of files: how they come, who sees them, how much they take.

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::{FileId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{FileFacts, FileRecord, Mentions, Person};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    a_file_is_read_back_by_its_owner
    a_file_that_is_coming_is_not_there_yet
    a_file_counts_from_its_beginning_and_never_exceeds_the_quota
    nobody_finishes_anothers_file
    a_file_is_seen_by_those_who_see_its_message
    a_picture_of_somebody_is_everybodys
    a_file_that_stands_somewhere_stays
}

const FILE: FileId = FileId(u64::MAX - 1);

fn begin(file: FileId, owner: UserId, size: u64, quota: u64) -> StoreRequest {
    StoreRequest::BeginFile {
        file,
        owner,
        name: "茶.png".into(),
        size,
        quota,
        at: UnixMillis(1),
    }
}

fn finish(file: FileId, owner: UserId, facts: FileFacts) -> StoreRequest {
    StoreRequest::FinishFile {
        file,
        owner,
        facts: Box::new(facts),
        at: UnixMillis(7),
    }
}

/// The file as somebody sees it, and whether it is a picture of somebody.
fn seen(engine: &mut impl Engine, user: UserId) -> Option<(FileRecord, bool)> {
    match engine.read(&StoreRequest::LoadFile { file: FILE, user }) {
        Outcome::File { record, is_public } => Some(((*record).clone(), is_public)),
        Outcome::NoFile => None,
        other => panic!("{other:?}"),
    }
}

fn usage(engine: &mut impl Engine, user: UserId) -> u64 {
    match engine.read(&StoreRequest::ReadUsage { user }) {
        Outcome::Usage(bytes) => bytes,
        other => panic!("{other:?}"),
    }
}

fn forget(owner: UserId) -> StoreRequest {
    StoreRequest::DropFile { file: FILE, owner }
}

fn a_file_is_read_back_by_its_owner(mut engine: impl Engine) {
    settle(&mut engine);
    bring(&mut engine, FILE, ANN, "茶.png", picture(90));
    let record = FileRecord {
        id: FILE,
        owner: ANN,
        name: "茶.png".into(),
        facts: picture(90),
        created_at: UnixMillis(2),
    };
    let mut engine = engine.restart();
    assert_eq!(seen(&mut engine, ANN), Some((record, false)));
    assert_eq!(seen(&mut engine, BOB), None);
}

fn a_file_that_is_coming_is_not_there_yet(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, begin(FILE, ANN, 90, 100)), Outcome::Done);
    assert_eq!(ask(&mut engine, begin(FILE, ANN, 90, 100)), Outcome::Done, "a retry");
    assert_eq!(ask(&mut engine, begin(FILE, BOB, 90, 100)), IMPOSSIBLE);
    assert_eq!(seen(&mut engine, ANN), None);
    assert_eq!((usage(&mut engine, ANN), usage(&mut engine, BOB)), (90, 0));
}

fn a_file_counts_from_its_beginning_and_never_exceeds_the_quota(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, begin(FILE, ANN, 60, 100)), Outcome::Done);
    for size in [41, u64::MAX] {
        assert_eq!(ask(&mut engine, begin(FileId(2), ANN, size, 100)), Outcome::OverQuota);
    }
    let huge = begin(FileId(2), BOB, u64::MAX, u64::MAX);
    assert_eq!(ask(&mut engine, huge), Outcome::OverQuota, "more than can be counted");
    assert_eq!(ask(&mut engine, begin(FileId(2), ANN, 40, 100)), Outcome::Done);
    // It became smaller.
    assert!(matches!(
        ask(&mut engine, finish(FILE, ANN, picture(10))),
        Outcome::File { .. }
    ));
    assert_eq!(usage(&mut engine, ANN), 50);
    assert_eq!(ask(&mut engine, forget(ANN)), Outcome::Done);
    assert_eq!(
        ask(&mut engine, forget(ANN)),
        Outcome::Done,
        "forgetting it twice is no harm"
    );
    assert_eq!(usage(&mut engine.restart(), ANN), 40);
}

fn nobody_finishes_anothers_file(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, begin(FILE, ANN, 60, 100));
    assert_eq!(ask(&mut engine, finish(FILE, BOB, picture(1))), Outcome::NoFile);
    assert_eq!(ask(&mut engine, finish(FileId(404), ANN, picture(1))), Outcome::NoFile);
    assert_eq!(ask(&mut engine, forget(BOB)), Outcome::NoFile);
    let first = ask(&mut engine, finish(FILE, ANN, picture(1)));
    assert!(matches!(first, Outcome::File { .. }));
    assert_eq!(
        ask(&mut engine, finish(FILE, ANN, picture(2))),
        first,
        "it is complete once"
    );
}

fn a_file_is_seen_by_those_who_see_its_message(mut engine: impl Engine) {
    settle(&mut engine);
    bring(&mut engine, FILE, ANN, "茶.png", picture(9));
    appended(ask(
        &mut engine,
        post(ROOM, ANN, "look", words("", None, Mentions::default(), &[FILE])),
    ));
    assert!(seen(&mut engine, BOB).is_some());
    assert!(seen(&mut engine, CAT).is_none());
    ask(&mut engine, change(ANN, ANN, "look", RECALL));
    assert!(seen(&mut engine, BOB).is_none());
    assert!(seen(&mut engine, ANN).is_some());
}

fn a_picture_of_somebody_is_everybodys(mut engine: impl Engine) {
    settle(&mut engine);
    bring(&mut engine, FILE, ANN, "me.png", picture(9));
    let ann = Person {
        avatar: Some(FILE),
        ..person(ANN, "Ann", 10)
    };
    ask(&mut engine, StoreRequest::KeepPerson(Box::new(ann)));
    assert_eq!(seen(&mut engine, CAT).map(|(_, is_public)| is_public), Some(true));
    assert_eq!(
        ask(&mut engine, forget(ANN)),
        Outcome::NoFile,
        "it is still her picture"
    );
    ask(&mut engine, StoreRequest::KeepPerson(Box::new(person(ANN, "Ann", 10))));
    assert!(seen(&mut engine, CAT).is_none());
    assert_eq!(ask(&mut engine, forget(ANN)), Outcome::Done);
}

fn a_file_that_stands_somewhere_stays(mut engine: impl Engine) {
    settle(&mut engine);
    bring(&mut engine, FILE, ANN, "茶.png", picture(9));
    appended(ask(
        &mut engine,
        post(ROOM, ANN, "look", words("", None, Mentions::default(), &[FILE])),
    ));
    assert_eq!(ask(&mut engine, forget(ANN)), Outcome::NoFile);
    assert_eq!(
        seen_by(&mut engine, ROOM, BOB)[0]
            .body
            .words()
            .map(|words| words.files.len()),
        Some(1)
    );
    ask(&mut engine, change(ANN, ANN, "look", RECALL));
    assert_eq!(ask(&mut engine, forget(ANN)), Outcome::Done);
}
