//! The fields of guilds themselves.

use gateway_model::guild::Guild;

use super::row::row;

bitflags::bitflags! {
    /// Groups of fields of guilds. The owner, the number of members and the availability are always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct GuildFields: u8 {
        /// `name`, `description`.
        const NAME = 1;
        /// `icon`, `splash`, `discovery_splash`, `banner`.
        const IMAGES = 1 << 1;
        /// `features`, `premium_tier` and `premium_subscription_count`, `vanity_url_code`, `preferred_locale`, and the
        /// limits `max_members`, `max_presences`, `max_video_channel_users`, `max_stage_video_channel_users`.
        const FEATURES = 1 << 2;
        /// All other fields, such as `verification_level` and `system_channel_id`.
        const SETTINGS = 1 << 3;
    }
}

row! { Guild, GuildFields, Guild, r#"{"id":"1","owner_id":"1","roles":[]}"#, |guild, place| { guild.id = place.guild; },
    [] owner_id;
    [NAME] name;
    [FEATURES] features, max_members, premium_tier, premium_subscription_count, preferred_locale;
    [SETTINGS] afk_timeout, verification_level, default_message_notifications, explicit_content_filter, mfa_level,
        nsfw_level, region, system_channel_flags, widget_enabled, premium_progress_bar_enabled, afk_channel_id,
        system_channel_id, rules_channel_id, public_updates_channel_id, safety_alerts_channel_id, widget_channel_id,
        application_id, incidents_data json;
    [FEATURES] max_video_channel_users, max_stage_video_channel_users, max_presences, vanity_url_code;
    [IMAGES] icon, banner, splash, discovery_splash;
    [NAME] description;
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let text = r#"{"id":"5","name":"g","icon":"8342729096ea3675442027381ff50dfe","splash":"a","discovery_splash":"b",
            "owner_id":"6","region":"deprecated","afk_channel_id":"7","afk_timeout":300,"widget_enabled":true,
            "widget_channel_id":"8","verification_level":3,"default_message_notifications":1,
            "explicit_content_filter":2,"roles":[],"emojis":[],"features":["COMMUNITY","NEW_ONE"],"mfa_level":1,
            "application_id":"9","system_channel_id":"10","system_channel_flags":3,"rules_channel_id":"11",
            "max_presences":100,"max_members":5000,"vanity_url_code":"v","description":"d","banner":"c",
            "premium_tier":2,"premium_subscription_count":7,"preferred_locale":"de","public_updates_channel_id":"12",
            "max_video_channel_users":25,"max_stage_video_channel_users":50,"nsfw_level":1,
            "premium_progress_bar_enabled":true,"safety_alerts_channel_id":"13",
            "incidents_data":{"invites_disabled_until":"2026-01-01T00:00:00Z","dms_disabled_until":null}}"#;
        let guild: Guild = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&guild, 5, GuildFields::all()), guild);
        let less = come_back(&guild, 5, GuildFields::empty());
        assert_eq!((less.owner_id, &*less.name), (guild.owner_id, ""));
    }
}
