//! The settings of a pair.

use gateway_model::gateway::Intents;
use gateway_proto::{Admission, ProtocolConfig, Session, Token};
use gateway_sim::core::{CoreConfig, DEFAULT_TOKEN, Rng};

/// The driver's answers for events, drawn for each event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Admissions {
    /// The percentage of events that nobody wants.
    pub(crate) skipped: u64,
    /// The percentage of events for which there is no room at first.
    pub(crate) postponed: u64,
    /// The percentage of messages that wait until the socket has received several.
    pub(crate) batched: u64,
}

impl Admissions {
    /// Each event is delivered immediately.
    pub(crate) const ALL_HANDED_ON: Self = Self { skipped: 0, postponed: 0, batched: 0 };

    /// Returns one of four kinds of driver: one that takes all events, one that wants none, one whose consumer is slow,
    /// and a mixed one.
    pub(crate) const fn of_seed(seed: u64) -> Self {
        match seed % 4 {
            0 => Self { batched: 20, ..Self::ALL_HANDED_ON },
            1 => Self { skipped: 100, ..Self::ALL_HANDED_ON },
            2 => Self { skipped: 10, postponed: 30, batched: 10 },
            _ => Self { skipped: 30, postponed: 5, batched: 30 },
        }
    }

    /// Returns the name of an answer in the summary.
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

/// The settings of a pair.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) core: CoreConfig,
    pub(crate) intents: Intents,
    pub(crate) session: Option<Session>,
    pub(crate) admissions: Admissions,
    /// Whether all state changes are kept, for tests that check them.
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
