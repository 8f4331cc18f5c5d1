//! Plausible values of all that can be sent.

use std::collections::BTreeMap;

use gateway_model::application::{
    ApplicationFlags, EventWebhookStatus, InstallParams, InstallationContext,
    IntegrationTypesConfig, RoleConnectionMetadata, RoleConnectionMetadataKind,
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
use gateway_model::component::{ActionRow, Button, Component};
use gateway_model::guild::{
    DefaultMessageNotificationLevel, ExplicitContentFilterLevel, GuildFeature, MemberFlags,
    OnboardingMode, RecurrenceFrequency, RecurrenceRule, RoleColors, ScheduledEventEntityKind,
    ScheduledEventEntityMetadata, ScheduledEventPrivacyLevel, ScheduledEventStatus,
    SystemChannelFlags, VerificationLevel, WelcomeChannel, WidgetStyle,
};
use gateway_model::interaction::{InteractionContext, InteractionResponse, MessageResponse};
use gateway_model::invite::InviteTargetKind;
use gateway_model::lobby::LobbyMemberFlags;
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, MessageFlags, MessageReference, Nonce, PollCreate,
    ReactionKind, SharedClientTheme,
};
use gateway_model::stage_instance::StagePrivacyLevel;
use gateway_model::{Id, Permissions, Timestamp};
use http_client::objects::*;
use http_client::{DataUri, Upload};
use serde_json::json;

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

/// A type that has a plausible value.
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
    InstallParams = serde_json::from_value(json!({ "scopes": ["bot"], "permissions": "2048" })).unwrap();
    InstallationContext = InstallationContext::Guild;
    IntegrationTypesConfig = serde_json::from_value(json!({
        "0": { "oauth2_install_params": { "scopes": ["bot"], "permissions": "2048" } },
    })).unwrap();
    RoleConnectionMetadata =
        RoleConnectionMetadata::new(RoleConnectionMetadataKind::IntegerEqual, "level", "Level", "The level");
    AuditLogAction = AuditLogAction::ChannelCreate;
    AutoModerationAction = AutoModerationAction::block_message(Some("no".into()));
    AutoModerationEventKind = AutoModerationEventKind::MessageSend;
    AutoModerationTriggerKind = AutoModerationTriggerKind::Keyword;
    AutoModerationTriggerMetadata = {
        let mut metadata = AutoModerationTriggerMetadata::default();
        metadata.keyword_filter = Some(vec!["bad".into()]);
        metadata
    };
    AutoModerationTrigger = AutoModerationTrigger::Keyword(sample());
    ChannelFlags = ChannelFlags::REQUIRE_TAG;
    ChannelKind = ChannelKind::GuildText;
    DefaultReaction = DefaultReaction::standard("🔥");
    ForumLayout = ForumLayout::ListView;
    Overwrite = Overwrite::role(id(), Permissions::SEND_MESSAGES, Permissions::empty());
    OverwriteKind = OverwriteKind::Member;
    SortOrder = SortOrder::CreationDate;
    VideoQualityMode = VideoQualityMode::Full;
    CommandCreate = CommandCreate::chat_input("ping", "Answers").option(sample());
    CommandHandler = CommandHandler::AppHandler;
    CommandOption = CommandOption::new(CommandOptionKind::String, "text", "What to say");
    CommandPermission = CommandPermission::role(id(), true);
    BTreeMap<String, String> = BTreeMap::from([("de".into(), "text".into())]);
    Component = ActionRow::new([Button::link("https://example.com", "Go")]).into();
    DefaultMessageNotificationLevel = DefaultMessageNotificationLevel::OnlyMentions;
    ExplicitContentFilterLevel = ExplicitContentFilterLevel::MembersWithoutRoles;
    GuildFeature = GuildFeature::Community;
    MemberFlags = MemberFlags::BYPASSES_VERIFICATION;
    OnboardingMode = OnboardingMode::Advanced;
    RecurrenceRule = RecurrenceRule::new(sample(), RecurrenceFrequency::Weekly, 1);
    RoleColors = RoleColors::gradient(0xff_0000, 0x00_ff00);
    ScheduledEventEntityKind = ScheduledEventEntityKind::External;
    ScheduledEventEntityMetadata = {
        let mut metadata = ScheduledEventEntityMetadata::default();
        metadata.location = Some("The park".into());
        metadata
    };
    ScheduledEventPlace = ScheduledEventPlace::Elsewhere { location: "The park".into(), end: sample() };
    ScheduledEventPrivacyLevel = ScheduledEventPrivacyLevel::GuildOnly;
    ScheduledEventStatus = ScheduledEventStatus::Active;
    SystemChannelFlags = SystemChannelFlags::SUPPRESS_JOIN_NOTIFICATIONS;
    VerificationLevel = VerificationLevel::High;
    WelcomeChannel = WelcomeChannel::new(id(), "Start here");
    WidgetStyle = WidgetStyle::Banner2;
    InteractionContext = InteractionContext::Guild;
    InteractionResponse = InteractionResponse::message(MessageResponse::new().content("pong").embed(sample()));
    InviteTargetKind = InviteTargetKind::Stream;
    LobbyMemberFlags = LobbyMemberFlags::CAN_LINK_LOBBY;
    AllowedMentions = AllowedMentions::none();
    AttachmentRequest = AttachmentRequest::uploaded(0);
    Embed = Embed::new().title("Title").description("Description");
    MessageFlags = MessageFlags::SUPPRESS_EMBEDS;
    MessageReference = MessageReference::reply(id());
    Nonce = Nonce::from(7);
    PollCreate = PollCreate::new("Tea or coffee?").answer("Tea").answer("Coffee");
    ReactionKind = ReactionKind::Normal;
    SharedClientTheme = SharedClientTheme::new(vec!["5865f2".into()], 90, 50);
    StagePrivacyLevel = StagePrivacyLevel::GuildOnly;
    Permissions = Permissions::SEND_MESSAGES;
    Timestamp = Timestamp::from_unix_secs(1_767_225_600);
    serde_json::Value = json!({
        "sender": { "id": 1, "login": "octocat", "html_url": "https://github.com/octocat",
            "avatar_url": "https://github.com/octocat.png" },
        "action": "created",
    });
    AuthorType = AuthorType::NotBot;
    ChannelPosition = ChannelPosition::new(id()).position(3).parent(None).lock_permissions(true);
    DataUri = DataUri::png(b"\x89PNG");
    EntitlementOwner = EntitlementOwner::Guild;
    ForumTagRequest = ForumTagRequest::new("tag").moderated(true).standard_emoji("🔥");
    IdentityProvider = IdentityProvider::Oidc;
    JoinRequestStatus = JoinRequestStatus::Approved;
    LobbyMemberRequest = LobbyMemberRequest::new(id()).flags(LobbyMemberFlags::CAN_LINK_LOBBY);
    OnboardingPromptRequest = OnboardingPromptRequest::new(
        id(), "What do you like?", [OnboardingOptionRequest::new("Tea", [id()], [id()])],
    );
    RolePosition = RolePosition::new(id(), 3);
    SearchSort = SearchSort::Relevance;
    SearchedContent = SearchedContent::NoPoll;
    SearchedEmbedKind = SearchedEmbedKind::Gif;
    SlackAttachment = SlackAttachment { title: Some("Title".into()), ..SlackAttachment::default() };
    SortDirection = SortDirection::Asc;
    TagMatch = TagMatch::MatchAll;
    ThreadSearchSort = ThreadSearchSort::LastMessageTime;
    Upload = Upload::bytes("a.txt", "some text");
}
