//! Live stages.
//!
//! Docs: [Stage Instance Resource](https://docs.discord.com/developers/resources/stage-instance).

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// A live stage.
    ///
    /// Docs: [Stage Instance, Object](https://docs.discord.com/developers/resources/stage-instance#stage-instance-object).
    #[derive(Eq, Hash)]
    pub struct StageInstance {
        /// Id of the stage instance.
        pub id: Id<marker::StageInstance>,
        /// Guild of the channel.
        pub guild_id: Id<marker::Guild>,
        /// Stage channel.
        pub channel_id: Id<marker::Channel>,
        /// Topic, 1 to 120 characters.
        pub topic {default}: Box<str>,
        /// Privacy level.
        pub privacy_level {unknown}: StagePrivacyLevel,
        /// Whether it cannot be discovered; deprecated.
        pub discoverable_disabled {default}: bool,
        /// Scheduled event it belongs to.
        pub guild_scheduled_event_id: Option<Id<marker::ScheduledEvent>>,
    }
}

open_enum! {
    /// Privacy level of a stage.
    ///
    /// Docs: [Stage Instance, Privacy Level](https://docs.discord.com/developers/resources/stage-instance#stage-instance-object-privacy-level).
    pub enum StagePrivacyLevel: i32 {
        /// Everybody; deprecated.
        Public = 1,
        /// Members of the guild.
        GuildOnly = 2,
    }
}
