//! Objects generated from the seed: guilds, channels, users, members, presences.

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use crate::rng::mix;

const PLACES: &[&str] =
    &["Harbour", "Orchard", "Workshop", "Library", "Garden", "Station", "Attic"];
const PEOPLE: &[&str] =
    &["ada", "blaise", "chandra", "dorothy", "emmy", "fermat", "grace", "hedy", "ines", "joan"];

/// When all members joined.
pub(super) const JOINED_AT: &str = "2024-03-01T12:00:00.000000+00:00";

/// The start of the users' part of a guild's ids: `guild id + FIRST_MEMBER + number`. Channels, roles and emojis are
/// below it.
const FIRST_MEMBER: u64 = 0x10_0000;

/// Picks an item of a list by a uniformly distributed number.
fn pick(list: &'static [&'static str], number: u64) -> &'static str {
    usize::try_from(number % list.len() as u64).ok().and_then(|at| list.get(at)).unwrap_or(&"")
}

/// Returns the user who is a guild's member with this number, from 1.
pub(super) const fn user_id(guild: Id<marker::Guild>, number: u64) -> u64 {
    guild.get() + FIRST_MEMBER + number
}

/// Returns the number, from 1 to `count`, of a guild's generated member.
pub(super) fn member_number(guild: Id<marker::Guild>, user: u64, count: u64) -> Option<u64> {
    let number = user.checked_sub(guild.get() + FIRST_MEMBER)?;
    (1..=count).contains(&number).then_some(number)
}

/// Returns the username of the guild's member with this number.
pub(super) fn username(seed: u64, user: u64, number: u64) -> String {
    format!("{}_{number}", pick(PEOPLE, mix(seed ^ user)))
}

/// Returns the guild's member with this number.
pub(super) fn member(seed: u64, guild: Id<marker::Guild>, number: u64) -> Value {
    let id = user_id(guild, number);
    let name = pick(PEOPLE, mix(seed ^ id));
    member_of(user(id, &username(seed, id, number), name))
}

/// Returns a user object, as all users see it.
///
/// Docs: [User, User Object](https://docs.discord.com/developers/resources/user#user-object).
pub(super) fn user(id: u64, username: &str, global_name: &str) -> Value {
    json!({
        "id": id.to_string(),
        "username": username,
        "discriminator": "0",
        "global_name": global_name,
        "avatar": null,
        "banner": null,
        "accent_color": null,
        "avatar_decoration_data": null,
        "collectibles": null,
        "primary_guild": null,
        "bot": false,
        "public_flags": 0,
        "flags": 0,
    })
}

/// Returns a user as a member without roles.
pub(crate) fn member_of(user: Value) -> Value {
    json!({
        "user": user,
        "nick": null,
        "avatar": null,
        "banner": null,
        "roles": [],
        "joined_at": JOINED_AT,
        "premium_since": null,
        "deaf": false,
        "mute": false,
        "flags": 0,
        "pending": false,
        "communication_disabled_until": null,
    })
}

/// Returns a user's presence; `None` if they are offline, as half of them are.
pub(super) fn presence(seed: u64, user: u64) -> Option<Value> {
    let status = match mix(seed ^ user ^ 0x70) % 6 {
        0 => "online",
        1 => "idle",
        2 => "dnd",
        _ => return None,
    };
    Some(json!({
        "user": { "id": user.to_string() },
        "status": status,
        "activities": [],
        "client_status": { "desktop": status },
    }))
}

/// Returns a guild's own fields.
pub(super) fn guild(seed: u64, guild: Id<marker::Guild>, index: u64) -> Map<String, Value> {
    let name = format!("{} {index}", pick(PLACES, mix(seed ^ index)));
    let object = json!({
        "id": guild.to_string(),
        "name": name,
        "icon": null,
        "splash": null,
        "discovery_splash": null,
        "owner_id": user_id(guild, 1).to_string(),
        "afk_channel_id": null,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "features": [],
        "mfa_level": 0,
        "application_id": null,
        "system_channel_id": null,
        "system_channel_flags": 0,
        "rules_channel_id": null,
        "max_members": 500_000,
        "vanity_url_code": null,
        "description": null,
        "banner": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "public_updates_channel_id": null,
        "nsfw_level": 0,
        "nsfw": false,
        "region": "deprecated",
        "home_header": null,
        "widget_enabled": false,
        "widget_channel_id": null,
        "max_presences": null,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "incidents_data": null,
        "premium_progress_bar_enabled": false,
        "safety_alerts_channel_id": null,
    });
    match object {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Returns the first channels of every guild: a category, two text channels, a voice channel.
pub(super) fn channels(guild: Id<marker::Guild>) -> BTreeMap<u64, Value> {
    let id = |number: u64| guild.get() + number;
    let parent = id(4).to_string();
    [
        (1, 0, "general", Some(&parent)),
        (2, 0, "bots", Some(&parent)),
        (3, 2, "Voice", Some(&parent)),
        (4, 4, "Channels", None),
    ]
    .into_iter()
    .map(|(number, kind, name, parent)| {
        let mut channel = json!({
            "id": id(number).to_string(),
            "type": kind,
            "name": name,
            "position": number - 1,
            "permission_overwrites": [],
            "nsfw": false,
            "parent_id": parent,
            "flags": 0,
        });
        if kind == 0 {
            channel["topic"] = Value::Null;
            channel["last_message_id"] = Value::Null;
            channel["rate_limit_per_user"] = json!(0);
        } else if kind == 2 {
            channel["bitrate"] = json!(64_000);
            channel["user_limit"] = json!(0);
            channel["rtc_region"] = Value::Null;
            channel["last_message_id"] = Value::Null;
            channel["rate_limit_per_user"] = json!(0);
        }
        (id(number), channel)
    })
    .collect()
}

/// Returns the first roles of every guild: `@everyone`, whose id is the guild's, and the bot's own.
pub(super) fn roles(guild: Id<marker::Guild>) -> BTreeMap<u64, Value> {
    let everyone = role(guild.get(), "@everyone", 0, "2248473465835073");
    // Above the position of new roles, so that the bot may manage them.
    let mut bot = role(bot_role(guild), "simbot", 2, "8");
    bot["managed"] = json!(true);
    bot["tags"] = json!({ "bot_id": "900000000000000001" });
    BTreeMap::from([(guild.get(), everyone), (bot_role(guild), bot)])
}

/// Returns the id of the bot's own role.
pub(super) const fn bot_role(guild: Id<marker::Guild>) -> u64 {
    guild.get() + 0x100
}

/// Returns a role object.
pub(crate) fn role(id: u64, name: &str, position: u64, permissions: &str) -> Value {
    json!({
        "id": id.to_string(),
        "name": name,
        "color": 0,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "hoist": false,
        "icon": null,
        "unicode_emoji": null,
        "position": position,
        "permissions": permissions,
        "managed": false,
        "mentionable": false,
        "flags": 0,
    })
}

/// Returns the soundboard sound that every guild has at first.
///
/// Docs: [Soundboard, Soundboard Sound Object](https://docs.discord.com/developers/resources/soundboard#soundboard-sound-object).
pub(super) fn sounds(guild: Id<marker::Guild>) -> BTreeMap<u64, Value> {
    let id = guild.get() + 0x300;
    let sound = json!({
        "name": "sim",
        "sound_id": id.to_string(),
        "volume": 1.0,
        "emoji_id": null,
        "emoji_name": "\u{1f986}",
        "guild_id": guild.to_string(),
        "available": true,
    });
    BTreeMap::from([(id, sound)])
}

/// Returns the emoji that every guild has at first.
pub(super) fn emojis(guild: Id<marker::Guild>) -> BTreeMap<u64, Value> {
    let id = guild.get() + 0x200;
    let emoji = json!({
        "id": id.to_string(),
        "name": "sim",
        "roles": [],
        "require_colons": true,
        "managed": false,
        "animated": false,
        "available": true,
    });
    BTreeMap::from([(id, emoji)])
}
