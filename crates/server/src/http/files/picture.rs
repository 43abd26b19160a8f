//! Pictures that the house makes anew before anybody sees them: of people and groups, and of films.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::HeaderMap;
use schemars::{Schema, SchemaGenerator};
use sha2::{Digest as _, Sha256};
use teahouse_core::command::Command;
use teahouse_core::id::FileId;
use teahouse_core::record::{FileFacts, FileKind, Picture, TokenHash};
use teahouse_core::refusal::Refusal;

use super::super::payload::{Payload, whole};
use super::super::{Call, Fault, Given, Streamed};
use super::{FileView, asker, disk_fault, done, fresh, record, write_record};
use crate::files::examine::ExamineError;
use crate::files::format::Format;
use crate::files::thumbnail::Order;
use crate::files::upload::blocking;
use crate::house::House;

/// The largest picture that becomes a poster.
pub(super) const MAX_POSTER: usize = 4 << 20;
/// The largest picture that becomes one of a person or group: what a phone takes.
pub(super) const MAX_PICTURE: usize = 16 << 20;
/// What a person's picture is called.
const NAME: &str = "picture";

/// The bytes of a picture.
pub(super) struct Bytes(Vec<u8>);

impl Payload for Bytes {
    fn described(schemas: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
        Streamed::described(schemas)
    }

    async fn read(_: &HeaderMap, body: Incoming, limit: usize) -> Result<Self, Fault> {
        Ok(Bytes(whole(body, limit).await?.into()))
    }
}

/// Gives a film its small picture. The first one stays: what was sent does not turn into something else.
pub(super) async fn poster(call: Call<(), Bytes>) -> Result<Given<FileView>, Fault> {
    let (token, owner) = asker(&call).await?;
    let file = call.id("file")?;
    let record = record(&call.house, token, file).await?;
    if record.owner != owner || record.facts.kind != FileKind::Video {
        return Err(Refusal::NoFile.into());
    }
    if record.facts.has_thumbnail {
        return Ok(Given::ok(FileView::of(&record)));
    }
    let max_pixels = call.house.files.settings.max_pixels;
    let order = |format, orientation| Order::of_file(format, orientation, max_pixels);
    let small = call
        .house
        .files
        .remake(fresh(), call.body.0, order)
        .await
        .map_err(|error| unfit(&error))?;
    let vault = Arc::clone(&call.house.files.vault);
    let put = blocking(move || {
        vault.put_small(file, &small)?;
        vault.keep_small(file)
    });
    put.await.map_err(|error| disk_fault(&error))?;
    let facts = FileFacts {
        has_thumbnail: true,
        ..record.facts.clone()
    };
    let record = write_record(&call.house, token, file, facts).await?;
    if !record.facts.has_thumbnail {
        // It was sent before its picture came.
        let vault = Arc::clone(&call.house.files.vault);
        let dropped = blocking(move || vault.drop_small(file));
        dropped.await.map_err(|error| disk_fault(&error))?;
        return Err(Refusal::NoFile.into());
    }
    Ok(Given::ok(FileView::of(&record)))
}

/// Makes a square picture, which is a file like any other and its own small picture.
pub(super) async fn square(call: Call<(), Bytes>) -> Result<Given<FileView>, Fault> {
    let (token, _) = asker(&call).await?;
    let max_pixels = call.house.files.settings.max_pixels;
    let file = fresh();
    let order = |format, orientation| Order::of_person(format, orientation, max_pixels);
    let picture = call
        .house
        .files
        .remake(file, call.body.0, order)
        .await
        .map_err(|error| unfit(&error))?;
    let command = Command::BeginUpload {
        file,
        name: NAME.to_owned(),
        size: picture.len() as u64,
    };
    done(call.house.hub.request_as(token, command).await.as_deref())?;
    match keep(&call.house, token, file, picture).await {
        Ok(view) => Ok(Given::created(view)),
        Err(fault) => {
            call.house.files.uploads.discard(file).await;
            let _given_back = call.house.hub.request_as(token, Command::DropUpload { file }).await;
            Err(fault)
        }
    }
}

async fn keep(house: &House, token: TokenHash, file: FileId, picture: Vec<u8>) -> Result<FileView, Fault> {
    let (_, mime) = Format::sniff(&picture).nature(false);
    let facts = FileFacts {
        kind: FileKind::Image,
        mime: Arc::from(mime),
        size: picture.len() as u64,
        sha256: Sha256::digest(&picture).into(),
        picture: Some(Picture {
            width: Order::PERSON_SIDE,
            height: Order::PERSON_SIDE,
        }),
        has_thumbnail: true,
        ..FileFacts::default()
    };
    let vault = Arc::clone(&house.files.vault);
    let put = blocking(move || vault.put(file, &picture));
    put.await.map_err(|error| disk_fault(&error))?;
    let record = write_record(house, token, file, facts).await?;
    Ok(FileView::of(&record))
}

fn unfit(error: &ExamineError) -> Fault {
    match error {
        ExamineError::Disk(error) => disk_fault(error),
        _ => Fault::error(422, "broken_media", "This is no picture that the house can read."),
    }
}
