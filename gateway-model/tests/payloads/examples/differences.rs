//! Values that are written differently than they were read, and why.

const NULL: &str = "a field that may be missing or null is None either way, and left out";
const EMPTY: &str = "a list that may be missing is empty either way, and left out";
const DEFAULT: &str = "the example is older than the field, or abbreviated; it has the default";
const NULLABLE: &str =
    "the docs say that the field is always there and may be null; a missing one is read as null";
const UNDOCUMENTED: &str = "not in the docs' table of the object";
const TEXT: &str = "permissions are texts since API version 8; the example is older";
const ZONE: &str = "webhook events name no zone; UTC is meant, and written";
const FALSY: &str = "an empty list means the same as none, as the docs say beside the example";

/// The file, the path with the change, and the reason.
pub(super) const DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "events-webhook-events-application-deauthorized-example",
        "event.timestamp: \"2024-10-18T14:42:53.064834\" became \"2024-10-18T14:42:53.064834Z\"",
        ZONE,
    ),
    (
        "events-webhook-events-entitlement-create-example",
        "event.data.ends_at: null was added",
        NULLABLE,
    ),
    (
        "events-webhook-events-entitlement-create-example",
        "event.data.gift_code_flags: lost",
        UNDOCUMENTED,
    ),
    (
        "events-webhook-events-entitlement-create-example",
        "event.data.promotion_id: null was left out",
        UNDOCUMENTED,
    ),
    (
        "events-webhook-events-entitlement-create-example",
        "event.data.starts_at: null was added",
        NULLABLE,
    ),
    (
        "events-webhook-events-entitlement-create-example",
        "event.timestamp: \"2024-10-18T18:41:21.109604\" became \"2024-10-18T18:41:21.109604Z\"",
        ZONE,
    ),
    (
        "events-webhook-events-entitlement-delete-example",
        "event.data.ends_at: null was added",
        NULLABLE,
    ),
    (
        "events-webhook-events-entitlement-delete-example",
        "event.data.gift_code_flags: lost",
        UNDOCUMENTED,
    ),
    (
        "events-webhook-events-entitlement-delete-example",
        "event.data.promotion_id: null was left out",
        UNDOCUMENTED,
    ),
    (
        "events-webhook-events-entitlement-delete-example",
        "event.data.starts_at: null was added",
        NULLABLE,
    ),
    (
        "events-webhook-events-entitlement-delete-example",
        "event.timestamp: \"2024-10-18T18:41:21.109604\" became \"2024-10-18T18:41:21.109604Z\"",
        ZONE,
    ),
    (
        "events-webhook-events-entitlement-update-example",
        "event.data.ends_at: null was added",
        NULLABLE,
    ),
    (
        "events-webhook-events-entitlement-update-example",
        "event.data.gift_code_flags: lost",
        UNDOCUMENTED,
    ),
    (
        "events-webhook-events-entitlement-update-example",
        "event.data.promotion_id: null was left out",
        UNDOCUMENTED,
    ),
    (
        "events-webhook-events-entitlement-update-example",
        "event.data.starts_at: null was added",
        NULLABLE,
    ),
    (
        "events-webhook-events-entitlement-update-example",
        "event.timestamp: \"2024-10-18T18:41:21.109604\" became \"2024-10-18T18:41:21.109604Z\"",
        ZONE,
    ),
    (
        "events-webhook-events-game-direct-message-delete-example",
        "event.data.attachments: [] was left out",
        EMPTY,
    ),
    (
        "events-webhook-events-game-direct-message-delete-example",
        "event.data.components: [] was left out",
        EMPTY,
    ),
    (
        "events-webhook-events-game-direct-message-delete-example",
        "event.timestamp: \"2025-08-20T17:01:50.099204\" became \"2025-08-20T17:01:50.099204Z\"",
        ZONE,
    ),
    (
        "events-webhook-events-game-direct-message-update-example",
        "event.timestamp: \"2025-08-14T16:44:31.847073\" became \"2025-08-14T16:44:31.847073Z\"",
        ZONE,
    ),
    (
        "events-webhook-events-lobby-message-create-example",
        "event.timestamp: \"2024-10-18T18:41:21.109604\" became \"2024-10-18T18:41:21.109604Z\"",
        ZONE,
    ),
    (
        "events-webhook-events-lobby-message-delete-example",
        "event.timestamp: \"2025-08-05T21:44:09.412957\" became \"2025-08-05T21:44:09.412957Z\"",
        ZONE,
    ),
    (
        "interactions-application-commands-example-interaction",
        "authorizing_integration_owners: {} was added",
        DEFAULT,
    ),
    (
        "interactions-application-commands-example-interaction",
        "entitlements: [] was added",
        DEFAULT,
    ),
    ("interactions-application-commands-example-interaction", "member.flags: 0 was added", DEFAULT),
    (
        "interactions-application-commands-example-interaction",
        "member.is_pending: lost",
        UNDOCUMENTED,
    ),
    (
        "interactions-application-commands-example-interaction",
        "member.nick: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction",
        "member.premium_since: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction",
        "member.user.global_name: null was added",
        NULLABLE,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "authorizing_integration_owners: {} was added",
        DEFAULT,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "data.resolved.members.809850198683418695.avatar: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "data.resolved.members.809850198683418695.flags: 0 was added",
        DEFAULT,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "data.resolved.members.809850198683418695.is_pending: lost",
        UNDOCUMENTED,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "data.resolved.members.809850198683418695.nick: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "data.resolved.members.809850198683418695.premium_since: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "data.resolved.users.809850198683418695.global_name: null was added",
        NULLABLE,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "entitlements: [] was added",
        DEFAULT,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "member.avatar: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "member.flags: 0 was added",
        DEFAULT,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "member.is_pending: lost",
        UNDOCUMENTED,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "member.nick: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "member.premium_since: null was left out",
        NULL,
    ),
    (
        "interactions-application-commands-example-interaction-2",
        "member.user.global_name: null was added",
        NULLABLE,
    ),
    (
        "interactions-application-commands-retrieving-localized-commands",
        "default_member_permissions: null was added",
        NULLABLE,
    ),
    (
        "resources-application-example-application-object",
        "event_webhooks_url: null was left out",
        NULL,
    ),
    ("resources-application-example-application-object", "icon: null was left out", NULL),
    (
        "resources-application-example-application-object",
        "interactions_endpoint_url: null was left out",
        NULL,
    ),
    (
        "resources-application-example-application-object",
        "owner.global_name: null was added",
        NULLABLE,
    ),
    (
        "resources-application-example-application-object",
        "role_connections_verification_url: null was left out",
        NULL,
    ),
    (
        "resources-application-example-application-object",
        "team.members[0].permissions: lost",
        UNDOCUMENTED,
    ),
    (
        "resources-application-example-application-object",
        "team.members[0].user.global_name: null was added",
        NULLABLE,
    ),
    ("resources-channel-example-channel-category", "parent_id: null was left out", NULL),
    ("resources-channel-example-channel-category", "permission_overwrites: [] was left out", EMPTY),
    ("resources-channel-example-dm-channel", "recipients[0].global_name: null was added", NULLABLE),
    (
        "resources-channel-example-guild-announcement-channel",
        "permission_overwrites: [] was left out",
        EMPTY,
    ),
    (
        "resources-channel-example-guild-text-channel",
        "permission_overwrites: [] was left out",
        EMPTY,
    ),
    ("resources-emoji-emoji-example", "user.global_name: null was added", NULLABLE),
    ("resources-emoji-list-application-emojis", "items[0].roles: [] was left out", EMPTY),
    (
        "resources-emoji-list-application-emojis",
        "items[0].user.global_name: null was added",
        NULLABLE,
    ),
    ("resources-entitlement-entitlement-example", "gift_code_flags: lost", UNDOCUMENTED),
    ("resources-entitlement-entitlement-example", "promotion_id: null was left out", UNDOCUMENTED),
    ("resources-entitlement-entitlement-example", "subscription_id: lost", UNDOCUMENTED),
    ("resources-entitlement-get-entitlement", "gift_code_flags: lost", UNDOCUMENTED),
    ("resources-entitlement-get-entitlement", "promotion_id: null was left out", UNDOCUMENTED),
    ("resources-entitlement-get-entitlement", "subscription_id: lost", UNDOCUMENTED),
    ("resources-guild-example-guild", "premium_progress_bar_enabled: false was added", DEFAULT),
    ("resources-guild-example-guild", "region: null was left out", NULL),
    ("resources-guild-example-guild", "widget_channel_id: null was left out", NULL),
    ("resources-guild-example-guild-member", "avatar: null was left out", NULL),
    ("resources-guild-example-guild-member", "banner: null was left out", NULL),
    ("resources-guild-example-guild-member", "flags: 0 was added", DEFAULT),
    (
        "resources-guild-template-example-guild-template-object",
        "creator.global_name: null was added",
        NULLABLE,
    ),
    (
        "resources-guild-template-example-guild-template-object",
        "serialized_source_guild.icon_hash: null was left out",
        NULL,
    ),
    (
        "resources-guild-template-example-guild-template-object",
        "serialized_source_guild.roles[0].permissions: 104324689 became \"104324689\"",
        TEXT,
    ),
    ("resources-invite-example-invite-object", "expires_at: null was added", NULLABLE),
    ("resources-invite-example-invite-object", "inviter.global_name: null was added", NULLABLE),
    ("resources-invite-example-invite-object", "target_user.global_name: null was added", NULLABLE),
    (
        "resources-message-allowed-mentions-examples-3",
        "allowed_mentions.users: [] was left out",
        FALSY,
    ),
    (
        "resources-message-example-crossposted-message",
        "author.global_name: null was added",
        NULLABLE,
    ),
    ("resources-message-example-message", "author.global_name: null was added", NULLABLE),
    ("resources-sku-list-skus", "[0].access_type: lost", UNDOCUMENTED),
    ("resources-sku-list-skus", "[0].dependent_sku_id: null was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[0].features: [] was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[0].manifest_labels: null was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[0].premium: lost", UNDOCUMENTED),
    ("resources-sku-list-skus", "[0].release_date: null was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[0].show_age_gate: lost", UNDOCUMENTED),
    ("resources-sku-list-skus", "[1].access_type: lost", UNDOCUMENTED),
    ("resources-sku-list-skus", "[1].dependent_sku_id: null was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[1].features: [] was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[1].manifest_labels: null was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[1].premium: lost", UNDOCUMENTED),
    ("resources-sku-list-skus", "[1].release_date: null was left out", UNDOCUMENTED),
    ("resources-sku-list-skus", "[1].show_age_gate: lost", UNDOCUMENTED),
    ("resources-voice-example-voice-state", "self_video: false was added", DEFAULT),
    ("resources-webhook-example-application-webhook", "guild_id: null was left out", NULL),
    (
        "resources-webhook-example-channel-follower-webhook",
        "user.global_name: null was added",
        NULLABLE,
    ),
    ("resources-webhook-example-incoming-webhook", "user.global_name: null was added", NULLABLE),
];
