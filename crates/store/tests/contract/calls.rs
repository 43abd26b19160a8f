//! Running calls.

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::CallId;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{CallRecord, Media};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    a_running_call_is_known_after_a_restart
    an_ended_call_is_forgotten
    a_call_that_starts_twice_is_one_call
}

fn record(call: u64, media: Media) -> CallRecord {
    CallRecord {
        call: CallId(call),
        caller: ANN,
        callee: BOB,
        media,
        started_at: UnixMillis(55),
    }
}

fn a_running_call_is_known_after_a_restart(mut engine: impl Engine) {
    settle(&mut engine);
    let calls = [record(1, Media::Voice), record(u64::MAX, Media::Video)];
    engine.commit(&calls.map(StoreRequest::StartCall));
    let mut kept = engine.restart().directory().calls;
    kept.sort_by_key(|record| record.call);
    assert_eq!(kept, calls);
}

fn an_ended_call_is_forgotten(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, StoreRequest::StartCall(record(1, Media::Voice)));
    let end = StoreRequest::EndCall { call: CallId(1) };
    assert_eq!(ask(&mut engine, end.clone()), Outcome::Done);
    assert_eq!(ask(&mut engine, end), Outcome::Done, "ending it twice is no harm");
    assert!(engine.restart().directory().calls.is_empty());
}

fn a_call_that_starts_twice_is_one_call(mut engine: impl Engine) {
    settle(&mut engine);
    for media in [Media::Voice, Media::Video] {
        assert_eq!(
            ask(&mut engine, StoreRequest::StartCall(record(1, media))),
            Outcome::Done
        );
    }
    assert_eq!(engine.directory().calls, [record(1, Media::Video)]);
}
