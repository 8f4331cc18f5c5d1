//! Found messages.

use super::Message;
use crate::channel::{Channel, ThreadMember};
use crate::macros::object::object;

object! {
    /// Messages found in a guild, one page of them.
    ///
    /// Docs: [Message, Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages).
    pub struct MessageSearchResult {
        /// Whether old messages are being indexed, so that there may be more later.
        pub doing_deep_historical_index: bool,
        /// How many have been indexed in that.
        pub documents_indexed?: u64,
        /// How many match.
        pub total_results: u64,
        /// Those of this page, each in a list of its own.
        pub messages: Box<[Box<[Message]>]>,
        /// Threads they are in.
        pub threads[]: Channel,
        /// The current user's membership of those threads.
        pub members[]: ThreadMember,
    }
}
