//! What the ids in an interaction or message stand for.

use std::collections::BTreeMap;

use crate::channel::Channel;
use crate::guild::{Member, Role};
use crate::id::{Id, marker};
use crate::message::{Attachment, Message};
use crate::object::object;
use crate::user::User;

object! {
    /// What the ids in an interaction or message stand for.
    ///
    /// Docs: [Receiving and Responding, Resolved Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure).
    #[derive(Default)]
    pub struct ResolvedData {
        /// Users.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub users: BTreeMap<Id<marker::User>, User>,
        /// Members, without `user`, `deaf` and `mute`; their users are among the users.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub members: BTreeMap<Id<marker::User>, Member>,
        /// Roles.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub roles: BTreeMap<Id<marker::Role>, Role>,
        /// Channels, in part.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub channels: BTreeMap<Id<marker::Channel>, Channel>,
        /// Messages, in part.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub messages: BTreeMap<Id<marker::Message>, Message>,
        /// Files.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub attachments: BTreeMap<Id<marker::Attachment>, Attachment>,
    }
}
