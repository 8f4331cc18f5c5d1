//! The world that both caches are given, and what happens in it: as JSON, as the gateway sends it.

use fastrand::Rng;
use serde_json::{Value, json};

/// Guilds, and members of each.
pub const GUILDS: u64 = 60;
pub const MEMBERS: u64 = 1_000;
pub const CHANNELS: u64 = 50;
const ROLES: u64 = 30;
const EMOJIS: u64 = 50;

pub fn guild_id(number: u64) -> u64 {
    (300_000_000_000 + number) << 22
}

pub fn user_id(guild: u64, number: u64) -> u64 {
    (100_000_000_000 + guild * 10_000 + number * 7) << 22 | 5
}

pub fn channel_id(guild: u64, number: u64) -> u64 {
    guild_id(guild) + 1_000 + number
}

pub fn role_id(guild: u64, number: u64) -> u64 {
    guild_id(guild) + 2_000 * number
}

fn hash(rng: &mut Rng) -> String {
    format!("{:032x}", rng.u128(..))
}

fn user(rng: &mut Rng, id: u64) -> Value {
    let avatar = (rng.u32(0..10) < 8).then(|| hash(rng));
    let name = (rng.u32(0..10) < 6).then(|| format!("Display {}", id % 9_973));
    json!({ "id": id.to_string(), "username": format!("somebody.{}", id % 99_991), "discriminator": "0", "global_name": name,
        "avatar": avatar, "public_flags": if rng.bool() { 64 } else { 0 }, "bot": false, "avatar_decoration_data": null,
        "banner": null, "accent_color": null, "flags": 0, "collectibles": null, "primary_guild": null })
}

fn roles(rng: &mut Rng, guild: u64) -> Vec<String> {
    let count = rng.u64(0..6);
    (0..count).map(|_| role_id(guild, rng.u64(1..ROLES)).to_string()).collect()
}

pub fn member(rng: &mut Rng, guild: u64, number: u64) -> Value {
    let nick = (rng.u32(0..10) < 2).then(|| format!("nick {number}"));
    json!({ "user": user(rng, user_id(guild, number)), "nick": nick, "avatar": null, "banner": null, "roles": roles(rng, guild),
        "joined_at": "2023-05-04T12:34:56.789000+00:00", "premium_since": null, "deaf": false, "mute": false, "flags": 0,
        "pending": false, "communication_disabled_until": null })
}

pub fn presence(rng: &mut Rng, guild: u64, number: u64) -> Value {
    let activities = if rng.u32(0..5) == 0 {
        json!([{ "name": "Custom Status", "type": 4, "id": "custom", "state": "doing things", "created_at": 1_700_000_000_000_u64 }])
    } else {
        json!([])
    };
    let status = *rng.choice(&["online", "idle", "dnd"]).unwrap();
    json!({ "user": { "id": user_id(guild, number).to_string() }, "guild_id": guild_id(guild).to_string(), "status": status,
        "activities": activities, "client_status": { "desktop": status } })
}

pub fn channel(rng: &mut Rng, guild: u64, number: u64) -> Value {
    let overwrites: Vec<Value> = (0..rng.u64(0..5))
        .map(|_| json!({ "id": role_id(guild, rng.u64(1..ROLES)).to_string(), "type": 0, "allow": "1024", "deny": "2048" }))
        .collect();
    let topic = rng.bool().then(|| "What this channel is for, in a line or two.".to_owned());
    json!({ "id": channel_id(guild, number).to_string(), "guild_id": guild_id(guild).to_string(),
        "type": if number % 6 == 5 { 2 } else { 0 }, "name": format!("channel-{number}"), "position": number, "topic": topic,
        "permission_overwrites": overwrites, "nsfw": false, "parent_id": channel_id(guild, 0).to_string(), "flags": 0,
        "last_message_id": (channel_id(guild, number) + 1).to_string(), "rate_limit_per_user": 0 })
}

pub fn role(rng: &mut Rng, guild: u64, number: u64) -> Value {
    json!({ "id": role_id(guild, number).to_string(), "name": format!("role {number}"), "color": rng.u32(0..0xff_ffff),
        "colors": { "primary_color": 1, "secondary_color": null, "tertiary_color": null }, "hoist": rng.bool(), "icon": null,
        "unicode_emoji": null, "position": number, "permissions": "2248473465835073", "managed": false, "mentionable": false,
        "flags": 0 })
}

/// The data of Guild Create: of its members 40 % are online, 5 % in voice.
pub fn guild(rng: &mut Rng, number: u64) -> Value {
    let id = guild_id(number).to_string();
    let mut everyone = role(rng, number, 0);
    everyone["id"] = json!(id);
    let roles: Vec<Value> = std::iter::once(everyone).chain((1..ROLES).map(|at| role(rng, number, at))).collect();
    let emojis: Vec<Value> = (0..EMOJIS)
        .map(|at| json!({ "id": (guild_id(number) + 500_000 + at).to_string(), "name": format!("emoji_{at}"), "roles": [],
            "require_colons": true, "managed": false, "animated": at % 4 == 0, "available": true }))
        .collect();
    let voice: Vec<Value> = (0..MEMBERS / 20)
        .map(|at| json!({ "channel_id": channel_id(number, 5).to_string(), "user_id": user_id(number, at).to_string(),
            "session_id": format!("{:032x}", rng.u128(..)), "deaf": false, "mute": false, "self_deaf": false,
            "self_mute": true, "self_video": false, "suppress": false, "request_to_speak_timestamp": null }))
        .collect();
    json!({ "id": id, "name": format!("Guild {number}"), "icon": hash(rng), "splash": null, "discovery_splash": null,
        "owner_id": user_id(number, 0).to_string(), "afk_channel_id": null, "afk_timeout": 300, "verification_level": 1,
        "default_message_notifications": 1, "explicit_content_filter": 2, "features": ["COMMUNITY", "NEWS"], "mfa_level": 0,
        "application_id": null, "system_channel_id": channel_id(number, 1).to_string(), "system_channel_flags": 0,
        "rules_channel_id": null, "max_members": 500_000, "vanity_url_code": null, "description": null, "banner": null,
        "premium_tier": 1, "premium_subscription_count": 3, "preferred_locale": "en-US", "public_updates_channel_id": null,
        "nsfw_level": 0, "widget_enabled": false, "max_video_channel_users": 25, "premium_progress_bar_enabled": false,
        "safety_alerts_channel_id": null, "roles": roles, "emojis": emojis, "stickers": [],
        "joined_at": "2024-03-01T12:00:00.000000+00:00", "large": true, "unavailable": false, "member_count": MEMBERS,
        "voice_states": voice, "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [], "threads": [],
        "channels": (0..CHANNELS).map(|at| channel(rng, number, at)).collect::<Vec<_>>(),
        "members": (0..MEMBERS).map(|at| member(rng, number, at)).collect::<Vec<_>>(),
        "presences": (0..MEMBERS * 2 / 5).map(|at| presence(rng, number, at)).collect::<Vec<_>>() })
}

/// The data of a Guild Member Update.
pub fn member_update(rng: &mut Rng) -> Value {
    let guild = rng.u64(0..GUILDS);
    let number = rng.u64(0..MEMBERS);
    let mut data = member(rng, guild, number);
    data["guild_id"] = json!(guild_id(guild).to_string());
    data
}

pub fn presence_update(rng: &mut Rng) -> Value {
    let (guild, number) = (rng.u64(0..GUILDS), rng.u64(0..MEMBERS));
    presence(rng, guild, number)
}

/// The data of a Message Create.
pub fn message(rng: &mut Rng, at: u64) -> Value {
    let guild = rng.u64(0..GUILDS);
    message_in(rng, guild, at)
}

/// The data of a Message Create in a guild.
pub fn message_in(rng: &mut Rng, guild: u64, at: u64) -> Value {
    let number = rng.u64(0..MEMBERS);
    let member_data = member(rng, guild, number);
    let mut partial = member_data.clone();
    partial.as_object_mut().unwrap().remove("user");
    json!({ "id": (guild_id(guild) + 10_000_000 + at * 64).to_string(), "channel_id": channel_id(guild, rng.u64(1..CHANNELS)).to_string(),
        "guild_id": guild_id(guild).to_string(), "author": member_data["user"], "member": partial,
        "content": "a message of ordinary length, as people write them all day", "timestamp": "2026-01-01T00:00:00.123000+00:00",
        "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": false, "type": 0, "flags": 0, "components": [] })
}

pub fn role_update(rng: &mut Rng) -> Value {
    let (guild, number) = (rng.u64(0..GUILDS), rng.u64(1..ROLES));
    json!({ "guild_id": guild_id(guild).to_string(), "role": role(rng, guild, number) })
}

pub fn channel_update(rng: &mut Rng) -> Value {
    let (guild, number) = (rng.u64(0..GUILDS), rng.u64(1..CHANNELS));
    channel(rng, guild, number)
}
