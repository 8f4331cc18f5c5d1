//! Running instances of an Activity.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// A running instance of an Activity.
    ///
    /// Docs: [Application, Activity Instance Object](https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-instance-object).
    #[derive(Eq, Hash)]
    pub struct ActivityInstance {
        /// The application.
        pub application_id: Id<marker::Application>,
        /// Id of the instance.
        pub instance_id: Box<str>,
        /// Id of the launch.
        pub launch_id: Id<marker::Generic>,
        /// Where it runs.
        pub location: ActivityLocation,
        /// Members.
        pub users: Box<[Id<marker::User>]>,
    }
}

object! {
    /// Where an instance runs.
    ///
    /// Docs: [Application, Activity Location Object](https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-location-object).
    #[derive(Eq, Hash)]
    pub struct ActivityLocation {
        /// Id of the place.
        pub id: Box<str>,
        /// Kind of place.
        pub kind: ActivityLocationKind,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Guild of the channel.
        pub guild_id?: Id<marker::Guild>,
    }
}

open_enum! {
    /// Kind of place an instance runs in.
    ///
    /// Docs: [Application, Activity Location Kind Enum](https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-location-kind-enum).
    pub enum ActivityLocationKind: str {
        /// A channel of a guild.
        GuildChannel = "gc",
        /// Direct messages.
        PrivateChannel = "pc",
        /// In a party; only in Discord's OpenAPI description.
        Party = "party",
    }
}
