//! Voice states and regions.
//!
//! Docs: [Voice Resource](https://docs.discord.com/developers/resources/voice).

use crate::guild::Member;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::timestamp::Timestamp;

object! {
    /// Where a user is in voice.
    ///
    /// Docs: [Voice, Voice State Object](https://docs.discord.com/developers/resources/voice#voice-state-object).
    #[derive(Eq, Hash)]
    pub struct VoiceState {
        /// Guild it is in; missing among the states of a Guild Create.
        pub guild_id?: Id<marker::Guild>,
        /// Channel the user is in; `None` after leaving.
        pub channel_id: Option<Id<marker::Channel>>,
        /// Whose state it is.
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
        /// Whether the user may not speak.
        pub suppress {default}: bool,
        /// Since when the user asks to speak.
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
        /// Whether it is the one closest to the client.
        pub optimal {default}: bool,
        /// Whether it should no longer be chosen.
        pub deprecated {default}: bool,
        /// Whether it was made for an event or the like.
        pub custom {default}: bool,
    }
}
