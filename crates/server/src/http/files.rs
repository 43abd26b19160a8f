//! `/api/v1/files`: what people bring and read. docs/protocols/files.md is the text for authors of clients.

mod announcement;
mod picture;
mod read;
mod send;

use std::io;
use std::sync::Arc;

use hyper::header::{HeaderName, HeaderValue, LOCATION};
use schemars::JsonSchema;
use serde::Serialize;
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::{FileId, UserId};
use teahouse_core::record::{FileFacts, FileRecord, TokenHash};
use teahouse_core::refusal::Refusal;
use teahouse_wire::app;

use super::{Call, Class, Fault, Given, Nothing, Route, Who};
use crate::files::note::Note;
use crate::files::upload::{BeginError, Upload};
use crate::house::House;
use announcement::Announcement;

const FILES: &str = "/api/v1/files";
const FILE: &str = "/api/v1/files/{file}";
const UPLOAD: &str = "/api/v1/files/{file}/upload";
const THUMBNAIL: &str = "/api/v1/files/{file}/thumbnail";
const PICTURES: &str = "/api/v1/pictures";
/// An announcement, waveform and all.
const MAX_ANNOUNCEMENT: usize = 16 * 1024;

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const TUS_RESUMABLE: (HeaderName, HeaderValue) = (
    HeaderName::from_static("tus-resumable"),
    HeaderValue::from_static("1.0.0"),
);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(FILES, Who::Person, Class::Write, begin)
            .says("Announces a file. Its bytes go to the address in `Location`, in one piece or many, by tus 1.0.")
            .answers(&[201])
            .up_to(MAX_ANNOUNCEMENT),
        Route::get(UPLOAD, Who::Person, Class::Read, look)
            .says("How much of a file has come, and its record if all has; HEAD tells the offset alone."),
        Route::patch(UPLOAD, Who::Person, Class::Write, send::send)
            .says("Bytes of a file from `Upload-Offset` on. 204 with the new offset, or 200 with the record once it is complete.")
            .answers(&[200, 204])
            .up_to(usize::MAX),
        Route::delete(UPLOAD, Who::Person, Class::Write, cancel)
            .says("Gives an upload up.")
            .answers(&[204]),
        Route::get(FILE, Who::Person, Class::Read, read::original)
            .says("The bytes of a file, or one range of them.")
            .answers(&[200, 206, 304]),
        Route::get(THUMBNAIL, Who::Person, Class::Read, read::thumbnail)
            .says("The small picture of a file.")
            .answers(&[200, 304]),
        Route::put(THUMBNAIL, Who::Person, Class::Write, picture::poster)
            .says("Gives a film of one's own a small picture, made anew from a JPEG, PNG, WebP or GIF.")
            .up_to(picture::MAX_POSTER),
        Route::post(PICTURES, Who::Person, Class::Write, picture::square)
            .says("Makes a square picture for a person or group of a JPEG, PNG, WebP or GIF.")
            .answers(&[201])
            .up_to(picture::MAX_PICTURE),
    ]
}

/// An upload under way, or the file that it has become.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UploadView {
    /// The file's id.
    id: String,
    /// How many bytes have come.
    offset: u64,
    /// How many will come.
    size: u64,
    /// The record, once it is complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<app::File>,
}

/// A file that is complete.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileView {
    /// Its record.
    file: app::File,
}

impl FileView {
    fn of(record: &FileRecord) -> FileView {
        FileView {
            file: app::view::file(record),
        }
    }
}

async fn begin(call: Call<(), Announcement>) -> Result<Given<UploadView>, Fault> {
    let (token, owner) = asker(&call).await?;
    let said = &call.body;
    if said.size > call.house.config.files.max_size {
        return Err(Refusal::FileTooLarge.into());
    }
    let file = fresh();
    let command = Command::BeginUpload {
        file,
        name: said.name.clone(),
        size: said.size,
    };
    done(call.house.hub.request_as(token, command).await.as_deref())?;
    let note = Note {
        file,
        owner,
        size: said.size,
        sha256: said.sha256.clone(),
        told: said.told.clone(),
    };
    if let Err(error) = call.house.files.uploads.begin(note).await {
        let _given_back = call.house.hub.request_as(token, Command::DropUpload { file }).await;
        return Err(match error {
            BeginError::TooMany => Refusal::TooMany { retry_after_ms: 60_000 }.into(),
            BeginError::Disk(error) => disk_fault(&error),
        });
    }
    let view = UploadView {
        id: file.to_string(),
        offset: 0,
        size: said.size,
        file: None,
    };
    let location = format!("{FILES}/{file}/upload");
    Ok(Given::created(view)
        .and_header(LOCATION, HeaderValue::try_from(location).expect("an id is ASCII"))
        .and_header(UPLOAD_OFFSET, HeaderValue::from(0_u64))
        .and_header(TUS_RESUMABLE.0, TUS_RESUMABLE.1))
}

/// Where an upload stands. One that came completely and lost its answer is finished now.
async fn look(call: Call) -> Result<Given<UploadView>, Fault> {
    let (token, owner) = asker(&call).await?;
    let file = call.id("file")?;
    let view = match call.house.files.uploads.find(file, owner) {
        Some(upload) if upload.offset() < upload.note.size => UploadView {
            id: file.to_string(),
            offset: upload.offset(),
            size: upload.note.size,
            file: None,
        },
        Some(upload) => {
            let turn = upload.turn().await;
            let record = send::finish(Arc::clone(&call.house), token, Arc::clone(&upload), turn).await?;
            complete(&record)
        }
        None => {
            let record = record(&call.house, token, file).await?;
            if record.owner != owner {
                return Err(Refusal::NoFile.into());
            }
            complete(&record)
        }
    };
    let (offset, size) = (view.offset, view.size);
    Ok(Given::ok(view)
        .and_header(UPLOAD_OFFSET, HeaderValue::from(offset))
        .and_header(UPLOAD_LENGTH, HeaderValue::from(size))
        .and_header(TUS_RESUMABLE.0, TUS_RESUMABLE.1))
}

fn complete(record: &FileRecord) -> UploadView {
    UploadView {
        id: record.id.to_string(),
        offset: record.facts.size,
        size: record.facts.size,
        file: Some(app::view::file(record)),
    }
}

/// Ends an upload; a file that is complete and was never sent goes too.
async fn cancel(call: Call) -> Result<Nothing, Fault> {
    let (token, owner) = asker(&call).await?;
    let file = call.id("file")?;
    let upload = call.house.files.uploads.find(file, owner);
    if let Some(upload) = &upload {
        call.house.files.uploads.cancel(upload).await;
    }
    let dropped = call.house.hub.request_as(token, Command::DropUpload { file }).await;
    match done(dropped.as_deref()) {
        Ok(()) => {
            call.house.files.uploads.discard(file).await;
            Ok(Nothing::default().and_header(TUS_RESUMABLE.0, TUS_RESUMABLE.1))
        }
        Err(_) if upload.is_some() => Ok(Nothing::default()),
        Err(fault) => Err(fault),
    }
}

/// A new id.
fn fresh() -> FileId {
    FileId(getrandom::u64().expect("the system gives random bytes"))
}

/// Whose request it is.
async fn asker<Q, B>(call: &Call<Q, B>) -> Result<(TokenHash, UserId), Fault> {
    let token = call.token()?;
    match call.house.hub.request(Command::WhoAmI { token }).await.as_deref() {
        Some(Event::Registered(you)) => Ok((token, you.id)),
        other => Err(Fault::of(other)),
    }
}

/// The record of a file, if whoever asks may read it.
async fn record(house: &House, token: TokenHash, file: FileId) -> Result<Arc<FileRecord>, Fault> {
    found(house.hub.request_as(token, Command::ReadFile { file }).await.as_deref())
}

/// Writes the record of a file that is kept.
async fn write_record(
    house: &House,
    token: TokenHash,
    file: FileId,
    facts: FileFacts,
) -> Result<Arc<FileRecord>, Fault> {
    let command = Command::FinishUpload {
        file,
        facts: Box::new(facts),
    };
    found(house.hub.request_as(token, command).await.as_deref())
}

fn found(event: Option<&Event>) -> Result<Arc<FileRecord>, Fault> {
    match event {
        Some(Event::FileRead(record)) => Ok(Arc::clone(record)),
        other => Err(Fault::of(other)),
    }
}

fn done(event: Option<&Event>) -> Result<(), Fault> {
    match event {
        Some(Event::Done) => Ok(()),
        other => Err(Fault::of(other)),
    }
}

/// What a disk that refuses means for who asked.
fn disk_fault(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Refusal::StorageFull.into(),
        io::ErrorKind::NotFound => Refusal::NoFile.into(),
        _ => {
            tracing::error!(%error, "a file cannot be kept");
            Refusal::StorageUnavailable.into()
        }
    }
}

/// Gives up an upload that cannot become a file.
async fn give_up(house: &House, token: TokenHash, upload: &Upload) {
    let file = upload.note.file;
    house.files.uploads.discard(file).await;
    let _given_back = house.hub.request_as(token, Command::DropUpload { file }).await;
}
