//! Pieces of the index that no text can contain, since they begin with a private-use character.

use teahouse_core::id::{RoomId, UserId};
use teahouse_core::record::{FileKind, HitKind, Words};

/// That the message stands in the room.
pub(super) fn room(room: RoomId) -> String {
    format!("\u{e000}{room}")
}

/// That the message is this author's.
pub(super) fn author(author: UserId) -> String {
    format!("\u{e001}{author}")
}

/// That the message is of the kind.
pub(super) fn kind(kind: HitKind) -> &'static str {
    match kind {
        HitKind::File => "\u{e002}file",
        HitKind::Image => "\u{e002}image",
        HitKind::Link => "\u{e002}link",
        HitKind::Video => "\u{e002}video",
        HitKind::Voice => "\u{e002}voice",
    }
}

/// The kinds of which a message is.
pub(super) fn kinds(words: &Words) -> Vec<HitKind> {
    let mut kinds: Vec<HitKind> = Vec::new();
    let of_files = words.files.iter().map(|file| match file.facts.kind {
        FileKind::File => HitKind::File,
        FileKind::Image => HitKind::Image,
        FileKind::Video => HitKind::Video,
        FileKind::Audio | FileKind::Voice => HitKind::Voice,
    });
    for kind in of_files.chain(has_link(&words.text).then_some(HitKind::Link)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn has_link(text: &str) -> bool {
    let has = |scheme: &str| {
        text.match_indices("://")
            .any(|(at, _)| text.as_bytes()[..at].to_ascii_lowercase().ends_with(scheme.as_bytes()))
    };
    has("http") || has("https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_seen() {
        for (text, has) in [
            ("see https://tea.example", true),
            ("HTTP://TEA", true),
            ("茶http://a", true),
            ("ftp://tea", false),
            ("://", false),
            ("http:/tea", false),
        ] {
            assert_eq!(has_link(text), has, "{text}");
        }
    }
}
