//! Files: how many bytes somebody may bring, and who may read what. The bytes are the server's.

use std::sync::Arc;

use super::messaging::By;
use super::{Hub, Pending};
use crate::command::Command;
use crate::effect::StoreRequest;
use crate::now::Now;
use crate::permission::HouseAction;
use crate::refusal::Refusal;

/// The longest name of a file, in bytes: what file systems take.
const MAX_FILE_NAME: usize = 255;

impl Hub {
    pub(super) fn obey_file(&mut self, now: Now, by: By, command: Command) -> Result<(), Refusal> {
        let owner = by.user;
        let (request, then) = match command {
            Command::BeginUpload { file, name, size } => {
                self.permit_in_house(owner, HouseAction::Upload)?;
                if size > self.settings.files.max_size {
                    return Err(Refusal::FileTooLarge);
                }
                let request = StoreRequest::BeginFile {
                    file,
                    owner,
                    name: file_name(&name).ok_or(Refusal::BadValue)?,
                    size,
                    quota: self.settings.files.quota,
                    at: now.wall,
                };
                (request, Pending::Done { by })
            }
            Command::DropUpload { file } => (StoreRequest::DropFile { file, owner }, Pending::Done { by }),
            Command::FinishUpload { file, facts } => {
                let at = now.wall;
                let request = StoreRequest::FinishFile { file, owner, facts, at };
                (request, Pending::File { by })
            }
            Command::ReadFile { file } => (StoreRequest::LoadFile { file, user: owner }, Pending::File { by }),
            Command::ReadUsage => (StoreRequest::ReadUsage { user: owner }, Pending::Usage { by }),
            _ => return Err(Refusal::NotAllowed),
        };
        self.ask_store(request, then);
        Ok(())
    }
}

/// What stands behind the last slash, without signs that no name has.
fn file_name(text: &str) -> Option<Arc<str>> {
    let last = text.rsplit(['/', '\\']).next().unwrap_or(text);
    let name: String = last.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim();
    let fits = (1..=MAX_FILE_NAME).contains(&name.len()) && name != "." && name != "..";
    fits.then(|| name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_and_no_path() {
        let named = |text: &str| file_name(text).map(|name| name.to_string());
        assert_eq!(named("茶.png").as_deref(), Some("茶.png"));
        assert_eq!(named("C:\\pictures\\tea.png").as_deref(), Some("tea.png"));
        assert_eq!(named("/etc/../tea\u{0}\n.png").as_deref(), Some("tea.png"));
        for text in ["", "/", "..", " ", &"x".repeat(256)] {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
