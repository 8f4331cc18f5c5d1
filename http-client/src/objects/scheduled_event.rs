//! The location of scheduled events, and their exceptions.

use std::collections::BTreeMap;

use gateway_model::guild::ScheduledEventEntityKind;
use gateway_model::id::marker;
use gateway_model::{Id, Timestamp};
use serde::{Deserialize, Serialize};

/// The location of a scheduled event, with the fields that it requires.
///
/// Docs: [Guild Scheduled Event, Field Requirements By Entity Type](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-field-requirements-by-entity-type).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduledEventPlace {
    /// In a stage channel.
    Stage(Id<marker::Channel>),
    /// In a voice channel.
    Voice(Id<marker::Channel>),
    /// Outside of Discord. Such events must have an end.
    Elsewhere {
        /// The location, 1 to 100 characters.
        location: String,
        /// When it ends.
        end: Timestamp,
    },
}

impl ScheduledEventPlace {
    pub(crate) const fn kind(&self) -> ScheduledEventEntityKind {
        match self {
            Self::Stage(_) => ScheduledEventEntityKind::StageInstance,
            Self::Voice(_) => ScheduledEventEntityKind::Voice,
            Self::Elsewhere { .. } => ScheduledEventEntityKind::External,
        }
    }
}

/// One occurrence of a recurring event that was moved or cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduledEventException {
    /// The event.
    pub event_id: Id<marker::ScheduledEvent>,
    /// Id of the exception.
    pub event_exception_id: Id<marker::Generic>,
    /// Its new start.
    pub scheduled_start_time: Option<Timestamp>,
    /// Its new end.
    pub scheduled_end_time: Option<Timestamp>,
    /// Whether it is cancelled.
    pub is_canceled: bool,
}

/// The numbers of users interested in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduledEventUserCounts {
    /// The number for the event.
    pub guild_scheduled_event_count: u64,
    /// The numbers for its exceptions, by their ids.
    #[serde(default)]
    pub guild_scheduled_event_exception_counts: BTreeMap<Id<marker::Generic>, u64>,
}
