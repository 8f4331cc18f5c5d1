//! The bot's settings for each guild, and its log channel.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use gateway_commands::{Command, Context, Outcome};
use gateway_model::id::{Id, marker};
use gateway_model::{Permissions, channel::Channel};
use http_client::Client;

use crate::moderator::Moderator;

pub(crate) type GuildId = Id<marker::Guild>;

#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) log_channel: Option<Id<marker::Channel>>,
    pub(crate) words: Vec<String>,
    pub(crate) warnings: HashMap<Id<marker::User>, Vec<String>>,
}

#[derive(Default)]
pub(crate) struct Guilds(Mutex<HashMap<GuildId, Settings>>);

impl Guilds {
    pub(crate) fn with<T>(&self, guild: GuildId, settings: impl FnOnce(&mut Settings) -> T) -> T {
        let mut guilds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        settings(guilds.entry(guild).or_default())
    }

    /// Writes to the log channel of a guild, if it has one.
    pub(crate) async fn log(&self, rest: &Client, guild: GuildId, text: &str) -> Outcome {
        if let Some(channel) = self.with(guild, |settings| settings.log_channel) {
            rest.create_message(channel).content(text).await?;
        }
        Ok(())
    }
}

/// Chooses where the bot writes what it does.
#[derive(Command)]
#[command(default_member_permissions = Permissions::MANAGE_GUILD, contexts(Guild))]
pub(crate) struct LogChannel {
    /// The channel.
    #[option(channel_types(GuildText))]
    channel: Channel,
}

pub(crate) async fn log_channel(_: Context, chosen: LogChannel, by: Moderator) -> Outcome {
    by.guilds.with(by.guild, |settings| settings.log_channel = Some(chosen.channel.id));
    by.done("This is the log channel.", "/log_channel").await
}
