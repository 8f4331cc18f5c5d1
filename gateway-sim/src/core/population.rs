//! Members who join and leave, and moderators in voice channels.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::dispatch::Route;
use super::state::Core;
use crate::clock::timestamp;
use crate::world;

impl Core {
    /// Returns a member object for a user who joins now.
    pub(crate) fn new_member(&self, user: Value) -> Value {
        let mut member = world::member_of(user);
        member["joined_at"] = json!(timestamp(self.unix_ms()));
        member
    }

    /// Adds a member, with Guild Member Add.
    ///
    /// Docs: [Gateway Events, Guild Member Add](https://docs.discord.com/developers/events/gateway-events#guild-member-add).
    pub(crate) fn join(
        &mut self,
        guild: Id<marker::Guild>,
        user: u64,
        member: &Value,
        now: Instant,
    ) -> usize {
        let Some(held) = self.world.guild_mut(guild) else { return 0 };
        held.members.set(user, member.clone());
        let mut data = member.clone();
        data["guild_id"] = json!(guild.to_string());
        self.inject("GUILD_MEMBER_ADD", Route::Guild(guild), &data, now)
    }

    /// Removes a member, with Guild Member Remove, and from voice before.
    ///
    /// Docs: [Gateway Events, Guild Member Remove](https://docs.discord.com/developers/events/gateway-events#guild-member-remove).
    pub(crate) fn leave_guild(
        &mut self,
        guild: Id<marker::Guild>,
        user: u64,
        now: Instant,
    ) -> usize {
        self.advance(now);
        self.set_voice(guild, user, None, [false, false], "");
        let Some(held) = self.world.guild_mut(guild) else { return 0 };
        let Some(member) = held.members.remove(user) else { return 0 };
        let data = json!({ "guild_id": guild.to_string(), "user": member["user"] });
        for thread in held.thread_members.values_mut() {
            thread.remove(&user);
        }
        self.world.remember(&member["user"]);
        self.inject("GUILD_MEMBER_REMOVE", Route::Guild(guild), &data, now)
    }

    /// Moves all users out of a voice channel, before it is deleted.
    pub(crate) fn empty_voice(&mut self, guild: Id<marker::Guild>, channel: u64) {
        let channel = json!(channel.to_string());
        let there: Vec<u64> = self.world.guild(guild).map_or(Vec::new(), |held| {
            let states = held.voice_states.iter();
            states.filter(|(_, state)| state["channel_id"] == channel).map(|(id, _)| *id).collect()
        });
        for user in there {
            self.set_voice(guild, user, None, [false, false], "");
        }
    }

    /// Mutes, deafens or moves a user in voice, as a moderator does.
    pub(crate) fn moderate_voice(
        &mut self,
        guild: Id<marker::Guild>,
        user: u64,
        channel: Option<u64>,
        flags: [bool; 2],
    ) {
        let Some(held) = self.world.guild_mut(guild) else { return };
        let Some(state) = held.voice_states.get_mut(&user) else { return };
        state["mute"] = json!(flags[0]);
        state["deaf"] = json!(flags[1]);
        self.move_voice(guild, user, channel);
    }

    /// Moves a user in voice to another channel, or out of voice; returns false if they are not in voice.
    pub(crate) fn move_voice(
        &mut self,
        guild: Id<marker::Guild>,
        user: u64,
        channel: Option<u64>,
    ) -> bool {
        let held = self.world.guild(guild);
        let state = held.and_then(|held| held.voice_states.get(&user).cloned());
        let Some(state) = state else { return false };
        let own = [state["self_mute"] == true, state["self_deaf"] == true];
        let session = state["session_id"].as_str().unwrap_or_default();
        let from = self.set_voice(guild, user, channel, own, session);
        self.follow_move(guild, user, from, channel);
        true
    }
}
