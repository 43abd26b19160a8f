//! What a page says of itself in its head, read tag by tag: there is no tree that a page could make deep.

/// Characters of a title that anybody reads.
const MAX_TITLE: usize = 200;
/// Characters of a description that anybody reads.
const MAX_DESCRIPTION: usize = 400;
/// Attributes of one tag that are looked at.
const MAX_ATTRIBUTES: usize = 32;

/// What a page says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Its title.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// What it is a part of.
    pub site: Option<String>,
}

impl Said {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.title.is_none() && self.description.is_none()
    }
}

/// Reads the head of a page. Takes time in proportion to its length, and memory for what it says.
#[must_use]
pub fn read(page: &str) -> Said {
    let mut found = Found::default();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let Some(after) = (match tag(rest) {
            ("!--", _) => rest.split_once("-->").map(|(_, after)| after),
            ("/head" | "body", _) => None,
            ("title", inside) => {
                let text = &inside[end_of_tag(inside)..];
                let end = text.find("</").unwrap_or(text.len());
                found.title = found.title.or_else(|| said(&text[..end], MAX_TITLE));
                Some(&text[end..])
            }
            ("meta", inside) => {
                found.meta(inside);
                Some(&inside[end_of_tag(inside)..])
            }
            (name @ ("script" | "style" | "noscript" | "template" | "svg"), inside) => after_closing(inside, name),
            (_, inside) => Some(inside),
        }) else {
            break;
        };
        rest = after;
    }
    found.into_said()
}

/// The first of each, by where it stood: what is written for previews counts before what is written for windows.
#[derive(Default)]
struct Found {
    title: Option<String>,
    description: Option<String>,
    og_title: Option<String>,
    og_description: Option<String>,
    site: Option<String>,
}

impl Found {
    fn meta(&mut self, inside: &str) {
        let (mut name, mut content) = (None, None);
        for (key, value) in Attributes(inside).take(MAX_ATTRIBUTES) {
            match key.to_ascii_lowercase().as_str() {
                "name" | "property" => name = name.or(Some(value)),
                "content" => content = content.or(Some(value)),
                _ => {}
            }
        }
        let (Some(name), Some(content)) = (name, content) else {
            return;
        };
        let (slot, most) = match name.trim().to_ascii_lowercase().as_str() {
            "og:title" => (&mut self.og_title, MAX_TITLE),
            "og:description" => (&mut self.og_description, MAX_DESCRIPTION),
            "og:site_name" => (&mut self.site, MAX_TITLE),
            "description" => (&mut self.description, MAX_DESCRIPTION),
            _ => return,
        };
        if slot.is_none() {
            *slot = said(content, most);
        }
    }

    fn into_said(self) -> Said {
        Said {
            title: self.og_title.or(self.title),
            description: self.og_description.or(self.description),
            site: self.site,
        }
    }
}

/// The name of a tag, as far as it is one that matters, and what stands behind it.
fn tag(text: &str) -> (&'static str, &str) {
    const NAMES: [&str; 10] = [
        "!--", "/head", "body", "title", "meta", "script", "style", "noscript", "template", "svg",
    ];
    let first = text.bytes().next().map_or(0, |byte| byte.to_ascii_lowercase());
    for name in NAMES.into_iter().filter(|name| name.as_bytes()[0] == first) {
        let Some((start, after)) = text.split_at_checked(name.len()) else {
            continue;
        };
        let ends = name == "!--" || !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if start.eq_ignore_ascii_case(name) && ends {
            return (name, after);
        }
    }
    ("", text)
}

/// Where the content of a tag begins: behind the `>` that is in no quotes.
fn end_of_tag(inside: &str) -> usize {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    inside.len()
}

/// What stands behind the closing tag; none if it is never closed.
fn after_closing<'a>(inside: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = inside;
    loop {
        rest = rest.split_once("</")?.1;
        if let Some((start, after)) = rest.split_at_checked(name.len())
            && start.eq_ignore_ascii_case(name)
        {
            return Some(after);
        }
    }
}

/// The attributes of a tag, up to its `>`.
struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let len = text
            .find(|c: char| c.is_whitespace() || "=>/".contains(c))
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(len);
        if name.is_empty() && !rest.starts_with('=') {
            return None;
        }
        let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else {
            self.0 = rest;
            return Some((name, ""));
        };
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(
                value
                    .find(|c: char| c.is_whitespace() || c == '>')
                    .unwrap_or(value.len()),
            ),
        };
        self.0 = rest;
        Some((name, value))
    }
}

/// Text as people read it: characters for their names, one space for many, nothing invisible, no more than is read.
fn said(text: &str, most: usize) -> Option<String> {
    // A character has at most so many letters in its name.
    let text = &text[..text.floor_char_boundary(most * 12)];
    let plain = unescaped(text);
    let seen: String = plain.chars().filter(|&c| c.is_whitespace() || !is_unseen(c)).collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = words.chars().take(most).collect();
    (!cut.is_empty()).then_some(cut)
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Replaces the references that titles use; any other stays as it stands.
fn unescaped(text: &str) -> String {
    const NAMED: [(&str, char); 12] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("middot", '·'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
    ];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let name = &after[..after.floor_char_boundary(10)];
        let meant = name.split_once(';').and_then(|(name, _)| {
            let number = name
                .strip_prefix('#')
                .and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => digits.parse().ok(),
                });
            let named = || NAMED.iter().find(|(known, _)| *known == name).map(|&(_, c)| c);
            Some((name.len() + 1, number.and_then(char::from_u32).or_else(named)?))
        });
        rest = match meant {
            Some((len, c)) => {
                plain.push(c);
                &after[len..]
            }
            None => {
                plain.push('&');
                after
            }
        };
    }
    plain + rest
}

#[cfg(test)]
mod tests;
