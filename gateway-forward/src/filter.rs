//! The filter of a sink.

use std::collections::BTreeSet;

use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};

use crate::event::ForwardEvent;

/// Selects the events of a sink. An event has to match every part; an empty part matches all events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these events; empty matches all.
    pub events: BTreeSet<Box<str>>,
    /// These events are excluded.
    pub without_events: BTreeSet<Box<str>>,
    /// Only events of these guilds; empty matches all. If it is set, events without a guild, such as direct messages,
    /// do not match.
    pub guilds: BTreeSet<Id<marker::Guild>>,
    /// Only events that one of these intents brings; empty matches all. If it is set, events that need no intent, such
    /// as READY, do not match.
    pub intents: Intents,
}

impl Filter {
    /// Returns whether the event matches.
    #[must_use]
    pub fn wants(&self, event: &ForwardEvent) -> bool {
        (self.events.is_empty() || self.events.contains(&event.name))
            && !self.without_events.contains(&event.name)
            && (self.guilds.is_empty()
                || event.guild.is_some_and(|guild| self.guilds.contains(&guild)))
            && (self.intents.is_empty() || self.intents.intersects(event.intents))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn event(name: &str, guild: u64, intents: Intents) -> ForwardEvent {
        ForwardEvent {
            id: "s:0:1".into(),
            name: name.into(),
            shard: 0,
            guild: Id::new(guild),
            intents,
            received_ms: 0,
            fleet: None,
            data: Bytes::new(),
        }
    }

    #[test]
    fn every_part_has_to_let_it_through() {
        let message =
            event("MESSAGE_CREATE", 5, Intents::GUILD_MESSAGES | Intents::DIRECT_MESSAGES);
        let ready = event("READY", 0, Intents::empty());
        assert!(Filter::default().wants(&message) && Filter::default().wants(&ready));

        let events = Filter { events: ["MESSAGE_CREATE".into()].into(), ..Filter::default() };
        assert!(events.wants(&message) && !events.wants(&ready));

        let without = Filter { without_events: ["READY".into()].into(), ..Filter::default() };
        assert!(without.wants(&message) && !without.wants(&ready));

        let guilds = Filter { guilds: Id::new(5).into_iter().collect(), ..Filter::default() };
        assert!(guilds.wants(&message) && !guilds.wants(&ready));
        assert!(!guilds.wants(&event("MESSAGE_CREATE", 6, Intents::empty())));

        let intents = Filter { intents: Intents::GUILD_MESSAGES, ..Filter::default() };
        assert!(intents.wants(&message) && !intents.wants(&ready));
        let both = Filter { intents: Intents::GUILD_MESSAGES, ..guilds };
        assert!(
            both.wants(&message)
                && !both.wants(&event("TYPING_START", 5, Intents::GUILD_MESSAGE_TYPING))
        );
    }
}
