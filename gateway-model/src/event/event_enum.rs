//! An enum of all events.

use serde::de::DeserializeOwned;

use super::*;
use crate::wire::decode_error::DecodeError;
use crate::wire::dispatch::Dispatch;
use crate::wire::event_kind::EventKind;

/// A type for one kind of dispatch event.
///
/// A program that selects events by type, as in `on::<MessageCreate>(..)`, uses [`KIND`](Self::KIND) to decide which
/// dispatches to decode.
pub trait GatewayEvent: DeserializeOwned + Send + Sync + 'static {
    /// The kind of event.
    const KIND: EventKind;
}

/// Declares the enum of all events. `Name` is stored inline, `Name in Box` is boxed, so that the enum is smaller than
/// its largest event.
macro_rules! events {
    ($($(#[$meta:meta])* $name:ident $(in $boxed:ident)?,)*) => {
        /// Any decoded dispatch event.
        ///
        /// Docs: [Gateway Events, Receive Events](https://docs.discord.com/developers/events/gateway-events#receive-events).
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            $(
                #[doc = concat!("See [`", stringify!($name), "`](crate::event::", stringify!($name), ").")]
                $name(events!(@held $name $($boxed)?)),
            )*
            /// An event that this version does not know, with its name and its data as JSON.
            Unknown(Box<Dispatch>),
        }

        impl Event {
            /// The kind of event.
            #[must_use]
            pub const fn kind(&self) -> EventKind {
                match self {
                    $(Self::$name(_) => EventKind::$name,)*
                    Self::Unknown(_) => EventKind::Unknown,
                }
            }
        }

        impl Dispatch {
            /// Decodes the data as the type of its event.
            ///
            /// An event that this version does not know is returned as [`Event::Unknown`]. List items that cannot be
            /// read are left out if the event is useful without them; see [`decode_event`](Self::decode_event).
            ///
            /// # Errors
            ///
            /// Returns an error if the data does not have the event's form. The error has the event and the path, and
            /// keeps the dispatch.
            pub fn event(&self) -> Result<Decoded<Event>, DecodeError> {
                match self.kind() {
                    // Decoded directly into its final location, so that a large event is not moved.
                    $(EventKind::$name => {
                        Ok(self.read_own::<events!(@held $name $($boxed)?)>()?.map(Event::$name))
                    })*
                    EventKind::Unknown => Ok(Decoded::whole(Event::Unknown(Box::new(self.clone())))),
                }
            }
        }

        $(
            impl GatewayEvent for $name {
                const KIND: EventKind = EventKind::$name;
            }

            impl From<$name> for Event {
                fn from(event: $name) -> Self {
                    Self::$name(event.into())
                }
            }
        )*
    };
    (@held $name:ident) => { $name };
    (@held $name:ident $boxed:ident) => { $boxed<$name> };
}

events! {
    Ready in Box,
    Resumed,
    RateLimited,
    ApplicationCommandPermissionsUpdate in Box,
    AutoModerationRuleCreate in Box,
    AutoModerationRuleUpdate in Box,
    AutoModerationRuleDelete in Box,
    AutoModerationActionExecution in Box,
    ChannelCreate in Box,
    ChannelUpdate in Box,
    ChannelDelete in Box,
    ChannelInfo,
    VoiceChannelStatusUpdate,
    VoiceChannelStartTimeUpdate,
    ThreadCreate in Box,
    ThreadUpdate in Box,
    ThreadDelete,
    ThreadListSync in Box,
    ThreadMemberUpdate in Box,
    ThreadMembersUpdate in Box,
    ChannelPinsUpdate,
    EntitlementCreate in Box,
    EntitlementUpdate in Box,
    EntitlementDelete in Box,
    GuildCreate,
    GuildUpdate in Box,
    GuildDelete,
    GuildAuditLogEntryCreate in Box,
    GuildBanAdd in Box,
    GuildBanRemove in Box,
    GuildEmojisUpdate,
    GuildStickersUpdate,
    GuildIntegrationsUpdate,
    GuildMemberAdd in Box,
    GuildMemberRemove in Box,
    GuildMemberUpdate in Box,
    GuildMembersChunk in Box,
    GuildRoleCreate in Box,
    GuildRoleUpdate in Box,
    GuildRoleDelete,
    GuildScheduledEventCreate in Box,
    GuildScheduledEventUpdate in Box,
    GuildScheduledEventDelete in Box,
    GuildScheduledEventUserAdd,
    GuildScheduledEventUserRemove,
    GuildSoundboardSoundCreate in Box,
    GuildSoundboardSoundUpdate in Box,
    GuildSoundboardSoundDelete,
    GuildSoundboardSoundsUpdate,
    SoundboardSounds,
    IntegrationCreate in Box,
    IntegrationUpdate in Box,
    IntegrationDelete,
    InviteCreate in Box,
    InviteDelete,
    MessageCreate in Box,
    MessageUpdate in Box,
    MessageDelete,
    MessageDeleteBulk,
    MessageReactionAdd in Box,
    MessageReactionRemove in Box,
    MessageReactionRemoveAll,
    MessageReactionRemoveEmoji in Box,
    PresenceUpdate in Box,
    TypingStart,
    UserUpdate in Box,
    VoiceChannelEffectSend in Box,
    VoiceStateUpdate in Box,
    VoiceServerUpdate,
    WebhooksUpdate,
    InteractionCreate in Box,
    StageInstanceCreate in Box,
    StageInstanceUpdate in Box,
    StageInstanceDelete in Box,
    SubscriptionCreate in Box,
    SubscriptionUpdate in Box,
    SubscriptionDelete in Box,
    MessagePollVoteAdd,
    MessagePollVoteRemove,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events are moved several times: from a decoder into a queue, and from there into handlers. So only values up to
    /// the size of three lists are stored inline.
    #[test]
    fn an_event_is_small() {
        assert!(size_of::<Event>() <= 56, "{} bytes", size_of::<Event>());
    }
}
