//! Checks: who may use a command, and where.
//!
//! A check is an async function of a [`Context`] that returns an error if the handler must not run. A [`Denied`] is told
//! to the user; any other error is a failure of the check itself.
//!
//! ```
//! use gateway_commands::check::Denied;
//! use gateway_commands::{Context, Router};
//!
//! async fn in_general(ctx: Context) -> Result<(), Denied> {
//!     let name = ctx.channel().and_then(|channel| channel.name.as_deref());
//!     if name == Some("general") { Ok(()) } else { Err(Denied::because("Only in #general.")) }
//! }
//!
//! let router = Router::new().check(in_general);
//! ```

use std::future::ready;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use gateway_model::Permissions;
use gateway_model::application::{Application, MembershipState, TeamMemberRole};
use gateway_model::id::{Id, marker};
use tokio::sync::OnceCell;

use super::failure::BoxError;
use super::handler::Check;
use crate::answer::Context;

/// Why a user may not do this; its text is for the user.
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

/// Lets interactions in guilds through.
///
/// # Errors
///
/// Returns an error outside guilds.
///
/// # Cancel safety
///
/// Cancel-safe.
pub async fn guild_only(ctx: Context) -> Result<(), Denied> {
    if ctx.guild_id().is_some() { Ok(()) } else { Err(Denied::GuildOnly) }
}

/// Lets members through who have all of these permissions in the channel. They are part of the interaction, so nothing is
/// asked of Discord. Outside guilds nobody has any.
///
/// Docs: [Receiving and Responding, Interaction Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure).
pub fn member_permissions(needed: Permissions) -> impl Check {
    move |ctx: Context| {
        let has = ctx.member().and_then(|member| member.permissions).unwrap_or_default();
        let missing = lacking(has, needed);
        ready(if ctx.guild_id().is_none() {
            Err(Denied::GuildOnly)
        } else if missing.is_empty() {
            Ok(())
        } else {
            Err(Denied::MemberPermissions { missing })
        })
    }
}

/// Lets interactions through if the bot has all of these permissions in the channel. They are part of the interaction, so
/// nothing is asked of Discord.
///
/// Docs: [Receiving and Responding, Interaction Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure).
pub fn bot_permissions(needed: Permissions) -> impl Check {
    move |ctx: Context| {
        let missing = lacking(ctx.interaction().app_permissions.unwrap_or_default(), needed);
        ready(if missing.is_empty() { Ok(()) } else { Err(Denied::BotPermissions { missing }) })
    }
}

/// Docs: [Permissions, Permission Hierarchy](https://docs.discord.com/developers/topics/permissions#permission-hierarchy).
fn lacking(has: Permissions, needed: Permissions) -> Permissions {
    if has.contains(Permissions::ADMINISTRATOR) { Permissions::empty() } else { needed - has }
}

/// Lets the owner of the app through; if it is a team's, the team's owner and its admins and developers. Who they are is
/// asked of Discord once.
///
/// Docs: [Teams, Team Member Role Types](https://docs.discord.com/developers/topics/teams#team-member-roles-team-member-role-types).
pub fn owner_only() -> impl Check {
    Owners(Arc::new(OnceCell::new()))
}

struct Owners(Arc<OnceCell<Vec<Id<marker::User>>>>);

impl Check for Owners {
    fn call(&self, ctx: Context) -> BoxFuture<'static, Result<(), BoxError>> {
        let owners = Arc::clone(&self.0);
        Box::pin(async move {
            let asked = async || ctx.rest().current_application().await.map(|app| owners_of(&app));
            let owners = owners.get_or_try_init(asked).await?;
            let is_owner = ctx.author().is_some_and(|author| owners.contains(&author.id));
            if is_owner { Ok(()) } else { Err(Denied::NotOwner.into()) }
        })
    }
}

fn owners_of(application: &Application) -> Vec<Id<marker::User>> {
    let Some(team) = &application.team else {
        return application.owner.iter().map(|owner| owner.id).collect();
    };
    let may = [TeamMemberRole::Admin, TeamMemberRole::Developer];
    let accepted = team.members.iter().filter(|member| {
        member.membership_state == MembershipState::Accepted && may.contains(&member.role)
    });
    accepted.map(|member| member.user.id).chain([team.owner_user_id]).collect()
}
