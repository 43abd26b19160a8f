//! Boxes of ISO base media files (ISO/IEC 14496-12 §4.2): how films and HEIF pictures are built.
//!
//! Such files say by absolute position where their pictures and sounds are, so nothing may move: what must go is
//! overwritten where it stands, and its box renamed to one that everybody skips.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use super::{CleanError, take};

/// The name of a box.
pub(super) type Name = [u8; 4];

/// The name of a box that holds nothing.
const FREE: Name = *b"free";
/// Boxes that are looked at in one file: a film of many hours in fragments of one second has some ten thousand.
const MAX_BOXES: u32 = 200_000;
/// Pieces that are overwritten in one file: ten hours of a track that tells thirty times a second where it is.
const MAX_SPANS: usize = 1_000_000;

/// A box: where it begins, where its content begins, where it ends or is cut off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) name: Name,
    pub(super) begin: u64,
    pub(super) content: u64,
    pub(super) end: u64,
    /// Whether all of it is there.
    pub(super) is_whole: bool,
}

/// An ISO base media file that is changed in place.
pub(super) struct Film<'a, F> {
    file: &'a mut F,
    len: u64,
    budget: u32,
    doomed: Vec<Range<u64>>,
}

impl<'a, F: Read + Write + Seek> Film<'a, F> {
    pub(super) fn new(file: &'a mut F, len: u64) -> Self {
        Film {
            file,
            len,
            budget: MAX_BOXES,
            doomed: Vec::new(),
        }
    }

    /// The boxes of the file itself.
    pub(super) fn all(&mut self) -> Result<Vec<Atom>, CleanError> {
        self.between(0, self.len)
    }

    /// The boxes within a box whose content begins with them after `head` bytes.
    pub(super) fn within(&mut self, atom: Atom, head: u64) -> Result<Vec<Atom>, CleanError> {
        self.between(atom.content.saturating_add(head), atom.end)
    }

    fn between(&mut self, begin: u64, end: u64) -> Result<Vec<Atom>, CleanError> {
        let mut atoms = Vec::new();
        let mut at = begin;
        // QuickTime ends some lists with four zero bytes.
        while at.saturating_add(8) <= end {
            let atom = self.atom(at, end)?;
            at = atom.end;
            self.budget = self.budget.checked_sub(1).ok_or(CleanError::Broken)?;
            atoms.push(atom);
        }
        Ok(atoms)
    }

    /// The box at a place. One that reaches past the end was cut off there.
    fn atom(&mut self, begin: u64, end: u64) -> Result<Atom, CleanError> {
        self.file.seek(SeekFrom::Start(begin))?;
        let short = u32::from_be_bytes(take(self.file)?);
        let name = take(self.file)?;
        let (size, head) = match short {
            0 => (end - begin, 8),
            1 => (u64::from_be_bytes(take(self.file)?), 16),
            size => (size.into(), 8),
        };
        if size < head {
            return Err(CleanError::Broken);
        }
        let wanted = begin.saturating_add(size);
        Ok(Atom {
            name,
            begin,
            content: begin + head,
            end: wanted.min(end).max(begin + head),
            is_whole: wanted <= end,
        })
    }

    /// The first bytes of a box's content, as many as there are up to `most`.
    pub(super) fn content(&mut self, atom: Atom, most: u64) -> Result<Vec<u8>, CleanError> {
        let mut content = Vec::new();
        self.file.seek(SeekFrom::Start(atom.content))?;
        self.file
            .take((atom.end - atom.content).min(most))
            .read_to_end(&mut content)?;
        Ok(content)
    }

    /// Overwrites a box and makes it one that holds nothing.
    pub(super) fn blank(&mut self, atom: Atom) -> Result<(), CleanError> {
        self.file.seek(SeekFrom::Start(atom.begin + 4))?;
        self.file.write_all(&FREE)?;
        self.overwrite(atom.content..atom.end)
    }

    /// Notes a piece of somebody's data that [`Self::erase_within`] shall overwrite.
    pub(super) fn doom(&mut self, at: u64, len: u64) -> Result<(), CleanError> {
        let end = at.saturating_add(len).min(self.len);
        if at >= end {
            return Ok(());
        }
        let known = self.doomed.len();
        match self.doomed.last_mut() {
            // Tables mostly tell of pieces one behind the other.
            Some(last) if last.end == at => last.end = end,
            _ if known == MAX_SPANS => return Err(CleanError::Broken),
            _ => self.doomed.push(at..end),
        }
        Ok(())
    }

    /// Overwrites what was noted, each byte once however often a table names it, and only inside of these boxes, which lie
    /// one behind the other: a table that points at what describes the file would otherwise make it another file.
    pub(super) fn erase_within(&mut self, boxes: impl Iterator<Item = Atom>) -> Result<(), CleanError> {
        let mut doomed = std::mem::take(&mut self.doomed);
        doomed.sort_unstable_by_key(|span| span.start);
        let mut spans = doomed.into_iter().peekable();
        for atom in boxes {
            let mut at = atom.content;
            while let Some(span) = spans.peek()
                && span.start < atom.end
            {
                let part = at.max(span.start)..span.end.min(atom.end);
                at = at.max(part.end);
                self.overwrite(part)?;
                if span.end > atom.end {
                    break;
                }
                spans.next();
            }
        }
        Ok(())
    }

    /// Writes zeros, as far as the file has the place for them.
    fn overwrite(&mut self, part: Range<u64>) -> Result<(), CleanError> {
        let end = part.end.min(self.len);
        if part.start < end {
            self.file.seek(SeekFrom::Start(part.start))?;
            io::copy(&mut io::repeat(0).take(end - part.start), self.file)?;
        }
        Ok(())
    }
}

/// Reads numbers off the front of a table, most significant byte first.
pub(super) struct Table<'a>(pub(super) &'a [u8]);

impl Table<'_> {
    /// A number of `len` bytes, up to eight; none if the table ends before it does.
    pub(super) fn number(&mut self, len: usize) -> Option<u64> {
        let (bytes, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}
