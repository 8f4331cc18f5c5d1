//! Events of scheduled events.

use super::payload::payload_event;
use crate::guild::ScheduledEvent;
use crate::id::{Id, marker};
use crate::macros::object::object;

payload_event! {
    /// A scheduled event was created.
    ///
    /// Docs: [Gateway Events, Guild Scheduled Event Create](https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-create).
    pub struct GuildScheduledEventCreate(ScheduledEvent);
}

payload_event! {
    /// A scheduled event was changed.
    ///
    /// Docs: [Gateway Events, Guild Scheduled Event Update](https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-update).
    pub struct GuildScheduledEventUpdate(ScheduledEvent);
}

payload_event! {
    /// A scheduled event was deleted; the data is its last state.
    ///
    /// Docs: [Gateway Events, Guild Scheduled Event Delete](https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-delete).
    pub struct GuildScheduledEventDelete(ScheduledEvent);
}

object! {
    /// A user subscribed to a scheduled event.
    ///
    /// Docs: [Gateway Events, Guild Scheduled Event User Add](https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-user-add).
    #[derive(Copy, Eq)]
    pub struct GuildScheduledEventUserAdd {
        /// Id of the scheduled event.
        pub guild_scheduled_event_id: Id<marker::ScheduledEvent>,
        /// The user.
        pub user_id: Id<marker::User>,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// A user unsubscribed from a scheduled event.
    ///
    /// Docs: [Gateway Events, Guild Scheduled Event User Remove](https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-user-remove).
    #[derive(Copy, Eq)]
    pub struct GuildScheduledEventUserRemove {
        /// Id of the scheduled event.
        pub guild_scheduled_event_id: Id<marker::ScheduledEvent>,
        /// The user.
        pub user_id: Id<marker::User>,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
    }
}
