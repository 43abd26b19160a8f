//! What people call themselves and sign in with, and the words by which invites, messages and things are named.

use bolero::check;
use teahouse_core::handle::Handle;
use teahouse_core::id::{CallId, FileId, MessageId, RoomId, UserId};
use teahouse_core::name::Name;
use teahouse_core::password::Password;
use teahouse_core::record::{ClientId, InviteCode, ReactionKey};

/// A name can be shown on one line and hides nothing; what was made of it once stays so.
#[test]
fn any_name_of_a_person_is_fit_to_be_shown() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        if let Ok(name) = Name::of_person(&text) {
            let shown = name.as_str();
            assert!(!shown.trim().is_empty() && shown.len() <= Name::MAX_BYTES);
            assert!(shown.chars().count() <= Name::MAX_CHARS);
            assert!(
                !shown.contains(|c: char| c.is_control() || turns_or_hides(c)),
                "{shown:?}"
            );
            assert_eq!(Name::of_person(shown).as_ref(), Ok(&name), "fit for good");
            assert_eq!(Name::of_person(shown).map(|again| again.key()), Ok(name.key()));
            let numbered = name.numbered(u32::from(input.first().copied().unwrap_or(2)));
            assert_eq!(
                Name::of_person(numbered.as_str()).as_ref(),
                Ok(&numbered),
                "{shown:?} with a number"
            );
            let _whether_it_speaks_for_the_house = name.is_reserved();
        }
        if let Ok(name) = Name::of_plain_guest(&text) {
            assert_eq!(name.as_str(), text, "kept to the letter");
            assert!(text.chars().count() <= Name::MAX_PLAIN_CHARS);
            let _looks = name.looks();
        }
    });
}

fn turns_or_hides(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A handle has one spelling, and a password is the same however it was typed.
#[test]
fn any_handle_and_password_has_one_spelling() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        if let Ok(handle) = Handle::parse(&text) {
            let written = handle.as_str();
            assert!((Handle::MIN_CHARS..=Handle::MAX_CHARS).contains(&written.len()));
            assert!(
                written
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.-".contains(&byte))
            );
            assert_eq!(Handle::parse(written).as_ref(), Ok(&handle));
            assert_eq!(Handle::parse(&written.to_uppercase()).as_ref(), Ok(&handle));
        }
        if let Ok(password) = Password::read(&text) {
            let typed = std::str::from_utf8(password.as_bytes()).expect("it is text");
            assert_eq!(Password::read(typed).as_ref(), Ok(&password));
            assert!(typed.chars().count() <= Password::MAX_CHARS);
            assert!(Password::choose(&text).is_err() || typed.chars().count() >= Password::MIN_CHARS);
        }
    });
}

/// Ids, codes and signs are read only in the one form in which they are written.
#[test]
fn any_word_that_names_something_has_one_spelling() {
    check!().for_each(|input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        assert!(text.parse::<UserId>().is_err() || text.len() == 13);
        let ids = [
            text.parse::<UserId>().map(|id| id.to_string()),
            text.parse::<RoomId>().map(|id| id.to_string()),
            text.parse::<MessageId>().map(|id| id.to_string()),
            text.parse::<FileId>().map(|id| id.to_string()),
            text.parse::<CallId>().map(|id| id.to_string()),
        ];
        assert!(ids.iter().flatten().all(|written| *written == text));
        let bits = input.iter().take(8).fold(0, |bits, &byte| bits << 8 | u64::from(byte));
        assert_eq!(UserId(bits).to_string().parse(), Ok(UserId(bits)));
        if let Some(code) = InviteCode::new(&text) {
            assert_eq!(code.as_str(), text);
            assert!(!format!("{code:?}").contains(code.as_str()), "no code stands in a log");
        }
        assert!(ClientId::new(&text).is_none_or(|id| id.as_str().bytes().all(|byte| byte.is_ascii_graphic())));
        if let Some(key) = ReactionKey::new(&text) {
            assert!(key.as_str().len() <= ReactionKey::MAX_LEN && !key.as_str().contains(['<', '>', '&', '"']));
            assert!(!key.as_str().contains(char::is_control));
        }
    });
}
