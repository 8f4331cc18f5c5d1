//! The fields in audit logs, each with the type of its values.
//!
//! "For most objects, the change keys may be any field on the changed object": [Audit Log, Audit Log Change
//! Exceptions](https://docs.discord.com/developers/resources/audit-log#audit-log-change-object-audit-log-change-exceptions).
//! If fields with the same name have different types in different objects, there is a key for each type. Keys of images
//! have the field's name with the suffix `_hash`, as in audit logs.

use super::{AuditLogKey, AuditLogRole};
use crate::auto_moderation::{
    AutoModerationAction, AutoModerationEventKind, AutoModerationTriggerKind,
    AutoModerationTriggerMetadata,
};
use crate::channel::{
    ChannelFlags, ChannelKind, DefaultReaction, ForumLayout, ForumTag, Overwrite, OverwriteKind,
    SortOrder, VideoQualityMode,
};
use crate::guild::{
    AgeRestrictionLevel, DefaultMessageNotificationLevel, ExplicitContentFilterLevel, GuildFeature,
    IntegrationExpireBehavior, IntegrationKind, MemberFlags, MfaLevel, OnboardingMode,
    OnboardingOption, OnboardingPrompt, OnboardingPromptKind, RecurrenceRule, RoleColors,
    RoleFlags, ScheduledEventEntityKind, ScheduledEventEntityMetadata, ScheduledEventPrivacyLevel,
    ScheduledEventStatus, SystemChannelFlags, VerificationLevel,
};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::invite::InviteTargetKind;
use crate::locale::Locale;
use crate::oauth2::OAuth2Scope;
use crate::permissions::Permissions;
use crate::stage_instance::StagePrivacyLevel;
use crate::sticker::{StickerFormat, StickerKind};
use crate::timestamp::Timestamp;
use crate::webhook::WebhookKind;

macro_rules! keys {
    ($($key:ident = $name:literal: $ty:ty;)*) => {
        $(
            #[doc = concat!("The field `", $name, "`.")]
            pub const $key: AuditLogKey<$ty> = AuditLogKey::new($name);
        )*
    };
}

keys! {
    AFK_CHANNEL_ID = "afk_channel_id": Id<marker::Channel>;
    AFK_TIMEOUT = "afk_timeout": u32;
    ALLOW = "allow": Permissions;
    APPLICATION_ID = "application_id": Id<marker::Application>;
    APPLIED_TAGS = "applied_tags": Box<[Id<marker::Tag>]>;
    ARCHIVED = "archived": bool;
    ASSET = "asset": Box<str>;
    AUTO_ARCHIVE_DURATION = "auto_archive_duration": u32;
    AUTO_MODERATION_ACTIONS = "actions": Vec<AutoModerationAction>;
    AVAILABLE = "available": bool;
    AVAILABLE_TAGS = "available_tags": Box<[ForumTag]>;
    AVATAR_HASH = "avatar_hash": ImageHash;
    BANNER_HASH = "banner_hash": ImageHash;
    BITRATE = "bitrate": u32;
    CHANNEL_FLAGS = "flags": ChannelFlags;
    CHANNEL_ID = "channel_id": Id<marker::Channel>;
    CHANNEL_KIND = "type": ChannelKind;
    CODE = "code": Box<str>;
    COLOR = "color": u32;
    COLORS = "colors": RoleColors;
    COMMUNICATION_DISABLED_UNTIL = "communication_disabled_until": Timestamp;
    CREATOR_ID = "creator_id": Id<marker::User>;
    DEAF = "deaf": bool;
    DEFAULT_AUTO_ARCHIVE_DURATION = "default_auto_archive_duration": u32;
    DEFAULT_CHANNEL_IDS = "default_channel_ids": Vec<Id<marker::Channel>>;
    DEFAULT_FORUM_LAYOUT = "default_forum_layout": ForumLayout;
    DEFAULT_MESSAGE_NOTIFICATIONS = "default_message_notifications": DefaultMessageNotificationLevel;
    DEFAULT_REACTION_EMOJI = "default_reaction_emoji": DefaultReaction;
    DEFAULT_SORT_ORDER = "default_sort_order": SortOrder;
    DEFAULT_THREAD_RATE_LIMIT_PER_USER = "default_thread_rate_limit_per_user": u32;
    DENY = "deny": Permissions;
    DESCRIPTION = "description": Box<str>;
    DISCOVERY_SPLASH_HASH = "discovery_splash_hash": ImageHash;
    EMOJI_ID = "emoji_id": Id<marker::Emoji>;
    EMOJI_NAME = "emoji_name": Box<str>;
    ENABLED = "enabled": bool;
    ENABLE_EMOTICONS = "enable_emoticons": bool;
    ENTITY_METADATA = "entity_metadata": ScheduledEventEntityMetadata;
    ENTITY_TYPE = "entity_type": ScheduledEventEntityKind;
    EVENT_TYPE = "event_type": AutoModerationEventKind;
    EXEMPT_CHANNELS = "exempt_channels": Vec<Id<marker::Channel>>;
    EXEMPT_ROLES = "exempt_roles": Vec<Id<marker::Role>>;
    EXPIRE_BEHAVIOR = "expire_behavior": IntegrationExpireBehavior;
    EXPIRE_GRACE_PERIOD = "expire_grace_period": u32;
    EXPLICIT_CONTENT_FILTER = "explicit_content_filter": ExplicitContentFilterLevel;
    FEATURES = "features": Box<[GuildFeature]>;
    FORMAT_TYPE = "format_type": StickerFormat;
    GUILD_ID = "guild_id": Id<marker::Guild>;
    HOIST = "hoist": bool;
    ICON_HASH = "icon_hash": ImageHash;
    ID = "id": Id<marker::Generic>;
    IMAGE_HASH = "image_hash": ImageHash;
    INTEGRATION_KIND = "type": IntegrationKind;
    INVITABLE = "invitable": bool;
    INVITER_ID = "inviter_id": Id<marker::User>;
    IN_ONBOARDING = "in_onboarding": bool;
    LOCATION = "location": Box<str>;
    LOCKED = "locked": bool;
    MANAGED = "managed": bool;
    MAX_AGE = "max_age": u64;
    MAX_USES = "max_uses": u64;
    MEMBER_FLAGS = "flags": MemberFlags;
    MENTIONABLE = "mentionable": bool;
    MFA_LEVEL = "mfa_level": MfaLevel;
    MUTE = "mute": bool;
    NAME = "name": Box<str>;
    NICK = "nick": Box<str>;
    NSFW = "nsfw": bool;
    NSFW_LEVEL = "nsfw_level": AgeRestrictionLevel;
    ONBOARDING_MODE = "mode": OnboardingMode;
    ONBOARDING_OPTIONS = "options": Vec<OnboardingOption>;
    ONBOARDING_PROMPTS = "prompts": Vec<OnboardingPrompt>;
    ONBOARDING_PROMPT_KIND = "type": OnboardingPromptKind;
    OVERWRITE_KIND = "type": OverwriteKind;
    OWNER_ID = "owner_id": Id<marker::User>;
    PARENT_ID = "parent_id": Id<marker::Channel>;
    PERMISSIONS = "permissions": Permissions;
    PERMISSION_OVERWRITES = "permission_overwrites": Box<[Overwrite]>;
    POSITION = "position": i32;
    PREFERRED_LOCALE = "preferred_locale": Locale;
    PREMIUM_PROGRESS_BAR_ENABLED = "premium_progress_bar_enabled": bool;
    PRUNE_DELETE_DAYS = "prune_delete_days": u32;
    PUBLIC_UPDATES_CHANNEL_ID = "public_updates_channel_id": Id<marker::Channel>;
    RATE_LIMIT_PER_USER = "rate_limit_per_user": u32;
    RECURRENCE_RULE = "recurrence_rule": RecurrenceRule;
    REGION = "region": Box<str>;
    REQUIRED = "required": bool;
    ROLES_ADDED = "$add": Box<[AuditLogRole]>;
    ROLES_REMOVED = "$remove": Box<[AuditLogRole]>;
    ROLE_FLAGS = "flags": RoleFlags;
    RTC_REGION = "rtc_region": Box<str>;
    RULES_CHANNEL_ID = "rules_channel_id": Id<marker::Channel>;
    SAFETY_ALERTS_CHANNEL_ID = "safety_alerts_channel_id": Id<marker::Channel>;
    SCHEDULED_END_TIME = "scheduled_end_time": Timestamp;
    SCHEDULED_EVENT_PRIVACY_LEVEL = "privacy_level": ScheduledEventPrivacyLevel;
    SCHEDULED_EVENT_STATUS = "status": ScheduledEventStatus;
    SCHEDULED_START_TIME = "scheduled_start_time": Timestamp;
    SCOPES = "scopes": Box<[OAuth2Scope]>;
    SINGLE_SELECT = "single_select": bool;
    SPLASH_HASH = "splash_hash": ImageHash;
    STAGE_PRIVACY_LEVEL = "privacy_level": StagePrivacyLevel;
    STICKER_KIND = "type": StickerKind;
    SYSTEM_CHANNEL_FLAGS = "system_channel_flags": SystemChannelFlags;
    SYSTEM_CHANNEL_ID = "system_channel_id": Id<marker::Channel>;
    TAGS = "tags": Box<str>;
    TARGET_TYPE = "target_type": InviteTargetKind;
    TEMPORARY = "temporary": bool;
    TITLE = "title": Box<str>;
    TOPIC = "topic": Box<str>;
    TRIGGER_METADATA = "trigger_metadata": AutoModerationTriggerMetadata;
    TRIGGER_TYPE = "trigger_type": AutoModerationTriggerKind;
    UNICODE_EMOJI = "unicode_emoji": Box<str>;
    USER_ID = "user_id": Id<marker::User>;
    USER_LIMIT = "user_limit": u32;
    USES = "uses": u64;
    VANITY_URL_CODE = "vanity_url_code": Box<str>;
    VERIFICATION_LEVEL = "verification_level": VerificationLevel;
    VIDEO_QUALITY_MODE = "video_quality_mode": VideoQualityMode;
    VOLUME = "volume": f64;
    WEBHOOK_KIND = "type": WebhookKind;
    WIDGET_CHANNEL_ID = "widget_channel_id": Id<marker::Channel>;
    WIDGET_ENABLED = "widget_enabled": bool;
}
