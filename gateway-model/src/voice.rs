//! Voice states and regions.
//!
//! Docs: [Voice Resource](https://docs.discord.com/developers/resources/voice).

use crate::guild::Member;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::timestamp::Timestamp;

object! {
    /// The voice state of a user.
    ///
    /// Docs: [Voice, Voice State Object](https://docs.discord.com/developers/resources/voice#voice-state-object).
    #[derive(Eq, Hash)]
    pub struct VoiceState {
        /// Guild; missing in the states of a Guild Create.
        pub guild_id?: Id<marker::Guild>,
        /// Channel of the user; `None` after leaving.
        pub channel_id: Option<Id<marker::Channel>>,
        /// The user.
        pub user_id: Id<marker::User>,
        /// The user's membership.
        pub member?: Box<Member>,
        /// Id of the voice session.
        pub session_id: Box<str>,
        /// Whether the guild deafens the user.
        pub deaf {default}: bool,
        /// Whether the guild mutes the user.
        pub mute {default}: bool,
        /// Whether the user deafens themselves.
        pub self_deaf {default}: bool,
        /// Whether the user mutes themselves.
        pub self_mute {default}: bool,
        /// Whether the user streams.
        pub self_stream?: bool,
        /// Whether the user's camera is on; false if it is missing, as in the docs' example.
        pub self_video {default}: bool,
        /// Whether the user is suppressed.
        pub suppress {default}: bool,
        /// When the user asked to speak.
        pub request_to_speak_timestamp: Option<Timestamp>,
    }
}

object! {
    /// A region with voice servers.
    ///
    /// Docs: [Voice, Voice Region Object](https://docs.discord.com/developers/resources/voice#voice-region-object).
    #[derive(Eq, Hash)]
    pub struct VoiceRegion {
        /// Id of the region.
        pub id: Box<str>,
        /// Name.
        pub name: Box<str>,
        /// Whether it is the closest to the client.
        pub optimal {default}: bool,
        /// Whether it is deprecated.
        pub deprecated {default}: bool,
        /// Whether it is a custom region, for example for an event.
        pub custom {default}: bool,
    }
}
