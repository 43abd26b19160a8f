//! Bytes of an upload, and what happens when the last one is there.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{HeaderMap, Response};
use serde::Serialize;
use teahouse_core::record::{FileRecord, TokenHash};
use teahouse_core::refusal::Refusal;
use tokio::time::timeout;

use super::super::payload::Answer as _;
use super::super::{Body, Call, Fault, Nothing, Reply, Streamed};
use super::{FileView, TUS_RESUMABLE, UPLOAD_OFFSET, asker, disk_fault, give_up, record, write_record};
use crate::files::examine::ExamineError;
use crate::files::upload::{Turn, Upload};
use crate::house::House;

/// How long a client may be silent in the middle of a request before it is taken for gone.
const SILENCE: Duration = Duration::from_secs(30);
/// When somebody who sends too much at once may try again.
const CROWDED_MS: u32 = 1_000;

/// Takes bytes. The work is a task of its own: what has come is kept in order also when the client is gone.
pub(super) async fn send(call: Call<(), Streamed>) -> Result<Response<Body>, Fault> {
    let working = tokio::spawn(receive(call));
    working.await.unwrap_or_else(|_| Err(Fault::stopping()))
}

async fn receive(call: Call<(), Streamed>) -> Result<Response<Body>, Fault> {
    let (token, owner) = asker(&call).await?;
    let file = call.id("file")?;
    let uploads = &call.house.files.uploads;
    let begin = offset(&call.headers)?;
    let Some(_place) = uploads.sender(owner) else {
        return Err(Refusal::TooMany {
            retry_after_ms: CROWDED_MS,
        }
        .into());
    };
    let upload = uploads.find(file, owner).ok_or(Refusal::NoFile)?;
    let mut turn = upload.turn().await;
    // It may have been finished or given up while this waited.
    let upload = uploads.find(file, owner).ok_or(Refusal::NoFile)?;
    if begin != upload.offset() {
        return Ok(wrong_offset(upload.offset()));
    }
    if begin < upload.note.size {
        take(&call.house, &upload, &mut turn, call.body).await?;
    }
    if upload.offset() < upload.note.size {
        let nothing = Nothing::default()
            .and_header(UPLOAD_OFFSET, HeaderValue::from(upload.offset()))
            .and_header(TUS_RESUMABLE.0, TUS_RESUMABLE.1);
        return Ok(nothing.response());
    }
    let size = upload.note.size;
    let record = finish(Arc::clone(&call.house), token, upload, turn).await?;
    let mut response = Reply::json(200, &FileView::of(&record));
    response.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(size));
    response.headers_mut().insert(TUS_RESUMABLE.0, TUS_RESUMABLE.1);
    Ok(response)
}

/// Where the bytes of a request begin; tus wants the type of the content said, others need not.
fn offset(headers: &HeaderMap) -> Result<u64, Fault> {
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default());
    if !matches!(
        kind,
        None | Some("application/offset+octet-stream" | "application/octet-stream")
    ) {
        return Err(Fault::error(
            415,
            "wrong_type",
            "Parts of a file are sent as application/offset+octet-stream.",
        ));
    }
    let text = headers.get(UPLOAD_OFFSET).and_then(|offset| offset.to_str().ok());
    text.and_then(|text| text.parse().ok())
        .ok_or_else(|| Fault::unreadable(&"Upload-Offset is no number"))
}

/// Reads a request to its end, or as far as it comes, and writes it.
async fn take(house: &House, upload: &Arc<Upload>, turn: &mut Turn, body: Streamed) -> Result<(), Fault> {
    let mut body = body.0;
    let disk = |error| disk_fault(&error);
    let mut pen = upload.pen(&house.files.vault, turn).await.map_err(disk)?;
    let mut too_much = false;
    loop {
        let frame = tokio::select! {
            frame = timeout(SILENCE, body.frame()) => frame,
            () = turn.overtaken() => break,
        };
        // The end, a connection that broke, or a client that fell silent: what came is kept.
        let Ok(Some(Ok(frame))) = frame else { break };
        let Ok(bytes) = frame.into_data() else { continue };
        if bytes.len() as u64 > upload.note.size - pen.offset() {
            too_much = true;
            break;
        }
        pen.write(&bytes).await.map_err(disk)?;
    }
    pen.finish().await.map_err(disk)?;
    if too_much {
        Err(Refusal::FileTooLarge.into())
    } else {
        Ok(())
    }
}

/// Makes a complete upload a file. Done by a task of its own, so that it is done once it has begun.
pub(super) async fn finish(
    house: Arc<House>,
    token: TokenHash,
    upload: Arc<Upload>,
    turn: Turn,
) -> Result<Arc<FileRecord>, Fault> {
    let working = tokio::spawn(async move {
        let finished = make_file(&house, token, &upload).await;
        drop(turn);
        finished
    });
    working.await.unwrap_or_else(|_| Err(Fault::stopping()))
}

async fn make_file(house: &House, token: TokenHash, upload: &Upload) -> Result<Arc<FileRecord>, Fault> {
    let file = upload.note.file;
    if house.files.uploads.find(file, upload.note.owner).is_none() {
        // Somebody else finished it while this waited.
        return record(house, token, file).await;
    }
    let examined = match house.files.keep(upload).await {
        Ok(examined) => examined,
        Err(ExamineError::Disk(error)) => return Err(disk_fault(&error)),
        Err(error) => {
            give_up(house, token, upload).await;
            return Err(unfit(&error));
        }
    };
    let written = match write_record(house, token, file, examined.facts).await {
        // The record was written already and only the answer was lost.
        Err(Fault::Refused(Refusal::NoFile)) => record(house, token, file).await,
        written => written,
    };
    match &written {
        Ok(_) => house.files.uploads.settle(file).await,
        Err(Fault::Refused(Refusal::NoFile)) => house.files.uploads.discard(file).await,
        Err(_) => {}
    }
    written
}

fn unfit(error: &ExamineError) -> Fault {
    match error {
        ExamineError::WrongHash => Fault::error(
            422,
            "wrong_hash",
            "The bytes that came are not those that were announced; begin again.",
        ),
        _ => Fault::error(
            422,
            "broken_media",
            "The file begins as a picture or film and does not go on as one.",
        ),
    }
}

/// A refusal that tells where the house is.
#[derive(Serialize)]
struct WrongOffset {
    code: &'static str,
    message: &'static str,
    offset: u64,
}

fn wrong_offset(offset: u64) -> Response<Body> {
    let mut response = Reply::json(
        409,
        &WrongOffset {
            code: "wrong_offset",
            message: "The house is at another offset.",
            offset,
        },
    );
    response.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(offset));
    response.headers_mut().insert(TUS_RESUMABLE.0, TUS_RESUMABLE.1);
    response
}
