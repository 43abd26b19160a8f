//! The arrows as data. A new arrow is a decision: it is made here, and explained in docs/ARCHITECTURE.md.

/// What one crate may depend on, among ours.
pub struct Arrows {
    /// The crate.
    pub from: &'static str,
    /// Its allowed dependencies.
    pub to: &'static [&'static str],
    /// Further ones that only its tests use.
    pub to_in_tests: &'static [&'static str],
}

/// All crates.
pub const ARROWS: &[Arrows] = &[
    Arrows {
        from: "teahouse-core",
        to: &[],
        to_in_tests: &["teahouse-testkit"],
    },
    Arrows {
        from: "teahouse-wire",
        to: &["teahouse-core"],
        to_in_tests: &["teahouse-testkit"],
    },
    Arrows {
        from: "teahouse-store",
        to: &["teahouse-core"],
        to_in_tests: &["teahouse-testkit"],
    },
    Arrows {
        from: "teahouse",
        to: &["teahouse-core", "teahouse-store", "teahouse-wire"],
        to_in_tests: &["teahouse-testkit"],
    },
    Arrows {
        from: "teahouse-testkit",
        to: &["teahouse-core", "teahouse-wire"],
        to_in_tests: &[],
    },
    Arrows {
        from: "teahouse-bench",
        to: &["teahouse-testkit", "teahouse-wire"],
        to_in_tests: &[],
    },
    Arrows {
        from: "teahouse-fuzz",
        to: &[
            "teahouse",
            "teahouse-core",
            "teahouse-store",
            "teahouse-testkit",
            "teahouse-wire",
        ],
        to_in_tests: &[],
    },
    Arrows {
        from: "xtask",
        to: &["teahouse-core"],
        to_in_tests: &[],
    },
];

/// The crates that touch no socket, clock, thread or randomness.
pub const PURE: &[&str] = &["teahouse-core", "teahouse-wire"];

/// What a pure crate must not even be able to call.
pub const BANNED: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "getrandom",
    "hyper",
    "jiff",
    "libsqlite3-sys",
    "mio",
    "rand",
    "rusqlite",
    "smol",
    "socket2",
    "str0m",
    "time",
    "tokio",
    "tracing",
];
