//! How a pair is made.

use gateway_model::gateway::Intents;
use gateway_proto::{Admission, ProtocolConfig, Session, Token};
use gateway_sim::core::{CoreConfig, DEFAULT_TOKEN, Rng};

/// What the driver says of events, drawn anew for each one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Admissions {
    /// How many in a hundred nobody wants.
    pub(crate) skipped: u64,
    /// How many in a hundred find no room at first.
    pub(crate) postponed: u64,
    /// How many messages in a hundred wait until the socket has several in hand.
    pub(crate) batched: u64,
}

impl Admissions {
    /// Each event is handed on at once.
    pub(crate) const ALL_HANDED_ON: Self = Self { skipped: 0, postponed: 0, batched: 0 };

    /// Drivers of four kinds: one that takes all, one that wants nothing, one whose consumer is slow, and a mixed one.
    pub(crate) const fn of_seed(seed: u64) -> Self {
        match seed % 4 {
            0 => Self { batched: 20, ..Self::ALL_HANDED_ON },
            1 => Self { skipped: 100, ..Self::ALL_HANDED_ON },
            2 => Self { skipped: 10, postponed: 30, batched: 10 },
            _ => Self { skipped: 30, postponed: 5, batched: 30 },
        }
    }

    /// What each answer is called in the summary.
    pub(super) const fn name(admission: Admission) -> &'static str {
        match admission {
            Admission::Deliver => "handed on",
            Admission::Skip => "skipped",
            Admission::Postpone => "postponed",
        }
    }

    pub(super) fn draw(self, rng: &mut Rng) -> Admission {
        match rng.below(100) {
            number if number < self.skipped => Admission::Skip,
            number if number < self.skipped + self.postponed => Admission::Postpone,
            _ => Admission::Deliver,
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
    pub(crate) admissions: Admissions,
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
            admissions: Admissions::ALL_HANDED_ON,
            keep_states: true,
        }
    }
}

pub(super) fn config(settings: &Settings, session: Option<Session>) -> ProtocolConfig {
    let token = Token::new(DEFAULT_TOKEN).unwrap();
    let config = ProtocolConfig::new(token, settings.intents, &settings.core.gateway_url).unwrap();
    match session {
        Some(session) => config.with_session(session).unwrap(),
        None => config,
    }
}
