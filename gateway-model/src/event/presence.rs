//! Events of presences, typing and the bot's own user.

use super::payload::payload_event;
use crate::guild::Member;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::presence::Presence;
use crate::user::User;

payload_event! {
    /// A user's status, activities, name or avatar changed.
    ///
    /// Only the user's id is always present, and Discord does not validate the types of the other fields.
    ///
    /// Docs: [Gateway Events, Presence Update](https://docs.discord.com/developers/events/gateway-events#presence-update).
    pub struct PresenceUpdate(Presence);
}

object! {
    /// A user started to type.
    ///
    /// Docs: [Gateway Events, Typing Start](https://docs.discord.com/developers/events/gateway-events#typing-start).
    pub struct TypingStart {
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// The user who is typing.
        pub user_id: Id<marker::User>,
        /// When the user started, as Unix time in seconds.
        pub timestamp: i64,
        /// The user's membership, in a guild.
        pub member?: Box<Member>,
    }
}

payload_event! {
    /// The bot's own user changed.
    ///
    /// Docs: [Gateway Events, User Update](https://docs.discord.com/developers/events/gateway-events#user-update).
    pub struct UserUpdate(User);
}
