//! Builds the browser client and gathers every file that the binary serves from memory.
//!
//! What is gathered lies in `$OUT_DIR/site`: `web` (the app, built by Vite), `examples` (as they
//! are), `socket.io` (the browser builds that guests' pages load from the server). npm runs only when
//! the lock file is newer than what is installed, Vite only when a file of the client changed.
//! `TEAHOUSE_WEB_DIST` names a ready-built client and skips Node altogether.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What Vite needs: this minor version in this major one, or any later major one.
const NODE_VERSIONS: [(u32, u32); 2] = [(20, 19), (22, 12)];

/// The client's sources. The folder itself is not watched, because npm writes there.
const WATCHED: [&str; 10] = [
    "src",
    "static",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.js",
    "vite.config.ts",
];

/// Where npm puts each browser build, and under which name it is served.
const GUEST_CLIENTS: [(&str, &str); 3] = [
    ("socket.io-client/dist/socket.io.js", "4/socket.io.js"),
    ("socket.io-client/dist/socket.io.min.js", "4/socket.io.min.js"),
    ("socket.io-client-2/dist/socket.io.js", "2/socket.io.js"),
];

fn main() {
    if let Err(complaint) = build() {
        for line in complaint.lines() {
            println!("cargo::error={line}");
        }
    }
}

fn build() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let web = root.join("web");
    let out = env::var_os("OUT_DIR").ok_or("cargo did not say where to build")?;
    let site = Path::new(&out).join("site");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed=TEAHOUSE_WEB_DIST");

    let examples = root.join("examples");
    watch(&examples);
    replace(&examples, &site.join("examples"))?;
    match env::var_os("TEAHOUSE_WEB_DIST").map(PathBuf::from) {
        Some(ready) => {
            watch(&ready);
            if !ready.join("index.html").is_file() {
                return Err(format!(
                    "TEAHOUSE_WEB_DIST names {}, which holds no index.html; name the folder of a built client, or unset it to have it built.",
                    ready.display()
                ));
            }
            replace(&ready, &site.join("web"))?;
            take_guest_clients(&web, &site)
        }
        None => {
            for name in WATCHED {
                watch(&web.join(name));
            }
            check_node()?;
            install(&web)?;
            bundle(&web, &site.join("web"))?;
            take_guest_clients(&web, &site)?;
            compress(&site)
        }
    }
}

/// Watches a path; one that does not exist would make cargo run this script every time.
fn watch(path: &Path) {
    if path.exists() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}

/// Refuses a Node.js that Vite would greet with a stack trace.
fn check_node() -> Result<(), String> {
    let remedy = "install Node.js 20.19 or later of the 20 line, or 22.12 or later, with npm (or set TEAHOUSE_WEB_DIST to a ready-built client).";
    let version = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|_| format!("Teahouse builds its web client with Node.js, which is missing here: {remedy}"))?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let [(old, old_minor), (new, new_minor)] = NODE_VERSIONS;
    let is_enough = (major == old && minor >= old_minor) || (major == new && minor >= new_minor) || major > new;
    if is_enough {
        Ok(())
    } else {
        Err(format!(
            "Node.js {version} is too old to build the web client: {remedy}"
        ))
    }
}

/// Installs what the lock file names, unless that is what is installed already.
fn install(web: &Path) -> Result<(), String> {
    let lock = web.join("package-lock.json");
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    let locked = modified(&lock).map_err(|_| {
        format!(
            "The web client's sources are missing ({} is not there): build from a whole clone, or set TEAHOUSE_WEB_DIST to a ready-built client.",
            lock.display()
        )
    })?;
    let installed = modified(&web.join("node_modules/.package-lock.json"));
    if installed.is_ok_and(|installed| installed >= locked) {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(npm);
    command
        .args(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(web);
    run(&mut command, "npm could not install what the web client is built with")
}

fn bundle(web: &Path, out: &Path) -> Result<(), String> {
    let mut command = Command::new("node");
    command
        .arg("node_modules/vite/bin/vite.js")
        .args(["build", "--logLevel=warn", "--emptyOutDir", "--outDir"])
        .arg(out)
        .env("NODE_ENV", "production")
        .current_dir(web);
    run(&mut command, "The web client could not be built")
}

/// Node brings both encoders; as crates they would be slow in an unoptimized build script.
fn compress(site: &Path) -> Result<(), String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("build/compress.mjs");
    run(
        Command::new("node").arg(script).arg(site),
        "The web client could not be compressed",
    )
}

fn run(command: &mut Command, otherwise: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| {
        format!(
            "{otherwise}: {} cannot be started ({error}).",
            command.get_program().to_string_lossy()
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{otherwise}:\n{}", String::from_utf8_lossy(&said).trim()))
}

fn take_guest_clients(web: &Path, site: &Path) -> Result<(), String> {
    let folder = site.join("socket.io");
    empty(&folder)?;
    for (from, to) in GUEST_CLIENTS {
        let (from, to) = (web.join("node_modules").join(from), folder.join(to));
        if from.is_file() {
            let copied = fs::create_dir_all(to.parent().unwrap_or(&folder)).and_then(|()| fs::copy(&from, &to));
            copied.map_err(|error| format!("{} cannot be copied ({error}).", from.display()))?;
        } else {
            println!("cargo::warning=without {} this build serves no {to:?}", from.display());
        }
    }
    Ok(())
}

/// Makes `to` a copy of the folder `from`.
fn replace(from: &Path, to: &Path) -> Result<(), String> {
    empty(to)?;
    copy(from, to).map_err(|error| format!("{} cannot be copied ({error}).", from.display()))
}

fn empty(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir_all(folder),
    }
    .map_err(|error| format!("{} cannot be emptied ({error}).", folder.display()))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    if !from.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        // What is written for readers of the sources is not served.
        if target.extension().is_some_and(|extension| extension == "md") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
