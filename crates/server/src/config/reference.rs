//! Writes the reference of all settings from their own doc comments.

use std::fmt::Write;

use super::setting::variable;
use super::{files, limits};
use crate::cli::Flags;

const HEAD: &str = "\
<!-- Generated from the doc comments of the settings by `cargo xtask configure`. Do not edit. -->
# Settings

Teahouse works without any. What you set is taken from, the later the stronger: the file
`teahouse.toml` in the data folder (or the one named by `--config`), the environment, the flags.
A setting that is unknown or makes no sense stops the start with one sentence and exit code 2.
Relative paths start at the folder in which the server is started.

";

/// The whole of `docs/operating/configure.md`.
#[must_use]
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("| setting | flag | variable | default | what it does |\n|---|---|---|---|---|\n");
    for flag in Flags::described() {
        row(
            &mut page,
            &format!("`{}`", flag.name),
            &flag.flag,
            flag.name,
            flag.default,
            flag.help,
        );
    }
    page.push_str(
        "\n## Limits\n\nKeys of the table `[limits]`. A rate is `COUNT/s`, `COUNT/min` or `COUNT/h`, with `burst COUNT` for what may come\n\
         at once after a rest; each may be `off`. `limits = \"off\"` switches all of them off and is for benches only.\n\n\
         | setting | variable | default | what it limits |\n|---|---|---|---|\n",
    );
    for (name, default, help) in limits::TABLE {
        let variable = variable(&format!("limits.{name}"));
        let _ = writeln!(page, "| `{name}` | `{variable}` | `{default}` | {} |", help.trim());
    }
    page.push_str(
        "\n## Files\n\nKeys of the table `[files]`. Sizes are bytes, or have `kB`, `MB`, `GB`, `TB`, `KiB`, `MiB` or `GiB`; times have\n\
         `s`, `min`, `h` or `d`.\n\n| setting | variable | default | what it is |\n|---|---|---|---|\n",
    );
    for (name, default, help) in files::TABLE {
        let variable = variable(&format!("files.{name}"));
        let _ = writeln!(page, "| `{name}` | `{variable}` | `{default}` | {} |", help.trim());
    }
    page.push_str(EXAMPLE);
    page
}

fn row(page: &mut String, key: &str, flag: &str, name: &str, default: &str, help: &str) {
    let help = help.trim().replace('\n', " ").replace('|', "\\|");
    // A settings file cannot say where it lies itself.
    let key = if name == "config" { "–" } else { key };
    let flag = flag.replace('|', "\\|");
    let default = if default.is_empty() {
        "–".to_owned()
    } else {
        format!("`{default}`")
    };
    let _ = writeln!(page, "| {key} | `{flag}` | `{}` | {default} | {help} |", variable(name));
}

const EXAMPLE: &str = "
## An example

```toml
listen = \"0.0.0.0:443\"
cert = \"/etc/teahouse/fullchain.pem\"
key = \"/etc/teahouse/privkey.pem\"
signal = \"0.0.0.0:9090\"
chat_room = \"off\"
origins = [\"https://chat.example.org\"]

[limits]
messages = \"20/s burst 60\"
connections_per_address = 500

[files]
max_size = \"1GB\"
quota = \"20GB\"
```
";
