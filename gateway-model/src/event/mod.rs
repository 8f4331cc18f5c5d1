//! Dispatch events, a type for each.
//!
//! Docs: [Gateway Events, Receive Events](https://docs.discord.com/developers/events/gateway-events#receive-events).
//!
//! An event whose data is just an object of the API is a newtype around that object. An event that adds fields to an
//! object has the object as its first field. Both dereference to the object, so `event.content` is the text of a
//! [`MessageCreate`].
//!
//! ```
//! use gateway_model::event::{Event, MessageDelete};
//! use gateway_model::{Bytes, Dispatch};
//!
//! let bytes = Bytes::from_static(
//!     br#"{"t":"MESSAGE_DELETE","s":8,"op":0,"d":{"id":"9","channel_id":"7","guild_id":"5"}}"#,
//! );
//! let dispatch = Dispatch::parse(bytes)?;
//! // The guild is known before the event is decoded.
//! assert_eq!(dispatch.guild_id().map(|id| id.get()), Some(5));
//! // Decode it as one event type..
//! let deleted = dispatch.decode_event::<MessageDelete>()?;
//! assert_eq!(deleted.channel_id.get(), 7);
//! // ..or as any event.
//! match dispatch.event()?.value {
//!     Event::MessageDelete(deleted) => assert_eq!(deleted.id.get(), 9),
//!     Event::Unknown(dispatch) => println!("{} is new to this version", dispatch.name()),
//!     _ => {}
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod auto_moderation;
mod channel;
mod decoded;
mod event_enum;
mod guild;
mod guild_create;
mod integration;
mod interaction;
mod invite;
mod member;
mod message;
mod monetization;
mod payload;
mod presence;
mod reaction;
mod read;
mod scheduled_event;
mod session;
mod soundboard;
mod stage_instance;
mod thread;
mod voice;

pub use auto_moderation::{
    AutoModerationActionExecution, AutoModerationRuleCreate, AutoModerationRuleDelete,
    AutoModerationRuleUpdate,
};
pub use channel::{
    ChannelCreate, ChannelDelete, ChannelInfo, ChannelInfoChannel, ChannelPinsUpdate,
    ChannelUpdate, VoiceChannelStartTimeUpdate, VoiceChannelStatusUpdate, WebhooksUpdate,
};
pub use decoded::Decoded;
pub use event_enum::{Event, GatewayEvent};
pub use guild::{
    GuildAuditLogEntryCreate, GuildBanAdd, GuildBanRemove, GuildDelete, GuildEmojisUpdate,
    GuildStickersUpdate, GuildUpdate,
};
pub use guild_create::{AvailableGuild, GuildCreate};
pub use integration::{
    GuildIntegrationsUpdate, IntegrationCreate, IntegrationDelete, IntegrationUpdate,
};
pub use interaction::{ApplicationCommandPermissionsUpdate, InteractionCreate};
pub use invite::{InviteCreate, InviteDelete};
pub use member::{
    GuildMemberAdd, GuildMemberRemove, GuildMemberUpdate, GuildMembersChunk, GuildRoleCreate,
    GuildRoleDelete, GuildRoleUpdate,
};
pub use message::{MessageCreate, MessageDelete, MessageDeleteBulk, MessageUpdate};
pub use monetization::{
    EntitlementCreate, EntitlementDelete, EntitlementUpdate, SubscriptionCreate,
    SubscriptionDelete, SubscriptionUpdate,
};
pub use presence::{PresenceUpdate, TypingStart, UserUpdate};
pub use reaction::{
    MessagePollVoteAdd, MessagePollVoteRemove, MessageReactionAdd, MessageReactionRemove,
    MessageReactionRemoveAll, MessageReactionRemoveEmoji,
};
pub use scheduled_event::{
    GuildScheduledEventCreate, GuildScheduledEventDelete, GuildScheduledEventUpdate,
    GuildScheduledEventUserAdd, GuildScheduledEventUserRemove,
};
pub use session::{RateLimitMetadata, RateLimited, Ready, RequestGuildMembersLimit, Resumed};
pub use soundboard::{
    GuildSoundboardSoundCreate, GuildSoundboardSoundDelete, GuildSoundboardSoundUpdate,
    GuildSoundboardSoundsUpdate, SoundboardSounds,
};
pub use stage_instance::{StageInstanceCreate, StageInstanceDelete, StageInstanceUpdate};
pub use thread::{
    AddedThreadMember, ThreadCreate, ThreadDelete, ThreadListSync, ThreadMemberUpdate,
    ThreadMembersUpdate, ThreadUpdate,
};
pub use voice::{
    VoiceAnimationKind, VoiceChannelEffectSend, VoiceServerUpdate, VoiceStateUpdate, VoiceToken,
};
