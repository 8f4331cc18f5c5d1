//! Objects made from the seed: guilds, channels, users, members, presences.

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use crate::core::mix;

const PLACES: &[&str] =
    &["Harbour", "Orchard", "Workshop", "Library", "Garden", "Station", "Attic"];
const PEOPLE: &[&str] =
    &["ada", "blaise", "chandra", "dorothy", "emmy", "fermat", "grace", "hedy", "ines", "joan"];

/// Picks one of a list by a number that is well spread.
fn pick(list: &'static [&'static str], number: u64) -> &'static str {
    usize::try_from(number % list.len() as u64).ok().and_then(|at| list.get(at)).unwrap_or(&"")
}

/// An id of something that belongs to a guild: the guild's own time, and a number in the low bits.
pub(super) const fn id_within(guild: Id<marker::Guild>, number: u64) -> u64 {
    guild.get() + number
}

/// Numbers of a guild's things, in the low 22 bits of their ids: channels from 1, the user range above.
const FIRST_MEMBER: u64 = 0x10_0000;

/// The user that is the guild's member of this number, from 1.
pub(super) fn user(seed: u64, guild: Id<marker::Guild>, number: u64) -> Value {
    let id = id_within(guild, FIRST_MEMBER + number);
    let name = pick(PEOPLE, mix(seed ^ id));
    json!({
        "id": id.to_string(),
        "username": format!("{name}_{number}"),
        "discriminator": "0",
        "global_name": name,
        "avatar": null,
        "bot": false,
        "public_flags": 0,
    })
}

/// The guild's member of this number.
pub(super) fn member(seed: u64, guild: Id<marker::Guild>, number: u64) -> Value {
    with_member_fields(user(seed, guild, number))
}

/// The bot as a member.
pub(super) fn own_member(bot: Value) -> Value {
    with_member_fields(bot)
}

fn with_member_fields(user: Value) -> Value {
    json!({
        "user": user,
        "nick": null,
        "avatar": null,
        "banner": null,
        "roles": [],
        "joined_at": "2024-03-01T12:00:00.000000+00:00",
        "premium_since": null,
        "deaf": false,
        "mute": false,
        "flags": 0,
        "pending": false,
        "communication_disabled_until": null,
    })
}

/// The presence of the guild's member of this number; `None` where they are offline.
pub(super) fn presence(seed: u64, guild: Id<marker::Guild>, number: u64) -> Option<Value> {
    let id = id_within(guild, FIRST_MEMBER + number);
    let status = ["online", "idle", "dnd"].get((mix(seed ^ id ^ 0x70) % 6) as usize)?;
    Some(json!({
        "user": { "id": id.to_string() },
        "status": status,
        "activities": [],
        "client_status": { "desktop": status },
    }))
}

/// A guild without its members.
pub(super) fn guild(seed: u64, guild: Id<marker::Guild>, index: u64) -> Value {
    let name = format!("{} {index}", pick(PLACES, mix(seed ^ index)));
    let everyone = json!({
        "id": guild.to_string(),
        "name": "@everyone",
        "color": 0,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "hoist": false,
        "icon": null,
        "unicode_emoji": null,
        "position": 0,
        "permissions": "2248473465835073",
        "managed": false,
        "mentionable": false,
        "flags": 0,
    });
    json!({
        "id": guild.to_string(),
        "name": name,
        "icon": null,
        "splash": null,
        "discovery_splash": null,
        "owner_id": id_within(guild, FIRST_MEMBER + 1).to_string(),
        "afk_channel_id": null,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [everyone],
        "emojis": [],
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
        "stickers": [],
        "premium_progress_bar_enabled": false,
        "safety_alerts_channel_id": null,
        "joined_at": "2024-03-01T12:00:00.000000+00:00",
        "unavailable": false,
        "voice_states": [],
        "channels": [text_channel(guild, 1, "general"), text_channel(guild, 2, "bots")],
        "threads": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    })
}

fn text_channel(guild: Id<marker::Guild>, number: u64, name: &str) -> Value {
    json!({
        "id": id_within(guild, number).to_string(),
        "type": 0,
        "name": name,
        "position": number - 1,
        "permission_overwrites": [],
        "topic": null,
        "nsfw": false,
        "last_message_id": null,
        "rate_limit_per_user": 0,
        "parent_id": null,
        "flags": 0,
    })
}
