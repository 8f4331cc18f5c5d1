//! What the listeners of a bot require: the events that connections must deliver, and the intents that bring them.

use gateway_conn::EventSet;
use gateway_model::EventKind;
use gateway_model::gateway::Intents;

use super::listen::Source;
use super::registry::Registry;
use crate::missing_intents::{MissingIntent, MissingIntents};
use crate::shard::OBSERVED;

/// The events that the listeners and the library itself require.
pub(super) fn events(registry: &Registry) -> EventSet {
    let listened = registry.sources().filter_map(|(_, source)| kind(source));
    EventSet::only(listened.chain(OBSERVED))
}

/// Checks that one of these intents brings each listener's event.
pub(super) fn check(registry: &Registry, intents: Intents) -> Result<(), MissingIntents> {
    let missing = |(listens_to, source): (String, Source)| {
        let event = kind(source).filter(|kind| is_missing(*kind, intents))?;
        Some(MissingIntent { listens_to, event, any_of: event.intents() })
    };
    let mut listeners: Vec<_> = registry.sources().filter_map(missing).collect();
    listeners.sort_unstable_by(|one, other| one.listens_to.cmp(&other.listens_to));
    if listeners.is_empty() { Ok(()) } else { Err(MissingIntents { listeners }) }
}

/// The names of the listened events that only the process of a shard can see, in alphabetical order.
pub(super) fn of_connections(registry: &Registry) -> Vec<String> {
    let seen_only_there = |(name, source)| {
        let comes = matches!(source, Source::Dispatch(_) | Source::Guild(_) | Source::Stopped);
        (!comes).then_some(name)
    };
    let mut names: Vec<String> = registry.sources().filter_map(seen_only_there).collect();
    names.sort_unstable();
    names
}

/// Docs: Gateway Events, [Guild Member
/// Update](https://docs.discord.com/developers/events/gateway-events#guild-member-update): updates of the bot itself
/// are sent without the intent, so a listener for it always receives something.
fn is_missing(kind: EventKind, intents: Intents) -> bool {
    kind != EventKind::GuildMemberUpdate && !intents.bring(kind)
}

/// The dispatch from which a listener's event is derived. Guild changes are derived from several dispatches, which the
/// library itself requires.
const fn kind(source: Source) -> Option<EventKind> {
    match source {
        Source::Dispatch(kind) => Some(kind),
        Source::Guild(_) => Some(EventKind::GuildCreate),
        Source::Gap
        | Source::NotCaughtUp
        | Source::CaughtUp
        | Source::State
        | Source::Blocked
        | Source::Delay
        | Source::Stopped => None,
    }
}
