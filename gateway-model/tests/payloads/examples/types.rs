//! Which example shows which of our types.

use super::{Through, through};

macro_rules! types {
    ($($file:literal $part:literal => $ty:ty,)*) => {
        /// File, JSON pointer of the part that is ours, and its type.
        pub(super) const TYPES: &[(&str, &str, Through)] = &[$(($file, $part, through::<$ty>),)*];
    };
}

types! {
    "components-reference-examples" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-10" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-11" "" => gateway_model::interaction::InteractionResponse,
    "components-reference-examples-13" "" => gateway_model::interaction::InteractionResponse,
    "components-reference-examples-14" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-16" "" => gateway_model::interaction::InteractionResponse,
    "components-reference-examples-18" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-19" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-2" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-20" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-21" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-22" "" => gateway_model::interaction::InteractionResponse,
    "components-reference-examples-24" "" => gateway_model::interaction::InteractionResponse,
    "components-reference-examples-25" "" => gateway_model::interaction::InteractionResponse,
    "components-reference-examples-26" "" => gateway_model::interaction::InteractionResponse,
    "components-reference-examples-3" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-6" "" => gateway_model::interaction::MessageResponse,
    "components-reference-examples-8" "" => gateway_model::interaction::MessageResponse,
    "components-reference-legacy-message-component-behavior" "" => gateway_model::interaction::MessageResponse,
    "components-using-message-components-nesting-components-with-layout-components" "" => gateway_model::interaction::MessageResponse,
    "components-using-message-components-sending-a-message-with-a-component" "" => gateway_model::interaction::MessageResponse,
    "events-gateway-events-example-activity-with-rich-presence" "" => gateway_model::presence::Activity,
    "events-gateway-events-example-gateway-invalid-session" "/d" => gateway_model::gateway::InvalidSession,
    "events-gateway-events-example-gateway-presence-update" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::UpdatePresence>,
    "events-gateway-events-example-gateway-voice-state-update" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::UpdateVoiceState>,
    "events-gateway-events-example-heartbeat" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::Heartbeat>,
    "events-gateway-events-example-identify" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::Identify>,
    "events-gateway-events-example-request-guild-members" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::RequestGuildMembers>,
    "events-gateway-events-example-request-soundboard-sounds" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::RequestSoundboardSounds>,
    "events-gateway-events-example-resume" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::Resume>,
    "events-gateway-events-example-voice-server-update-payload" "" => gateway_model::event::VoiceServerUpdate,
    "events-gateway-example-gateway-resume-event" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::Resume>,
    "events-gateway-example-hello-event" "/d" => gateway_model::gateway::Hello,
    "events-gateway-example-identify-payload" "" => gateway_model::gateway::command::SendPayload<gateway_model::gateway::command::Identify>,
    "events-gateway-example-response" "" => gateway_model::gateway::GatewayInfo,
    "events-gateway-example-response-2" "" => gateway_model::gateway::GatewayBot,
    "events-webhook-events-entitlement-create-example" "/event/data" => gateway_model::monetization::Entitlement,
    "events-webhook-events-entitlement-delete-example" "/event/data" => gateway_model::monetization::Entitlement,
    "events-webhook-events-entitlement-update-example" "/event/data" => gateway_model::monetization::Entitlement,
    "events-webhook-events-lobby-message-create-example" "/event/data" => gateway_model::lobby::LobbyMessage,
    "interactions-application-commands-example-entry-point-command" "" => gateway_model::command::CommandCreate,
    "interactions-application-commands-example-interaction" "" => gateway_model::interaction::Interaction,
    "interactions-application-commands-example-interaction-2" "" => gateway_model::interaction::Interaction,
    "interactions-application-commands-example-slash-command" "" => gateway_model::command::CommandCreate,
    "interactions-application-commands-localization" "" => gateway_model::command::CommandCreate,
    "interactions-application-commands-retrieving-localized-commands" "" => gateway_model::command::Command,
    "resources-application-example-application-object" "" => gateway_model::application::Application,
    "resources-audit-log-example-partial-integration-object" "" => gateway_model::guild::PartialIntegration,
    "resources-auto-moderation-example-auto-moderation-rule" "" => gateway_model::auto_moderation::AutoModerationRule,
    "resources-channel-example-channel-category" "" => gateway_model::channel::Channel,
    "resources-channel-example-dm-channel" "" => gateway_model::channel::Channel,
    "resources-channel-example-guild-announcement-channel" "" => gateway_model::channel::Channel,
    "resources-channel-example-guild-text-channel" "" => gateway_model::channel::Channel,
    "resources-channel-example-thread-channel" "" => gateway_model::channel::Channel,
    "resources-emoji-custom-emoji-examples" "" => gateway_model::emoji::PartialEmoji,
    "resources-emoji-emoji-example" "" => gateway_model::emoji::Emoji,
    "resources-emoji-list-application-emojis" "" => gateway_model::emoji::ApplicationEmojis,
    "resources-emoji-standard-emoji-example" "" => gateway_model::emoji::Emoji,
    "resources-entitlement-entitlement-example" "" => gateway_model::monetization::Entitlement,
    "resources-entitlement-get-entitlement" "" => gateway_model::monetization::Entitlement,
    "resources-guild-example-guild" "" => gateway_model::guild::Guild,
    "resources-guild-example-guild-member" "" => gateway_model::guild::Member,
    "resources-guild-example-guild-onboarding" "" => gateway_model::guild::Onboarding,
    "resources-guild-example-guild-preview" "" => gateway_model::guild::GuildPreview,
    "resources-guild-example-guild-widget" "" => gateway_model::guild::GuildWidget,
    "resources-guild-example-incidents-data" "" => gateway_model::guild::IncidentsData,
    "resources-guild-example-unavailable-guild" "" => gateway_model::guild::UnavailableGuild,
    "resources-guild-template-example-guild-template-object" "" => gateway_model::guild::GuildTemplate,
    "resources-invite-example-invite-object" "" => gateway_model::invite::Invite,
    "resources-invite-example-response" "" => gateway_model::invite::InviteTargetUsersJob,
    "resources-message-allowed-mentions-examples" "" => gateway_model::interaction::MessageResponse,
    "resources-message-allowed-mentions-examples-2" "" => gateway_model::interaction::MessageResponse,
    "resources-message-allowed-mentions-examples-3" "" => gateway_model::interaction::MessageResponse,
    "resources-message-allowed-mentions-examples-5" "" => gateway_model::interaction::MessageResponse,
    "resources-message-default-settings-for-allowed-mentions" "" => gateway_model::message::AllowedMentions,
    "resources-message-default-settings-for-allowed-mentions-2" "" => gateway_model::message::AllowedMentions,
    "resources-message-example-crossposted-message" "" => gateway_model::message::Message,
    "resources-message-example-message" "" => gateway_model::message::Message,
    "resources-message-example-request-body-application-json" "" => gateway_model::interaction::MessageResponse,
    "resources-sku-list-skus" "" => Vec<gateway_model::monetization::Sku>,
    "resources-soundboard-example-default-soundboard-sound" "" => gateway_model::soundboard::SoundboardSound,
    "resources-soundboard-example-guild-soundboard-sound" "" => gateway_model::soundboard::SoundboardSound,
    "resources-sticker-example-sticker-pack" "" => gateway_model::sticker::StickerPack,
    "resources-subscription-subscription-example" "" => gateway_model::monetization::Subscription,
    "resources-voice-example-voice-state" "" => gateway_model::voice::VoiceState,
    "resources-webhook-example-application-webhook" "" => gateway_model::webhook::Webhook,
    "resources-webhook-example-channel-follower-webhook" "" => gateway_model::webhook::Webhook,
    "resources-webhook-example-incoming-webhook" "" => gateway_model::webhook::Webhook,
}

const VOICE: &str = "voice connections, which this crate does not have";
const ERROR: &str = "an error of the REST API; in http-client";
const NO_DATA: &str = "a payload without data; the envelope is all there is to it";
const WEBHOOK: &str =
    "webhook events over HTTP, which this crate does not have; their objects are not whole";
const BODY: &str = "the body of an operation; in http-client";
const MAP: &str = "a map of role ids to counts, which needs no type of its own";
const PART: &str =
    "only the fields that an invite has beyond others; InviteWithMetadata has them with the invite";

/// Examples of something else, each with the reason.
pub(super) const NOT_OURS: &[(&str, &str)] = &[
    ("events-gateway-events-example-gateway-reconnect", NO_DATA),
    ("events-gateway-example-gateway-event", NO_DATA),
    ("events-gateway-example-heartbeat-ack", NO_DATA),
    ("events-webhook-events-application-deauthorized-example", WEBHOOK),
    ("events-webhook-events-game-direct-message-delete-example", WEBHOOK),
    ("events-webhook-events-game-direct-message-update-example", WEBHOOK),
    ("events-webhook-events-lobby-message-delete-example", WEBHOOK),
    ("resources-entitlement-json-params", BODY),
    ("resources-guild-example-response-2", MAP),
    ("resources-invite-example-error-response", ERROR),
    ("resources-invite-example-invite-metadata", PART),
    ("topics-opcodes-and-status-codes-example-json-error-response", ERROR),
    ("topics-voice-connections-example-heartbeat-ack-payload-below-v8", VOICE),
    ("topics-voice-connections-example-heartbeat-ack-payload-since-v8", VOICE),
    ("topics-voice-connections-example-hello-payload", VOICE),
    ("topics-voice-connections-example-message-with-sequence-number", VOICE),
    ("topics-voice-connections-example-resume-connection-payload-before-v8", VOICE),
    ("topics-voice-connections-example-resume-connection-payload-since-v8", VOICE),
    ("topics-voice-connections-example-select-protocol-payload", VOICE),
    ("topics-voice-connections-example-speaking-payload", VOICE),
    ("topics-voice-connections-example-voice-identify-payload", VOICE),
];
