//! All events in one type.

use serde::de::DeserializeOwned;

use super::*;
use crate::wire::decode_error::DecodeError;
use crate::wire::dispatch::Dispatch;
use crate::wire::event_kind::EventKind;

/// A dispatch event that has a type of its own.
///
/// A handler that names the event it wants by its type, as in `on::<MessageCreate>(..)`, finds by
/// [`KIND`](Self::KIND) which dispatches to decode.
pub trait GatewayEvent: DeserializeOwned + Send + Sync + 'static {
    /// Which event it is.
    const KIND: EventKind;
}

/// Declares the enum of all events. `Name` is held in place, `Name in Box` behind a pointer, so that the
/// enum is not as large as its largest event.
macro_rules! events {
    ($($(#[$meta:meta])* $name:ident $(in $boxed:ident)?,)*) => {
        /// Any dispatch event, decoded.
        ///
        /// Docs: [Gateway Events, Receive Events](https://docs.discord.com/developers/events/gateway-events#receive-events).
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            $(
                #[doc = concat!("See [`", stringify!($name), "`](crate::event::", stringify!($name), ").")]
                $name(events!(@held $name $($boxed)?)),
            )*
            /// An event this version does not know, with its name and its data as they came.
            Unknown(Box<Dispatch>),
        }

        impl Event {
            /// Which event it is.
            #[must_use]
            pub const fn kind(&self) -> EventKind {
                match self {
                    $(Self::$name(_) => EventKind::$name,)*
                    Self::Unknown(_) => EventKind::Unknown,
                }
            }
        }

        impl Dispatch {
            /// Reads the data as the type of whichever event it is.
            ///
            /// An event this version does not know is no error: it is [`Event::Unknown`]. Items of lists
            /// are left out where they are broken and the event is of use without them; see
            /// [`decode_event`](Self::decode_event).
            ///
            /// # Errors
            ///
            /// Returns an error if the data is not of the event's shape. The error names event and path, and keeps the
            /// dispatch.
            pub fn event(&self) -> Result<Decoded<Event>, DecodeError> {
                match self.kind() {
                    // Read into where it is held, so that a large event is not moved from hand to hand.
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

    /// An event is moved about: from a decoder into a queue, from there into handlers. Only what fits into
    /// the space of three lists is held in place.
    #[test]
    fn an_event_is_small() {
        assert!(size_of::<Event>() <= 56, "{} bytes", size_of::<Event>());
    }
}
