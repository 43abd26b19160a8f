//! A disk that may forget everything that was not flushed.

use std::collections::BTreeMap;

use super::recording::{Event, FOLDER};

/// What the disk tears when the current fails within a write.
const SECTOR: usize = 512;

/// What becomes of writes that were not flushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// All of them are gone.
    Forgotten,
    /// All of them are there.
    Kept,
    /// Each is there, gone, or torn: a different choice for each number.
    Torn(u64),
}

/// Files as they are written and as they would be after a power cut.
#[derive(Debug, Default)]
pub struct Disk {
    files: BTreeMap<String, Platter>,
}

#[derive(Debug, Default)]
struct Platter {
    flushed: Option<Vec<u8>>,
    pending: Vec<Event>,
}

impl Disk {
    /// Does what `event` did.
    pub fn apply(&mut self, event: &Event) {
        let (Event::Create { file }
        | Event::Flush { file }
        | Event::Remove { file }
        | Event::Resize { file, .. }
        | Event::Write { file, .. }) = event
        else {
            return;
        };
        if matches!(event, Event::Flush { file } if file == FOLDER) {
            self.files.values_mut().for_each(Platter::keep_removal);
            return;
        }
        let platter = self.files.entry(file.clone()).or_default();
        if matches!(event, Event::Flush { .. }) {
            for event in std::mem::take(&mut platter.pending) {
                perform(&mut platter.flushed, &event);
            }
        } else {
            platter.pending.push(event.clone());
        }
    }

    /// The fates that differ from each other now; `seed` chooses what is torn.
    pub fn fates(&self, seed: u64) -> Vec<Fate> {
        if self.files.values().all(|platter| platter.pending.is_empty()) {
            return vec![Fate::Kept];
        }
        vec![Fate::Forgotten, Fate::Torn(seed), Fate::Kept]
    }

    /// The files that a start would find.
    pub fn after_power_cut(&self, fate: Fate) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for (name, platter) in &self.files {
            let mut content = platter.flushed.clone();
            let mut choice = match fate {
                Fate::Torn(seed) => seed,
                Fate::Forgotten | Fate::Kept => 0,
            };
            for event in &platter.pending {
                choice = choice
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                match (fate, choice >> 62) {
                    (Fate::Kept, _) | (Fate::Torn(_), 0 | 1) => perform(&mut content, event),
                    (Fate::Torn(_), 2) => perform(&mut content, &torn(event, choice >> 32)),
                    _ => {}
                }
            }
            if let Some(content) = content {
                found.insert(name.clone(), content);
            }
        }
        found
    }
}

impl Platter {
    /// The folder was flushed: a file that was removed does not come back. That one was made is kept with its content.
    fn keep_removal(&mut self) {
        if let Some(last) = self
            .pending
            .iter()
            .rposition(|event| matches!(event, Event::Remove { .. }))
        {
            self.pending.drain(..=last);
            self.flushed = None;
        }
    }
}

/// The first sectors of a write.
fn torn(event: &Event, choice: u64) -> Event {
    match event {
        Event::Write { file, at, bytes } => {
            let sectors = bytes.len().div_ceil(SECTOR);
            let kept = choice as usize % sectors.max(1) * SECTOR;
            Event::Write {
                file: file.clone(),
                at: *at,
                bytes: bytes[..kept.min(bytes.len())].to_vec(),
            }
        }
        other => other.clone(),
    }
}

fn perform(content: &mut Option<Vec<u8>>, event: &Event) {
    match event {
        Event::Create { .. } => {
            content.get_or_insert_default();
        }
        Event::Remove { .. } => *content = None,
        Event::Resize { length, .. } => content.get_or_insert_default().resize(*length, 0),
        Event::Write { at, bytes, .. } => {
            let content = content.get_or_insert_default();
            let end = at + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[*at..end].copy_from_slice(bytes);
        }
        Event::Ack(_) | Event::Flush { .. } => {}
    }
}
