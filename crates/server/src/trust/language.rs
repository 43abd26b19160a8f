//! The languages of the trust page, and which one a visitor reads.

/// A language that the page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Chinese,
    English,
}

const PARAMETER: &str = "lang=";

impl Language {
    /// The one chosen on the page, else the browser's first that we have, else English.
    pub(super) fn of(query: Option<&str>, accept_language: Option<&str>) -> Self {
        let chosen = query
            .unwrap_or_default()
            .split('&')
            .find_map(|pair| Self::named(pair.strip_prefix(PARAMETER)?));
        chosen.or_else(|| preferred(accept_language?)).unwrap_or(Self::English)
    }

    /// Its tag (RFC 5646).
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    fn named(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        [Self::Chinese, Self::English]
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }
}

/// Whether a pair of the query is the page's own.
pub(super) fn is_ours(pair: &str) -> bool {
    pair.starts_with(PARAMETER)
}

/// The best weighed language that we have (RFC 9110 §12.5.4); of equal ones the first.
fn preferred(line: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for item in line.split(',') {
        let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .map_or(Some(1.0), |q| q.trim().parse().ok());
        if let (Some(language), Some(weight)) = (Language::named(tag), weight)
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::Language::{self, Chinese, English};

    #[test]
    fn the_choice_on_the_page_wins_over_the_browsers_languages() {
        for (query, accepted, language) in [
            (None, None, English),
            (None, Some("zh-CN,zh;q=0.9,en;q=0.8"), Chinese),
            (None, Some("en-US,en;q=0.9,zh;q=0.8"), English),
            (None, Some("de, zh;q=0.3, en;q=0.2"), Chinese),
            (None, Some("de"), English),
            (None, Some("zh;q=0"), English),
            (None, Some("zh;q=x,,;"), English),
            (Some("lang=zh"), Some("en"), Chinese),
            (Some("a=1&lang=en"), Some("zh"), English),
            (Some("lang=xx"), Some("zh"), Chinese),
        ] {
            assert_eq!(Language::of(query, accepted), language, "{query:?} {accepted:?}");
        }
    }
}
