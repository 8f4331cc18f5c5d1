//! Channels that become visible to the bot.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::dispatch::Route;
use super::state::Core;
use crate::world::{Change, ChangeKind, is_active_thread};

impl Core {
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
        // A private thread is listed only for its members.
        let threads: Vec<Value> = active
            .filter_map(|(id, _)| held.thread(*id, bot))
            .filter(|thread| thread["type"] != 12 || thread["member"].is_object())
            .collect();
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
