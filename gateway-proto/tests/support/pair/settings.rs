//! How a pair is made.

use gateway_model::EventKind;
use gateway_model::gateway::Intents;
use gateway_proto::{Admission, Config, Session, Token};
use gateway_sim::core::{CoreConfig, DEFAULT_TOKEN};

/// How the shell gives messages to the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shell {
    /// Each as an input.
    Handles,
    /// From its buffer, as gateway-conn does.
    Receives,
    /// From its buffer, and nobody wants the events of channels.
    Filters,
}

impl Shell {
    pub(crate) const fn wants(self, kind: EventKind) -> Admission {
        match (self, kind) {
            (Self::Filters, EventKind::ChannelUpdate) => Admission::Skip,
            _ => Admission::HandOn,
        }
    }
}

/// How a pair is made.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) core: CoreConfig,
    pub(crate) intents: Intents,
    pub(crate) session: Option<Session>,
    pub(crate) shell: Shell,
    /// Keep all state changes, for tests that look at them.
    pub(crate) keep_states: bool,
}

impl Settings {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            core: CoreConfig { guilds: 1, members_per_guild: 1, ..CoreConfig::default() },
            intents: Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::GUILD_MEMBERS,
            session: None,
            shell: Shell::Receives,
            keep_states: true,
        }
    }
}

pub(super) fn config(settings: &Settings, session: Option<Session>) -> Config {
    let token = Token::new(DEFAULT_TOKEN).unwrap();
    let config = Config::new(token, settings.intents, &settings.core.gateway_url).unwrap();
    match session {
        Some(session) => config.with_session(session).unwrap(),
        None => config,
    }
}
