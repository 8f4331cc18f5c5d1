//! Which intents bring which events.
//!
//! Docs: [Gateway, List of Intents](https://docs.discord.com/developers/events/gateway#list-of-intents).

use super::Intents;
use crate::wire::event_kind::EventKind;

impl EventKind {
    /// Returns the intents of which any one brings this event. It is empty for an event that is always sent, and for
    /// one that this version does not know.
    ///
    /// If there are two intents, one brings the event for guilds and the other for direct messages. Thread Members
    /// Update is the exception: `GUILDS` brings the updates about the bot itself, and `GUILD_MEMBERS` also those about
    /// other users. Guild Member Update about the bot itself needs no intent.
    ///
    /// Docs: [Gateway, List of Intents](https://docs.discord.com/developers/events/gateway#list-of-intents).
    #[must_use]
    pub const fn intents(self) -> Intents {
        match self {
            Self::GuildCreate
            | Self::GuildUpdate
            | Self::GuildDelete
            | Self::GuildRoleCreate
            | Self::GuildRoleUpdate
            | Self::GuildRoleDelete
            | Self::ChannelCreate
            | Self::ChannelUpdate
            | Self::ChannelDelete
            | Self::ThreadCreate
            | Self::ThreadUpdate
            | Self::ThreadDelete
            | Self::ThreadListSync
            | Self::ThreadMemberUpdate
            | Self::StageInstanceCreate
            | Self::StageInstanceUpdate
            | Self::StageInstanceDelete
            | Self::VoiceChannelStatusUpdate
            | Self::VoiceChannelStartTimeUpdate => Intents::GUILDS,
            Self::ChannelPinsUpdate => Intents::GUILDS.union(Intents::DIRECT_MESSAGES),
            Self::ThreadMembersUpdate => Intents::GUILDS.union(Intents::GUILD_MEMBERS),
            Self::GuildMemberAdd | Self::GuildMemberUpdate | Self::GuildMemberRemove => {
                Intents::GUILD_MEMBERS
            }
            Self::GuildAuditLogEntryCreate | Self::GuildBanAdd | Self::GuildBanRemove => {
                Intents::GUILD_MODERATION
            }
            Self::GuildEmojisUpdate
            | Self::GuildStickersUpdate
            | Self::GuildSoundboardSoundCreate
            | Self::GuildSoundboardSoundUpdate
            | Self::GuildSoundboardSoundDelete
            | Self::GuildSoundboardSoundsUpdate => Intents::GUILD_EXPRESSIONS,
            Self::GuildIntegrationsUpdate
            | Self::IntegrationCreate
            | Self::IntegrationUpdate
            | Self::IntegrationDelete => Intents::GUILD_INTEGRATIONS,
            Self::WebhooksUpdate => Intents::GUILD_WEBHOOKS,
            Self::InviteCreate | Self::InviteDelete => Intents::GUILD_INVITES,
            Self::VoiceChannelEffectSend | Self::VoiceStateUpdate => Intents::GUILD_VOICE_STATES,
            Self::PresenceUpdate => Intents::GUILD_PRESENCES,
            Self::MessageCreate | Self::MessageUpdate | Self::MessageDelete => {
                Intents::GUILD_MESSAGES.union(Intents::DIRECT_MESSAGES)
            }
            Self::MessageDeleteBulk => Intents::GUILD_MESSAGES,
            Self::MessageReactionAdd
            | Self::MessageReactionRemove
            | Self::MessageReactionRemoveAll
            | Self::MessageReactionRemoveEmoji => {
                Intents::GUILD_MESSAGE_REACTIONS.union(Intents::DIRECT_MESSAGE_REACTIONS)
            }
            Self::TypingStart => {
                Intents::GUILD_MESSAGE_TYPING.union(Intents::DIRECT_MESSAGE_TYPING)
            }
            Self::GuildScheduledEventCreate
            | Self::GuildScheduledEventUpdate
            | Self::GuildScheduledEventDelete
            | Self::GuildScheduledEventUserAdd
            | Self::GuildScheduledEventUserRemove => Intents::GUILD_SCHEDULED_EVENTS,
            Self::AutoModerationRuleCreate
            | Self::AutoModerationRuleUpdate
            | Self::AutoModerationRuleDelete => Intents::AUTO_MODERATION_CONFIGURATION,
            Self::AutoModerationActionExecution => Intents::AUTO_MODERATION_EXECUTION,
            Self::MessagePollVoteAdd | Self::MessagePollVoteRemove => {
                Intents::GUILD_MESSAGE_POLLS.union(Intents::DIRECT_MESSAGE_POLLS)
            }
            _ => Intents::empty(),
        }
    }
}

impl Intents {
    /// The intents that bring events of direct messages.
    pub const DIRECT: Self = Self::DIRECT_MESSAGES
        .union(Self::DIRECT_MESSAGE_REACTIONS)
        .union(Self::DIRECT_MESSAGE_TYPING)
        .union(Self::DIRECT_MESSAGE_POLLS);

    /// Returns the events that these intents bring, without those that are always sent.
    ///
    /// [`MESSAGE_CONTENT`](Self::MESSAGE_CONTENT) brings no events: it adds content to fields of others.
    pub fn events(self) -> impl Iterator<Item = EventKind> {
        EventKind::KNOWN.iter().copied().filter(move |event| event.intents().intersects(self))
    }

    /// Returns whether a session with these intents receives an event, even if only from some guilds or channels.
    #[must_use]
    pub const fn bring(self, event: EventKind) -> bool {
        let any_of = event.intents();
        any_of.is_empty() || any_of.intersects(self)
    }

    /// Returns the intents that a set of events needs, in guilds and in direct messages.
    ///
    /// For a bot that is used only in guilds, remove [`DIRECT`](Self::DIRECT). The result contains a privileged intent
    /// only if no other intent brings the event at all. So for Thread Members Update it contains `GUILDS`; add
    /// `GUILD_MEMBERS` to receive it for all members. Add `MESSAGE_CONTENT` to read the content of messages.
    ///
    /// ```
    /// use gateway_model::{EventKind, gateway::Intents};
    ///
    /// let needed = Intents::for_events([EventKind::MessageCreate, EventKind::InteractionCreate]);
    /// assert_eq!(needed, Intents::GUILD_MESSAGES | Intents::DIRECT_MESSAGES);
    /// assert_eq!(needed - Intents::DIRECT, Intents::GUILD_MESSAGES);
    /// ```
    #[must_use]
    pub fn for_events(events: impl IntoIterator<Item = EventKind>) -> Self {
        events.into_iter().fold(Self::empty(), |needed, event| {
            let all = event.intents();
            let open = all.difference(Self::PRIVILEGED);
            needed | if open.is_empty() { all } else { open }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list in Discord's docs.
    const LIST: &str = include_str!("../../testdata/intents.txt");

    /// The intents in the list, with their bit, whether they are privileged, and their events.
    fn list() -> Vec<(&'static str, u32, bool, Vec<EventKind>)> {
        let mut intents: Vec<(_, _, _, Vec<_>)> = Vec::new();
        for line in LIST.lines().filter(|line| !line.is_empty()) {
            if let Some(event) = line.strip_prefix("  - ") {
                let kind = EventKind::from_name(event.trim_end_matches(" *"));
                assert_ne!(kind, EventKind::Unknown, "{line}");
                intents.last_mut().unwrap().3.push(kind);
            } else {
                let (name, rest) = line.split_once(" (1 << ").unwrap();
                let (bit, mark) = rest.split_once(')').unwrap();
                intents.push((name, bit.parse().unwrap(), mark.starts_with(" **"), Vec::new()));
            }
        }
        intents
    }

    #[test]
    fn every_intent_is_named_numbered_and_privileged_as_the_docs_say() {
        let list = list();
        assert_eq!(list.len(), 21);
        assert_eq!(Intents::all().iter().count(), list.len());
        for (name, bit, privileged, _) in list {
            let intent = Intents::from_name(name).unwrap();
            assert_eq!(intent.bits(), 1 << bit, "{name}");
            assert_eq!(Intents::PRIVILEGED.contains(intent), privileged, "{name}");
        }
    }

    #[test]
    fn every_intent_brings_the_events_of_the_docs_list() {
        for (name, .., mut events) in list() {
            events.sort();
            let mut brought: Vec<_> = Intents::from_name(name).unwrap().events().collect();
            brought.sort();
            assert_eq!(brought, events, "{name}");
        }
    }

    #[test]
    fn events_that_are_not_in_the_list_need_no_intent() {
        let listed: Vec<_> = list().into_iter().flat_map(|(.., events)| events).collect();
        for &event in EventKind::KNOWN {
            assert_eq!(event.intents().is_empty(), !listed.contains(&event), "{event:?}");
            assert!(Intents::empty().bring(event) != listed.contains(&event), "{event:?}");
        }
        assert!(Intents::empty().bring(EventKind::Unknown));
    }

    #[test]
    fn intents_for_events_bring_each_of_them_in_every_place() {
        for &event in EventKind::KNOWN {
            let needed = Intents::for_events([event]);
            assert!(needed.bring(event), "{event:?}");
            let missing = event.intents() - needed;
            assert!(Intents::PRIVILEGED.contains(missing), "{event:?}");
        }
        assert_eq!(
            Intents::for_events([EventKind::ChannelPinsUpdate, EventKind::ThreadMembersUpdate]),
            Intents::GUILDS | Intents::DIRECT_MESSAGES
        );
        assert_eq!(
            Intents::for_events([EventKind::GuildMemberAdd, EventKind::Ready]),
            Intents::GUILD_MEMBERS
        );
        let all = Intents::for_events(EventKind::KNOWN.iter().copied());
        assert_eq!(Intents::all() - all, Intents::MESSAGE_CONTENT);
    }

    #[test]
    fn the_intents_of_direct_messages_are_those_named_so() {
        for (name, intent) in Intents::all().iter_names() {
            assert_eq!(name.starts_with("DIRECT"), Intents::DIRECT.contains(intent), "{name}");
        }
    }
}
