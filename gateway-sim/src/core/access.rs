//! Events of channels that the bot sees, and channels that become visible to it.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::dispatch::Route;
use super::state::Core;
use crate::world::{Change, ChangeKind, is_active_thread};

/// A channel, and its guild if it has one.
pub(crate) type InChannel = (u64, Option<Id<marker::Guild>>);

impl Core {
    /// Returns whether the bot sees a channel of a guild.
    pub(crate) fn bot_sees(&self, guild: Id<marker::Guild>, channel: u64) -> bool {
        let bot = self.world.bot_id().get();
        self.world.guild(guild).is_some_and(|held| {
            held.channels.get(&channel).is_some_and(|channel| held.sees(bot, channel))
        })
    }

    /// Dispatches an event of a channel, as [`Self::inject`] does. If the bot does not see the channel, no session
    /// receives the event; watchers still do, because they show what users see.
    pub(crate) fn tell_in(
        &mut self,
        (channel, guild): InChannel,
        event: &str,
        data: &Value,
        now: Instant,
    ) -> usize {
        let Some(guild) = guild else { return self.inject(event, Route::Direct, data, now) };
        if self.bot_sees(guild, channel) {
            return self.inject(event, Route::Guild(guild), data, now);
        }
        self.advance(now);
        self.tell_watchers(event, data);
        0
    }

    /// Reports the channels that became visible to the bot since [`World::watch`](crate::world::World::watch), and no
    /// other change.
    pub(crate) fn tell_of_access(&mut self, now: Instant) {
        let changes = self.world.changes();
        self.tell_of_seen(&changes, now);
    }

    /// Sends Thread List Sync for the channels that became visible to the bot.
    ///
    /// Docs: [Gateway Events, Thread List Sync](https://docs.discord.com/developers/events/gateway-events#thread-list-sync).
    pub(super) fn tell_of_seen(&mut self, changes: &[Change], now: Instant) {
        for change in changes.iter().filter(|change| change.kind == ChangeKind::Seen) {
            if let Some(data) = self.thread_list(change.guild, &change.after) {
                self.inject("THREAD_LIST_SYNC", Route::Guild(change.guild), &data, now);
            }
        }
    }

    /// Returns the data of Thread List Sync: the active threads of these channels.
    fn thread_list(&self, guild: Id<marker::Guild>, channels: &Value) -> Option<Value> {
        let held = self.world.guild(guild)?;
        let bot = self.world.bot_id().get();
        let of_channels = |thread: &Value| {
            channels.as_array().is_some_and(|list| list.contains(&thread["parent_id"]))
        };
        let active =
            held.channels.iter().filter(|(_, one)| is_active_thread(one) && of_channels(one));
        let seen = active.filter(|(_, one)| held.sees(bot, one));
        let threads: Vec<Value> = seen.filter_map(|(id, _)| held.thread(*id, bot)).collect();
        let members = threads.iter().map(|thread| &thread["member"]).filter(|one| one.is_object());
        let members: Vec<&Value> = members.collect();
        Some(json!({
            "guild_id": guild.to_string(),
            "channel_ids": channels,
            "threads": threads,
            "members": members,
        }))
    }
}
