//! Signs of life. Protocol 3: the client pings. Protocol 4: the server pings and the client answers.

use teahouse_core::now::Mono;

use super::{Settings, Version};

/// What a heart wants when its time has come.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// Send a ping.
    Ping,
    /// The client is gone.
    Dead,
}

/// Where a session's heart stands.
#[derive(Debug)]
pub(super) enum Heart {
    /// Protocol 3: the client must be heard before.
    Listening { until: Mono },
    /// Protocol 4: a ping is due.
    Resting { ping_at: Mono },
    /// Protocol 4: a ping is out; `extended` once something else was heard meanwhile.
    Asked { until: Mono, extended: bool },
}

impl Heart {
    pub(super) fn new(now: Mono, version: Version, settings: &Settings) -> Self {
        match version {
            Version::V3 => Heart::Listening {
                until: now + settings.ping_interval + settings.ping_timeout_v3,
            },
            Version::V4 => Heart::Resting {
                ping_at: now + settings.ping_interval,
            },
        }
    }

    pub(super) fn due(&self) -> Mono {
        match *self {
            Heart::Listening { until } | Heart::Asked { until, .. } => until,
            Heart::Resting { ping_at } => ping_at,
        }
    }

    /// Something other than a pong was heard. It proves life once per ping, so that a client that talks but never
    /// answers is found out.
    pub(super) fn heard(&mut self, now: Mono, settings: &Settings) {
        match self {
            Heart::Listening { until } => *until = now + settings.ping_interval + settings.ping_timeout_v3,
            Heart::Resting { .. } => {}
            Heart::Asked { until, extended } => {
                if !std::mem::replace(extended, true) {
                    *until = now + settings.ping_timeout_v4;
                }
            }
        }
    }

    pub(super) fn answered(&mut self, now: Mono, settings: &Settings) {
        if let Heart::Asked { .. } = self {
            *self = Heart::Resting {
                ping_at: now + settings.ping_interval,
            };
        }
    }

    pub(super) fn beat(&mut self, now: Mono, settings: &Settings) -> Option<Beat> {
        if now < self.due() {
            return None;
        }
        match self {
            Heart::Listening { .. } | Heart::Asked { .. } => Some(Beat::Dead),
            Heart::Resting { .. } => {
                *self = Heart::Asked {
                    until: now + settings.ping_timeout_v4,
                    extended: false,
                };
                Some(Beat::Ping)
            }
        }
    }
}
