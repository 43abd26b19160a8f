//! Which layer wins, and how a bad setting is named in each.

use std::path::Path;

use super::{Config, Door, SettingError, Source, Surroundings, reference};
use crate::cli::Flags;

fn flags(said: &[(&str, &str)]) -> Flags {
    let mut flags = Flags::default();
    for (name, value) in said {
        let slot = match *name {
            "data" => &mut flags.data,
            "config" => &mut flags.config,
            "listen" => &mut flags.listen,
            "signal" => &mut flags.signal,
            "limits" => &mut flags.limits,
            "cert" => &mut flags.cert,
            "key" => &mut flags.key,
            other => panic!("{other}"),
        };
        *slot = Some((*value).to_owned());
    }
    flags
}

fn resolve(said: &[(&str, &str)], variables: &[(&str, &str)], file: &str) -> Result<Config, SettingError> {
    let mut environment = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let read = |path: &Path| {
        if path.ends_with("teahouse.toml") || path.ends_with("other.toml") {
            Ok(file.to_owned())
        } else {
            Err(std::io::ErrorKind::NotFound.into())
        }
    };
    Config::resolve(
        &flags(said),
        Surroundings {
            environment: &mut environment,
            read: &read,
        },
    )
}

fn refusal(said: &[(&str, &str)], variables: &[(&str, &str)], file: &str) -> String {
    let sentence = resolve(said, variables, file).unwrap_err().to_string();
    assert!(!sentence.contains('\n'), "{sentence}");
    sentence
}

#[test]
fn without_any_setting_the_defaults_stand() {
    let config = resolve(&[], &[("PATH", "/bin"), ("TEAHOUSE_WEB_DIST", "x")], "").unwrap();
    assert_eq!(config.data, Path::new("./teahouse-data"));
    assert_eq!(config.doors.listen.value, "[::]:3000".parse().unwrap());
    assert_eq!(config.doors.signal.value, Door::At("127.0.0.1:9090".parse().unwrap()));
    assert_eq!(
        config.doors.chat_room.value,
        Door::At("127.0.0.1:6100".parse().unwrap())
    );
    assert!(!config.doors.listen.is_named() && !config.doors.signal.is_named());
    assert!(config.presence && config.certificate.is_none() && config.web.origins.is_empty());
    assert_eq!(config.warnings(), Vec::<String>::new());
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let file = "listen = '127.0.0.1:1'\nsignal = '127.0.0.1:1'\nchat_room = '127.0.0.1:1'\nlog = 'warn'";
    let variables = [("TEAHOUSE_LISTEN", "127.0.0.1:2"), ("TEAHOUSE_SIGNAL", "127.0.0.1:2")];
    let config = resolve(&[("listen", "127.0.0.1:3")], &variables, file).unwrap();
    assert_eq!(config.doors.listen.value, "127.0.0.1:3".parse().unwrap());
    assert_eq!(config.doors.listen.source, Source::Flag);
    assert_eq!(config.doors.signal.value, Door::At("127.0.0.1:2".parse().unwrap()));
    assert_eq!(config.doors.signal.source, Source::Environment);
    assert_eq!(config.doors.chat_room.value, Door::At("127.0.0.1:1".parse().unwrap()));
    assert!(config.doors.chat_room.is_named());
    assert_eq!(config.log.as_str(), "warn");
}

#[test]
fn a_door_named_like_its_default_is_still_named() {
    let config = resolve(&[("signal", "127.0.0.1:9090")], &[], "").unwrap();
    assert!(config.doors.signal.is_named());
    let off = resolve(&[("signal", "off")], &[], "").unwrap();
    assert_eq!(off.doors.signal.value, Door::Off);
}

#[test]
fn limits_are_set_one_by_one_or_switched_off_together() {
    let file = "[limits]\nmessages = '20/min burst 7'\nconnections_per_address = 9\ncalls = 'off'";
    let config = resolve(&[], &[("TEAHOUSE_LIMITS__CONNECTIONS_PER_ADDRESS", "11")], file).unwrap();
    let messages = config.limits.messages.unwrap();
    assert_eq!(
        (messages.count.get(), messages.per.as_secs(), messages.burst.get()),
        (20, 60, 7)
    );
    assert_eq!(config.limits.connections_per_address.unwrap().get(), 11);
    assert!(config.limits.calls.is_none() && !config.limits.is_off());

    for off in [
        resolve(&[("limits", "off")], &[], file),
        resolve(&[], &[("TEAHOUSE_LIMITS", "off")], file),
        resolve(&[], &[], "limits = 'off'"),
        resolve(&[], &[], "limits = false"),
    ] {
        let config = off.unwrap();
        assert!(config.limits.is_off());
        assert!(config.warnings()[0].contains("limits = off"));
    }
    assert!(
        !resolve(&[("limits", "on")], &[], "limits = 'off'")
            .unwrap()
            .limits
            .is_off()
    );
}

#[test]
fn lists_are_arrays_in_the_file_and_commas_elsewhere() {
    let file = "origins = ['https://a.example', 'http://b.example:8000']\ntrusted_proxies = []";
    let config = resolve(&[], &[], file).unwrap();
    assert_eq!(config.web.origins.len(), 2);
    assert!(config.web.trusted_proxies.is_empty());
    let variables = [("TEAHOUSE_ORIGINS", "https://c.example, https://d.example")];
    let origins = resolve(&[], &variables, file).unwrap().web.origins;
    assert_eq!(origins[1].to_string(), "https://d.example");
}

#[test]
fn every_bad_setting_is_named_as_the_operator_wrote_it() {
    for (said, variables, file, parts) in [
        (
            &[("listen", "here")][..],
            &[][..],
            "",
            ["--listen is no address", "0.0.0.0:3000"],
        ),
        (
            &[],
            &[("TEAHOUSE_LISTEN", "localhost:3000")],
            "",
            ["TEAHOUSE_LISTEN is no address", "[::]:3000"],
        ),
        (
            &[],
            &[],
            "listen = 3000",
            ["`listen` in ./teahouse-data/teahouse.toml is no address", "\"3000\""],
        ),
        (
            &[],
            &[("TEAHOUSE_SIGNAL", "maybe")],
            "",
            ["TEAHOUSE_SIGNAL is no address", "or off"],
        ),
        (
            &[],
            &[("TEAHOUSE_SIGNAL", "")],
            "",
            ["TEAHOUSE_SIGNAL is empty", "remove it"],
        ),
        (
            &[],
            &[("TEAHOUSE_LISTN", "x")],
            "",
            ["TEAHOUSE_LISTN is no setting", "TEAHOUSE_LISTEN?"],
        ),
        (
            &[],
            &[("TEAHOUSE_COLOR_OF_TEA", "x")],
            "",
            ["TEAHOUSE_COLOR_OF_TEA is no setting", "remove it"],
        ),
        (
            &[],
            &[],
            "chatroom = 'off'",
            ["`chatroom` in", "did you mean `chat_room`?"],
        ),
        (
            &[],
            &[],
            "[limits]\nmesages = '1/s'",
            ["`limits.mesages` in", "`limits.messages`?"],
        ),
        (
            &[],
            &[],
            "[limits]\nmessages = '10 a second'",
            ["`limits.messages` in", "10/s burst 30"],
        ),
        (
            &[],
            &[],
            "[limits]\nmessages = '0/s'",
            ["`limits.messages` in", "is no rate"],
        ),
        (
            &[],
            &[],
            "[limits]\nconnections_per_address = 0",
            ["`limits.connections_per_address` in", "from 1 on, or off"],
        ),
        (
            &[("limits", "none")],
            &[],
            "",
            ["--limits is neither on nor off", "write on or off"],
        ),
        (&[], &[], "presence = 'some'", ["`presence` in", "write on or off"]),
        (&[], &[], "log = 'loud'", ["`log` in", "debug or trace"]),
        (
            &[],
            &[],
            "origins = ['chat.example']",
            ["`origins` in", "https://chat.example.org"],
        ),
        (
            &[],
            &[],
            "trusted_proxies = ['10.0.0.0/99']",
            ["`trusted_proxies` in", "10.0.0.0/8"],
        ),
        (&[], &[], "origins = 5", ["`origins` in", "write a list"]),
        (&[], &[], "listen = ['a']", ["`listen` in", "one value"]),
        (
            &[],
            &[],
            "listen =",
            ["teahouse.toml is not TOML at line 1", "correct that line"],
        ),
        (&[("cert", "a.pem")], &[], "", ["--cert has no key", "--key"]),
        (&[("key", "a.pem")], &[], "", ["--key has no certificate", "--cert"]),
        (
            &[("config", "none.toml")],
            &[],
            "",
            ["--config cannot be read from none.toml", "name a file"],
        ),
        (&[], &[], "data = 'x'", ["`data` in", "--config"]),
        (&[], &[], "config = 'x'", ["`config` in", "--config"]),
    ] {
        let sentence = refusal(said, variables, file);
        for part in parts {
            assert!(sentence.contains(part), "{part:?} in {sentence:?}");
        }
    }
}

#[test]
fn a_settings_file_elsewhere_may_name_the_data_folder() {
    let config = resolve(&[("config", "other.toml")], &[], "data = '/srv/tea'").unwrap();
    assert_eq!(config.data, Path::new("/srv/tea"));
}

#[test]
fn control_characters_in_a_setting_do_not_break_the_line() {
    let sentence = refusal(&[("listen", "a\nb\u{1b}[2J")], &[], "");
    assert!(!sentence.chars().any(char::is_control));
}

#[test]
fn the_reference_names_every_setting_and_limit() {
    let page = reference();
    for flag in Flags::described() {
        assert!(
            page.contains(&format!("TEAHOUSE_{}", flag.name.to_uppercase())),
            "{}",
            flag.name
        );
    }
    assert!(page.contains("| `frames` | `TEAHOUSE_LIMITS__FRAMES` | `500/s burst 5000` |"));
}

#[test]
fn the_references_example_is_accepted() {
    let page = reference();
    let example = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    resolve(&[], &[], example).unwrap();
}

#[test]
fn the_described_defaults_are_the_defaults() {
    let said: Vec<_> = Flags::described()
        .into_iter()
        .filter(|flag| flag.default != "none")
        .map(|flag| (format!("TEAHOUSE_{}", flag.name.to_uppercase()), flag.default))
        .collect();
    let variables: Vec<_> = said.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let (named, silent) = (resolve(&[], &variables, "").unwrap(), resolve(&[], &[], "").unwrap());
    assert_eq!(named.doors.listen.value, silent.doors.listen.value);
    assert_eq!(named.doors.signal.value, silent.doors.signal.value);
    assert_eq!(named.doors.chat_room.value, silent.doors.chat_room.value);
    assert_eq!(
        (named.data, named.web, named.limits),
        (silent.data, silent.web, silent.limits)
    );
    assert_eq!((named.presence, named.log), (silent.presence, silent.log));
}
