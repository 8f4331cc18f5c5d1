//! Checks that decide whether a user may use a command.
//!
//! A check is an async function of a [`Context`] that returns an error if the handler must not run. If the error is a
//! [`Denied`], its text is sent to the user. Any other error is a failure of the check itself.
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
use gateway_handler::Outcome;
use gateway_model::Permissions;
use gateway_model::application::{Application, MembershipState, TeamMemberRole};
use gateway_model::id::{Id, marker};
use tokio::sync::OnceCell;

pub use super::denied::Denied;
use super::handler::Check;
use crate::answer::Context;

/// Allows interactions in guilds only.
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

/// Allows members who have all of these permissions in the channel. The permissions are part of the interaction, so no
/// request is needed. Outside guilds nobody has any.
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

/// Allows interactions if the bot has all of these permissions in the channel. The permissions are part of the
/// interaction, so no request is needed.
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

/// Allows the owner of the app. If a team owns it, the team's owner, admins and developers are allowed. They are
/// requested from Discord once.
///
/// Docs: [Teams, Team Member Role Types](https://docs.discord.com/developers/topics/teams#team-member-roles-team-member-role-types).
pub fn owner_only() -> impl Check {
    Owners(Arc::new(OnceCell::new()))
}

struct Owners(Arc<OnceCell<Vec<Id<marker::User>>>>);

impl Check for Owners {
    fn call(&self, ctx: Context) -> BoxFuture<'static, Outcome> {
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn owners(of: &Value) -> Vec<u64> {
        let mut app = json!({ "id": "1", "name": "a", "icon": null, "description": "", "bot_public": true,
            "bot_require_code_grant": false, "verify_key": "", "team": null, "flags": 0 });
        for (field, value) in of.as_object().unwrap() {
            app[field] = value.clone();
        }
        owners_of(&serde_json::from_value(app).unwrap()).iter().map(|id| id.get()).collect()
    }

    fn user(id: u64) -> Value {
        json!({ "id": id.to_string(), "username": "u", "discriminator": "0", "global_name": null, "avatar": null })
    }

    #[test]
    fn owners_are_the_owner_or_those_of_the_team_who_may() {
        assert_eq!(owners(&json!({ "owner": user(7) })), [7]);
        let member = |id: u64, role: &str, state: u8| json!({ "team_id": "9", "user": user(id), "role": role, "membership_state": state });
        let members = [
            member(1, "admin", 2),
            member(2, "developer", 2),
            member(3, "read_only", 2),
            // This member was only invited.
            member(4, "admin", 1),
            member(5, "read_only", 2),
        ];
        let team = json!({ "id": "9", "icon": null, "name": "t", "owner_user_id": "5", "members": members });
        // If a team owns an app, the app's owner is the team itself.
        assert_eq!(owners(&json!({ "owner": user(9), "team": team })), [1, 2, 5]);
    }
}
