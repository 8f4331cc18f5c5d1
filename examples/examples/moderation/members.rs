//! Moderation of members.

use std::time::Duration;

use gateway_commands::{Choice, Command, Context, Outcome, Reply};
use gateway_model::{Permissions, Timestamp, guild::Member, message::Embed, user::User};

use crate::moderator::Moderator;

/// Bans a user.
#[derive(Command)]
#[command(default_member_permissions = Permissions::BAN_MEMBERS, contexts(Guild))]
pub(crate) struct Ban {
    /// Who is banned.
    user: User,
    /// Why; in the audit log and the log channel.
    #[option(max_length = 300)]
    reason: String,
    /// Days of messages to delete.
    #[option(min = 0, max = 7)]
    days: Option<u32>,
}

pub(crate) async fn ban(ctx: Context, Ban { user, reason, days }: Ban, by: Moderator) -> Outcome {
    by.tell(&user, "You are banned", &reason).await?;
    let request = ctx.rest().create_guild_ban(by.guild, user.id).reason(by.reason(&reason));
    request.delete_message_seconds(days.unwrap_or(0) * 24 * 60 * 60).await?;
    by.done(&format!("{} is banned.", user.display_name()), &reason).await
}

/// Removes a member.
#[derive(Command)]
#[command(default_member_permissions = Permissions::KICK_MEMBERS, contexts(Guild))]
pub(crate) struct Kick {
    /// Who is removed.
    user: User,
    /// Why; in the audit log and the log channel.
    #[option(max_length = 300)]
    reason: String,
}

pub(crate) async fn kick(ctx: Context, Kick { user, reason }: Kick, by: Moderator) -> Outcome {
    by.tell(&user, "You are removed", &reason).await?;
    ctx.rest().remove_guild_member(by.guild, user.id).reason(by.reason(&reason)).await?;
    by.done(&format!("{} is removed.", user.display_name()), &reason).await
}

/// Times a member out.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MODERATE_MEMBERS, contexts(Guild))]
pub(crate) struct Timeout {
    /// Who may not write.
    user: User,
    /// For how long.
    time: Time,
    /// Why; in the audit log and the log channel.
    #[option(max_length = 300)]
    reason: String,
}

#[derive(Choice, Clone, Copy)]
enum Time {
    #[choice(name = "5 minutes", value = 5)]
    Minutes = 5,
    #[choice(name = "an hour", value = 60)]
    Hour = 60,
    #[choice(name = "a day", value = 1_440)]
    Day = 1_440,
}

pub(crate) async fn timeout(ctx: Context, given: Timeout, by: Moderator) -> Outcome {
    let Timeout { user, time, reason } = given;
    by.tell(&user, "You are timed out", &reason).await?;
    let until = Timestamp::now() + Duration::from_secs(60 * time as u64);
    let request = ctx.rest().modify_guild_member(by.guild, user.id).reason(by.reason(&reason));
    request.communication_disabled_until(until).await?;
    by.done(&format!("{} is timed out for {}.", user.display_name(), time.name()), &reason).await
}

/// Warns a member.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MODERATE_MEMBERS, contexts(Guild))]
pub(crate) struct Warn {
    /// Who is warned.
    user: User,
    /// Why.
    #[option(max_length = 300)]
    reason: String,
}

pub(crate) async fn warn(_: Context, Warn { user, reason }: Warn, by: Moderator) -> Outcome {
    by.tell(&user, "You are warned", &reason).await?;
    by.guilds.with(by.guild, |it| it.warnings.entry(user.id).or_default().push(reason.clone()));
    by.done(&format!("{} is warned.", user.display_name()), &reason).await
}

/// Shows the warnings of a member.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MODERATE_MEMBERS, contexts(Guild))]
pub(crate) struct Warnings {
    /// Whose.
    user: User,
}

pub(crate) async fn warnings(ctx: Context, of: Warnings, by: Moderator) -> Outcome {
    let all = by.guilds.with(by.guild, |it| it.warnings.get(&of.user.id).map(|all| all.join("\n")));
    Ok(ctx.reply(Reply::from(all.unwrap_or("None.".into())).ephemeral()).await.map(drop)?)
}

#[derive(Command)]
#[command(user, contexts(Guild))]
pub(crate) struct ShowMember(Member);

pub(crate) async fn show(ctx: Context, ShowMember(member): ShowMember) -> Outcome {
    let user = member.user.as_ref().ok_or("a member without a user")?;
    let roles = member.roles.len().to_string();
    let embed = Embed::new().title(user.display_name()).field("Roles", roles, true);
    Ok(ctx.reply(Reply::from(embed).ephemeral()).await.map(drop)?)
}
