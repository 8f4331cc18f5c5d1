//! The whole state: guilds, direct messages, users, and the objects that the bot created.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use gateway_model::Id;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{DISCORD_EPOCH_MS, marker};
use serde_json::{Map, Value, json};

use super::activities::Activities;
use super::alarms::Alarms;
use super::application::Application;
use super::authorizations::Authorizations;
use super::commands::Commands;
use super::guild::Guild;
use super::interactions::Interactions;
use super::invite_users::InviteUsers;
use super::journal::Journal;
use super::lobbies::Lobbies;
use super::made_guilds::{GuildRef, MadeGuilds};
use super::made_ids::MadeIds;
use super::messages::ChannelMessages;
use super::objects::Objects;
use super::provisional::ProvisionalAccounts;
use super::sharding::is_of_shard;

/// All simulated guilds, channels, users and other objects.
#[derive(Debug)]
pub struct World {
    seed: u64,
    guilds: usize,
    members: usize,
    pub(super) changed: BTreeMap<Id<marker::Guild>, Guild>,
    /// A cache of guilds that were not changed.
    pub(super) made_guilds: MadeGuilds,
    /// Guilds of channels that were created later; ids of generated channels contain the time of their guild.
    pub(super) made_channels: BTreeMap<u64, Id<marker::Guild>>,
    /// Direct message channels by id.
    pub(super) dms: BTreeMap<u64, Value>,
    pub(super) messages: BTreeMap<u64, ChannelMessages>,
    /// The last message that was written in each channel, even if it was deleted. Threads store it themselves.
    pub(super) last_messages: BTreeMap<u64, u64>,
    /// Channels and ids of the messages that were written, oldest first; some may be deleted.
    pub(super) written: VecDeque<(u64, u64)>,
    /// The bytes of all messages.
    pub(super) message_bytes: usize,
    /// Users who joined later or left; others are members from the start.
    pub(super) users: BTreeMap<u64, Value>,
    commands: Commands,
    interactions: Interactions,
    /// Guilds the bot was removed from.
    gone: BTreeSet<Id<marker::Guild>>,
    pub(super) invites: Objects<String>,
    pub(super) webhooks: Objects,
    /// Emojis of the application.
    pub(crate) application_emojis: Objects,
    /// Entitlements to the application's SKUs, by id.
    pub(crate) entitlements: Objects,
    /// Subscriptions of users to the application's SKUs, by id.
    pub(crate) subscriptions: BTreeMap<u64, Value>,
    /// The users who may accept an invite, by its code.
    pub(crate) invite_users: InviteUsers,
    /// The fields of its own user that the bot changed.
    pub(super) bot_changes: Map<String, Value>,
    /// The changes of the current request; `None` if they are not recorded.
    pub(super) journal: Option<Journal>,
    pub(super) last_id: u64,
    /// The ids that were created.
    pub(crate) made_ids: MadeIds,
    /// Changes that are due at a time.
    pub(crate) alarms: Alarms,
    /// Lobbies of the application.
    pub(crate) lobbies: Lobbies,
    /// The state of the application.
    pub(crate) application: Application,
    /// The access tokens of users who authorized the application.
    pub(crate) authorizations: Authorizations,
    /// Running instances of the application's activity.
    pub(crate) activities: Activities,
    /// Accounts of users who have none of Discord's.
    pub(crate) provisional: ProvisionalAccounts,
}

/// Snowflake time of the first guild: 2021-08-16, in ms since Discord's epoch.
const FIRST_GUILD_MS: u64 = 209_000_000_000;

/// The bits of a snowflake below its time.
pub(super) const LOW_BITS: u64 = 0x3f_ffff;

impl World {
    /// Creates a world with this many guilds, each with this many members, including the bot.
    pub(crate) fn new(guilds: usize, members: usize, seed: u64) -> Self {
        Self {
            seed,
            guilds,
            members: members.max(1),
            changed: BTreeMap::new(),
            made_guilds: MadeGuilds::default(),
            made_channels: BTreeMap::new(),
            dms: BTreeMap::new(),
            messages: BTreeMap::new(),
            last_messages: BTreeMap::new(),
            written: VecDeque::new(),
            message_bytes: 0,
            users: BTreeMap::new(),
            commands: Commands::default(),
            interactions: Interactions::default(),
            gone: BTreeSet::new(),
            invites: Objects::default(),
            webhooks: Objects::default(),
            application_emojis: Objects::default(),
            entitlements: Objects::default(),
            subscriptions: BTreeMap::new(),
            invite_users: InviteUsers::default(),
            bot_changes: Map::new(),
            journal: None,
            last_id: 0,
            made_ids: MadeIds::default(),
            alarms: Alarms::default(),
            lobbies: Lobbies::default(),
            application: Application::default(),
            authorizations: Authorizations::default(),
            activities: Activities::default(),
            provisional: ProvisionalAccounts::default(),
        }
    }

    /// Returns how many guilds there are.
    #[must_use]
    pub fn guild_count(&self) -> usize {
        self.guilds - self.gone.len()
    }

    /// Returns the guilds, oldest first. Each was created 1 ms after the one before it, so that they are spread evenly
    /// over any number of shards.
    pub fn guilds(&self) -> impl Iterator<Item = Id<marker::Guild>> + use<'_> {
        let all =
            (0..self.guilds as u64).filter_map(|index| Id::new((FIRST_GUILD_MS + index) << 22));
        all.filter(|guild| !self.gone.contains(guild))
    }

    /// Returns the guild with this index, counted from the oldest, even if the bot has left it.
    #[must_use]
    pub fn guild_at(&self, index: usize) -> Option<Id<marker::Guild>> {
        if index < self.guilds { Id::new((FIRST_GUILD_MS + index as u64) << 22) } else { None }
    }

    /// Returns the guilds of one shard.
    pub fn guilds_of(&self, shard: ShardId) -> impl Iterator<Item = Id<marker::Guild>> + use<'_> {
        self.guilds().filter(move |guild| is_of_shard(*guild, shard))
    }

    /// Returns whether the bot is in this guild.
    #[must_use]
    pub fn has_guild(&self, guild: Id<marker::Guild>) -> bool {
        self.guild_index(guild).is_some() && !self.gone.contains(&guild)
    }

    /// Removes a guild from the bot's world, or adds it again; returns whether that changed anything.
    pub(crate) fn set_gone(&mut self, guild: Id<marker::Guild>, gone: bool) -> bool {
        match gone {
            true => self.guild_index(guild).is_some() && self.gone.insert(guild),
            false => self.gone.remove(&guild),
        }
    }

    /// Returns the incoming webhooks by id.
    pub(crate) const fn webhooks(&self) -> &Objects {
        &self.webhooks
    }

    /// Returns the incoming webhooks by id, to change them.
    pub(crate) const fn webhooks_mut(&mut self) -> &mut Objects {
        &mut self.webhooks
    }

    /// Returns the invites by code.
    pub(crate) const fn invites(&self) -> &Objects<String> {
        &self.invites
    }

    /// Returns the invites by code, to change them.
    pub(crate) const fn invites_mut(&mut self) -> &mut Objects<String> {
        &mut self.invites
    }

    /// Returns the bot's application commands.
    pub(crate) const fn commands(&self) -> &Commands {
        &self.commands
    }

    /// Returns the bot's application commands, to change them.
    pub(crate) const fn commands_mut(&mut self) -> &mut Commands {
        &mut self.commands
    }

    /// Returns the interactions that users caused.
    pub(crate) const fn interactions(&self) -> &Interactions {
        &self.interactions
    }

    /// Returns the interactions that users caused, to change them.
    pub(crate) const fn interactions_mut(&mut self) -> &mut Interactions {
        &mut self.interactions
    }

    const fn guild_index(&self, guild: Id<marker::Guild>) -> Option<u64> {
        match (guild.get() >> 22).checked_sub(FIRST_GUILD_MS) {
            Some(index) if index < self.guilds as u64 && guild.get() & LOW_BITS == 0 => Some(index),
            _ => None,
        }
    }

    /// Returns a guild in its current state.
    #[must_use]
    pub fn guild(&self, guild: Id<marker::Guild>) -> Option<GuildRef<'_>> {
        if self.gone.contains(&guild) {
            return None;
        }
        if let Some(changed) = self.changed.get(&guild) {
            return Some(GuildRef::Held(changed));
        }
        self.made_guilds.get(guild, || self.generate(guild)).map(GuildRef::Made)
    }

    /// Returns a guild, if it was ever changed. This costs nothing, while [`Self::guild`] may have to generate the
    /// guild.
    pub(crate) fn changed_guild(&self, guild: Id<marker::Guild>) -> Option<&Guild> {
        self.changed.get(&guild).filter(|_| !self.gone.contains(&guild))
    }

    /// Returns a guild for changes; from now on it is stored completely.
    pub fn guild_mut(&mut self, guild: Id<marker::Guild>) -> Option<&mut Guild> {
        if self.gone.contains(&guild) {
            return None;
        }
        if !self.changed.contains_key(&guild) {
            let generated = self.generate(guild)?;
            self.changed.insert(guild, generated);
        }
        let held = self.changed.get_mut(&guild)?;
        if let Some(journal) = &mut self.journal
            && journal.guilds.insert(guild)
        {
            held.watch();
        }
        Some(held)
    }

    fn generate(&self, guild: Id<marker::Guild>) -> Option<Guild> {
        let index = self.guild_index(guild)?;
        Some(Guild::generate(self.seed, guild, index, self.members as u64, self.bot_user()))
    }

    /// Returns the guild of a channel; `None` for a direct message channel and for one that does not exist.
    #[must_use]
    pub fn guild_of_channel(&self, channel: u64) -> Option<Id<marker::Guild>> {
        let guild = match self.made_channels.get(&channel) {
            Some(guild) => *guild,
            None => Id::new(channel & !LOW_BITS)?,
        };
        self.guild(guild)?.channels.contains_key(&channel).then_some(guild)
    }

    /// Returns a channel object, of a guild or of direct messages.
    #[must_use]
    pub fn channel(&self, channel: u64) -> Option<Value> {
        let mut object = match self.dms.get(&channel) {
            Some(dm) => dm.clone(),
            None => self.guild_channel(channel)?,
        };
        self.fill_last_message(&mut object);
        Some(object)
    }

    fn guild_channel(&self, channel: u64) -> Option<Value> {
        let guild = self.guild_of_channel(channel)?;
        let held = self.guild(guild)?;
        if let Some(thread) = held.thread(channel, self.bot_id().get()) {
            return Some(thread);
        }
        let mut object = held.channels.get(&channel)?.clone();
        object["guild_id"] = json!(guild.to_string());
        Some(object)
    }

    /// Returns a channel object, to change it. It does not contain the guild's id.
    pub(crate) fn channel_mut(&mut self, channel: u64) -> Option<&mut Value> {
        match self.guild_of_channel(channel) {
            Some(guild) => self.guild_mut(guild)?.channels.get_mut(&channel),
            None => self.dms.get_mut(&channel),
        }
    }

    /// Records the guild of a new channel.
    pub(crate) fn note_channel(&mut self, channel: u64, guild: Id<marker::Guild>) {
        self.made_channels.insert(channel, guild);
    }

    /// Forgets a channel's messages.
    pub(crate) fn forget_channel(&mut self, channel: u64) {
        self.made_channels.remove(&channel);
        self.last_messages.remove(&channel);
        let own = json!(channel.to_string());
        let of_channel = self.webhooks.iter().filter(|(_, webhook)| webhook["channel_id"] == own);
        for webhook in of_channel.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.webhooks.remove(&webhook);
        }
        if let Some(messages) = self.messages.remove(&channel) {
            self.message_bytes -= messages.bytes();
        }
    }

    /// Returns guilds in which a user has a matching voice state.
    pub(crate) fn guilds_with_voice(
        &self,
        user: u64,
        like: impl Fn(&Value) -> bool,
    ) -> Vec<Id<marker::Guild>> {
        // A user in voice has changed the guild, so it is stored.
        let held = self.changed.iter();
        held.filter(|(_, guild)| guild.voice_states.get(&user).is_some_and(&like))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Returns the messages of a channel; empty if there are none.
    #[must_use]
    pub fn messages(&self, channel: u64) -> Cow<'_, ChannelMessages> {
        self.messages.get(&channel).map_or_else(Cow::default, Cow::Borrowed)
    }

    /// Returns the channel of a message; `None` if it was never written, or is forgotten.
    #[must_use]
    pub fn channel_of_message(&self, message: u64) -> Option<u64> {
        let found = self.messages.iter().find(|(_, messages)| messages.contains(message));
        found.map(|(channel, _)| *channel)
    }

    /// Returns a new snowflake of that time, higher than all before it.
    ///
    /// Docs: [Reference, Snowflakes](https://docs.discord.com/developers/reference#snowflakes).
    pub fn next_id(&mut self, unix_ms: u64) -> u64 {
        let by_time = unix_ms.saturating_sub(DISCORD_EPOCH_MS) << 22;
        self.last_id = by_time.max(self.last_id + 1);
        self.made_ids.push(self.last_id);
        self.last_id
    }

    /// Returns the data of a guild's Guild Create, as a session with these intents sees it.
    #[must_use]
    pub fn guild_create(
        &self,
        guild: Id<marker::Guild>,
        intents: Intents,
        large_threshold: u64,
    ) -> Option<Value> {
        let mut data = self.guild(guild)?.create_event(intents, large_threshold);
        for channel in data["channels"].as_array_mut().into_iter().flatten() {
            self.fill_last_message(channel);
        }
        Some(data)
    }

    /// Sets the `last_message_id` of a channel object that has one, if a message was written in the channel.
    ///
    /// Docs: [Channel, Channel Object](https://docs.discord.com/developers/resources/channel#channel-object), `last_message_id`,
    /// which "may not point to an existing or valid message".
    pub(crate) fn fill_last_message(&self, channel: &mut Value) {
        let id = channel["id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let Some(last) = id.and_then(|id| self.last_messages.get(&id)) else { return };
        if let Some(field) = channel.get_mut("last_message_id") {
            *field = json!(last.to_string());
        }
    }
}
