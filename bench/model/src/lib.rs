//! Payloads as Discord sends them, for the benches of gateway-model.
#![recursion_limit = "256"]

use serde_json::{Value, json};

/// A message in a guild, as most of a bot's traffic is: some 800 bytes with its author and member.
pub const MESSAGE_CREATE: &str = concat!(
    r#"{"t":"MESSAGE_CREATE","s":4711,"op":0,"d":{"type":0,"tts":false,"#,
    r#""timestamp":"2026-08-11T17:27:07.299000+00:00","pinned":false,"nonce":"1136384027","#,
    r#""mentions":[],"mention_roles":[],"mention_everyone":false,"member":{"roles":["#,
    r#""1029384756102938475","1029384756102938476","1029384756102938477"],"premium_since":null,"#,
    r#""pending":false,"nick":null,"mute":false,"joined_at":"2021-03-14T09:26:53.589000+00:00","#,
    r#""flags":0,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null},"#,
    r#""id":"1404432876511133726","flags":0,"embeds":[],"edited_timestamp":null,"#,
    r#""content":"has anybody seen the new release notes? \"big\" if true","components":[],"#,
    r#""channel_type":0,"channel_id":"1029384756102938470","author":{"username":"somebody","#,
    r#""public_flags":64,"primary_guild":null,"id":"175928847299117063","global_name":"Some Body","#,
    r#""display_name_styles":null,"discriminator":"0","collectibles":null,"clan":null,"#,
    r#""avatar_decoration_data":null,"avatar":"8342729096ea3675442027381ff50dfe"},"#,
    r#""attachments":[],"guild_id":"1029384756102938465"}}"#,
);

/// A presence with a custom status and a song.
pub const PRESENCE_UPDATE: &str = concat!(
    r#"{"t":"PRESENCE_UPDATE","s":4712,"op":0,"d":{"user":{"id":"175928847299117063"},"#,
    r#""status":"online","guild_id":"1029384756102938465","client_status":{"desktop":"online","#,
    r#""mobile":"idle"},"broadcast":null,"activities":[{"type":4,"state":"at the lake","#,
    r#""name":"Custom Status","id":"custom","emoji":{"name":"\ud83c\udfd6"},"#,
    r#""created_at":1754932027299},{"type":2,"timestamps":{"start":1754931999123,"end":1754932203000},"#,
    r#""sync_id":"7ouMYWpwJ422jRcDASZB7P","state":"A Band; Another Band","session_id":"0c7b3a4b","#,
    r#""party":{"id":"spotify:175928847299117063"},"name":"Spotify","id":"spotify:1","flags":48,"#,
    r#""details":"A Song","created_at":1754932000000,"assets":{"large_text":"An Album","#,
    r#""large_image":"spotify:ab67616d0000b273"}}]}}"#,
);

/// A guild with channels, roles, emojis, members and presences: 200 KB.
#[must_use]
pub fn guild_create() -> String {
    let id = |number: u64| (1_029_384_756_102_900_000 + number).to_string();
    let hash = "8342729096ea3675442027381ff50dfe";
    let everyone = id(0);
    let roles: Vec<Value> = (0..60)
        .map(|n| {
            json!({"version": 1_754_932_027_299_u64, "unicode_emoji": null, "tags": {},
                "position": n, "permissions": "2222085186636353", "name": format!("role {n}"),
                "mentionable": false, "managed": false, "id": id(n), "icon": null, "hoist": n % 3 == 0,
                "flags": 0, "color": 3_447_003, "colors": {"primary_color": 3_447_003,
                "secondary_color": null, "tertiary_color": null}})
        })
        .collect();
    let channels: Vec<Value> = (0..120)
        .map(|n| {
            json!({"version": 1_754_932_027_299_u64, "type": 0, "topic": "what we talk about here",
                "rate_limit_per_user": 0, "position": n, "permission_overwrites": [
                {"type": 0, "id": everyone, "deny": "1024", "allow": "0"},
                {"type": 0, "id": id(7), "deny": "0", "allow": "1024"}],
                "parent_id": id(500), "nsfw": false, "name": format!("channel-{n}"),
                "last_message_id": id(9000 + n), "id": id(1000 + n), "flags": 0,
                "last_pin_timestamp": "2026-08-11T17:27:07+00:00"})
        })
        .collect();
    let emojis: Vec<Value> = (0..80)
        .map(|n| {
            json!({"version": 0, "roles": [], "require_colons": true, "name": format!("emoji_{n}"),
                "managed": false, "id": id(2000 + n), "available": true, "animated": n % 4 == 0})
        })
        .collect();
    let members: Vec<Value> = (0..170)
        .map(|n| {
            json!({"user": {"username": format!("user{n}"), "public_flags": 0, "primary_guild": null,
                "id": id(3000 + n), "global_name": format!("User {n}"), "display_name_styles": null,
                "discriminator": "0", "collectibles": null, "bot": false, "avatar_decoration_data": null,
                "avatar": hash}, "roles": [id(1), id(2), id(3)], "premium_since": null,
                "pending": false, "nick": null, "mute": false,
                "joined_at": "2021-03-14T09:26:53.589000+00:00", "flags": 0, "deaf": false,
                "communication_disabled_until": null, "banner": null, "avatar": null})
        })
        .collect();
    let presences: Vec<Value> = (0..120)
        .map(|n| {
            json!({"user": {"id": id(3000 + n)}, "status": "online",
                "client_status": {"desktop": "online"}, "broadcast": null, "activities": [{"type": 0,
                "timestamps": {"start": 1_754_931_999_123_u64}, "name": "A Game", "id": "ec0b28a579ecb4bd",
                "created_at": 1_754_932_000_000_u64, "application_id": id(8000), "flags": 0}]})
        })
        .collect();
    let guild = json!({"version": 1_754_932_027_299_u64, "voice_states": [], "verification_level": 1,
        "vanity_url_code": null, "unavailable": false, "threads": [], "system_channel_id": id(1000),
        "system_channel_flags": 0, "stickers": [], "stage_instances": [], "splash": null,
        "soundboard_sounds": [], "safety_alerts_channel_id": null, "rules_channel_id": id(1001),
        "roles": roles, "region": "deprecated", "public_updates_channel_id": null,
        "presences": presences, "premium_tier": 3, "premium_subscription_count": 14,
        "premium_progress_bar_enabled": false, "preferred_locale": "en-US", "nsfw_level": 0,
        "nsfw": false, "name": "A Guild", "mfa_level": 1, "members": members, "member_count": 5170,
        "max_video_channel_users": 25, "max_stage_video_channel_users": 50, "max_members": 500_000,
        "lazy": true, "large": true, "joined_at": "2021-03-14T09:26:53.589000+00:00",
        "incidents_data": null, "id": everyone, "icon": hash, "hub_type": null, "home_header": null,
        "guild_scheduled_events": [], "features": ["COMMUNITY", "NEWS", "ANIMATED_ICON"],
        "explicit_content_filter": 2, "emojis": emojis, "discovery_splash": null,
        "description": null, "default_message_notifications": 1, "channels": channels,
        "banner": null, "application_id": null, "afk_timeout": 300, "afk_channel_id": null,
        "activity_instances": [], "owner_id": id(3000)});
    format!(r#"{{"t":"GUILD_CREATE","s":2,"op":0,"d":{guild}}}"#)
}

/// Decodes as `twilight-gateway` does by default, its feature `simd-json` off.
///
/// # Panics
///
/// Where twilight cannot read the payload.
#[must_use]
pub fn twilight(json: &str) -> twilight_model::gateway::event::GatewayEvent {
    use serde::de::DeserializeSeed;
    let deserializer = twilight_model::gateway::event::GatewayEventDeserializer::from_json(json)
        .expect("an envelope");
    deserializer.deserialize(&mut serde_json::Deserializer::from_str(json)).expect("an event")
}

#[cfg(test)]
mod tests {
    use gateway_model::{Bytes, Dispatch};

    use super::*;

    #[test]
    fn both_libraries_read_every_payload() {
        for payload in [MESSAGE_CREATE.to_owned(), PRESENCE_UPDATE.to_owned(), guild_create()] {
            let _ = twilight(&payload);
            let decoded = Dispatch::parse(Bytes::from(payload)).unwrap().event().unwrap();
            assert!(decoded.skipped.is_empty());
        }
    }

    #[test]
    fn the_payloads_are_of_the_size_they_are_said_to_be() {
        assert!((1000..1500).contains(&MESSAGE_CREATE.len()), "{}", MESSAGE_CREATE.len());
        let guild = guild_create().len();
        assert!((180_000..220_000).contains(&guild), "{guild}");
    }
}
