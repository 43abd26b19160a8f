//! Removes what nobody needs: uploads that have come to nothing, files that stand nowhere any more.
//!
//! The record goes first and is remembered as one whose bytes are still there; after a crash between the two the next
//! round removes them.

use std::sync::Arc;
use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::FileId;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::FileSweep;

use super::Files;
use crate::house::House;

/// How often it is looked for at most and at least: well within the shortest time that anything is kept for.
const INTERVALS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(600));
/// When an upload of which only the record is left has come to nothing: longer than any upload lasts.
const ABANDONED: Duration = Duration::from_secs(7 * 86_400);
/// The last place in the order in which files are looked at.
const LAST: FileId = FileId(i64::MAX.unsigned_abs());

/// Sweeps for as long as the house stands.
pub async fn run(house: Arc<House>) {
    let settings = &house.files.settings;
    let pause = (settings.unfinished.min(settings.unused) / 4).clamp(INTERVALS.0, INTERVALS.1);
    loop {
        tokio::time::sleep(pause).await;
        sweep(&house).await;
    }
}

async fn sweep(house: &House) {
    let Files { uploads, settings, .. } = &house.files;
    let mut silent = Vec::new();
    for upload in uploads.silent(settings.unfinished) {
        uploads.cancel(&upload).await;
        silent.push(upload.note.file);
    }
    let now = house.clock.now().wall;
    let mut step = FileSweep {
        silent,
        abandoned_before: before(now, ABANDONED),
        unused_before: before(now, settings.unused),
        ..FileSweep::default()
    };
    loop {
        let answer = house.hub.operate(Command::SweepFiles(Box::new(step.clone()))).await;
        // Whatever is in the way now, the next round tries again.
        let Some(Event::FilesSwept { unused, next }) = answer.as_deref() else {
            return;
        };
        if unused.is_empty() && next.is_none() {
            return;
        }
        for &file in unused {
            uploads.discard(file).await;
        }
        step.silent.clear();
        step.gone.clone_from(unused);
        step.after = next.or(Some(LAST));
    }
}

fn before(now: UnixMillis, span: Duration) -> UnixMillis {
    UnixMillis(
        now.0
            .saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)),
    )
}
