//! Found messages.

use super::Message;
use crate::channel::{Channel, ThreadMember};
use crate::macros::object::object;

object! {
    /// A page of messages found in a guild.
    ///
    /// Docs: [Message, Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages).
    pub struct MessageSearchResult {
        /// Whether old messages are being indexed, so that a later search may find more.
        pub doing_deep_historical_index: bool,
        /// Number of messages indexed so far.
        pub documents_indexed?: u64,
        /// Total number of results.
        pub total_results: u64,
        /// Messages of this page, each in a separate list.
        pub messages: Box<[Box<[Message]>]>,
        /// Threads of these messages.
        pub threads[]: Channel,
        /// The current user's membership of those threads.
        pub members[]: ThreadMember,
    }
}
