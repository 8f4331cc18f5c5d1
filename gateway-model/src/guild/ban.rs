//! Bans and prunes.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::user::User;

object! {
    /// A ban.
    ///
    /// Docs: [Guild, Ban Object](https://docs.discord.com/developers/resources/guild#ban-object).
    #[derive(Eq, Hash)]
    pub struct Ban {
        /// Why.
        pub reason: Option<Box<str>>,
        /// The banned user.
        pub user: User,
    }
}

object! {
    /// Response to a ban of several users.
    ///
    /// Docs: [Guild, Bulk Guild Ban](https://docs.discord.com/developers/resources/guild#bulk-guild-ban).
    #[derive(Eq, Hash)]
    pub struct BulkBanResponse {
        /// Users that are now banned.
        pub banned_users: Box<[Id<marker::User>]>,
        /// Users that could not be banned.
        pub failed_users: Box<[Id<marker::User>]>,
    }
}

object! {
    /// Response to a prune, or to the count of members that it would remove.
    ///
    /// Docs: [Guild, Begin Guild Prune](https://docs.discord.com/developers/resources/guild#begin-guild-prune).
    #[derive(Copy, Eq, Hash)]
    pub struct PruneResult {
        /// Number of members; `None` if the count was not requested.
        pub pruned: Option<u64>,
    }
}
