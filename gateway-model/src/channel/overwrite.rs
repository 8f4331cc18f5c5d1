//! Overwrites of permissions.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::permissions::Permissions;

object! {
    /// Permissions of a role or a member in a channel that differ from those in the whole guild.
    ///
    /// Docs: [Channel, Overwrite Object](https://docs.discord.com/developers/resources/channel#overwrite-object).
    #[derive(Copy, Eq, Hash)]
    pub struct Overwrite {
        /// Id of the role or user.
        pub id: Id<marker::Generic>,
        /// Whether it is a role or a user.
        pub kind as "type": OverwriteKind,
        /// What is allowed.
        pub allow: Permissions,
        /// What is denied.
        pub deny: Permissions,
    }
}

impl Overwrite {
    /// Creates an overwrite for a role.
    #[must_use]
    pub const fn role(id: Id<marker::Role>, allow: Permissions, deny: Permissions) -> Self {
        Self { id: id.cast(), kind: OverwriteKind::Role, allow, deny }
    }

    /// Creates an overwrite for a member.
    #[must_use]
    pub const fn member(id: Id<marker::User>, allow: Permissions, deny: Permissions) -> Self {
        Self { id: id.cast(), kind: OverwriteKind::Member, allow, deny }
    }
}

open_enum! {
    /// Kind of overwrite.
    ///
    /// Docs: [Channel, Overwrite Structure](https://docs.discord.com/developers/resources/channel#overwrite-object-overwrite-structure).
    pub enum OverwriteKind: i32 {
        /// A role.
        Role = 0,
        /// A member.
        Member = 1,
    }
}
