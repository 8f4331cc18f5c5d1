//! The bot of `examples/examples/moderation` in poise: `/ban`, `/timeout`, `/purge`, and "Show Member" in the menu of a
//! user. With `DISCORD_TOKEN` on Discord.

use poise::serenity_prelude as serenity;
use serenity::{EditMember, GetMessages, GuildId, Timestamp};

type Error = Box<dyn std::error::Error + Send + Sync>;
type Context<'a> = poise::Context<'a, (), Error>;

/// Bans a user.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "BAN_MEMBERS",
    required_permissions = "BAN_MEMBERS",
    required_bot_permissions = "BAN_MEMBERS"
)]
async fn ban(
    ctx: Context<'_>,
    #[description = "Who is banned."] user: serenity::User,
    #[description = "Why; shown in the audit log."]
    #[max_length = 300]
    reason: Option<String>,
    #[description = "Days of messages to delete."]
    #[min = 0]
    #[max = 7]
    days: Option<u8>,
) -> Result<(), Error> {
    let reason = audit_reason(ctx, reason);
    guild(ctx)?.ban_with_reason(ctx, &user, days.unwrap_or(0), reason).await?;
    ctx.say(format!("{} is banned.", user.display_name())).await?;
    Ok(())
}

/// Times a member out.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "MODERATE_MEMBERS",
    required_permissions = "MODERATE_MEMBERS",
    required_bot_permissions = "MODERATE_MEMBERS"
)]
async fn timeout(
    ctx: Context<'_>,
    #[description = "Who may not write."] member: serenity::Member,
    #[description = "For how long."] time: Time,
    #[description = "Why; shown in the audit log."]
    #[max_length = 300]
    reason: Option<String>,
) -> Result<(), Error> {
    let until = Timestamp::now().unix_timestamp() + 60 * time as i64;
    let until = Timestamp::from_unix_timestamp(until)?;
    let reason = audit_reason(ctx, reason);
    let edit = EditMember::new().disable_communication_until_datetime(until);
    guild(ctx)?.edit_member(ctx, member.user.id, edit.audit_log_reason(&reason)).await?;
    let (name, time) = (member.user.display_name(), poise::ChoiceParameter::name(&time));
    ctx.say(format!("{name} is timed out for {time}.")).await?;
    Ok(())
}

#[derive(poise::ChoiceParameter, Clone, Copy)]
enum Time {
    #[name = "5 minutes"]
    Minutes = 5,
    #[name = "an hour"]
    Hour = 60,
    #[name = "a day"]
    Day = 1_440,
}

/// Deletes the last messages of this channel.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "MANAGE_MESSAGES",
    required_permissions = "MANAGE_MESSAGES",
    required_bot_permissions = "MANAGE_MESSAGES"
)]
async fn purge(
    ctx: Context<'_>,
    #[description = "How many."]
    #[min = 2]
    #[max = 100]
    count: u8,
) -> Result<(), Error> {
    let channel = ctx.channel_id();
    let messages = channel.messages(ctx, GetMessages::new().limit(count)).await?;
    let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
    channel.delete_messages(ctx, &ids).await?;
    ctx.say(format!("{} messages are deleted.", ids.len())).await?;
    Ok(())
}

#[poise::command(context_menu_command = "Show Member", guild_only, ephemeral)]
async fn show_member(ctx: Context<'_>, user: serenity::User) -> Result<(), Error> {
    let member = guild(ctx)?.member(ctx, user.id).await?;
    ctx.say(format!("{} roles.", member.roles.len())).await?;
    Ok(())
}

fn guild(ctx: Context<'_>) -> Result<GuildId, Error> {
    ctx.guild_id().ok_or_else(|| "no guild".into())
}

fn audit_reason(ctx: Context<'_>, reason: Option<String>) -> String {
    format!("{}: {}", ctx.author().display_name(), reason.as_deref().unwrap_or("no reason"))
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let options = poise::FrameworkOptions {
        commands: vec![ban(), timeout(), purge(), show_member()],
        ..Default::default()
    };
    let framework = poise::Framework::builder().options(options).setup(|ctx, _, framework| {
        Box::pin(async move {
            poise::builtins::register_globally(ctx, &framework.options().commands).await?;
            Ok(())
        })
    });
    let token = std::env::var("DISCORD_TOKEN")?;
    let intents = serenity::GatewayIntents::empty();
    let client = serenity::ClientBuilder::new(token, intents).framework(framework.build());
    Ok(client.await?.start().await?)
}
