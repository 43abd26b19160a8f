//! One layer of settings: a file, the environment, or the flags, all read by the same parsers.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer};
use toml::{Table, Value};

use super::accounts::{self, SignUpWord, Window};
use super::doors::{Door, Doors, address};
use super::files::{self, FilesLayer, Span};
use super::limits::{self, LimitsLayer};
use super::log::LogLevel;
use super::setting::variable;
use super::switch::Switch;
use super::{Config, DEFAULT_DATA, OperatorCertificate, Setting, SettingError, Source, Web};
use crate::cli::Flags;
use crate::origin::Origin;
use crate::outbound::Reach;
use crate::proxy::Network;

/// Names that other programs of the project read; they are no settings of the server.
const OTHERS_VARIABLES: &[&str] = &["TEAHOUSE_URL", "TEAHOUSE_WEB_DIST"];

/// Settings that are tables of their own.
const TABLES: &[&str] = &["files", "limits"];

/// What one layer says; silence is `None`.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) config: Option<Setting<PathBuf>>,
    pub(super) data: Option<Setting<PathBuf>>,
    listen: Option<Setting<SocketAddr>>,
    signal: Option<Setting<Door>>,
    chat_room: Option<Setting<Door>>,
    cert: Option<Setting<PathBuf>>,
    key: Option<Setting<PathBuf>>,
    origins: Option<Vec<Origin>>,
    trusted_proxies: Option<Vec<Network>>,
    signup: Option<SignUpWord>,
    guests: Option<Switch>,
    session_idle: Option<Span>,
    session_age: Option<Span>,
    recall_window: Option<Window>,
    limits: LimitsLayer,
    presence: Option<Switch>,
    files: FilesLayer,
    previews: Option<Switch>,
    outgoing_hooks: Option<Reach>,
    log: Option<LogLevel>,
}

/// The settings by name, as any layer spells them.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Named {
    #[serde(deserialize_with = "text")]
    config: Option<PathBuf>,
    #[serde(deserialize_with = "text")]
    data: Option<PathBuf>,
    #[serde(deserialize_with = "text")]
    listen: Option<Listen>,
    #[serde(deserialize_with = "text")]
    signal: Option<Door>,
    #[serde(deserialize_with = "text")]
    chat_room: Option<Door>,
    #[serde(deserialize_with = "text")]
    cert: Option<PathBuf>,
    #[serde(deserialize_with = "text")]
    key: Option<PathBuf>,
    #[serde(deserialize_with = "list")]
    origins: Option<Vec<Origin>>,
    #[serde(deserialize_with = "list")]
    trusted_proxies: Option<Vec<Network>>,
    #[serde(deserialize_with = "text")]
    signup: Option<SignUpWord>,
    #[serde(deserialize_with = "text")]
    guests: Option<Switch>,
    #[serde(deserialize_with = "text")]
    session_idle: Option<Span>,
    #[serde(deserialize_with = "text")]
    session_age: Option<Span>,
    #[serde(deserialize_with = "text")]
    recall_window: Option<Window>,
    limits: LimitsLayer,
    #[serde(deserialize_with = "text")]
    presence: Option<Switch>,
    files: FilesLayer,
    #[serde(deserialize_with = "text")]
    previews: Option<Switch>,
    #[serde(deserialize_with = "text")]
    outgoing_hooks: Option<Reach>,
    #[serde(deserialize_with = "text")]
    log: Option<LogLevel>,
}

struct Listen(SocketAddr);

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        address(text).map(Self)
    }
}

impl Layer {
    pub(super) fn from_flags(flags: &Flags) -> Result<Self, SettingError> {
        let said = flags.said().into_iter();
        Self::read(
            said.map(|(name, text)| (name.to_owned(), Value::String(text))),
            &Source::Flag,
        )
    }

    pub(super) fn from_environment(
        variables: &mut dyn Iterator<Item = (String, String)>,
    ) -> Result<Self, SettingError> {
        let ours = variables.filter_map(|(variable, text)| {
            if OTHERS_VARIABLES.contains(&variable.as_str()) {
                return None;
            }
            let name = variable.strip_prefix("TEAHOUSE_")?.to_lowercase().replace("__", ".");
            Some((name, Value::String(text)))
        });
        Self::read(ours, &Source::Environment)
    }

    pub(super) fn from_file(text: &str, path: &Path) -> Result<Self, SettingError> {
        let table: Table = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text.as_bytes()
                    .iter()
                    .take(span.start)
                    .filter(|byte| **byte == b'\n')
                    .count()
                    + 1
            });
            SettingError::new(format!(
                "{} is not TOML at line {line} ({}); correct that line",
                path.display(),
                error.message()
            ))
        })?;
        let entries = table.into_iter().flat_map(|(name, value)| match value {
            Value::Table(inner) if TABLES.contains(&name.as_str()) => inner
                .into_iter()
                .map(|(key, value)| (format!("{name}.{key}"), value))
                .collect::<Vec<_>>(),
            value => vec![(name, value)],
        });
        let layer = Self::read(entries, &Source::File(path.to_owned()))?;
        match layer.config {
            Some(config) => Err(config.fault("cannot stand in a settings file; use --config")),
            None => Ok(layer),
        }
    }

    /// Parses entries one by one, so that a refusal can name the setting that earned it.
    fn read(entries: impl Iterator<Item = (String, Value)>, source: &Source) -> Result<Self, SettingError> {
        let mut layer = Self::default();
        // Sorted, so that of two faults always the same one is told.
        for (name, value) in entries.collect::<BTreeMap<_, _>>() {
            if !known().any(|known| known == name) {
                return Err(unknown(&name, source));
            }
            let named: Named = nest(&name, value).try_into().map_err(|error: toml::de::Error| {
                SettingError::new(format!("{} {}", source.spell(&name), error.message()))
            })?;
            layer = Self::from_named(named, source).over(layer);
        }
        Ok(layer)
    }

    fn from_named(named: Named, source: &Source) -> Self {
        fn by<T>(name: &'static str, value: Option<T>, source: &Source) -> Option<Setting<T>> {
            value.map(|value| Setting::new(name, value, source.clone()))
        }
        Self {
            config: by("config", named.config, source),
            data: by("data", named.data, source),
            listen: by("listen", named.listen.map(|listen| listen.0), source),
            signal: by("signal", named.signal, source),
            chat_room: by("chat_room", named.chat_room, source),
            cert: by("cert", named.cert, source),
            key: by("key", named.key, source),
            origins: named.origins,
            trusted_proxies: named.trusted_proxies,
            signup: named.signup,
            guests: named.guests,
            session_idle: named.session_idle,
            session_age: named.session_age,
            recall_window: named.recall_window,
            limits: named.limits,
            presence: named.presence,
            files: named.files,
            previews: named.previews,
            outgoing_hooks: named.outgoing_hooks,
            log: named.log,
        }
    }

    /// This layer where it speaks, the one below where it is silent.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            config: self.config.or(below.config),
            data: self.data.or(below.data),
            listen: self.listen.or(below.listen),
            signal: self.signal.or(below.signal),
            chat_room: self.chat_room.or(below.chat_room),
            cert: self.cert.or(below.cert),
            key: self.key.or(below.key),
            origins: self.origins.or(below.origins),
            trusted_proxies: self.trusted_proxies.or(below.trusted_proxies),
            signup: self.signup.or(below.signup),
            guests: self.guests.or(below.guests),
            session_idle: self.session_idle.or(below.session_idle),
            session_age: self.session_age.or(below.session_age),
            recall_window: self.recall_window.or(below.recall_window),
            limits: self.limits.over(below.limits),
            presence: self.presence.or(below.presence),
            files: self.files.over(below.files),
            previews: self.previews.or(below.previews),
            outgoing_hooks: self.outgoing_hooks.or(below.outgoing_hooks),
            log: self.log.or(below.log),
        }
    }
}

impl TryFrom<Layer> for Config {
    type Error = SettingError;

    fn try_from(layer: Layer) -> Result<Self, SettingError> {
        let doors = Doors::default();
        let web = Web::default();
        Ok(Self {
            data: layer.data.map_or_else(|| DEFAULT_DATA.into(), |data| data.value),
            doors: Doors {
                listen: layer.listen.unwrap_or(doors.listen),
                signal: layer.signal.unwrap_or(doors.signal),
                chat_room: layer.chat_room.unwrap_or(doors.chat_room),
            },
            certificate: OperatorCertificate::pair(layer.cert, layer.key)?,
            web: Web {
                origins: layer.origins.unwrap_or(web.origins),
                trusted_proxies: layer.trusted_proxies.unwrap_or(web.trusted_proxies),
            },
            signup: layer.signup.map(|word| word.0).unwrap_or_default(),
            guests: layer.guests != Some(Switch::Off),
            sessions: accounts::ages(layer.session_idle, layer.session_age),
            recall_window: layer.recall_window.unwrap_or_default().0,
            limits: layer.limits.into(),
            presence: layer.presence != Some(Switch::Off),
            files: layer.files.into(),
            previews: layer.previews == Some(Switch::On),
            outgoing_hooks: layer.outgoing_hooks.unwrap_or_default(),
            log: layer.log.unwrap_or_default(),
        })
    }
}

/// Every name a layer may use, those of the tables included.
fn known() -> impl Iterator<Item = String> {
    let top = Flags::names().into_iter();
    let limits = limits::TABLE.iter().map(|(name, ..)| format!("limits.{name}"));
    let files = files::TABLE.iter().map(|(name, ..)| format!("files.{name}"));
    top.chain(limits).chain(files).chain(["limits.all".to_owned()])
}

fn unknown(name: &str, source: &Source) -> SettingError {
    let spelled = match source {
        Source::Environment => variable(name),
        _ => source.spell(name),
    };
    let nearest = known()
        .map(|known| (strsim::damerau_levenshtein(&known, name), known))
        .min()
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, known)| match source {
            Source::Environment => variable(&known),
            _ => format!("`{known}`"),
        });
    SettingError::new(match nearest {
        Some(nearest) => format!("{spelled} is no setting; did you mean {nearest}?"),
        None => format!("{spelled} is no setting; remove it, or see `teahouse --help` for those that are"),
    })
}

/// `limits = off` is `limits.all = off`; `limits.x` goes into the inner table, and `files.x` too.
fn nest(name: &str, value: Value) -> Table {
    let inner = match name {
        "limits" => Some(("limits", "all")),
        _ => name.split_once('.'),
    };
    match inner {
        Some((table, inner)) => Table::from_iter([(
            table.to_owned(),
            Value::Table(Table::from_iter([(inner.to_owned(), value)])),
        )]),
        None => Table::from_iter([(name.to_owned(), value)]),
    }
}

/// Reads a value by its `FromStr`; TOML may also write it as a number or a boolean.
pub(super) fn text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = plain(&Value::deserialize(deserializer)?).map_err(de::Error::custom)?;
    text.parse().map(Some).map_err(de::Error::custom)
}

/// Reads a list: in TOML an array, elsewhere separated by commas; empty is an empty list.
fn list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let texts = match Value::deserialize(deserializer)? {
        Value::Array(values) => values.iter().map(plain).collect::<Result<Vec<_>, _>>(),
        Value::String(text) => Ok(text
            .split(',')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()),
        other => Err(format!(
            "is a {}; write a list such as [\"…\", \"…\"]",
            other.type_str()
        )),
    };
    let parsed: Result<Vec<T>, _> = texts
        .map_err(de::Error::custom)?
        .iter()
        .map(|text| text.parse())
        .collect();
    parsed.map(Some).map_err(de::Error::custom)
}

fn plain(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) if text.is_empty() => Err("is empty; give it a value or remove it".to_owned()),
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Boolean(truth) => Ok(truth.to_string()),
        other => Err(format!(
            "is a {} where one value is wanted; write it in quotes",
            other.type_str()
        )),
    }
}
