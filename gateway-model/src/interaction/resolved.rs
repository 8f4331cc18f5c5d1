//! The objects referenced by ids in an interaction or message.

use std::collections::BTreeMap;

use crate::channel::Channel;
use crate::guild::{Member, Role};
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::message::{Attachment, Message};
use crate::user::User;

object! {
    /// The objects referenced by ids in an interaction or message.
    ///
    /// Docs: [Receiving and Responding, Resolved Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure).
    #[derive(Default)]
    pub struct ResolvedData {
        /// Users.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        pub users {default}: BTreeMap<Id<marker::User>, User>,
        /// Members, without `user`, `deaf` and `mute`; their users are in `users`.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        pub members {default}: BTreeMap<Id<marker::User>, Member>,
        /// Roles.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        pub roles {default}: BTreeMap<Id<marker::Role>, Role>,
        /// Channels, with only some of their fields.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        pub channels {default}: BTreeMap<Id<marker::Channel>, Channel>,
        /// Messages, with only some of their fields.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        pub messages {default}: BTreeMap<Id<marker::Message>, Message>,
        /// Files.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        pub attachments {default}: BTreeMap<Id<marker::Attachment>, Attachment>,
    }
}
