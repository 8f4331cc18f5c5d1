//! Scheduled events of guilds.

use super::{Member, RecurrenceRule};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// A scheduled event.
    ///
    /// Docs: [Guild Scheduled Event, Object](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object).
    #[derive(Eq, Hash)]
    pub struct ScheduledEvent {
        /// Id of the event.
        pub id: Id<marker::ScheduledEvent>,
        /// Guild it is in.
        pub guild_id: Id<marker::Guild>,
        /// Channel it is in; `None` for external events.
        pub channel_id: Option<Id<marker::Channel>>,
        /// User who created it; `None` for events from before October 25th, 2021.
        pub creator_id?: Id<marker::User>,
        /// Name, 1 to 100 characters.
        pub name {default}: Box<str>,
        /// Description, 1 to 1000 characters.
        pub description?: Box<str>,
        /// When it starts.
        pub scheduled_start_time: Timestamp,
        /// When it ends; always given for external events.
        pub scheduled_end_time: Option<Timestamp>,
        /// Privacy level.
        pub privacy_level {unknown}: ScheduledEventPrivacyLevel,
        /// Status.
        pub status {unknown}: ScheduledEventStatus,
        /// Where it takes place.
        pub entity_type {unknown}: ScheduledEventEntityKind,
        /// Its entity, such as a stage instance.
        pub entity_id: Option<Id<marker::Generic>>,
        /// Additional information about the place.
        pub entity_metadata: Option<ScheduledEventEntityMetadata>,
        /// Who created it.
        pub creator?: User,
        /// Number of subscribed users, if requested.
        pub user_count?: i64,
        /// Cover image.
        pub image?: ImageHash,
        /// How it recurs.
        pub recurrence_rule?: Box<RecurrenceRule>,
    }
}

open_enum! {
    /// Privacy level of a scheduled event.
    ///
    /// Docs: [Guild Scheduled Event, Privacy Level](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-privacy-level).
    pub enum ScheduledEventPrivacyLevel: i32 {
        /// Members of the guild.
        GuildOnly = 2,
    }
}

open_enum! {
    /// Where a scheduled event takes place.
    ///
    /// Docs: [Guild Scheduled Event, Entity Types](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-entity-types).
    pub enum ScheduledEventEntityKind: i32 {
        /// Nowhere yet; only in Discord's OpenAPI description.
        None = 0,
        /// In a stage.
        StageInstance = 1,
        /// In a voice channel.
        Voice = 2,
        /// Elsewhere.
        External = 3,
    }
}

open_enum! {
    /// Status of a scheduled event; the last two are final.
    ///
    /// Docs: [Guild Scheduled Event, Status](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-status).
    pub enum ScheduledEventStatus: i32 {
        /// It has not started.
        Scheduled = 1,
        /// It is in progress.
        Active = 2,
        /// It has ended.
        Completed = 3,
        /// It was cancelled.
        Canceled = 4,
    }
}

object! {
    /// Additional information about the place of a scheduled event.
    ///
    /// Docs: [Guild Scheduled Event, Entity Metadata](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-entity-metadata).
    #[derive(Default, Eq, Hash)]
    pub struct ScheduledEventEntityMetadata {
        /// Place of an external event, 1 to 100 characters.
        pub location?: String,
    }
}

impl ScheduledEventEntityMetadata {
    /// Creates the place of an external event, 1 to 100 characters.
    #[must_use]
    pub fn external(location: impl Into<String>) -> Self {
        Self { location: Some(location.into()) }
    }
}

setters! {
    ScheduledEventEntityMetadata {}
    by_hand { location }
    received {}
}

object! {
    /// A user who is subscribed to a scheduled event.
    ///
    /// Docs: [Guild Scheduled Event, User Object](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-user-object).
    #[derive(Eq, Hash)]
    pub struct ScheduledEventUser {
        /// Id of the event.
        pub guild_scheduled_event_id: Id<marker::ScheduledEvent>,
        /// Id of the occurrence; only in Discord's OpenAPI description.
        pub guild_scheduled_event_exception_id?: Id<marker::ScheduledEventException>,
        /// Id of the user; only in Discord's OpenAPI description.
        pub user_id?: Id<marker::User>,
        /// The user; optional in Discord's OpenAPI description.
        pub user?: User,
        /// Membership of the guild, if there is one and it was requested.
        pub member?: Member,
        /// Response of the user; only in Discord's OpenAPI description.
        pub response?: ScheduledEventResponse,
    }
}

open_enum! {
    /// Response of a user to a scheduled event; only in Discord's OpenAPI description.
    pub enum ScheduledEventResponse: i32 {
        /// No.
        Uninterested = 0,
        /// Yes.
        Interested = 1,
    }
}
