//! Moderation of channels: deleting messages, by a command and by the word filter, and slow mode.

use std::sync::Arc;
use std::time::Duration;

use gateway_cache::Cache;
use gateway_commands::{Command, Context, Outcome, State};
use gateway_model::{Permissions, Timestamp, event::MessageCreate, user::User};

use crate::{moderator::Moderator, settings::Guilds};

/// Deletes messages of this channel: of the last hundred those that fit.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MANAGE_MESSAGES, contexts(Guild))]
pub(crate) struct Purge {
    /// How many at most.
    #[option(min = 1, max = 100)]
    count: u8,
    /// Only those of this user.
    user: Option<User>,
    /// Only those with this text.
    text: Option<String>,
}

pub(crate) async fn purge(ctx: Context, purge: Purge, by: Moderator) -> Outcome {
    let channel = ctx.channel_id().ok_or("no channel")?;
    // Discord does not delete messages in bulk that are older than two weeks.
    let oldest = Timestamp::now() - Duration::from_secs(14 * 24 * 60 * 60);
    let messages = ctx.rest().channel_messages(channel).limit(100).await?;
    let fitting = messages.iter().filter(|message| {
        message.id.timestamp() > oldest
            && purge.user.as_ref().is_none_or(|user| user.id == message.author.id)
            && purge.text.as_ref().is_none_or(|text| message.content.contains(text))
    });
    let ids: Vec<_> = fitting.map(|message| message.id).take(purge.count.into()).collect();
    match &*ids {
        [] => {}
        [id] => ctx.rest().delete_message(channel, *id).await?,
        ids => ctx.rest().bulk_delete_messages(channel, ids).await?,
    }
    by.done(&format!("{} messages are deleted.", ids.len()), "/purge").await
}

/// Lets everybody write in this channel only once in so many seconds.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MANAGE_CHANNELS, contexts(Guild))]
pub(crate) struct SlowMode {
    /// How many; 0 turns it off.
    #[option(min = 0, max = 21_600)]
    seconds: u32,
}

pub(crate) async fn slow_mode(ctx: Context, slow: SlowMode, by: Moderator) -> Outcome {
    let request = ctx.rest().modify_channel(ctx.channel_id().ok_or("no channel")?);
    request.rate_limit_per_user(slow.seconds).reason(by.reason("/slow_mode")).await?;
    by.done(&format!("Slow mode: {} s.", slow.seconds), "/slow_mode").await
}

/// Words that are not allowed.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MANAGE_GUILD, contexts(Guild))]
pub(crate) enum Words {
    /// Adds a word.
    Add {
        /// The word.
        word: String,
    },
    /// Removes a word.
    Remove {
        /// The word.
        word: String,
    },
}

pub(crate) async fn words(_: Context, words: Words, by: Moderator) -> Outcome {
    let list = by.guilds.with(by.guild, |settings| {
        match words {
            Words::Add { word } => settings.words.push(word.to_lowercase()),
            Words::Remove { word } => settings.words.retain(|known| *known != word.to_lowercase()),
        }
        settings.words.join(", ")
    });
    by.done(&format!("Words that are not allowed: {list}."), "/words").await
}

/// Deletes messages with a word that is not allowed, unless a moderator wrote them.
pub(crate) async fn filter(
    ctx: gateway_shard::Context,
    message: Arc<MessageCreate>,
    State(cache): State<Cache>,
    State(guilds): State<Guilds>,
) -> Outcome {
    let (by, channel, may) = (&message.author, message.channel_id, Permissions::MANAGE_MESSAGES);
    let Some(guild) = message.guild_id.filter(|_| by.bot != Some(true)) else { return Ok(()) };
    let text = message.content.to_lowercase();
    let found = guilds.with(guild, |it| it.words.iter().any(|word| text.contains(word)));
    let member = cache.fetch_member(ctx.rest(), guild, by.id);
    if !found || member.await.is_err() || cache.permissions_in(channel, by.id)?.contains(may) {
        return Ok(());
    }
    ctx.rest().delete_message(channel, message.id).reason("a word that is not allowed").await?;
    let log = format!("A message of {} is deleted: {text}", by.display_name());
    guilds.log(ctx.rest(), guild, &log).await
}
