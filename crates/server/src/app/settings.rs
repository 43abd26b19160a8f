//! What the operator's settings mean for the machines.

use teahouse_core::settings::{FileLimits, Rates, Settings};
use teahouse_wire::chat_room;

use crate::config::Config;
use crate::gate::of_setting;

pub(super) fn of_hub(config: &Config) -> Settings {
    let limits = &config.limits;
    Settings {
        presence: config.presence,
        rates: Rates {
            messages: limits.messages.map(of_setting),
            calls: limits.calls.map(of_setting),
            requests: limits.requests.map(of_setting),
            registrations: limits.registrations.map(of_setting),
        },
        files: FileLimits {
            max_size: config.files.max_size,
            quota: config.files.quota,
        },
        signup: config.signup,
        guests: config.guests,
        sessions: config.sessions,
        recall_window: config.recall_window,
        previews: config.previews,
    }
}

pub(super) fn of_guests(config: &Config) -> chat_room::Settings {
    chat_room::Settings {
        rate: config.limits.frames.map(of_setting),
        ..chat_room::Settings::default()
    }
}
