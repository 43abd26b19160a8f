//! The name of a file as others see it and save it as: no path, nothing invisible, nothing that turns its reading round.

use unicode_normalization::UnicodeNormalization as _;

/// The longest name in bytes: what file systems take.
pub const MAX_LEN: usize = 255;
/// The longest ending that survives when a name is cut.
const MAX_ENDING: usize = 16;
/// What a file is called of whose name nothing is left.
const NAMELESS: &str = "file";

/// Makes a name of whatever a client said; there is always one.
#[must_use]
pub fn file_name(said: &str) -> String {
    // Long before anything is composed: what is cut here would be cut below.
    let said = &said[..said.floor_char_boundary(16 * MAX_LEN)];
    let base = said.rsplit(['/', '\\']).next().unwrap_or_default();
    // What goes may stand between a letter and its accent.
    let seen: String = base.chars().filter(|&c| !is_unfit(c)).nfc().collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    // Leading dots hide a file, trailing ones vanish on some systems and take what stands before them along.
    let name = words.trim_matches(|c: char| c == '.' || c.is_whitespace());
    match name {
        "" => NAMELESS.to_owned(),
        name => cut(name),
    }
}

/// Characters that no file system, header or reader is helped by.
fn is_unfit(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Shortens a name in the middle, so that it still ends as it did.
fn cut(name: &str) -> String {
    if name.len() <= MAX_LEN {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |at| &name[at..]).trim_end();
    let ending = if ending.len() <= MAX_ENDING { ending } else { "" };
    let stem = &name[..name.floor_char_boundary(MAX_LEN - ending.len())];
    format!("{}{ending}", stem.trim_end_matches(['.', ' ']))
}

/// The `Content-Disposition` of a download (RFC 6266 §4): ASCII for the oldest clients, UTF-8 for all others.
#[must_use]
pub fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' | '/' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let mut header = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        // RFC 8187 §3.2.1, attr-char
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            header.push(char::from(byte));
        } else {
            header.push_str(&format!("%{byte:02X}"));
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::{MAX_LEN, attachment, file_name};

    #[test]
    fn a_name_loses_its_path_and_what_cannot_be_seen() {
        for (said, name) in [
            ("tea.png", "tea.png"),
            ("日出 2026.jpg", "日出 2026.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ann\\tea.png", "tea.png"),
            ("..", "file"),
            ("", "file"),
            ("/", "file"),
            (".bashrc", "bashrc"),
            ("tea.exe. . .", "tea.exe"),
            ("tea\0.png", "tea.png"),
            ("tea\r\nSet-Cookie: a=b.png", "tea Set-Cookie a=b.png"),
            ("gpj.\u{202e}exe", "gpj.exe"),
            ("tea\u{200b}.png", "tea.png"),
            ("e\u{301}.txt", "é.txt"),
            ("e\u{200b}\u{301}.txt", "é.txt"),
        ] {
            assert_eq!(file_name(said), name, "{said:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = file_name(&format!("{}.jpeg", "茶".repeat(300)));
        assert!(name.len() <= MAX_LEN && name.ends_with("茶.jpeg"), "{name}");
        let name = file_name(&"x.".repeat(5_000));
        assert!(name.len() <= MAX_LEN, "{}", name.len());
        assert_eq!(file_name(&"a".repeat(MAX_LEN)).len(), MAX_LEN);
    }

    #[test]
    fn a_header_holds_any_name_on_one_line() {
        let header = attachment(&file_name("日\"出\r\n 100%.jpg"));
        assert_eq!(
            header,
            "attachment; filename=\"__ 100_.jpg\"; filename*=UTF-8''%E6%97%A5%E5%87%BA%20100%25.jpg"
        );
        for name in ["a\"b", "\u{0}\u{1f}\r\n", "ünïcödé", "%0d%0a"] {
            assert!(
                attachment(&file_name(name))
                    .bytes()
                    .all(|byte| (0x20..0x7f).contains(&byte))
            );
        }
    }
}
