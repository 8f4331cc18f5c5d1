//! Calls of every operation.
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

use http_client::ops;

use crate::call::Call;
use crate::decode::Decode;

/// Every operation, each in several ways.
pub(crate) fn all() -> Vec<Call> {
    let mut all = Vec::new();
    all.extend(application::calls());
    all.extend(application_command::calls());
    all.extend(application_role_connection::calls());
    all.extend(audit_log::calls());
    all.extend(auto_moderation::calls());
    all.extend(channel::calls());
    all.extend(channel_permission::calls());
    all.extend(current_application::calls());
    all.extend(emoji::calls());
    all.extend(gateway::calls());
    all.extend(guild::calls());
    all.extend(guild_application_command::calls());
    all.extend(guild_ban::calls());
    all.extend(guild_channel::calls());
    all.extend(guild_join_request::calls());
    all.extend(guild_member::calls());
    all.extend(guild_onboarding::calls());
    all.extend(guild_prune::calls());
    all.extend(guild_role::calls());
    all.extend(guild_template::calls());
    all.extend(guild_widget::calls());
    all.extend(interaction::calls());
    all.extend(invite::calls());
    all.extend(lobby::calls());
    all.extend(lobby_member::calls());
    all.extend(lobby_message::calls());
    all.extend(message::calls());
    all.extend(message_search::calls());
    all.extend(monetization::calls());
    all.extend(oauth2::calls());
    all.extend(partner_sdk::calls());
    all.extend(pin::calls());
    all.extend(poll::calls());
    all.extend(reaction::calls());
    all.extend(scheduled_event::calls());
    all.extend(scheduled_event_exception::calls());
    all.extend(soundboard::calls());
    all.extend(stage_instance::calls());
    all.extend(sticker::calls());
    all.extend(thread::calls());
    all.extend(thread_member::calls());
    all.extend(user::calls());
    all.extend(voice::calls());
    all.extend(webhook::calls());
    all.extend(webhook_message::calls());
    all
}

/// How the answer of each operation is read and written back.
#[rustfmt::skip]
pub(crate) const DECODES: &[Decode] = &[
    Decode::json::<ops::GetMyApplication>("get_my_application"),
    Decode::json::<ops::UpdateMyApplication>("update_my_application"),
    Decode::json::<ops::GetApplication>("get_application"),
    Decode::json::<ops::UpdateApplication>("update_application"),
    Decode::json::<ops::ApplicationsGetActivityInstance>("applications_get_activity_instance"),
    Decode::json::<ops::UploadApplicationAttachment>("upload_application_attachment"),
    Decode::json::<ops::ListApplicationCommands>("list_application_commands"),
    Decode::json::<ops::CreateApplicationCommand>("create_application_command"),
    Decode::json::<ops::BulkSetApplicationCommands>("bulk_set_application_commands"),
    Decode::json::<ops::DeleteApplicationCommand>("delete_application_command"),
    Decode::json::<ops::GetApplicationCommand>("get_application_command"),
    Decode::json::<ops::UpdateApplicationCommand>("update_application_command"),
    Decode::json::<ops::ListApplicationEmojis>("list_application_emojis"),
    Decode::json::<ops::CreateApplicationEmoji>("create_application_emoji"),
    Decode::json::<ops::DeleteApplicationEmoji>("delete_application_emoji"),
    Decode::json::<ops::GetApplicationEmoji>("get_application_emoji"),
    Decode::json::<ops::UpdateApplicationEmoji>("update_application_emoji"),
    Decode::json::<ops::GetEntitlements>("get_entitlements"),
    Decode::json::<ops::CreateEntitlement>("create_entitlement"),
    Decode::json::<ops::DeleteEntitlement>("delete_entitlement"),
    Decode::json::<ops::GetEntitlement>("get_entitlement"),
    Decode::json::<ops::ConsumeEntitlement>("consume_entitlement"),
    Decode::json::<ops::ListGuildApplicationCommands>("list_guild_application_commands"),
    Decode::json::<ops::CreateGuildApplicationCommand>("create_guild_application_command"),
    Decode::json::<ops::BulkSetGuildApplicationCommands>("bulk_set_guild_application_commands"),
    Decode::json::<ops::ListGuildApplicationCommandPermissions>("list_guild_application_command_permissions"),
    Decode::json::<ops::DeleteGuildApplicationCommand>("delete_guild_application_command"),
    Decode::json::<ops::GetGuildApplicationCommand>("get_guild_application_command"),
    Decode::json::<ops::UpdateGuildApplicationCommand>("update_guild_application_command"),
    Decode::json::<ops::GetGuildApplicationCommandPermissions>("get_guild_application_command_permissions"),
    Decode::json::<ops::SetGuildApplicationCommandPermissions>("set_guild_application_command_permissions"),
    Decode::json::<ops::GetApplicationRoleConnectionsMetadata>("get_application_role_connections_metadata"),
    Decode::json::<ops::UpdateApplicationRoleConnectionsMetadata>("update_application_role_connections_metadata"),
    Decode::json::<ops::ListSkus>("list_skus"),
    Decode::json::<ops::DeleteChannel>("delete_channel"),
    Decode::json::<ops::GetChannel>("get_channel"),
    Decode::json::<ops::UpdateChannel>("update_channel"),
    Decode::json::<ops::FollowChannel>("follow_channel"),
    Decode::json::<ops::ListChannelInvites>("list_channel_invites"),
    Decode::json::<ops::CreateChannelInvite>("create_channel_invite"),
    Decode::json::<ops::ListMessages>("list_messages"),
    Decode::json::<ops::CreateMessage>("create_message"),
    Decode::json::<ops::BulkDeleteMessages>("bulk_delete_messages"),
    Decode::json::<ops::ListPins>("list_pins"),
    Decode::json::<ops::DeletePin>("delete_pin"),
    Decode::json::<ops::CreatePin>("create_pin"),
    Decode::json::<ops::DeleteMessage>("delete_message"),
    Decode::json::<ops::GetMessage>("get_message"),
    Decode::json::<ops::UpdateMessage>("update_message"),
    Decode::json::<ops::CrosspostMessage>("crosspost_message"),
    Decode::json::<ops::DeleteAllMessageReactions>("delete_all_message_reactions"),
    Decode::json::<ops::DeleteAllMessageReactionsByEmoji>("delete_all_message_reactions_by_emoji"),
    Decode::json::<ops::ListMessageReactionsByEmoji>("list_message_reactions_by_emoji"),
    Decode::json::<ops::DeleteMyMessageReaction>("delete_my_message_reaction"),
    Decode::json::<ops::AddMyMessageReaction>("add_my_message_reaction"),
    Decode::json::<ops::DeleteUserMessageReaction>("delete_user_message_reaction"),
    Decode::json::<ops::CreateThreadFromMessage>("create_thread_from_message"),
    Decode::json::<ops::DeleteChannelPermissionOverwrite>("delete_channel_permission_overwrite"),
    Decode::json::<ops::SetChannelPermissionOverwrite>("set_channel_permission_overwrite"),
    Decode::json::<ops::DeprecatedListPins>("deprecated_list_pins"),
    Decode::json::<ops::DeprecatedDeletePin>("deprecated_delete_pin"),
    Decode::json::<ops::DeprecatedCreatePin>("deprecated_create_pin"),
    Decode::json::<ops::GetAnswerVoters>("get_answer_voters"),
    Decode::json::<ops::PollExpire>("poll_expire"),
    Decode::json::<ops::DeleteGroupDmUser>("delete_group_dm_user"),
    Decode::json::<ops::AddGroupDmUser>("add_group_dm_user"),
    Decode::json::<ops::SendSoundboardSound>("send_soundboard_sound"),
    Decode::json::<ops::ListThreadMembers>("list_thread_members"),
    Decode::json::<ops::LeaveThread>("leave_thread"),
    Decode::json::<ops::JoinThread>("join_thread"),
    Decode::json::<ops::DeleteThreadMember>("delete_thread_member"),
    Decode::json::<ops::GetThreadMember>("get_thread_member"),
    Decode::json::<ops::AddThreadMember>("add_thread_member"),
    Decode::json::<ops::CreateThread>("create_thread"),
    Decode::json::<ops::ListPrivateArchivedThreads>("list_private_archived_threads"),
    Decode::json::<ops::ListPublicArchivedThreads>("list_public_archived_threads"),
    Decode::found::<ops::ThreadSearch, _>("thread_search"),
    Decode::json::<ops::TriggerTypingIndicator>("trigger_typing_indicator"),
    Decode::json::<ops::ListMyPrivateArchivedThreads>("list_my_private_archived_threads"),
    Decode::json::<ops::UpdateVoiceChannelStatus>("update_voice_channel_status"),
    Decode::json::<ops::ListChannelWebhooks>("list_channel_webhooks"),
    Decode::json::<ops::CreateWebhook>("create_webhook"),
    Decode::json::<ops::GetGateway>("get_gateway"),
    Decode::json::<ops::GetBotGateway>("get_bot_gateway"),
    Decode::json::<ops::GetGuildTemplate>("get_guild_template"),
    Decode::json::<ops::GetGuild>("get_guild"),
    Decode::json::<ops::UpdateGuild>("update_guild"),
    Decode::json::<ops::ListGuildAuditLogEntries>("list_guild_audit_log_entries"),
    Decode::json::<ops::ListAutoModerationRules>("list_auto_moderation_rules"),
    Decode::json::<ops::CreateAutoModerationRule>("create_auto_moderation_rule"),
    Decode::json::<ops::DeleteAutoModerationRule>("delete_auto_moderation_rule"),
    Decode::json::<ops::GetAutoModerationRule>("get_auto_moderation_rule"),
    Decode::json::<ops::UpdateAutoModerationRule>("update_auto_moderation_rule"),
    Decode::json::<ops::ListGuildBans>("list_guild_bans"),
    Decode::json::<ops::UnbanUserFromGuild>("unban_user_from_guild"),
    Decode::json::<ops::GetGuildBan>("get_guild_ban"),
    Decode::json::<ops::BanUserFromGuild>("ban_user_from_guild"),
    Decode::json::<ops::BulkBanUsersFromGuild>("bulk_ban_users_from_guild"),
    Decode::json::<ops::ListGuildChannels>("list_guild_channels"),
    Decode::json::<ops::BulkUpdateGuildChannels>("bulk_update_guild_channels"),
    Decode::json::<ops::CreateGuildChannel>("create_guild_channel"),
    Decode::json::<ops::ListGuildEmojis>("list_guild_emojis"),
    Decode::json::<ops::CreateGuildEmoji>("create_guild_emoji"),
    Decode::json::<ops::DeleteGuildEmoji>("delete_guild_emoji"),
    Decode::json::<ops::GetGuildEmoji>("get_guild_emoji"),
    Decode::json::<ops::UpdateGuildEmoji>("update_guild_emoji"),
    Decode::json::<ops::UpdateGuildIncidentActions>("update_guild_incident_actions"),
    Decode::json::<ops::ListGuildIntegrations>("list_guild_integrations"),
    Decode::json::<ops::DeleteGuildIntegration>("delete_guild_integration"),
    Decode::json::<ops::ListGuildInvites>("list_guild_invites"),
    Decode::json::<ops::ListGuildMembers>("list_guild_members"),
    Decode::json::<ops::UpdateMyGuildMember>("update_my_guild_member"),
    Decode::json::<ops::UpdateMyGuildNick>("update_my_guild_nick"),
    Decode::json::<ops::SearchGuildMembers>("search_guild_members"),
    Decode::json::<ops::DeleteGuildMember>("delete_guild_member"),
    Decode::json::<ops::GetGuildMember>("get_guild_member"),
    Decode::json::<ops::UpdateGuildMember>("update_guild_member"),
    Decode::json::<ops::AddGuildMember>("add_guild_member"),
    Decode::json::<ops::DeleteGuildMemberRole>("delete_guild_member_role"),
    Decode::json::<ops::AddGuildMemberRole>("add_guild_member_role"),
    Decode::found::<ops::GuildSearch, _>("guild_search"),
    Decode::json::<ops::GetGuildNewMemberWelcome>("get_guild_new_member_welcome"),
    Decode::json::<ops::GetGuildsOnboarding>("get_guilds_onboarding"),
    Decode::json::<ops::PutGuildsOnboarding>("put_guilds_onboarding"),
    Decode::json::<ops::GetGuildPreview>("get_guild_preview"),
    Decode::json::<ops::PreviewPruneGuild>("preview_prune_guild"),
    Decode::json::<ops::PruneGuild>("prune_guild"),
    Decode::json::<ops::ListGuildVoiceRegions>("list_guild_voice_regions"),
    Decode::json::<ops::GetGuildJoinRequests>("get_guild_join_requests"),
    Decode::json::<ops::ActionGuildJoinRequest>("action_guild_join_request"),
    Decode::json::<ops::ListGuildRoles>("list_guild_roles"),
    Decode::json::<ops::BulkUpdateGuildRoles>("bulk_update_guild_roles"),
    Decode::json::<ops::CreateGuildRole>("create_guild_role"),
    Decode::json::<ops::GuildRoleMemberCounts>("guild_role_member_counts"),
    Decode::json::<ops::DeleteGuildRole>("delete_guild_role"),
    Decode::json::<ops::GetGuildRole>("get_guild_role"),
    Decode::json::<ops::UpdateGuildRole>("update_guild_role"),
    Decode::json::<ops::ListGuildScheduledEvents>("list_guild_scheduled_events"),
    Decode::json::<ops::CreateGuildScheduledEvent>("create_guild_scheduled_event"),
    Decode::json::<ops::DeleteGuildScheduledEvent>("delete_guild_scheduled_event"),
    Decode::json::<ops::GetGuildScheduledEvent>("get_guild_scheduled_event"),
    Decode::json::<ops::UpdateGuildScheduledEvent>("update_guild_scheduled_event"),
    Decode::json::<ops::CreateGuildScheduledEventException>("create_guild_scheduled_event_exception"),
    Decode::json::<ops::DeleteGuildScheduledEventException>("delete_guild_scheduled_event_exception"),
    Decode::json::<ops::UpdateGuildScheduledEventException>("update_guild_scheduled_event_exception"),
    Decode::json::<ops::ListGuildScheduledEventUsers>("list_guild_scheduled_event_users"),
    Decode::json::<ops::CountGuildScheduledEventUsers>("count_guild_scheduled_event_users"),
    Decode::json::<ops::ListGuildScheduledEventExceptionUsers>("list_guild_scheduled_event_exception_users"),
    Decode::json::<ops::ListGuildSoundboardSounds>("list_guild_soundboard_sounds"),
    Decode::json::<ops::CreateGuildSoundboardSound>("create_guild_soundboard_sound"),
    Decode::json::<ops::DeleteGuildSoundboardSound>("delete_guild_soundboard_sound"),
    Decode::json::<ops::GetGuildSoundboardSound>("get_guild_soundboard_sound"),
    Decode::json::<ops::UpdateGuildSoundboardSound>("update_guild_soundboard_sound"),
    Decode::json::<ops::ListGuildStickers>("list_guild_stickers"),
    Decode::json::<ops::CreateGuildSticker>("create_guild_sticker"),
    Decode::json::<ops::DeleteGuildSticker>("delete_guild_sticker"),
    Decode::json::<ops::GetGuildSticker>("get_guild_sticker"),
    Decode::json::<ops::UpdateGuildSticker>("update_guild_sticker"),
    Decode::json::<ops::ListGuildTemplates>("list_guild_templates"),
    Decode::json::<ops::CreateGuildTemplate>("create_guild_template"),
    Decode::json::<ops::DeleteGuildTemplate>("delete_guild_template"),
    Decode::json::<ops::UpdateGuildTemplate>("update_guild_template"),
    Decode::json::<ops::SyncGuildTemplate>("sync_guild_template"),
    Decode::json::<ops::GetActiveGuildThreads>("get_active_guild_threads"),
    Decode::json::<ops::GetGuildVanityUrl>("get_guild_vanity_url"),
    Decode::json::<ops::GetSelfVoiceState>("get_self_voice_state"),
    Decode::json::<ops::UpdateSelfVoiceState>("update_self_voice_state"),
    Decode::json::<ops::GetVoiceState>("get_voice_state"),
    Decode::json::<ops::UpdateVoiceState>("update_voice_state"),
    Decode::json::<ops::GetGuildWebhooks>("get_guild_webhooks"),
    Decode::json::<ops::GetGuildWelcomeScreen>("get_guild_welcome_screen"),
    Decode::json::<ops::UpdateGuildWelcomeScreen>("update_guild_welcome_screen"),
    Decode::json::<ops::GetGuildWidgetSettings>("get_guild_widget_settings"),
    Decode::json::<ops::UpdateGuildWidgetSettings>("update_guild_widget_settings"),
    Decode::json::<ops::GetGuildWidget>("get_guild_widget"),
    Decode::bytes("get_guild_widget_png"),
    Decode::json::<ops::CreateInteractionResponse>("create_interaction_response"),
    Decode::json::<ops::InviteRevoke>("invite_revoke"),
    Decode::json::<ops::InviteResolve>("invite_resolve"),
    Decode::bytes("get_invite_target_users"),
    Decode::json::<ops::UpdateInviteTargetUsers>("update_invite_target_users"),
    Decode::json::<ops::GetInviteTargetUsersJobStatus>("get_invite_target_users_job_status"),
    Decode::json::<ops::CreateLobby>("create_lobby"),
    Decode::json::<ops::CreateOrJoinLobby>("create_or_join_lobby"),
    Decode::json::<ops::DeleteLobby>("delete_lobby"),
    Decode::json::<ops::GetLobby>("get_lobby"),
    Decode::json::<ops::EditLobby>("edit_lobby"),
    Decode::json::<ops::EditLobbyChannelLink>("edit_lobby_channel_link"),
    Decode::json::<ops::LeaveLobby>("leave_lobby"),
    Decode::json::<ops::CreateLinkedLobbyGuildInviteForSelf>("create_linked_lobby_guild_invite_for_self"),
    Decode::json::<ops::BulkUpdateLobbyMembers>("bulk_update_lobby_members"),
    Decode::json::<ops::DeleteLobbyMember>("delete_lobby_member"),
    Decode::json::<ops::AddLobbyMember>("add_lobby_member"),
    Decode::json::<ops::CreateLinkedLobbyGuildInviteForUser>("create_linked_lobby_guild_invite_for_user"),
    Decode::json::<ops::GetLobbyMessages>("get_lobby_messages"),
    Decode::json::<ops::CreateLobbyMessage>("create_lobby_message"),
    Decode::json::<ops::UpdateLobbyMessageExternalModerationMetadata>("update_lobby_message_external_moderation_metadata"),
    Decode::json::<ops::GetMyOauth2Authorization>("get_my_oauth2_authorization"),
    Decode::json::<ops::GetMyOauth2Application>("get_my_oauth2_application"),
    Decode::json::<ops::GetPublicKeys>("get_public_keys"),
    Decode::json::<ops::CreateOauth2Token>("create_oauth2_token"),
    Decode::json::<ops::RevokeOauth2Token>("revoke_oauth2_token"),
    Decode::json::<ops::GetOpenidConnectUserinfo>("get_openid_connect_userinfo"),
    Decode::json::<ops::UpdateUserMessageExternalModerationMetadata>("update_user_message_external_moderation_metadata"),
    Decode::json::<ops::PartnerSdkUnmergeProvisionalAccount>("partner_sdk_unmerge_provisional_account"),
    Decode::json::<ops::BotPartnerSdkUnmergeProvisionalAccount>("bot_partner_sdk_unmerge_provisional_account"),
    Decode::json::<ops::PartnerSdkToken>("partner_sdk_token"),
    Decode::json::<ops::BotPartnerSdkToken>("bot_partner_sdk_token"),
    Decode::json::<ops::GetSkuSubscriptions>("get_sku_subscriptions"),
    Decode::json::<ops::GetSkuSubscription>("get_sku_subscription"),
    Decode::json::<ops::GetSoundboardDefaultSounds>("get_soundboard_default_sounds"),
    Decode::json::<ops::CreateStageInstance>("create_stage_instance"),
    Decode::json::<ops::DeleteStageInstance>("delete_stage_instance"),
    Decode::json::<ops::GetStageInstance>("get_stage_instance"),
    Decode::json::<ops::UpdateStageInstance>("update_stage_instance"),
    Decode::json::<ops::ListStickerPacks>("list_sticker_packs"),
    Decode::json::<ops::GetStickerPack>("get_sticker_pack"),
    Decode::json::<ops::GetSticker>("get_sticker"),
    Decode::json::<ops::GetMyUser>("get_my_user"),
    Decode::json::<ops::UpdateMyUser>("update_my_user"),
    Decode::json::<ops::GetCurrentUserApplicationEntitlements>("get_current_user_application_entitlements"),
    Decode::json::<ops::DeleteApplicationUserRoleConnection>("delete_application_user_role_connection"),
    Decode::json::<ops::GetApplicationUserRoleConnection>("get_application_user_role_connection"),
    Decode::json::<ops::UpdateApplicationUserRoleConnection>("update_application_user_role_connection"),
    Decode::json::<ops::CreateDm>("create_dm"),
    Decode::json::<ops::ListMyConnections>("list_my_connections"),
    Decode::json::<ops::ListMyGuilds>("list_my_guilds"),
    Decode::json::<ops::LeaveGuild>("leave_guild"),
    Decode::json::<ops::GetMyGuildMember>("get_my_guild_member"),
    Decode::json::<ops::GetUser>("get_user"),
    Decode::json::<ops::ListVoiceRegions>("list_voice_regions"),
    Decode::json::<ops::DeleteWebhook>("delete_webhook"),
    Decode::json::<ops::GetWebhook>("get_webhook"),
    Decode::json::<ops::UpdateWebhook>("update_webhook"),
    Decode::json::<ops::DeleteWebhookByToken>("delete_webhook_by_token"),
    Decode::json::<ops::GetWebhookByToken>("get_webhook_by_token"),
    Decode::json::<ops::UpdateWebhookByToken>("update_webhook_by_token"),
    Decode::json::<ops::ExecuteWebhook>("execute_webhook"),
    Decode::json::<ops::ExecuteGithubCompatibleWebhook>("execute_github_compatible_webhook"),
    Decode::json::<ops::DeleteOriginalWebhookMessage>("delete_original_webhook_message"),
    Decode::json::<ops::GetOriginalWebhookMessage>("get_original_webhook_message"),
    Decode::json::<ops::UpdateOriginalWebhookMessage>("update_original_webhook_message"),
    Decode::json::<ops::DeleteWebhookMessage>("delete_webhook_message"),
    Decode::json::<ops::GetWebhookMessage>("get_webhook_message"),
    Decode::json::<ops::UpdateWebhookMessage>("update_webhook_message"),
    Decode::json::<ops::ExecuteSlackCompatibleWebhook>("execute_slack_compatible_webhook"),
];
