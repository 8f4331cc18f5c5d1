//! The guilds, channels and members of the simulation.
//!
//! Everything is a function of the seed and an index, so a world of 100,000 guilds holds none of them
//! until somebody asks.

mod generate;

use gateway_model::Id;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::marker;
use serde_json::{Value, json};

use crate::core::CoreConfig;

/// The bot's world.
#[derive(Debug)]
pub struct World {
    seed: u64,
    guilds: usize,
    members: usize,
}

/// Snowflake of the first guild's time: 2021-08-16, in ms since Discord's epoch.
const FIRST_GUILD_MS: u64 = 209_000_000_000;

impl World {
    pub(crate) fn new(config: &CoreConfig, seed: u64) -> Self {
        Self { seed, guilds: config.guilds, members: config.members_per_guild.max(1) }
    }

    /// How many guilds there are.
    #[must_use]
    pub const fn guild_count(&self) -> usize {
        self.guilds
    }

    /// Guilds by creation, oldest first. Each is 1 ms younger than the one before it, so that any
    /// number of shards gets an even share.
    pub fn guilds(&self) -> impl Iterator<Item = Id<marker::Guild>> + use<> {
        (0..self.guilds as u64).filter_map(|index| Id::new((FIRST_GUILD_MS + index) << 22))
    }

    /// Guilds of one shard.
    pub fn guilds_of(&self, shard: ShardId) -> impl Iterator<Item = Id<marker::Guild>> + use<> {
        self.guilds().filter(move |guild| guild.shard(shard.count()) == shard.id())
    }

    /// Whether there is such a guild.
    #[must_use]
    pub const fn has_guild(&self, guild: Id<marker::Guild>) -> bool {
        self.guild_index(guild).is_some()
    }

    const fn guild_index(&self, guild: Id<marker::Guild>) -> Option<u64> {
        match (guild.get() >> 22).checked_sub(FIRST_GUILD_MS) {
            Some(index) if index < self.guilds as u64 && guild.get() & 0x3f_ffff == 0 => {
                Some(index)
            }
            _ => None,
        }
    }

    /// The bot's user id, which is its application id too.
    #[must_use]
    pub const fn bot_id(&self) -> Id<marker::User> {
        // The id in the first part of the default token.
        match Id::new(900_000_000_000_000_001) {
            Some(id) => id,
            None => unreachable!(),
        }
    }

    /// The bot's user object.
    #[must_use]
    pub fn bot_user(&self) -> Value {
        json!({
            "id": self.bot_id().to_string(),
            "username": "simbot",
            "discriminator": "0000",
            "global_name": null,
            "avatar": null,
            "bot": true,
            "mfa_enabled": true,
            "verified": true,
            "email": null,
            "flags": 0,
        })
    }

    /// The data of a guild's Guild Create, as a session with these intents sees it.
    ///
    /// Docs: [Gateway Events, Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members):
    /// without `GUILD_PRESENCES`, or over 75,000 members, only members in voice and the bot itself; over
    /// `large_threshold` members, those who are online, have a role or a nickname.
    #[must_use]
    pub fn guild_create(
        &self,
        guild: Id<marker::Guild>,
        intents: Intents,
        large_threshold: u64,
    ) -> Option<Value> {
        let index = self.guild_index(guild)?;
        let mut data = generate::guild(self.seed, guild, index);
        let large = self.members as u64 > large_threshold;
        let presences = intents.contains(Intents::GUILD_PRESENCES) && self.members <= 75_000;
        let mut members = vec![generate::own_member(self.bot_user())];
        let mut presence_list = Vec::new();
        if presences {
            for number in 1..self.members as u64 {
                let online = generate::presence(self.seed, guild, number);
                if large && online.is_none() {
                    continue;
                }
                members.push(generate::member(self.seed, guild, number));
                presence_list.extend(online);
            }
        }
        data["members"] = Value::Array(members);
        data["presences"] = Value::Array(presence_list);
        data["member_count"] = json!(self.members);
        data["large"] = json!(large);
        Some(data)
    }
}
