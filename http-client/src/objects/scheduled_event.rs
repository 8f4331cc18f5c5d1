//! Scheduled events: their place, and their exceptions.

use std::collections::BTreeMap;

use gateway_model::guild::ScheduledEventEntityKind;
use gateway_model::id::marker;
use gateway_model::{Id, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a scheduled event takes place, with what that needs.
///
/// Docs: [Guild Scheduled Event, Field Requirements By Entity Type](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-field-requirements-by-entity-type).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduledEventPlace {
    /// On a stage.
    Stage(Id<marker::Channel>),
    /// In a voice channel.
    Voice(Id<marker::Channel>),
    /// Somewhere else; such events have an end.
    Elsewhere {
        /// Where, 1 to 100 characters.
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

/// One occurrence of an event that recurs, which was moved or cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduledEventException {
    /// The event.
    pub event_id: Id<marker::ScheduledEvent>,
    /// Id of the exception.
    pub event_exception_id: Id<marker::Generic>,
    /// When it starts instead.
    pub scheduled_start_time: Option<Timestamp>,
    /// When it ends instead.
    pub scheduled_end_time: Option<Timestamp>,
    /// Whether it does not take place.
    pub is_canceled: bool,
}

/// How many are interested in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduledEventUserCounts {
    /// In the event.
    pub guild_scheduled_event_count: u64,
    /// In its exceptions, by their ids.
    #[serde(default)]
    pub guild_scheduled_event_exception_counts: BTreeMap<Id<marker::Generic>, u64>,
}
