//! Plausible values of every type that can be sent.

use std::collections::BTreeMap;

use gateway_model::application::{
    ApplicationFlags, EventWebhookStatus, InstallParams, InstallationContext,
    IntegrationTypeConfig, IntegrationTypesConfig, RoleConnectionMetadata,
    RoleConnectionMetadataKind,
};
use gateway_model::audit_log::AuditLogAction;
use gateway_model::auto_moderation::{
    AutoModerationAction, AutoModerationEventKind, AutoModerationTriggerKind,
    AutoModerationTriggerMetadata,
};
use gateway_model::channel::{
    ChannelFlags, ChannelKind, DefaultReaction, ForumLayout, Overwrite, OverwriteKind, SortOrder,
    VideoQualityMode,
};
use gateway_model::command::{
    CommandCreate, CommandHandler, CommandOption, CommandOptionKind, CommandPermission,
};
use gateway_model::component::Component;
use gateway_model::guild::{
    DefaultMessageNotificationLevel, ExplicitContentFilterLevel, GuildFeature, MemberFlags,
    OnboardingMode, OnboardingPromptKind, RecurrenceFrequency, RecurrenceMonth, RecurrenceNWeekday,
    RecurrenceRule, RecurrenceWeekday, RoleColors, ScheduledEventEntityKind,
    ScheduledEventEntityMetadata, ScheduledEventPrivacyLevel, ScheduledEventStatus,
    SystemChannelFlags, VerificationLevel, WelcomeChannel, WidgetStyle,
};
use gateway_model::interaction::{InteractionContext, InteractionResponse};
use gateway_model::invite::InviteTargetKind;
use gateway_model::lobby::LobbyMemberFlags;
use gateway_model::locale::Locale;
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, MessageFlags, MessageReference, Nonce, PollCreate,
    ReactionKind, SharedClientTheme,
};
use gateway_model::oauth2::{ClientSecret, TokenKind};
use gateway_model::stage_instance::StagePrivacyLevel;
use gateway_model::{Id, Permissions, Timestamp};
use http_client::objects::*;
use http_client::{DataUri, Upload};
use serde_json::json;

use crate::rich;

/// Any id.
pub(crate) fn id<T>() -> Id<T> {
    Id::new(41_771_983_423_143_937).unwrap()
}

/// Another id.
pub(crate) fn another<T>() -> Id<T> {
    Id::new(41_771_983_423_143_938).unwrap()
}

/// A value of a type.
pub(crate) fn sample<T: Sample>() -> T {
    T::sample()
}

/// A type with a plausible value.
pub(crate) trait Sample {
    /// The value.
    fn sample() -> Self;
}

macro_rules! samples {
    ($($ty:ty = $value:expr;)*) => {
        $(impl Sample for $ty {
            fn sample() -> Self {
                $value
            }
        })*
    };
}

samples! {
    ApplicationFlags = ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED;
    EventWebhookStatus = EventWebhookStatus::Enabled;
    InstallParams = rich::install_params();
    InstallationContext = InstallationContext::Guild;
    IntegrationTypesConfig = IntegrationTypesConfig::from([
        ("0".into(), Some(IntegrationTypeConfig::new(rich::install_params()))),
    ]);
    RoleConnectionMetadata =
        RoleConnectionMetadata::new(RoleConnectionMetadataKind::IntegerEqual, "level", "Level", "The level")
            .name_localizations(rich::localizations())
            .description_localizations(rich::localizations());
    AuditLogAction = AuditLogAction::ChannelCreate;
    AutoModerationAction = AutoModerationAction::block_message(Some("no".into()));
    AutoModerationEventKind = AutoModerationEventKind::MessageSend;
    AutoModerationTriggerKind = AutoModerationTriggerKind::Keyword;
    AutoModerationTriggerMetadata = AutoModerationTriggerMetadata::default()
        .keyword_filter(["bad"])
        .regex_patterns(["b+"])
        .allow_list(["badge"]);
    AutoModerationTrigger = AutoModerationTrigger::Keyword(sample());
    ChannelFlags = ChannelFlags::REQUIRE_TAG;
    ChannelKind = ChannelKind::GuildText;
    DefaultReaction = DefaultReaction::standard("🔥");
    ForumLayout = ForumLayout::ListView;
    Overwrite = Overwrite::role(id(), Permissions::SEND_MESSAGES, Permissions::empty());
    OverwriteKind = OverwriteKind::Member;
    SortOrder = SortOrder::CreationDate;
    VideoQualityMode = VideoQualityMode::Full;
    CommandCreate = rich::command();
    CommandHandler = CommandHandler::AppHandler;
    CommandOption = CommandOption::new(CommandOptionKind::String, "text", "What to say");
    CommandPermission = CommandPermission::role(id(), true);
    BTreeMap<String, String> = rich::localizations();
    Component = rich::message_component();
    DefaultMessageNotificationLevel = DefaultMessageNotificationLevel::OnlyMentions;
    ExplicitContentFilterLevel = ExplicitContentFilterLevel::MembersWithoutRoles;
    GuildFeature = GuildFeature::Community;
    MemberFlags = MemberFlags::BYPASSES_VERIFICATION;
    OnboardingMode = OnboardingMode::Advanced;
    RecurrenceRule = RecurrenceRule::new(sample(), RecurrenceFrequency::Weekly, 1)
        .by_weekday([RecurrenceWeekday::Monday])
        .by_n_weekday([RecurrenceNWeekday::new(1, RecurrenceWeekday::Monday)])
        .by_month([RecurrenceMonth::May])
        .by_month_day([1]);
    RoleColors = RoleColors::holographic();
    ScheduledEventEntityKind = ScheduledEventEntityKind::External;
    ScheduledEventEntityMetadata = ScheduledEventEntityMetadata::external("The park");
    ScheduledEventPlace = ScheduledEventPlace::Elsewhere { location: "The park".into(), end: sample() };
    ScheduledEventPrivacyLevel = ScheduledEventPrivacyLevel::GuildOnly;
    ScheduledEventStatus = ScheduledEventStatus::Active;
    SystemChannelFlags = SystemChannelFlags::SUPPRESS_JOIN_NOTIFICATIONS;
    VerificationLevel = VerificationLevel::High;
    WelcomeChannel = WelcomeChannel::new(id(), "Start here").custom_emoji(id(), "blob");
    WidgetStyle = WidgetStyle::Banner2;
    InteractionContext = InteractionContext::Guild;
    InteractionResponse = InteractionResponse::message(rich::response());
    InviteTargetKind = InviteTargetKind::Stream;
    LobbyMemberFlags = LobbyMemberFlags::CAN_LINK_LOBBY;
    AllowedMentions = rich::allowed_mentions();
    AttachmentRequest = rich::attachment();
    Embed = rich::embed();
    MessageFlags = MessageFlags::SUPPRESS_EMBEDS;
    MessageReference = rich::reference();
    Nonce = Nonce::from(7);
    PollCreate = rich::poll();
    ReactionKind = ReactionKind::Normal;
    SharedClientTheme = rich::theme();
    StagePrivacyLevel = StagePrivacyLevel::GuildOnly;
    Permissions = Permissions::SEND_MESSAGES;
    Timestamp = Timestamp::from_unix_secs(1_767_225_600);
    serde_json::Value = json!({
        "sender": { "id": 1, "login": "octocat", "html_url": "https://github.com/octocat",
            "avatar_url": "https://github.com/octocat.png" },
        "action": "created",
    });
    ClientSecret = ClientSecret::new("a secret that nobody guesses");
    Locale = Locale::EnglishUk;
    TokenKind = TokenKind::RefreshToken;
    AuthorType = AuthorType::NotBot;
    ChannelPosition = ChannelPosition::new(id()).position(3).parent(None).lock_permissions(true);
    DataUri = DataUri::png(b"\x89PNG");
    EntitlementOwner = EntitlementOwner::Guild;
    ForumTagRequest = ForumTagRequest::new("tag").moderated(true).standard_emoji("🔥");
    IdentityProvider = IdentityProvider::Oidc;
    JoinRequestStatus = JoinRequestStatus::Approved;
    LobbyMemberRequest = LobbyMemberRequest::new(id())
        .flags(LobbyMemberFlags::CAN_LINK_LOBBY)
        .metadata(rich::localizations());
    OnboardingPromptRequest = OnboardingPromptRequest::new(id(), "What do you like?", [
        OnboardingOptionRequest::new("Tea", [id()], [id()])
            .id(id())
            .description("Green")
            .standard_emoji("🍵"),
        OnboardingOptionRequest::new("Blobs", [id()], [id()]).custom_emoji(id()).emoji_animated(true),
    ])
        .kind(OnboardingPromptKind::Dropdown)
        .single_select(true)
        .required(true)
        .in_onboarding(true);
    RolePosition = RolePosition::new(id(), 3);
    SearchSort = SearchSort::Relevance;
    SearchedContent = SearchedContent::NoPoll;
    SearchedEmbedKind = SearchedEmbedKind::Gif;
    SlackAttachment = rich::slack_attachment();
    SortDirection = SortDirection::Asc;
    TagMatch = TagMatch::MatchAll;
    ThreadSearchSort = ThreadSearchSort::LastMessageTime;
    Upload = Upload::bytes("a.txt", "some text");
}
