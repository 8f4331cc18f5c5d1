//! The files of the operations, and all routes.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

mod application;
mod application_command;
mod application_role_connection;
mod audit_log;
mod auto_moderation;
mod channel;
mod channel_permission;
mod current_application;
mod emoji;
mod gateway;
mod guild;
mod guild_application_command;
mod guild_ban;
mod guild_channel;
mod guild_join_request;
mod guild_member;
mod guild_onboarding;
mod guild_prune;
mod guild_role;
mod guild_template;
mod guild_widget;
mod interaction;
mod invite;
mod lobby;
mod lobby_member;
mod lobby_message;
mod message;
mod message_search;
mod monetization;
mod oauth2;
mod partner_sdk;
mod pin;
mod poll;
mod reaction;
mod scheduled_event;
mod scheduled_event_exception;
mod soundboard;
mod stage_instance;
mod sticker;
mod thread;
mod thread_member;
mod user;
mod voice;
mod webhook;
mod webhook_message;

use crate::request::Operation;
use crate::route::Route;

pub use application::*;
pub use application_command::*;
pub use application_role_connection::*;
pub use audit_log::*;
pub use auto_moderation::*;
pub use channel::*;
pub use channel_permission::*;
pub use current_application::*;
pub use emoji::*;
pub use gateway::*;
pub use guild::*;
pub use guild_application_command::*;
pub use guild_ban::*;
pub use guild_channel::*;
pub use guild_join_request::*;
pub use guild_member::*;
pub use guild_onboarding::*;
pub use guild_prune::*;
pub use guild_role::*;
pub use guild_template::*;
pub use guild_widget::*;
pub use interaction::*;
pub use invite::*;
pub use lobby::*;
pub use lobby_member::*;
pub use lobby_message::*;
pub use message::*;
pub use message_search::*;
pub use monetization::*;
pub use oauth2::*;
pub use partner_sdk::*;
pub use pin::*;
pub use poll::*;
pub use reaction::*;
pub use scheduled_event::*;
pub use scheduled_event_exception::*;
pub use soundboard::*;
pub use stage_instance::*;
pub use sticker::*;
pub use thread::*;
pub use thread_member::*;
pub use user::*;
pub use voice::*;
pub use webhook::*;
pub use webhook_message::*;

/// The routes of all operations, by path and method.
pub static ROUTES: &[&Route] = &[
    GetMyApplication::ROUTE,
    UpdateMyApplication::ROUTE,
    GetApplication::ROUTE,
    UpdateApplication::ROUTE,
    ApplicationsGetActivityInstance::ROUTE,
    UploadApplicationAttachment::ROUTE,
    ListApplicationCommands::ROUTE,
    CreateApplicationCommand::ROUTE,
    BulkSetApplicationCommands::ROUTE,
    DeleteApplicationCommand::ROUTE,
    GetApplicationCommand::ROUTE,
    UpdateApplicationCommand::ROUTE,
    ListApplicationEmojis::ROUTE,
    CreateApplicationEmoji::ROUTE,
    DeleteApplicationEmoji::ROUTE,
    GetApplicationEmoji::ROUTE,
    UpdateApplicationEmoji::ROUTE,
    GetEntitlements::ROUTE,
    CreateEntitlement::ROUTE,
    DeleteEntitlement::ROUTE,
    GetEntitlement::ROUTE,
    ConsumeEntitlement::ROUTE,
    ListGuildApplicationCommands::ROUTE,
    CreateGuildApplicationCommand::ROUTE,
    BulkSetGuildApplicationCommands::ROUTE,
    ListGuildApplicationCommandPermissions::ROUTE,
    DeleteGuildApplicationCommand::ROUTE,
    GetGuildApplicationCommand::ROUTE,
    UpdateGuildApplicationCommand::ROUTE,
    GetGuildApplicationCommandPermissions::ROUTE,
    SetGuildApplicationCommandPermissions::ROUTE,
    GetApplicationRoleConnectionsMetadata::ROUTE,
    UpdateApplicationRoleConnectionsMetadata::ROUTE,
    ListSkus::ROUTE,
    DeleteChannel::ROUTE,
    GetChannel::ROUTE,
    UpdateChannel::ROUTE,
    FollowChannel::ROUTE,
    ListChannelInvites::ROUTE,
    CreateChannelInvite::ROUTE,
    ListMessages::ROUTE,
    CreateMessage::ROUTE,
    BulkDeleteMessages::ROUTE,
    ListPins::ROUTE,
    DeletePin::ROUTE,
    CreatePin::ROUTE,
    DeleteMessage::ROUTE,
    GetMessage::ROUTE,
    UpdateMessage::ROUTE,
    CrosspostMessage::ROUTE,
    DeleteAllMessageReactions::ROUTE,
    DeleteAllMessageReactionsByEmoji::ROUTE,
    ListMessageReactionsByEmoji::ROUTE,
    DeleteMyMessageReaction::ROUTE,
    AddMyMessageReaction::ROUTE,
    DeleteUserMessageReaction::ROUTE,
    CreateThreadFromMessage::ROUTE,
    DeleteChannelPermissionOverwrite::ROUTE,
    SetChannelPermissionOverwrite::ROUTE,
    DeprecatedListPins::ROUTE,
    DeprecatedDeletePin::ROUTE,
    DeprecatedCreatePin::ROUTE,
    GetAnswerVoters::ROUTE,
    PollExpire::ROUTE,
    DeleteGroupDmUser::ROUTE,
    AddGroupDmUser::ROUTE,
    SendSoundboardSound::ROUTE,
    ListThreadMembers::ROUTE,
    LeaveThread::ROUTE,
    JoinThread::ROUTE,
    DeleteThreadMember::ROUTE,
    GetThreadMember::ROUTE,
    AddThreadMember::ROUTE,
    CreateThread::ROUTE,
    ListPrivateArchivedThreads::ROUTE,
    ListPublicArchivedThreads::ROUTE,
    ThreadSearch::ROUTE,
    TriggerTypingIndicator::ROUTE,
    ListMyPrivateArchivedThreads::ROUTE,
    UpdateVoiceChannelStatus::ROUTE,
    ListChannelWebhooks::ROUTE,
    CreateWebhook::ROUTE,
    GetGateway::ROUTE,
    GetBotGateway::ROUTE,
    GetGuildTemplate::ROUTE,
    GetGuild::ROUTE,
    UpdateGuild::ROUTE,
    ListGuildAuditLogEntries::ROUTE,
    ListAutoModerationRules::ROUTE,
    CreateAutoModerationRule::ROUTE,
    DeleteAutoModerationRule::ROUTE,
    GetAutoModerationRule::ROUTE,
    UpdateAutoModerationRule::ROUTE,
    ListGuildBans::ROUTE,
    UnbanUserFromGuild::ROUTE,
    GetGuildBan::ROUTE,
    BanUserFromGuild::ROUTE,
    BulkBanUsersFromGuild::ROUTE,
    ListGuildChannels::ROUTE,
    BulkUpdateGuildChannels::ROUTE,
    CreateGuildChannel::ROUTE,
    ListGuildEmojis::ROUTE,
    CreateGuildEmoji::ROUTE,
    DeleteGuildEmoji::ROUTE,
    GetGuildEmoji::ROUTE,
    UpdateGuildEmoji::ROUTE,
    UpdateGuildIncidentActions::ROUTE,
    ListGuildIntegrations::ROUTE,
    DeleteGuildIntegration::ROUTE,
    ListGuildInvites::ROUTE,
    ListGuildMembers::ROUTE,
    UpdateMyGuildMember::ROUTE,
    UpdateMyGuildNick::ROUTE,
    SearchGuildMembers::ROUTE,
    DeleteGuildMember::ROUTE,
    GetGuildMember::ROUTE,
    UpdateGuildMember::ROUTE,
    AddGuildMember::ROUTE,
    DeleteGuildMemberRole::ROUTE,
    AddGuildMemberRole::ROUTE,
    GuildSearch::ROUTE,
    GetGuildNewMemberWelcome::ROUTE,
    GetGuildsOnboarding::ROUTE,
    PutGuildsOnboarding::ROUTE,
    GetGuildPreview::ROUTE,
    PreviewPruneGuild::ROUTE,
    PruneGuild::ROUTE,
    ListGuildVoiceRegions::ROUTE,
    GetGuildJoinRequests::ROUTE,
    ActionGuildJoinRequest::ROUTE,
    ListGuildRoles::ROUTE,
    BulkUpdateGuildRoles::ROUTE,
    CreateGuildRole::ROUTE,
    GuildRoleMemberCounts::ROUTE,
    DeleteGuildRole::ROUTE,
    GetGuildRole::ROUTE,
    UpdateGuildRole::ROUTE,
    ListGuildScheduledEvents::ROUTE,
    CreateGuildScheduledEvent::ROUTE,
    DeleteGuildScheduledEvent::ROUTE,
    GetGuildScheduledEvent::ROUTE,
    UpdateGuildScheduledEvent::ROUTE,
    CreateGuildScheduledEventException::ROUTE,
    DeleteGuildScheduledEventException::ROUTE,
    UpdateGuildScheduledEventException::ROUTE,
    ListGuildScheduledEventUsers::ROUTE,
    CountGuildScheduledEventUsers::ROUTE,
    ListGuildScheduledEventExceptionUsers::ROUTE,
    ListGuildSoundboardSounds::ROUTE,
    CreateGuildSoundboardSound::ROUTE,
    DeleteGuildSoundboardSound::ROUTE,
    GetGuildSoundboardSound::ROUTE,
    UpdateGuildSoundboardSound::ROUTE,
    ListGuildStickers::ROUTE,
    CreateGuildSticker::ROUTE,
    DeleteGuildSticker::ROUTE,
    GetGuildSticker::ROUTE,
    UpdateGuildSticker::ROUTE,
    ListGuildTemplates::ROUTE,
    CreateGuildTemplate::ROUTE,
    DeleteGuildTemplate::ROUTE,
    UpdateGuildTemplate::ROUTE,
    SyncGuildTemplate::ROUTE,
    GetActiveGuildThreads::ROUTE,
    GetGuildVanityUrl::ROUTE,
    GetSelfVoiceState::ROUTE,
    UpdateSelfVoiceState::ROUTE,
    GetVoiceState::ROUTE,
    UpdateVoiceState::ROUTE,
    GetGuildWebhooks::ROUTE,
    GetGuildWelcomeScreen::ROUTE,
    UpdateGuildWelcomeScreen::ROUTE,
    GetGuildWidgetSettings::ROUTE,
    UpdateGuildWidgetSettings::ROUTE,
    GetGuildWidget::ROUTE,
    GetGuildWidgetPng::ROUTE,
    CreateInteractionResponse::ROUTE,
    InviteRevoke::ROUTE,
    InviteResolve::ROUTE,
    GetInviteTargetUsers::ROUTE,
    UpdateInviteTargetUsers::ROUTE,
    GetInviteTargetUsersJobStatus::ROUTE,
    CreateLobby::ROUTE,
    CreateOrJoinLobby::ROUTE,
    DeleteLobby::ROUTE,
    GetLobby::ROUTE,
    EditLobby::ROUTE,
    EditLobbyChannelLink::ROUTE,
    LeaveLobby::ROUTE,
    CreateLinkedLobbyGuildInviteForSelf::ROUTE,
    BulkUpdateLobbyMembers::ROUTE,
    DeleteLobbyMember::ROUTE,
    AddLobbyMember::ROUTE,
    CreateLinkedLobbyGuildInviteForUser::ROUTE,
    GetLobbyMessages::ROUTE,
    CreateLobbyMessage::ROUTE,
    UpdateLobbyMessageExternalModerationMetadata::ROUTE,
    GetMyOauth2Authorization::ROUTE,
    GetMyOauth2Application::ROUTE,
    GetPublicKeys::ROUTE,
    CreateOauth2Token::ROUTE,
    RevokeOauth2Token::ROUTE,
    GetOpenidConnectUserinfo::ROUTE,
    UpdateUserMessageExternalModerationMetadata::ROUTE,
    PartnerSdkUnmergeProvisionalAccount::ROUTE,
    BotPartnerSdkUnmergeProvisionalAccount::ROUTE,
    PartnerSdkToken::ROUTE,
    BotPartnerSdkToken::ROUTE,
    GetSkuSubscriptions::ROUTE,
    GetSkuSubscription::ROUTE,
    GetSoundboardDefaultSounds::ROUTE,
    CreateStageInstance::ROUTE,
    DeleteStageInstance::ROUTE,
    GetStageInstance::ROUTE,
    UpdateStageInstance::ROUTE,
    ListStickerPacks::ROUTE,
    GetStickerPack::ROUTE,
    GetSticker::ROUTE,
    GetMyUser::ROUTE,
    UpdateMyUser::ROUTE,
    GetCurrentUserApplicationEntitlements::ROUTE,
    DeleteApplicationUserRoleConnection::ROUTE,
    GetApplicationUserRoleConnection::ROUTE,
    UpdateApplicationUserRoleConnection::ROUTE,
    CreateDm::ROUTE,
    ListMyConnections::ROUTE,
    ListMyGuilds::ROUTE,
    LeaveGuild::ROUTE,
    GetMyGuildMember::ROUTE,
    GetUser::ROUTE,
    ListVoiceRegions::ROUTE,
    DeleteWebhook::ROUTE,
    GetWebhook::ROUTE,
    UpdateWebhook::ROUTE,
    DeleteWebhookByToken::ROUTE,
    GetWebhookByToken::ROUTE,
    UpdateWebhookByToken::ROUTE,
    ExecuteWebhook::ROUTE,
    ExecuteGithubCompatibleWebhook::ROUTE,
    DeleteOriginalWebhookMessage::ROUTE,
    GetOriginalWebhookMessage::ROUTE,
    UpdateOriginalWebhookMessage::ROUTE,
    DeleteWebhookMessage::ROUTE,
    GetWebhookMessage::ROUTE,
    UpdateWebhookMessage::ROUTE,
    ExecuteSlackCompatibleWebhook::ROUTE,
];
