//! How a pair is made.

use gateway_model::gateway::Intents;
use gateway_proto::{Config, Session, Token};
use gateway_sim::core::{CoreConfig, DEFAULT_TOKEN};

/// How a pair is made.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) core: CoreConfig,
    pub(crate) intents: Intents,
    pub(crate) session: Option<Session>,
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
