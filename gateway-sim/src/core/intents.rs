//! The intents that each event needs.

use gateway_model::EventKind;
use gateway_model::gateway::Intents;

/// The prefix of events about exceptions of scheduled events. The docs do not list them. Discord sends them to sessions
/// that receive scheduled events.
const EXCEPTION: &str = "GUILD_SCHEDULED_EVENT_EXCEPTION";

/// Returns whether a session with these intents receives an event.
///
/// Docs: [Gateway, List of Intents](https://docs.discord.com/developers/events/gateway#list-of-intents).
/// An event that is not in that list is always sent. `direct` says that it has no `guild_id`;
/// `own` that it is about the bot itself, which [Caveats](https://docs.discord.com/developers/events/gateway#caveats)
/// exempts for Guild Member Update, and counts for Thread Members Update.
pub(super) fn admits(intents: Intents, event: &str, direct: bool, own: bool) -> bool {
    use EventKind as E;
    let by_place = |guild, direct_message| if direct { direct_message } else { guild };
    let needed = match EventKind::from_name(event) {
        E::GuildCreate | E::GuildUpdate | E::GuildDelete => Intents::GUILDS,
        E::GuildRoleCreate | E::GuildRoleUpdate | E::GuildRoleDelete => Intents::GUILDS,
        E::ChannelCreate | E::ChannelUpdate | E::ChannelDelete => Intents::GUILDS,
        E::ChannelPinsUpdate => by_place(Intents::GUILDS, Intents::DIRECT_MESSAGES),
        E::ThreadCreate | E::ThreadUpdate | E::ThreadDelete => Intents::GUILDS,
        E::ThreadListSync | E::ThreadMemberUpdate => Intents::GUILDS,
        E::ThreadMembersUpdate if own => Intents::GUILDS | Intents::GUILD_MEMBERS,
        E::ThreadMembersUpdate => Intents::GUILD_MEMBERS,
        E::StageInstanceCreate | E::StageInstanceUpdate | E::StageInstanceDelete => Intents::GUILDS,
        E::VoiceChannelStatusUpdate | E::VoiceChannelStartTimeUpdate => Intents::GUILDS,
        E::GuildMemberUpdate if own => return true,
        E::GuildMemberAdd | E::GuildMemberUpdate | E::GuildMemberRemove => Intents::GUILD_MEMBERS,
        E::GuildAuditLogEntryCreate | E::GuildBanAdd | E::GuildBanRemove => {
            Intents::GUILD_MODERATION
        }
        E::GuildEmojisUpdate | E::GuildStickersUpdate => Intents::GUILD_EXPRESSIONS,
        E::GuildSoundboardSoundCreate
        | E::GuildSoundboardSoundUpdate
        | E::GuildSoundboardSoundDelete
        | E::GuildSoundboardSoundsUpdate => Intents::GUILD_EXPRESSIONS,
        E::GuildIntegrationsUpdate
        | E::IntegrationCreate
        | E::IntegrationUpdate
        | E::IntegrationDelete => Intents::GUILD_INTEGRATIONS,
        E::WebhooksUpdate => Intents::GUILD_WEBHOOKS,
        E::InviteCreate | E::InviteDelete => Intents::GUILD_INVITES,
        E::VoiceChannelEffectSend | E::VoiceStateUpdate => Intents::GUILD_VOICE_STATES,
        E::PresenceUpdate => Intents::GUILD_PRESENCES,
        E::MessageCreate | E::MessageUpdate | E::MessageDelete => {
            by_place(Intents::GUILD_MESSAGES, Intents::DIRECT_MESSAGES)
        }
        E::MessageDeleteBulk => Intents::GUILD_MESSAGES,
        E::MessageReactionAdd
        | E::MessageReactionRemove
        | E::MessageReactionRemoveAll
        | E::MessageReactionRemoveEmoji => {
            by_place(Intents::GUILD_MESSAGE_REACTIONS, Intents::DIRECT_MESSAGE_REACTIONS)
        }
        E::TypingStart => by_place(Intents::GUILD_MESSAGE_TYPING, Intents::DIRECT_MESSAGE_TYPING),
        E::GuildScheduledEventCreate
        | E::GuildScheduledEventUpdate
        | E::GuildScheduledEventDelete
        | E::GuildScheduledEventUserAdd
        | E::GuildScheduledEventUserRemove => Intents::GUILD_SCHEDULED_EVENTS,
        E::AutoModerationRuleCreate | E::AutoModerationRuleUpdate | E::AutoModerationRuleDelete => {
            Intents::AUTO_MODERATION_CONFIGURATION
        }
        E::AutoModerationActionExecution => Intents::AUTO_MODERATION_EXECUTION,
        E::MessagePollVoteAdd | E::MessagePollVoteRemove => {
            by_place(Intents::GUILD_MESSAGE_POLLS, Intents::DIRECT_MESSAGE_POLLS)
        }
        _ if event.starts_with(EXCEPTION) => Intents::GUILD_SCHEDULED_EVENTS,
        _ => return true,
    };
    intents.intersects(needed)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The docs' list: an intent in each line, its events below it.
    const LIST: &str = include_str!("../../testdata/intents.txt");

    #[test]
    fn each_event_needs_the_intents_that_the_docs_list_it_under() {
        let mut listed: BTreeMap<&str, Intents> = BTreeMap::new();
        let mut intent = Intents::empty();
        for line in LIST.lines() {
            if let Some(event) = line.trim().strip_prefix("- ") {
                let name = event.split(' ').next().unwrap();
                *listed.entry(name).or_default() |= intent;
            } else if let Some((_, shift)) = line.split_once("1 << ") {
                let shift = shift.trim_end_matches([')', ' ', '*']);
                intent = Intents::from_bits_retain(1 << shift.parse::<u32>().unwrap());
            }
        }
        assert!(listed.len() > 60);
        for (event, intents) in listed {
            // "THREAD_MEMBERS_UPDATE contains different data depending on which intents are used."
            let owns: &[bool] =
                if event == "THREAD_MEMBERS_UPDATE" { &[false, true] } else { &[false] };
            for one in Intents::all().iter() {
                let mut admitted = owns.iter().flat_map(|own| [(false, *own), (true, *own)]);
                let admitted = admitted.any(|(direct, own)| admits(one, event, direct, own));
                assert_eq!(admitted, intents.contains(one), "{event} with {one:?}");
            }
        }
        assert!(admits(Intents::empty(), "INTERACTION_CREATE", false, false));
        let exception = "GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE";
        assert!(admits(Intents::GUILD_SCHEDULED_EVENTS, exception, false, false));
        assert!(!admits(Intents::GUILDS, exception, false, false));
    }
}
