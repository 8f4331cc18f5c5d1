//! The events that are replayed: guilds first, then a mix of about 800 bytes each, from a seed.

use serde_json::{Value, json};

/// A small generator, so that every run replays the same bytes.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 17
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// One of 50,000 ids, as a bot sees the same people again and again.
    fn id(&mut self) -> String {
        (900_000_000_000_000_000 + self.below(50_000) * 4_194_304_123).to_string()
    }

    fn hash(&mut self) -> String {
        format!("{:015x}{:017x}", self.next() & ((1 << 60) - 1), self.next())
    }

    fn words(&mut self, count: u64) -> String {
        const WORDS: [&str; 32] = [
            "the",
            "of",
            "raid",
            "tonight",
            "who",
            "has",
            "time",
            "for",
            "a",
            "round",
            "maybe",
            "later",
            "thanks",
            "everyone",
            "patch",
            "notes",
            "are",
            "out",
            "and",
            "they",
            "broke",
            "voice",
            "again",
            "lol",
            "no",
            "way",
            "this",
            "channel",
            "is",
            "about",
            "painting",
            "\u{e9}t\u{e9}",
        ];
        let mut text = String::new();
        for at in 0..count {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(WORDS[self.below(32) as usize]);
        }
        text
    }
}

fn user(random: &mut Random) -> Value {
    json!({
        "id": random.id(), "username": random.words(1), "discriminator": "0",
        "global_name": random.words(2), "avatar": random.hash(), "public_flags": 0,
        "avatar_decoration_data": null, "bot": false,
    })
}

fn member(random: &mut Random) -> Value {
    json!({
        "roles": [random.id(), random.id(), random.id()], "premium_since": null, "pending": false,
        "nick": random.words(2), "mute": false, "deaf": false, "flags": 0, "avatar": null, "banner": null,
        "joined_at": "2024-03-05T11:22:33.456000+00:00", "communication_disabled_until": null,
    })
}

fn with_user(random: &mut Random) -> Value {
    let mut member = member(random);
    member["user"] = user(random);
    member
}

fn message(random: &mut Random) -> Value {
    let content = 5 + random.below(25);
    json!({
        "id": random.id(), "channel_id": random.id(), "guild_id": random.id(), "type": 0,
        "author": user(random), "member": member(random), "content": random.words(content),
        "timestamp": "2026-02-03T04:05:06.789000+00:00", "edited_timestamp": null, "tts": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "components": [], "pinned": false, "flags": 0, "nonce": random.next().to_string(),
    })
}

fn presence(random: &mut Random) -> Value {
    json!({
        "user": { "id": random.id() }, "guild_id": random.id(), "status": "online",
        "client_status": { "desktop": "online", "mobile": "idle" },
        "activities": [{
            "id": random.hash(), "name": random.words(2), "type": 0, "created_at": 1_760_000_000_000_u64,
            "application_id": random.id(), "details": random.words(6), "state": random.words(4),
            "timestamps": { "start": 1_760_000_000_000_u64 },
            "assets": { "large_image": random.id(), "large_text": random.words(3) },
        }, {
            "id": "custom", "name": "Custom Status", "type": 4, "created_at": 1_760_000_000_000_u64,
            "state": random.words(8),
        }],
    })
}

/// The event that ends a stream.
pub fn last(random: &mut Random) -> (&'static str, Value) {
    ("MESSAGE_CREATE", message(random))
}

/// One event of the mix: name and data.
pub fn mixed(random: &mut Random) -> (&'static str, Value) {
    match random.below(20) {
        0..=7 => ("MESSAGE_CREATE", message(random)),
        8 => {
            let mut message = message(random);
            message["edited_timestamp"] = json!("2026-02-03T04:05:36.789000+00:00");
            ("MESSAGE_UPDATE", message)
        }
        9..=15 => ("PRESENCE_UPDATE", presence(random)),
        16 => (
            "MESSAGE_REACTION_ADD",
            json!({
                "user_id": random.id(), "channel_id": random.id(), "message_id": random.id(),
                "guild_id": random.id(), "member": with_user(random), "message_author_id": random.id(),
                "emoji": { "id": null, "name": "\u{1f44d}" }, "burst": false, "type": 0,
            }),
        ),
        17 => (
            "TYPING_START",
            json!({
                "channel_id": random.id(), "guild_id": random.id(), "user_id": random.id(),
                "timestamp": 1_760_000_000, "member": with_user(random),
            }),
        ),
        18 => {
            let mut update = with_user(random);
            update["guild_id"] = json!(random.id());
            ("GUILD_MEMBER_UPDATE", update)
        }
        _ => (
            "VOICE_STATE_UPDATE",
            json!({
                "guild_id": random.id(), "channel_id": random.id(), "user_id": random.id(),
                "member": with_user(random), "session_id": random.hash(), "deaf": false, "mute": false,
                "self_deaf": false, "self_mute": true, "self_video": false, "suppress": false,
                "request_to_speak_timestamp": null,
            }),
        ),
    }
}

/// A guild of about this many bytes of JSON.
pub fn guild(random: &mut Random, bytes: usize) -> Value {
    let roles: Vec<Value> = (0..40).map(|position| json!({
        "id": random.id(), "name": random.words(2), "color": 0, "hoist": false, "position": position,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "permissions": "1071698660929", "managed": false, "mentionable": true, "flags": 0, "icon": null,
        "unicode_emoji": null,
    })).collect();
    let channels: Vec<Value> = (0..60).map(|position| json!({
        "id": random.id(), "type": 0, "name": random.words(1), "position": position, "topic": random.words(6),
        "permission_overwrites": [], "parent_id": null, "nsfw": false, "rate_limit_per_user": 0,
        "last_message_id": random.id(), "flags": 0,
    })).collect();
    let mut guild = json!({
        "id": random.id(), "name": random.words(3), "icon": random.hash(), "splash": null,
        "discovery_splash": null, "owner_id": random.id(), "afk_channel_id": null, "afk_timeout": 300,
        "verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 2,
        "roles": roles, "emojis": [], "features": ["COMMUNITY"], "mfa_level": 1, "application_id": null,
        "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
        "max_presences": null, "max_members": 500_000, "vanity_url_code": null, "description": null,
        "banner": null, "premium_tier": 2, "premium_subscription_count": 9, "preferred_locale": "en-US",
        "public_updates_channel_id": null, "max_video_channel_users": 25, "nsfw_level": 0, "stickers": [],
        "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null, "nsfw": false,
        "joined_at": "2024-03-05T11:22:33.456000+00:00", "large": true, "unavailable": false,
        "member_count": 1000, "voice_states": [], "members": [], "channels": channels, "threads": [],
        "presences": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        "incidents_data": null, "max_stage_video_channel_users": 50, "hub_type": null,
    });
    let per_member = with_user(random).to_string().len();
    let room = bytes.saturating_sub(guild.to_string().len());
    let members: Vec<Value> = (0..room / per_member).map(|_| with_user(random)).collect();
    guild["members"] = json!(members);
    guild
}

/// The data of Ready.
pub fn ready(url: &str) -> Value {
    json!({
        "v": 10, "session_id": "replay", "resume_gateway_url": url, "session_type": "normal",
        "user": { "id": "1", "username": "bench", "discriminator": "0", "avatar": null, "bot": true,
            "email": null, "mfa_enabled": true, "verified": true, "flags": 0, "global_name": null },
        "guilds": [], "application": { "id": "1", "flags": 0 }, "shard": [0, 1],
    })
}
