//! What happens in the world: the bot sends requests, and members join, leave and write.

use gateway_model::id::{Id, marker};
use gateway_sim::core::Route;
use serde_json::{Value, json};

use crate::play::Play;

/// An image of one pixel.
const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const TIMES: [&str; 3] =
    ["2026-06-01T00:00:00+00:00", "2026-07-01T12:30:00+00:00", "2026-08-01T00:00:00+00:00"];

impl Play {
    fn pick(&mut self, from: Vec<u64>) -> Option<u64> {
        self.rng.choice(from)
    }

    fn guild(&mut self) -> Option<Id<marker::Guild>> {
        let guilds: Vec<_> = self.core.world().guilds().collect();
        self.rng.choice(guilds)
    }

    /// Returns a channel of one of these types.
    fn channel(&mut self, guild: Id<marker::Guild>, kinds: &[u64]) -> Option<u64> {
        let held = self.core.world().guild(guild)?;
        let fitting = held.channels.iter().filter(|(_, channel)| {
            channel["type"].as_u64().is_some_and(|kind| kinds.contains(&kind))
                && channel["thread_metadata"]["archived"] != true
        });
        let fitting = fitting.map(|(id, _)| *id).collect();
        self.pick(fitting)
    }

    fn member(&mut self, guild: Id<marker::Guild>) -> Option<u64> {
        let held = self.core.world().guild(guild)?;
        let owner = held.object["owner_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
        let bot = held.members.bot_id();
        let others = held.members.ids().filter(|id| *id != bot && *id != owner).collect();
        self.pick(others)
    }

    fn role(&mut self, guild: Id<marker::Guild>) -> Option<u64> {
        let held = self.core.world().guild(guild)?;
        let plain =
            held.roles.iter().filter(|(id, role)| **id != guild.get() && role["managed"] != true);
        let plain = plain.map(|(id, _)| *id).collect();
        self.pick(plain)
    }

    fn name(&mut self) -> String {
        format!("n{}", self.rng.u32(0..1_000))
    }

    pub(crate) fn act(&mut self) {
        let Some(guild) = self.guild() else { return };
        match self.rng.u32(0..12) {
            0 => self.act_on_roles(guild),
            1 | 2 => self.act_on_channels(guild),
            3 => self.act_on_threads(guild),
            4 | 5 => self.act_on_members(guild),
            6 | 7 => self.act_on_messages(guild),
            8 => self.act_on_voice(guild),
            9 => self.act_on_events(guild),
            10 => self.act_on_expressions(guild),
            _ => self.act_on_guild(guild),
        }
    }

    fn act_on_guild(&mut self, guild: Id<marker::Guild>) {
        let channel = self.channel(guild, &[0]).map(|id| id.to_string());
        let body = match self.rng.u32(0..4) {
            0 => json!({ "name": self.name() }),
            1 => json!({ "system_channel_id": channel, "afk_timeout": 900 }),
            2 => json!({ "verification_level": self.rng.u32(0..5), "description": self.name() }),
            _ => {
                json!({ "default_message_notifications": self.rng.u32(0..2), "preferred_locale": "de" })
            }
        };
        self.rest("PATCH", &format!("/guilds/{guild}"), &body);
    }

    fn act_on_roles(&mut self, guild: Id<marker::Guild>) {
        let permissions = (self.rng.u64(..) & 0x3fff_ffff_ffff & !8).to_string();
        let body = json!({ "name": self.name(), "permissions": permissions, "color": self.rng.u32(0..0xff_ffff),
            "hoist": self.rng.bool(), "mentionable": self.rng.bool() });
        match (self.rng.u32(0..5), self.role(guild)) {
            (0..2, Some(role)) => {
                self.rest("PATCH", &format!("/guilds/{guild}/roles/{role}"), &body);
            }
            (2, Some(role)) => {
                self.rest("DELETE", &format!("/guilds/{guild}/roles/{role}"), &Value::Null);
            }
            (3, Some(role)) => {
                let body = json!([{ "id": role.to_string(), "position": 1 }]);
                self.rest("PATCH", &format!("/guilds/{guild}/roles"), &body);
            }
            _ => {
                self.rest("POST", &format!("/guilds/{guild}/roles"), &body);
            }
        }
    }

    fn act_on_channels(&mut self, guild: Id<marker::Guild>) {
        let kinds = [0, 2, 4, 5, 13, 15];
        match (self.rng.u32(0..7), self.channel(guild, &kinds)) {
            (0, Some(channel)) => {
                self.rest("DELETE", &format!("/channels/{channel}"), &Value::Null);
            }
            (1, Some(channel)) => {
                let body = json!({ "name": self.name(), "nsfw": self.rng.bool() });
                self.rest("PATCH", &format!("/channels/{channel}"), &body);
            }
            (2, Some(channel)) => {
                let body =
                    json!({ "topic": self.name(), "rate_limit_per_user": self.rng.u32(0..100) });
                self.rest("PATCH", &format!("/channels/{channel}"), &body);
            }
            (3 | 4, Some(channel)) => {
                let (kind, id) = if self.rng.bool() {
                    (0, self.role(guild).unwrap_or(guild.get()))
                } else {
                    (1, self.member(guild).unwrap_or(1))
                };
                let [allow, deny] =
                    [0; 2].map(|_| (self.rng.u64(..) & 0x3fff_ffff & !8).to_string());
                let body = json!({ "type": kind, "allow": allow, "deny": deny });
                let path = format!("/channels/{channel}/permissions/{id}");
                if self.rng.u32(0..4) == 0 {
                    self.rest("DELETE", &path, &Value::Null);
                } else {
                    self.rest("PUT", &path, &body);
                }
            }
            _ => {
                let kind = kinds[self.rng.usize(0..kinds.len())];
                let parent =
                    self.channel(guild, &[4]).filter(|_| kind != 4).map(|id| id.to_string());
                let body = json!({ "name": self.name(), "type": kind, "parent_id": parent });
                self.rest("POST", &format!("/guilds/{guild}/channels"), &body);
            }
        }
    }

    fn act_on_threads(&mut self, guild: Id<marker::Guild>) {
        let name = self.name();
        let thread = self.channel(guild, &[10, 11, 12]);
        match (self.rng.u32(0..8), thread) {
            (0, Some(thread)) => {
                self.rest("PATCH", &format!("/channels/{thread}"), &json!({ "archived": true }));
            }
            (1, Some(thread)) => {
                self.rest(
                    "PATCH",
                    &format!("/channels/{thread}"),
                    &json!({ "name": name, "locked": false }),
                );
            }
            (2, Some(thread)) => {
                self.rest("DELETE", &format!("/channels/{thread}"), &Value::Null);
            }
            (3, Some(thread)) => {
                let user = self.member(guild).map_or("@me".to_owned(), |user| user.to_string());
                self.rest(
                    "PUT",
                    &format!("/channels/{thread}/thread-members/{user}"),
                    &Value::Null,
                );
            }
            (4, Some(thread)) => {
                let method = if self.rng.bool() { "PUT" } else { "DELETE" };
                self.rest(method, &format!("/channels/{thread}/thread-members/@me"), &Value::Null);
            }
            (5, Some(thread)) => {
                self.rest(
                    "POST",
                    &format!("/channels/{thread}/messages"),
                    &json!({ "content": "in a thread" }),
                );
            }
            _ => {
                let Some(channel) = self.channel(guild, &[0, 5]) else { return };
                let kind = if self.rng.bool() { 11 } else { 12 };
                let body = json!({ "name": name, "type": kind, "auto_archive_duration": 1440 });
                self.rest("POST", &format!("/channels/{channel}/threads"), &body);
            }
        }
    }

    fn act_on_members(&mut self, guild: Id<marker::Guild>) {
        let name = self.name();
        let Some(user) = self.member(guild) else { return self.join(guild) };
        let path = format!("/guilds/{guild}/members/{user}");
        match self.rng.u32(0..9) {
            0 => {
                self.rest("PATCH", &path, &json!({ "nick": name }));
            }
            1 => {
                let until =
                    if self.rng.bool() { json!("2026-01-20T00:00:00+00:00") } else { Value::Null };
                self.rest("PATCH", &path, &json!({ "communication_disabled_until": until }));
            }
            2..5 => {
                let Some(role) = self.role(guild) else { return };
                let method = if self.rng.u32(0..4) == 0 { "DELETE" } else { "PUT" };
                self.rest(method, &format!("{path}/roles/{role}"), &Value::Null);
            }
            5 => {
                self.rest("DELETE", &path, &Value::Null);
            }
            6 => {
                let body = json!({ "nick": name });
                self.rest("PATCH", &format!("/guilds/{guild}/members/@me"), &body);
            }
            _ => self.join(guild),
        }
    }

    /// A user joins: a member of another guild, or a new user.
    fn join(&mut self, guild: Id<marker::Guild>) {
        let other = self.guild().filter(|other| *other != guild);
        let user = other.and_then(|other| {
            let user = self.member(other)?;
            Some((user, self.core.world().guild(other)?.members.get(user)?["user"].clone()))
        });
        let (user, object) = user.unwrap_or_else(|| {
            let id = self.rng.u64(1 << 50..1 << 55);
            (id, json!({ "id": id.to_string(), "username": self.name(), "discriminator": "0", "global_name": null,
                "avatar": "8342729096ea3675442027381ff50dfe", "bot": false }))
        });
        let member = json!({ "user": object, "nick": null, "avatar": null, "banner": null, "roles": [],
            "joined_at": "2026-01-01T00:00:00.123000+00:00", "premium_since": null, "deaf": false, "mute": false,
            "flags": 0, "pending": true, "communication_disabled_until": null });
        let now = self.now;
        let Some(held) = self.core.world_mut().guild_mut(guild) else { return };
        if held.members.contains(user) {
            return;
        }
        held.members.set(user, member.clone());
        let mut data = member;
        data["guild_id"] = json!(guild.to_string());
        self.core.inject("GUILD_MEMBER_ADD", Route::Guild(guild), &data, now);
    }

    fn act_on_messages(&mut self, guild: Id<marker::Guild>) {
        let Some(channel) = self.channel(guild, &[0, 5]) else { return };
        let ids: Vec<u64> = self.core.world().messages(channel).ids().collect();
        let path = format!("/channels/{channel}/messages");
        let message = self.pick(ids.clone());
        match (self.rng.u32(0..12), message) {
            (0, Some(message)) => {
                self.rest("DELETE", &format!("{path}/{message}"), &Value::Null);
            }
            (1, _) if ids.len() > 2 => {
                let ids: Vec<String> = ids.iter().take(2).map(u64::to_string).collect();
                self.rest("POST", &format!("{path}/bulk-delete"), &json!({ "messages": ids }));
            }
            (2, Some(message)) => {
                self.rest("PATCH", &format!("{path}/{message}"), &json!({ "content": "edited" }));
            }
            (3 | 4, Some(message)) => {
                self.rest(
                    "PUT",
                    &format!("{path}/{message}/reactions/%F0%9F%94%A5/@me"),
                    &Value::Null,
                );
            }
            (5, Some(message)) => {
                self.rest(
                    "DELETE",
                    &format!("{path}/{message}/reactions/%F0%9F%94%A5/@me"),
                    &Value::Null,
                );
            }
            (6, Some(message)) => {
                let emoji = if self.rng.bool() { "/%F0%9F%94%A5" } else { "" };
                self.rest("DELETE", &format!("{path}/{message}/reactions{emoji}"), &Value::Null);
            }
            (7, Some(message)) => {
                let method = if self.rng.bool() { "PUT" } else { "DELETE" };
                self.rest(
                    method,
                    &format!("/channels/{channel}/messages/pins/{message}"),
                    &Value::Null,
                );
            }
            (8, Some(message)) => {
                let body = json!({ "content": "an answer", "message_reference": { "message_id": message.to_string() } });
                self.rest("POST", &path, &body);
            }
            _ => {
                let body = json!({ "content": self.name(), "embeds": [{ "title": "t", "description": "d" }] });
                self.rest("POST", &path, &body);
            }
        }
    }

    fn act_on_voice(&mut self, guild: Id<marker::Guild>) {
        let name = self.name();
        let channel = self.channel(guild, &[2, 13]);
        if self.rng.u32(0..4) == 0 {
            let channel = channel.filter(|_| self.rng.bool()).map(|id| id.to_string());
            let data = json!({ "guild_id": guild.to_string(), "channel_id": channel, "self_mute": self.rng.bool(), "self_deaf": false });
            return self.send(&json!({ "op": 4, "d": data }));
        }
        if let Some(stage) = self.channel(guild, &[13]).filter(|_| self.rng.bool()) {
            let body = json!({ "channel_id": stage.to_string(), "topic": name });
            match self.rng.u32(0..3) {
                0 => self.rest("POST", "/stage-instances", &body),
                1 => self.rest(
                    "PATCH",
                    &format!("/stage-instances/{stage}"),
                    &json!({ "topic": name }),
                ),
                _ => self.rest("DELETE", &format!("/stage-instances/{stage}"), &Value::Null),
            };
            return;
        }
        let Some(user) = self.member(guild) else { return };
        let channel = channel.filter(|_| self.rng.u32(0..3) > 0);
        let state = json!({ "channel_id": channel.map(|id| id.to_string()), "user_id": user.to_string(), "session_id": name,
            "deaf": false, "mute": self.rng.bool(), "self_deaf": false, "self_mute": true, "self_video": self.rng.bool(),
            "suppress": false, "request_to_speak_timestamp": null });
        let now = self.now;
        let Some(held) = self.core.world_mut().guild_mut(guild) else { return };
        match channel {
            Some(_) => held.voice_states.insert(user, state.clone()),
            None => held.voice_states.remove(&user),
        };
        let mut data = state;
        data["guild_id"] = json!(guild.to_string());
        data["member"] = held.members.get(user).unwrap_or_default();
        self.core.inject("VOICE_STATE_UPDATE", Route::Guild(guild), &data, now);
    }

    fn act_on_events(&mut self, guild: Id<marker::Guild>) {
        let name = self.name();
        let status = self.rng.u32(2..5);
        let path = format!("/guilds/{guild}/scheduled-events");
        let Some(held) = self.core.world().guild(guild) else { return };
        let events: Vec<u64> = held.events.keys().copied().collect();
        drop(held);
        match (self.rng.u32(0..5), self.pick(events)) {
            (0, Some(event)) => {
                self.rest("PATCH", &format!("{path}/{event}"), &json!({ "name": name }));
            }
            (1, Some(event)) => {
                self.rest("PATCH", &format!("{path}/{event}"), &json!({ "status": status }));
            }
            (2, Some(event)) => {
                self.rest("DELETE", &format!("{path}/{event}"), &Value::Null);
            }
            _ => {
                let body = json!({ "name": name, "description": "d", "privacy_level": 2, "entity_type": 3,
                    "scheduled_start_time": TIMES[0], "scheduled_end_time": TIMES[1],
                    "entity_metadata": { "location": "here" } });
                self.rest("POST", &path, &body);
            }
        }
    }

    fn act_on_expressions(&mut self, guild: Id<marker::Guild>) {
        let name = self.name();
        let path = format!("/guilds/{guild}/emojis");
        let Some(held) = self.core.world().guild(guild) else { return };
        let emojis: Vec<u64> = held.emojis.keys().copied().collect();
        drop(held);
        match (self.rng.u32(0..6), self.pick(emojis)) {
            (0, Some(emoji)) => {
                self.rest("PATCH", &format!("{path}/{emoji}"), &json!({ "name": name }));
            }
            (1, Some(emoji)) => {
                self.rest("DELETE", &format!("{path}/{emoji}"), &Value::Null);
            }
            (2 | 3, _) => self.change_stickers(guild),
            _ => {
                self.rest("POST", &path, &json!({ "name": name, "image": PNG, "roles": [] }));
            }
        }
    }

    /// Uploads are forms. Only the resulting event matters here.
    fn change_stickers(&mut self, guild: Id<marker::Guild>) {
        let id = self.rng.u64(1 << 50..1 << 55);
        let sticker = json!({ "id": id.to_string(), "name": self.name(), "description": null, "tags": "x", "type": 2,
            "format_type": 1, "available": true, "guild_id": guild.to_string() });
        let (now, removes) = (self.now, self.rng.bool());
        let Some(held) = self.core.world_mut().guild_mut(guild) else { return };
        match held.stickers.keys().next().copied().filter(|_| removes) {
            Some(first) => held.stickers.remove(&first),
            None => held.stickers.insert(id, sticker),
        };
        let stickers: Vec<Value> = held.stickers.values().cloned().collect();
        let data = json!({ "guild_id": guild.to_string(), "stickers": stickers });
        self.core.inject("GUILD_STICKERS_UPDATE", Route::Guild(guild), &data, now);
    }
}
