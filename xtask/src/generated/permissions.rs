//! The page of who may do what, from the tables of the core.

use std::fmt::Debug;

use anyhow::Result;
use teahouse_core::permission::{HouseAction, RoomAction};

use super::{PERMISSIONS, put};
use crate::workspace::Workspace;

/// The page of who may do what.
pub struct Permissions;

impl Permissions {
    /// Writes the page.
    pub fn write(&self, house: &Workspace) -> Result<()> {
        put(&house.path(PERMISSIONS), &Self::generate())
    }

    pub(super) fn generate() -> String {
        let mut page = String::from(
            "<!-- Generated from the tables of the core by `cargo xtask permissions`. Do not edit. -->\n\
             # Who may do what\n\n\
             Everybody has one role in the house, and one in each room. What a role does not allow is refused with\n\
             `not_permitted`; a room that one is not in with `not_member`, as if there were none.\n\n\
             ## In the house\n\n\
             A guest gave nothing but a name; bots are members. People are managed by those who are more than they are: nobody\n\
             locks, renames or signs out somebody of the same role.\n\n",
        );
        let house = HouseAction::TABLE
            .iter()
            .map(|(_, text, cells)| (*text, cells.as_slice()));
        add_table(&mut page, house);
        page.push_str(
            "\n## In a room\n\n\
             A peer is one of the two in a direct room, or oneself in one's notes. Whoever makes a group owns it; when the owner\n\
             leaves, the admin who has been in it longest owns it, or else the member. The roles in the house give no power over\n\
             rooms: an admin who is not in a group does not read it.\n\n",
        );
        let room = RoomAction::TABLE
            .iter()
            .map(|(_, text, cells)| (*text, cells.as_slice()));
        add_table(&mut page, room);
        page
    }
}

fn add_table<R: Debug + 'static>(page: &mut String, rows: impl Iterator<Item = (&'static str, &'static [(R, bool)])>) {
    let mut is_first = true;
    for (text, cells) in rows {
        if std::mem::take(&mut is_first) {
            let roles: Vec<String> = cells
                .iter()
                .map(|(role, _)| format!("{role:?}").to_lowercase())
                .collect();
            page.push_str(&format!(
                "| | {} |\n|---|{}\n",
                roles.join(" | "),
                "---|".repeat(roles.len())
            ));
        }
        let cells: Vec<&str> = cells.iter().map(|(_, may)| if *may { "yes" } else { "–" }).collect();
        page.push_str(&format!("| {text} | {} |\n", cells.join(" | ")));
    }
}
