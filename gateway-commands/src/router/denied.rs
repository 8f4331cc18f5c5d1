//! Why a check does not allow an interaction.

use gateway_model::Permissions;

/// Why a user may not use this. Its text is for the user. Checks return it, and so can handlers, with `?` in a function
/// that returns [`Outcome`](crate::Outcome).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denied {
    /// Only allowed in guilds.
    #[error("This can only be used in a server.")]
    GuildOnly,
    /// Only allowed for the owners of the app.
    #[error("This is for the owners of the app only.")]
    NotOwner,
    /// The member lacks permissions.
    #[error("You need the permission to {}.", names(*missing))]
    MemberPermissions {
        /// The missing permissions.
        missing: Permissions,
    },
    /// The bot lacks permissions in this channel.
    #[error("The bot needs the permission to {} here.", names(*missing))]
    BotPermissions {
        /// The missing permissions.
        missing: Permissions,
    },
    /// Another reason.
    #[error("{0}")]
    Because(String),
}

impl Denied {
    /// Creates a denial with this reason, a sentence for the user.
    pub fn because(reason: impl Into<String>) -> Self {
        Self::Because(reason.into())
    }
}

/// Lists permissions for a person to read: `ban members, kick members`.
fn names(permissions: Permissions) -> String {
    let names = permissions.iter_names().map(|(name, _)| name.to_lowercase().replace('_', " "));
    names.collect::<Vec<_>>().join(", ")
}
