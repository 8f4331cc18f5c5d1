//! The bot of `examples/examples/moderation` in poise, with the same commands, checks, filter, log and appeals. With
//! `DISCORD_TOKEN` on Discord.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use poise::serenity_prelude as serenity;
use poise::{ChoiceParameter as _, CreateReply, FrameworkContext};
use serenity::{
    ButtonStyle, ChannelId, ComponentInteraction, CreateActionRow, CreateButton, CreateEmbed,
    CreateInteractionResponseFollowup, CreateMessage, EditChannel, EditMember, FullEvent,
    GatewayIntents, GetMessages, GuildId, Member, Message, Permissions, RoleId, Timestamp, User,
    UserId,
};

type Error = Box<dyn std::error::Error + Send + Sync>;
type Context<'a> = poise::Context<'a, Guilds, Error>;

#[derive(Default)]
struct Settings {
    log_channel: Option<ChannelId>,
    words: Vec<String>,
    warnings: HashMap<UserId, Vec<String>>,
}

#[derive(Default)]
struct Guilds(Mutex<HashMap<GuildId, Settings>>);

impl Guilds {
    fn with<T>(&self, guild: GuildId, settings: impl FnOnce(&mut Settings) -> T) -> T {
        let mut guilds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        settings(guilds.entry(guild).or_default())
    }

    /// Writes to the log channel of a guild, if it has one.
    async fn log(&self, ctx: &serenity::Context, guild: GuildId, text: &str) -> Result<(), Error> {
        if let Some(channel) = self.with(guild, |settings| settings.log_channel) {
            channel.say(ctx, text).await?;
        }
        Ok(())
    }
}

fn guild(ctx: Context<'_>) -> Result<GuildId, Error> {
    ctx.guild_id().ok_or_else(|| "no guild".into())
}

/// Tells a member, unless the member is not below the moderator and the bot.
async fn tell(ctx: Context<'_>, user: &User, what: &str, reason: &str) -> Result<(), Error> {
    let guild = ctx.partial_guild().await.ok_or("no guild")?;
    let Ok(target) = guild.member(ctx, user.id).await else { return Ok(()) };
    let position = |role: &RoleId| guild.roles.get(role).map(|role| role.position);
    let rank = |member: &Member| match guild.owner_id == member.user.id {
        true => u16::MAX,
        false => member.roles.iter().filter_map(position).max().unwrap_or(0),
    };
    for by in [ctx.author().id, ctx.framework().bot_id] {
        if rank(&guild.member(ctx, by).await?) <= rank(&target) {
            return Err("They are not below you and the bot.".into());
        }
    }
    let appeal = CreateButton::new(format!("appeal:{}", guild.id)).label("Appeal");
    let row = CreateActionRow::Buttons(vec![appeal.style(ButtonStyle::Secondary)]);
    let message = CreateMessage::new().content(format!("{what}: {reason}")).components(vec![row]);
    // Many do not take messages of bots.
    let _ = user.direct_message(ctx, message).await;
    Ok(())
}

/// The reason for the audit log.
fn audit(ctx: Context<'_>, reason: &str) -> String {
    format!("{}: {reason}", ctx.author().display_name())
}

/// Tells the moderator and the log channel.
async fn done(ctx: Context<'_>, what: &str, reason: &str) -> Result<(), Error> {
    let log = format!("{what} {}", audit(ctx, reason));
    ctx.data().log(ctx.serenity_context(), guild(ctx)?, &log).await?;
    ctx.say(what).await?;
    Ok(())
}

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
    #[description = "Who is banned."] user: User,
    #[description = "Why; in the audit log and the log channel."]
    #[max_length = 300]
    reason: String,
    #[description = "Days of messages to delete."]
    #[min = 0]
    #[max = 7]
    days: Option<u8>,
) -> Result<(), Error> {
    tell(ctx, &user, "You are banned", &reason).await?;
    let audit = audit(ctx, &reason);
    guild(ctx)?.ban_with_reason(ctx, &user, days.unwrap_or(0), audit).await?;
    done(ctx, &format!("{} is banned.", user.display_name()), &reason).await
}

/// Removes a member.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "KICK_MEMBERS",
    required_permissions = "KICK_MEMBERS",
    required_bot_permissions = "KICK_MEMBERS"
)]
async fn kick(
    ctx: Context<'_>,
    #[description = "Who is removed."] user: User,
    #[description = "Why; in the audit log and the log channel."]
    #[max_length = 300]
    reason: String,
) -> Result<(), Error> {
    tell(ctx, &user, "You are removed", &reason).await?;
    guild(ctx)?.kick_with_reason(ctx, &user, &audit(ctx, &reason)).await?;
    done(ctx, &format!("{} is removed.", user.display_name()), &reason).await
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
    #[description = "Who may not write."] user: User,
    #[description = "For how long."] time: Time,
    #[description = "Why; in the audit log and the log channel."]
    #[max_length = 300]
    reason: String,
) -> Result<(), Error> {
    tell(ctx, &user, "You are timed out", &reason).await?;
    let until = Timestamp::now().unix_timestamp() + 60 * time as i64;
    let until = Timestamp::from_unix_timestamp(until)?;
    let (edit, audit) = (EditMember::new(), audit(ctx, &reason));
    let edit = edit.disable_communication_until_datetime(until).audit_log_reason(&audit);
    guild(ctx)?.edit_member(ctx, &user, edit).await?;
    let what = format!("{} is timed out for {}.", user.display_name(), time.name());
    done(ctx, &what, &reason).await
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

/// Warns a member.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "MODERATE_MEMBERS",
    required_permissions = "MODERATE_MEMBERS",
    required_bot_permissions = "MODERATE_MEMBERS"
)]
async fn warn(
    ctx: Context<'_>,
    #[description = "Who is warned."] user: User,
    #[description = "Why."]
    #[max_length = 300]
    reason: String,
) -> Result<(), Error> {
    tell(ctx, &user, "You are warned", &reason).await?;
    let guild = guild(ctx)?;
    ctx.data().with(guild, |it| it.warnings.entry(user.id).or_default().push(reason.clone()));
    done(ctx, &format!("{} is warned.", user.display_name()), &reason).await
}

/// Shows the warnings of a member.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "MODERATE_MEMBERS",
    required_permissions = "MODERATE_MEMBERS",
    required_bot_permissions = "MODERATE_MEMBERS"
)]
async fn warnings(ctx: Context<'_>, #[description = "Whose."] user: User) -> Result<(), Error> {
    let all = ctx.data().with(guild(ctx)?, |settings| settings.warnings.get(&user.id).cloned());
    ctx.say(all.map_or_else(|| "None.".to_owned(), |all| all.join("\n"))).await?;
    Ok(())
}

/// Deletes messages of this channel: of the last hundred those that fit.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    member_cooldown = 5,
    default_member_permissions = "MANAGE_MESSAGES",
    required_permissions = "MANAGE_MESSAGES",
    required_bot_permissions = "MANAGE_MESSAGES"
)]
async fn purge(
    ctx: Context<'_>,
    #[description = "How many at most."]
    #[min = 1]
    #[max = 100]
    count: u8,
    #[description = "Only those of this user."] user: Option<User>,
    #[description = "Only those with this text."] text: Option<String>,
) -> Result<(), Error> {
    let channel = ctx.channel_id();
    // Discord deletes none at once that are older than two weeks.
    let oldest = Timestamp::now().unix_timestamp() - 14 * 24 * 60 * 60;
    let messages = channel.messages(ctx, GetMessages::new().limit(100)).await?;
    let fitting = messages.iter().filter(|message| {
        message.id.created_at().unix_timestamp() > oldest
            && user.as_ref().is_none_or(|user| user.id == message.author.id)
            && text.as_ref().is_none_or(|text| message.content.contains(text))
    });
    let ids: Vec<_> = fitting.map(|message| message.id).take(count.into()).collect();
    if !ids.is_empty() {
        channel.delete_messages(ctx, &ids).await?;
    }
    done(ctx, &format!("{} messages are deleted.", ids.len()), "/purge").await
}

/// Lets everybody write in this channel only once in so many seconds.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "MANAGE_CHANNELS",
    required_permissions = "MANAGE_CHANNELS",
    required_bot_permissions = "MANAGE_CHANNELS"
)]
async fn slow_mode(
    ctx: Context<'_>,
    #[description = "How many; 0 turns it off."]
    #[min = 0]
    #[max = 21_600]
    seconds: u16,
) -> Result<(), Error> {
    let audit = audit(ctx, "/slow_mode");
    let edit = EditChannel::new().rate_limit_per_user(seconds).audit_log_reason(&audit);
    ctx.channel_id().edit(ctx, edit).await?;
    done(ctx, &format!("Slow mode: {seconds} s."), "/slow_mode").await
}

/// Words that are not allowed.
#[poise::command(
    slash_command,
    guild_only,
    subcommands("add", "remove"),
    default_member_permissions = "MANAGE_GUILD"
)]
async fn words(_: Context<'_>) -> Result<(), Error> {
    Ok(())
}

/// Adds a word.
#[poise::command(
    slash_command,
    ephemeral,
    required_permissions = "MANAGE_GUILD",
    required_bot_permissions = "MANAGE_GUILD"
)]
async fn add(ctx: Context<'_>, #[description = "The word."] word: String) -> Result<(), Error> {
    ctx.data().with(guild(ctx)?, |settings| settings.words.push(word.to_lowercase()));
    list(ctx).await
}

/// Removes a word.
#[poise::command(
    slash_command,
    ephemeral,
    required_permissions = "MANAGE_GUILD",
    required_bot_permissions = "MANAGE_GUILD"
)]
async fn remove(ctx: Context<'_>, #[description = "The word."] word: String) -> Result<(), Error> {
    let is_other = |known: &String| *known != word.to_lowercase();
    ctx.data().with(guild(ctx)?, |settings| settings.words.retain(is_other));
    list(ctx).await
}

async fn list(ctx: Context<'_>) -> Result<(), Error> {
    let list = ctx.data().with(guild(ctx)?, |settings| settings.words.join(", "));
    done(ctx, &format!("Words that are not allowed: {list}."), "/words").await
}

/// Chooses where the bot writes what it does.
#[poise::command(
    slash_command,
    guild_only,
    ephemeral,
    default_member_permissions = "MANAGE_GUILD",
    required_permissions = "MANAGE_GUILD",
    required_bot_permissions = "MANAGE_GUILD"
)]
async fn log_channel(
    ctx: Context<'_>,
    #[description = "The channel."]
    #[channel_types("Text")]
    channel: serenity::GuildChannel,
) -> Result<(), Error> {
    ctx.data().with(guild(ctx)?, |settings| settings.log_channel = Some(channel.id));
    done(ctx, "This is the log channel.", "/log_channel").await
}

#[poise::command(context_menu_command = "Show Member", guild_only, ephemeral)]
async fn show_member(ctx: Context<'_>, user: User) -> Result<(), Error> {
    let roles = guild(ctx)?.member(ctx, user.id).await?.roles.len().to_string();
    let embed = CreateEmbed::new().title(user.display_name()).field("Roles", roles, true);
    ctx.send(CreateReply::default().embed(embed)).await?;
    Ok(())
}

/// Lists the commands.
#[poise::command(slash_command, ephemeral)]
async fn help(ctx: Context<'_>) -> Result<(), Error> {
    let commands = ctx.framework().options().commands.iter();
    let slash = commands.filter_map(|it| Some((&it.name, it.description.as_ref()?)));
    let lines = slash.map(|(name, description)| format!("`/{name}`: {description}\n"));
    ctx.say(lines.collect::<String>()).await?;
    Ok(())
}

#[derive(poise::Modal)]
#[name = "Appeal"]
struct Form {
    #[name = "Why was this wrong?"]
    #[paragraph]
    #[max_length = 1000]
    text: String,
}

async fn appeal(
    ctx: &serenity::Context,
    pressed: &ComponentInteraction,
    guilds: &Guilds,
) -> Result<(), Error> {
    let Some(guild) = pressed.data.custom_id.strip_prefix("appeal:") else { return Ok(()) };
    let (ctx, wait) = (Arc::new(ctx.clone()), Some(Duration::from_secs(600)));
    let asked = poise::execute_modal_on_component_interaction(
        Arc::clone(&ctx),
        pressed.clone(),
        None,
        wait,
    );
    let Some::<Form>(form) = asked.await? else { return Ok(()) };
    let log = format!("{} appeals: {}", pressed.user.display_name(), form.text);
    guilds.log(&ctx, guild.parse()?, &log).await?;
    let thanks = CreateInteractionResponseFollowup::new().content("The moderators will read it.");
    pressed.create_followup(&*ctx, thanks).await?;
    Ok(())
}

/// Deletes messages with a word that is not allowed, unless a moderator writes it.
async fn filter(ctx: &serenity::Context, message: &Message, guilds: &Guilds) -> Result<(), Error> {
    let Some(guild) = message.guild_id.filter(|_| !message.author.bot) else { return Ok(()) };
    let text = message.content.to_lowercase();
    let found = guilds.with(guild, |it| it.words.iter().any(|word| text.contains(word)));
    let may = message.author_permissions(ctx).unwrap_or_default();
    if !found || may.contains(Permissions::MANAGE_MESSAGES) {
        return Ok(());
    }
    let (channel, why) = (message.channel_id, Some("a word that is not allowed"));
    ctx.http.delete_message(channel, message.id, why).await?;
    let log = format!("A message of {} is deleted: {text}", message.author.display_name());
    guilds.log(ctx, guild, &log).await
}

async fn on_event(
    ctx: &serenity::Context,
    event: &FullEvent,
    _: FrameworkContext<'_, Guilds, Error>,
    guilds: &Guilds,
) -> Result<(), Error> {
    match event {
        FullEvent::Message { new_message } => filter(ctx, new_message, guilds).await,
        FullEvent::InteractionCreate { interaction } => match interaction.as_message_component() {
            Some(pressed) => appeal(ctx, pressed, guilds).await,
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let moderation = vec![ban(), kick(), timeout(), warn(), warnings(), show_member(), help()];
    let channels = vec![purge(), slow_mode(), words(), log_channel()];
    let options = poise::FrameworkOptions {
        commands: moderation.into_iter().chain(channels).collect(),
        event_handler: |ctx, event, framework, guilds| {
            Box::pin(on_event(ctx, event, framework, guilds))
        },
        ..Default::default()
    };
    let framework = poise::Framework::builder().options(options).setup(|ctx, _, framework| {
        Box::pin(async move {
            poise::builtins::register_globally(ctx, &framework.options().commands).await?;
            Ok(Guilds::default())
        })
    });
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MEMBERS;
    let intents = intents | GatewayIntents::GUILD_MESSAGES | GatewayIntents::MESSAGE_CONTENT;
    let token = std::env::var("DISCORD_TOKEN")?;
    let client = serenity::ClientBuilder::new(token, intents).framework(framework.build());
    Ok(client.await?.start().await?)
}
