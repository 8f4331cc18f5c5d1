//! The cache alone: changes, bounds, unknown values. And the cache in a bot.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(feature = "gateway")]
mod bot;
mod bounds;
mod concurrency;
#[cfg(feature = "rest")]
mod demand;
mod permissions;
mod sessions;
mod told;

use bytes::Bytes;
use gateway_model::Dispatch;
use gateway_model::event::Event;
use gateway_model::id::{Id, marker};
use serde_json::{Value, json};

pub(crate) const GUILD: u64 = 7 << 22;
pub(crate) const OTHER: u64 = 9 << 22;
pub(crate) const OWN: u64 = 900;
pub(crate) const OWNER: u64 = 901;

pub(crate) fn id<T>(id: u64) -> Id<T> {
    Id::new(id).unwrap()
}

pub(crate) fn guild() -> Id<marker::Guild> {
    id(GUILD)
}

/// Returns an event as the gateway sends it.
pub(crate) fn event(name: &str, data: Value) -> Event {
    let text = format!(r#"{{"t":"{name}","s":1,"op":0,"d":{data}}}"#);
    Dispatch::parse(Bytes::from(text)).unwrap().event().unwrap().value
}

pub(crate) fn ready(guilds: &[u64]) -> Event {
    let guilds: Vec<Value> = guilds
        .iter()
        .map(|guild| json!({ "id": guild.to_string(), "unavailable": true }))
        .collect();
    let user = json!({ "id": OWN.to_string(), "username": "bot" });
    event(
        "READY",
        json!({ "v": 10, "user": user, "guilds": guilds, "session_id": "s", "resume_gateway_url": "wss://x",
        "shard": [0, 1], "application": { "id": "1", "flags": 0 } }),
    )
}

pub(crate) fn member(user: u64, roles: &[u64]) -> Value {
    let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
    json!({ "user": { "id": user.to_string(), "username": format!("user {user}") }, "roles": roles,
        "joined_at": "2024-03-01T12:00:00+00:00", "deaf": false, "mute": false })
}

pub(crate) fn role(role: u64, position: i32, permissions: u64) -> Value {
    json!({ "id": role.to_string(), "name": format!("role {role}"), "position": position,
        "permissions": permissions.to_string() })
}

/// Returns a guild with three channels, a thread, roles with increasing positions, and these members.
pub(crate) fn guild_create(guild: u64, members: Vec<Value>) -> Value {
    let everyone = role(guild, 0, 1 << 10 | 1 << 11 | 1 << 38);
    let denied = json!([{ "id": guild.to_string(), "type": 0, "allow": "0", "deny": (1_u64 << 11).to_string() }]);
    let channel = |number: u64, overwrites: Value| {
        json!({ "id": (guild + number).to_string(), "type": 0, "name": format!("c{number}"), "position": number,
            "permission_overwrites": overwrites })
    };
    json!({ "id": guild.to_string(), "name": "guild", "owner_id": OWNER.to_string(), "joined_at": "2024-03-01T12:00:00+00:00",
        "large": false, "unavailable": false, "member_count": members.len(),
        "roles": [everyone, role(11, 1, 0), role(12, 2, 2), role(13, 3, 4)], "emojis": [], "stickers": [],
        "channels": [channel(1, json!([])), channel(2, denied)],
        "threads": [{ "id": (guild + 3).to_string(), "type": 11, "parent_id": (guild + 2).to_string(), "name": "thread" }],
        "members": members })
}
