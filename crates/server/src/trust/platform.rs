//! Which steps to open first. A guess by `User-Agent`; the others are one tap away.

/// What a certificate is installed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platform {
    Android,
    Firefox,
    Ios,
    Linux,
    Macos,
    Windows,
}

impl Platform {
    /// In the order of the page.
    pub(super) const ALL: [Self; 6] = [
        Self::Windows,
        Self::Macos,
        Self::Ios,
        Self::Android,
        Self::Firefox,
        Self::Linux,
    ];

    /// The platform that a browser says it runs on.
    pub(super) fn of(user_agent: &str) -> Option<Self> {
        // Android calls itself Linux too, and Firefox on Linux keeps a list of its own.
        [
            ("Android", Self::Android),
            ("iPhone", Self::Ios),
            ("iPad", Self::Ios),
            ("Windows", Self::Windows),
            ("Mac OS X", Self::Macos),
            ("Firefox", Self::Firefox),
            ("Linux", Self::Linux),
        ]
        .into_iter()
        .find_map(|(word, platform)| user_agent.contains(word).then_some(platform))
    }
}
