//! What the operator decided: defaults under `teahouse.toml` under the environment under flags.
//!
//! Nothing here reads a global: arguments, environment and the file system come in through
//! [`Surroundings`], so that every rule is tested without touching the process. What comes out is
//! parsed: a [`Config`] cannot hold an address that is no address.

mod accounts;
mod certificate;
mod doors;
mod fault;
mod files;
mod layer;
mod limits;
mod log;
mod reference;
mod setting;
mod switch;
mod web;

use std::path::{Path, PathBuf};
use std::time::Duration;

use teahouse_core::sessions::SessionAges;
use teahouse_core::settings::SignUp;

pub use certificate::OperatorCertificate;
pub use doors::{Door, Doors, IPV4_LISTEN, could_not_open};
pub use fault::SettingError;
pub use files::Files;
pub use limits::{Limits, Rate};
pub use log::LogLevel;
pub use reference::reference;
pub use setting::{Setting, Source};
pub use web::Web;

use crate::cli::Flags;
use crate::outbound::Reach;
use layer::Layer;

/// The name of the settings file inside the data folder.
pub const FILE_NAME: &str = "teahouse.toml";

const DEFAULT_DATA: &str = "./teahouse-data";

/// Everything that one run of the server is told, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The folder that keeps everything.
    pub data: PathBuf,
    /// The ports.
    pub doors: Doors,
    /// The operator's own certificate, in place of the local authority's.
    pub certificate: Option<OperatorCertificate>,
    /// Whom the web side believes.
    pub web: Web,
    /// Who may make an account.
    pub signup: SignUp,
    /// Whether a name alone is enough to come in.
    pub guests: bool,
    /// When devices are signed out by themselves.
    pub sessions: SessionAges,
    /// For how long people can take their own messages back; `None`: for ever.
    pub recall_window: Option<Duration>,
    /// How much of everything one visitor may ask for.
    pub limits: Limits,
    /// Whether chat-room clients hear who comes and goes; off only in benches.
    pub presence: bool,
    /// What people may bring.
    pub files: Files,
    /// Whether the house looks up pages that messages link to.
    pub previews: bool,
    /// How far bots' messages are sent.
    pub outgoing_hooks: Reach,
    /// How much is logged.
    pub log: LogLevel,
}

/// Where settings come from besides the flags.
pub struct Surroundings<'a> {
    /// The environment, `TEAHOUSE_` variables among others.
    pub environment: &'a mut dyn Iterator<Item = (String, String)>,
    /// Reads a settings file.
    pub read: &'a dyn Fn(&Path) -> std::io::Result<String>,
}

impl Config {
    /// Combines the flags with their surroundings.
    ///
    /// # Errors
    /// The first setting that is unknown or makes no sense, in one sentence with the remedy.
    pub fn resolve(flags: &Flags, around: Surroundings<'_>) -> Result<Self, SettingError> {
        let from_flags = Layer::from_flags(flags)?;
        let from_environment = Layer::from_environment(around.environment)?;
        let over = from_flags.over(from_environment);
        let from_file = settings_file(&over, around.read)?;
        over.over(from_file).try_into()
    }

    /// What the operator should hear at the start because it is unwise in a real house.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.limits.is_off() {
            warnings.push(
                "Rate limits are off (limits = off): anybody can exhaust this server. For benches only.".to_owned(),
            );
        }
        if !self.presence {
            warnings.push(
                "Presence is off (presence = off): chat-room clients do not hear who comes and goes. For benches only."
                    .to_owned(),
            );
        }
        warnings
    }
}

/// Where a house lies when no flag says it: the environment's word, or the default.
#[must_use]
pub fn data_folder(around: Surroundings<'_>) -> PathBuf {
    let variable = setting::variable("data");
    for (name, value) in around.environment {
        if name == variable {
            return value.into();
        }
    }
    DEFAULT_DATA.into()
}

/// Reads the named settings file, which must be there, or the data folder's, which may be.
fn settings_file(over: &Layer, read: &dyn Fn(&Path) -> std::io::Result<String>) -> Result<Layer, SettingError> {
    if let Some(named) = &over.config {
        let text = read(&named.value).map_err(|error| {
            named.fault(format!(
                "cannot be read from {} ({error}); name a file that exists and that this user may read",
                named.value.display()
            ))
        })?;
        return Layer::from_file(&text, &named.value);
    }
    let data = over
        .data
        .as_ref()
        .map_or(Path::new(DEFAULT_DATA), |data| data.value.as_path());
    let path = data.join(FILE_NAME);
    match read(&path) {
        Ok(text) => {
            let layer = Layer::from_file(&text, &path)?;
            match layer.data {
                Some(data) => Err(data.fault(
                    "cannot move the folder that this file lies in; use --data, or a file elsewhere with --config",
                )),
                None => Ok(layer),
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Layer::default()),
        // A data path that is no folder is the data folder's complaint, which says it better.
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Ok(Layer::default()),
        Err(error) => Err(SettingError::new(format!(
            "{} cannot be read ({error}); let this user read it, or remove it",
            path.display()
        ))),
    }
}

#[cfg(test)]
mod tests;
