//! Why a check does not let an interaction through.

use gateway_model::Permissions;

/// Why a user may not do this; its text is for the user. A check returns it, or a handler: with `?` from a function that returns
/// [`Outcome`](crate::Outcome).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denied {
    /// It is for guilds only.
    #[error("This can only be used in a server.")]
    GuildOnly,
    /// It is for the owners of the app only.
    #[error("This is for the owners of the app only.")]
    NotOwner,
    /// The member lacks permissions.
    #[error("You need the permission to {}.", names(*missing))]
    MemberPermissions {
        /// Those that are missing.
        missing: Permissions,
    },
    /// The bot lacks permissions in this channel.
    #[error("The bot needs the permission to {} here.", names(*missing))]
    BotPermissions {
        /// Those that are missing.
        missing: Permissions,
    },
    /// Another reason.
    #[error("{0}")]
    Because(String),
}

impl Denied {
    /// Another reason, in a sentence for the user.
    pub fn because(reason: impl Into<String>) -> Self {
        Self::Because(reason.into())
    }
}

/// Permissions for a person to read: `ban members, kick members`.
fn names(permissions: Permissions) -> String {
    let names = permissions.iter_names().map(|(name, _)| name.to_lowercase().replace('_', " "));
    names.collect::<Vec<_>>().join(", ")
}
