//! Names that should not be given to files.

/// Stands in every name that tries to get out of its folder.
pub(super) const MARK: &str = "escaped";

/// What a program may go by that opens or serves a file.
pub(super) const ENDINGS: [&str; 40] = [
    "html",
    "htm",
    "xhtml",
    "xht",
    "shtml",
    "svg",
    "svgz",
    "xml",
    "xsl",
    "xslt",
    "rdf",
    "rss",
    "pdf",
    "mht",
    "mhtml",
    "eml",
    "hta",
    "js",
    "mjs",
    "json",
    "webmanifest",
    "css",
    "wasm",
    "swf",
    "jar",
    "class",
    "htc",
    "vtt",
    "ics",
    "php",
    "jsp",
    "exe",
    "lnk",
    "url",
    "desktop",
    "sh",
    "png",
    "jpg.exe",
    "mp4",
    "",
];

/// Names with something wrong.
pub(super) fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        // Two endings, and one that is hidden.
        "tea.png.exe",
        "tea.jpg .exe",
        "tea.pdf                                                            .js",
        "tea.exe.",
        "tea.exe. . .",
        "tea.html\u{a0}",
        // Characters that cannot be seen or that turn the reading round.
        "gpj.\u{202e}exe",
        "\u{202e}gnp.\u{202c}html",
        "\u{2066}tea\u{2069}.exe",
        "te\u{200b}a\u{200d}.\u{feff}html",
        "tea\u{2028}.html\u{2029}",
        "tea\u{e0041}.html",
        "\u{61c}tea.html",
        // Ends of lines and of texts.
        "tea\r\nSet-Cookie: escaped=1.html",
        "tea\r\n\r\n<script>alert(1)</script>",
        "tea\nContent-Type: text/html",
        "tea\u{85}Content-Type: text/html",
        "tea\0.html",
        "tea.html\0.png",
        "\u{1b}[2Jtea",
        "\u{7f}\u{8}\u{b}\u{c}",
        "tea\t.html",
        // Headers and their own signs.
        "\"; filename=\"escaped.html",
        "tea\"; filename*=UTF-8''escaped.html; x=\"",
        "tea'; filename*=UTF-8''%0d%0aescaped",
        "=?utf-8?B?ZXNjYXBlZC5odG1s?=",
        "%0d%0aSet-Cookie:%20a=b",
        "tea%00.html",
        "tea%2e%2e%2fescaped",
        "tea;escaped,tea=tea",
        "tea\\\"escaped",
        "100% 茶 \"日出\".html",
        // Ways.
        "../escaped.html",
        "../../../../../../tmp/escaped.html",
        "..\\..\\escaped.html",
        "/tmp/escaped.html",
        "C:\\escaped.html",
        "\\\\server\\share\\escaped.html",
        "~/escaped",
        "./escaped",
        "files/../escaped",
        "..",
        ".",
        "...",
        "/",
        "//",
        "\\",
        "../",
        "....//escaped",
        "file:///tmp/escaped",
        "tea.html::$DATA",
        "tea:escaped",
        // Names that systems keep for themselves.
        "CON",
        "NUL.txt",
        "aux.html",
        "LPT1",
        ".htaccess",
        ".bashrc",
        "desktop.ini",
        "index.html",
        "service-worker.js",
        "teahouse.db",
        // What a page or a shell would read something into.
        "<img src=x onerror=alert(1)>",
        "${jndi:ldap://escaped}",
        "{{7*7}}",
        "$(touch escaped)",
        "`touch escaped`",
        "-rf",
        "--output=escaped",
        "' OR 1=1 --",
        "<|>?*:\"",
        // Nothing, or nothing to be seen.
        " ",
        "\u{3000}",
        "\u{200b}",
        // Other scripts, and signs of several characters.
        "茶.html",
        "چای.html",
        "🫖👩\u{200d}👩\u{200d}👧.html",
        "e\u{301}\u{302}\u{303}\u{304}.html",
    ]
    .map(str::to_owned)
    .to_vec();
    // At the longest, and beyond it.
    for len in [254, 255, 256, 300, 4_000] {
        names.push("x".repeat(len));
        names.push(format!("{}.html", "x".repeat(len - 5)));
        names.push("茶".repeat(len / 3));
        names.push(format!("{}{}", "🫖".repeat(len / 4), "x.html"));
        names.push(format!("a{}", "\u{301}".repeat(len / 2)));
    }
    names
}
