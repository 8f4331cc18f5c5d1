//! A moderation bot: `/ban`, `/timeout`, `/purge`, and "Show Member" in the menu of a user. With `DISCORD_TOKEN` on
//! Discord; without it on a simulator in this process with a user who tries them.

mod user;

use anyhow::Context as _;
use gateway_commands::{Choice, Command, Context, Defer, Router, check};
use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};
use gateway_model::user::User;
use gateway_model::{Permissions, Timestamp};

/// Bans a user.
#[derive(Command)]
#[command(default_member_permissions = Permissions::BAN_MEMBERS, contexts(Guild))]
struct Ban {
    /// Who is banned.
    user: User,
    /// Why; shown in the audit log.
    #[option(max_length = 300)]
    reason: Option<String>,
    /// Days of messages to delete.
    #[option(min = 0, max = 7)]
    days: Option<u32>,
}

async fn ban(ctx: Context, ban: Ban) -> anyhow::Result<()> {
    let seconds = ban.days.unwrap_or(0) * 24 * 60 * 60;
    let request = ctx.rest().create_guild_ban(guild(&ctx)?, ban.user.id);
    request.delete_message_seconds(seconds).reason(reason(&ctx, ban.reason)).await?;
    ctx.reply(format!("{} is banned.", ban.user.display_name())).await?;
    Ok(())
}

/// Times a member out.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MODERATE_MEMBERS, contexts(Guild))]
struct Timeout {
    /// Who may not write.
    member: Member,
    /// For how long.
    time: Time,
    /// Why; shown in the audit log.
    #[option(max_length = 300)]
    reason: Option<String>,
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

async fn timeout(ctx: Context, timeout: Timeout) -> anyhow::Result<()> {
    let user = timeout.member.user.as_ref().context("a member without a user")?;
    let until = Timestamp::now() + std::time::Duration::from_secs(60 * timeout.time as u64);
    let request = ctx.rest().modify_guild_member(guild(&ctx)?, user.id);
    request.communication_disabled_until(until).reason(reason(&ctx, timeout.reason)).await?;
    let (name, time) = (user.display_name(), timeout.time.name());
    ctx.reply(format!("{name} is timed out for {time}.")).await?;
    Ok(())
}

/// Deletes the last messages of this channel.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MANAGE_MESSAGES, contexts(Guild))]
struct Purge {
    /// How many.
    #[option(min = 2, max = 100)]
    count: u32,
}

async fn purge(ctx: Context, purge: Purge) -> anyhow::Result<()> {
    let channel = ctx.channel_id().context("no channel")?;
    let messages = ctx.rest().channel_messages(channel).limit(purge.count).await?;
    let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
    ctx.rest().bulk_delete_messages(channel, &ids).await?;
    ctx.reply(format!("{} messages are deleted.", ids.len())).await?;
    Ok(())
}

#[derive(Command)]
#[command(user, contexts(Guild))]
struct ShowMember(Member);

async fn show(ctx: Context, ShowMember(member): ShowMember) -> anyhow::Result<()> {
    ctx.reply(format!("{} roles.", member.roles.len())).await?;
    Ok(())
}

fn guild(ctx: &Context) -> anyhow::Result<Id<marker::Guild>> {
    ctx.guild_id().context("no guild")
}

fn reason(ctx: &Context, reason: Option<String>) -> String {
    let by = ctx.author().map(User::display_name).unwrap_or_default();
    format!("{by}: {}", reason.as_deref().unwrap_or("no reason"))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let group = |permission| {
        Router::new()
            .check(check::member_permissions(permission))
            .check(check::bot_permissions(permission))
    };
    let commands = Router::new()
        .merge(group(Permissions::BAN_MEMBERS).command(ban))
        .merge(group(Permissions::MODERATE_MEMBERS).command(timeout))
        .merge(group(Permissions::MANAGE_MESSAGES).command(purge))
        .command(show)
        .defer(Defer::Ephemeral)
        .build()?;
    user::tries(commands).await
}
