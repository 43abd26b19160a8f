//! What the browser tests need from the system, by Debian package name.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{is_there, program, run};

/// How one sees that a package's content is there.
enum Sign {
    /// A program on the path, whoever brought it.
    Program(&'static str),
    /// Only the package's own name says so.
    Package,
}

/// A Debian package.
struct Need {
    package: &'static str,
    sign: Sign,
}

const NEEDS: &[Need] = &[
    Need {
        package: "ca-certificates",
        sign: Sign::Package,
    },
    Need {
        package: "chromium",
        sign: Sign::Program("chromium"),
    },
    Need {
        package: "curl",
        sign: Sign::Program("curl"),
    },
    Need {
        package: "firefox-esr",
        sign: Sign::Program("firefox-esr"),
    },
    Need {
        package: "fonts-noto-cjk",
        sign: Sign::Package,
    },
    Need {
        package: "fonts-noto-color-emoji",
        sign: Sign::Package,
    },
    Need {
        package: "fonts-noto-core",
        sign: Sign::Package,
    },
    Need {
        package: "libnss3-tools",
        sign: Sign::Program("certutil"),
    },
    Need {
        package: "nginx-light",
        sign: Sign::Program("nginx"),
    },
    Need {
        package: "openssl",
        sign: Sign::Program("openssl"),
    },
    Need {
        package: "procps",
        sign: Sign::Program("ps"),
    },
    Need {
        package: "python3-venv",
        sign: Sign::Package,
    },
    Need {
        package: "strace",
        sign: Sign::Program("strace"),
    },
];

/// Installs what is missing where that is possible; elsewhere says what is.
///
/// # Errors
/// Something is missing and cannot be installed from here.
pub fn provide() -> Result<()> {
    require_node()?;
    let missing: Vec<_> = NEEDS
        .iter()
        .filter(|need| !need.is_met())
        .map(|need| need.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !(is_there("apt-get") && is_root()?) {
        bail!(
            "The browser tests need these Debian packages or what they stand for elsewhere: {}; install them, or run this as root on Debian.",
            missing.join(" ")
        );
    }
    let here = std::env::current_dir().context("the current folder is gone")?;
    run(program("apt-get", &here, &["update", "--quiet"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    run(program("apt-get", &here, &install)
        .args(missing)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

impl Need {
    fn is_met(&self) -> bool {
        match self.sign {
            Sign::Program(name) => is_there(name) || std::path::Path::new("/usr/sbin").join(name).is_file(),
            Sign::Package => !is_there("dpkg-query") || is_installed(self.package),
        }
    }
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(Stdio::null());
    query.output().is_ok_and(|output| output.stdout == b"installed")
}

fn is_root() -> Result<bool> {
    let output = Command::new("id").arg("-u").output().context("`id` did not start")?;
    Ok(output.stdout.trim_ascii() == b"0")
}

fn require_node() -> Result<()> {
    if is_there("node") && is_there("npm") {
        return Ok(());
    }
    bail!("The web client and the browser tests need Node 20.19 or newer with npm; install it.")
}
