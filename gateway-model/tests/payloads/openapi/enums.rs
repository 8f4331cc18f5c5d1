//! The enum for the values of each schema.

use serde_json::Value;

/// Returns whether the enum has a name for a value.
type IsKnown = fn(&Value) -> bool;

fn is_read<T: serde::de::DeserializeOwned>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}

macro_rules! enums {
    ($($schema:literal => $module:ident::$name:ident,)*) => {
        pub(super) const ENUMS: &[(&str, IsKnown)] = &[
            // Closed sets: an unknown value is an error.
            ("RecurrenceRuleMonths", is_read::<gateway_model::guild::RecurrenceMonth>),
            ("RecurrenceRuleWeekdays", is_read::<gateway_model::guild::RecurrenceWeekday>),
            $(($schema, |value| {
                use gateway_model::$module::$name;
                let read: $name = serde_json::from_value(value.clone()).unwrap();
                $name::KNOWN.contains(&read)
            }),)*
        ];
    };
}

enums! {
    "AllowedMentionTypes" => message::AllowedMentionKind,
    "ApplicationCommandHandler" => command::CommandHandler,
    "ApplicationCommandOptionType" => command::CommandOptionKind,
    "ApplicationCommandPermissionType" => command::CommandPermissionKind,
    "ApplicationCommandType" => command::CommandKind,
    "ApplicationEventWebhooksStatus" => application::EventWebhookStatus,
    "ApplicationIntegrationType" => application::InstallationContext,
    "AuditLogActionTypes" => audit_log::AuditLogAction,
    "AutomodActionType" => auto_moderation::AutoModerationActionKind,
    "AutomodEventType" => auto_moderation::AutoModerationEventKind,
    "AutomodKeywordPresetType" => auto_moderation::AutoModerationPreset,
    "AutomodTriggerType" => auto_moderation::AutoModerationTriggerKind,
    "AvailableLocalesEnum" => locale::Locale,
    "ButtonStyleTypes" => component::ButtonStyle,
    "ChannelPermissionOverwrites" => channel::OverwriteKind,
    "ChannelTypes" => channel::ChannelKind,
    "ConnectedAccountProviders" => user::ConnectionService,
    "ConnectedAccountVisibility" => user::ConnectionVisibility,
    "EmbeddedActivityLocationKind" => application::ActivityLocationKind,
    "EntitlementTenantFulfillmentStatusResponse" => monetization::FulfillmentStatus,
    "EntitlementTypes" => monetization::EntitlementKind,
    "ForumLayout" => channel::ForumLayout,
    "GuildExplicitContentFilterTypes" => guild::ExplicitContentFilterLevel,
    "GuildFeatures" => guild::GuildFeature,
    "GuildMFALevel" => guild::MfaLevel,
    "GuildNSFWContentLevel" => guild::AgeRestrictionLevel,
    "GuildOnboardingMode" => guild::OnboardingMode,
    "GuildScheduledEventEntityTypes" => guild::ScheduledEventEntityKind,
    "GuildScheduledEventPrivacyLevels" => guild::ScheduledEventPrivacyLevel,
    "GuildScheduledEventStatuses" => guild::ScheduledEventStatus,
    "GuildScheduledEventUserResponses" => guild::ScheduledEventResponse,
    "IntegrationExpireBehaviorTypes" => guild::IntegrationExpireBehavior,
    "IntegrationTypes" => guild::IntegrationKind,
    "InteractionCallbackTypes" => interaction::InteractionResponseKind,
    "InteractionContextType" => interaction::InteractionContext,
    "InteractionTypes" => interaction::InteractionKind,
    "InviteTargetTypes" => invite::InviteTargetKind,
    "InviteTypes" => invite::InviteKind,
    "MessageComponentSeparatorSpacingSize" => component::SeparatorSpacing,
    "MessageComponentTypes" => component::ComponentKind,
    "MessageReferenceType" => message::MessageReferenceKind,
    "MessageShareCustomUserThemeBaseTheme" => message::BaseTheme,
    "MessageType" => message::MessageKind,
    "MetadataItemTypes" => application::RoleConnectionMetadataKind,
    "NameplatePalette" => user::NameplatePalette,
    "OAuth2Scopes" => oauth2::OAuth2Scope,
    "OnboardingPromptType" => guild::OnboardingPromptKind,
    "PollLayoutTypes" => message::PollLayout,
    "PremiumGuildTiers" => guild::PremiumTier,
    "PremiumTypes" => user::PremiumType,
    "PurchaseType" => message::PurchaseKind,
    "ReactionTypes" => message::ReactionKind,
    "RecurrenceRuleFrequencies" => guild::RecurrenceFrequency,
    "SnowflakeSelectDefaultValueTypes" => component::DefaultValueKind,
    "StageInstancesPrivacyLevels" => stage_instance::StagePrivacyLevel,
    "StickerFormatTypes" => sticker::StickerFormat,
    "StickerTypes" => sticker::StickerKind,
    "SubscriptionResponseStatusType" => monetization::SubscriptionStatus,
    "TargetUsersJobStatusTypes" => invite::InviteTargetUsersJobStatus,
    "TeamMemberRoles" => application::TeamMemberRole,
    "TeamMembershipStates" => application::MembershipState,
    "TextInputStyleTypes" => component::TextInputStyle,
    "ThreadSortOrder" => channel::SortOrder,
    "UserNotificationSettings" => guild::DefaultMessageNotificationLevel,
    "VerificationLevels" => guild::VerificationLevel,
    "VideoQualityModes" => channel::VideoQualityMode,
    "WebhookTypes" => webhook::WebhookKind,
    "WidgetImageStyles" => guild::WidgetStyle,
}
