//! What the user wants sent: checked when it is queued, bounded, kept across reconnects.
//!
//! Docs: [Gateway Events, Send Events](https://docs.discord.com/developers/events/gateway-events#send-events).

use std::collections::VecDeque;

use gateway_model::gateway::command::{
    RequestChannelInfo, RequestGuildMembers, RequestSoundboardSounds, SendPayload, UpdatePresence,
    UpdateVoiceState,
};
use gateway_model::gateway::{Intents, MAX_SEND_BYTES, Opcode};
use gateway_model::id::{Id, marker};
use serde::Serialize;

/// A send event that the user may send.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Updates the bot's presence. The newest replaces one that still waits, and is part of every
    /// Identify after.
    UpdatePresence(UpdatePresence),
    /// Joins, moves between or leaves voice channels. The newest of a guild replaces one that still waits.
    UpdateVoiceState(UpdateVoiceState),
    /// Asks for members of a guild.
    RequestGuildMembers(RequestGuildMembers),
    /// Asks for soundboard sounds of guilds.
    RequestSoundboardSounds(RequestSoundboardSounds),
    /// Asks for ephemeral data of a guild's channels.
    RequestChannelInfo(RequestChannelInfo),
}

macro_rules! into_command {
    ($($name:ident,)*) => {$(
        impl From<$name> for Command {
            fn from(command: $name) -> Self {
                Self::$name(command)
            }
        }
    )*};
}

into_command! {
    UpdatePresence, UpdateVoiceState, RequestGuildMembers, RequestSoundboardSounds, RequestChannelInfo,
}

/// Why a command was not queued. Nothing else is affected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// As a payload it is over 4096 bytes; Discord would close with 4002.
    #[error("the command has {bytes} bytes of JSON; a payload may have 4096")]
    TooLarge {
        /// Its length as a payload, in bytes.
        bytes: usize,
    },
    /// As many commands as allowed are waiting.
    #[error("{capacity} commands are waiting already")]
    QueueFull {
        /// How many may wait.
        capacity: usize,
    },
    /// It needs intents that the session does not ask for.
    #[error("the command needs the intent {}", .0.iter_names().map(|(name, _)| name).collect::<Vec<_>>().join(" and "))]
    MissingIntents(Intents),
    /// The machine is stopping or has stopped.
    #[error("the connection is shut down")]
    Stopped,
}

impl CommandError {
    /// Whether the same command may be taken later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::QueueFull { .. })
    }
}

/// What makes a waiting command replaceable by a newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Presence,
    Voice(Id<marker::Guild>),
    /// Every one counts.
    None,
}

#[derive(Debug)]
struct Queued {
    slot: Slot,
    payload: String,
}

/// Commands that wait for a live session and for room in the send window, in the order of their arrival.
#[derive(Debug)]
pub(crate) struct CommandQueue {
    queue: VecDeque<Queued>,
    capacity: usize,
    /// The presence that the bot is meant to have.
    presence: Option<UpdatePresence>,
}

impl CommandQueue {
    pub(crate) fn new(capacity: usize, presence: Option<UpdatePresence>) -> Self {
        Self { queue: VecDeque::new(), capacity, presence }
    }

    /// Checks a command and lets it wait. One that replaces an older one keeps the older one's turn.
    pub(crate) fn push(&mut self, command: Command, intents: Intents) -> Result<(), CommandError> {
        check(&command, intents)?;
        let (slot, payload) = (slot(&command), payload(&command));
        if payload.len() > MAX_SEND_BYTES {
            return Err(CommandError::TooLarge { bytes: payload.len() });
        }
        let same = |queued: &&mut Queued| slot != Slot::None && queued.slot == slot;
        if let Some(queued) = self.queue.iter_mut().find(same) {
            queued.payload = payload;
        } else if self.queue.len() >= self.capacity {
            return Err(CommandError::QueueFull { capacity: self.capacity });
        } else {
            self.queue.push_back(Queued { slot, payload });
        }
        if let Command::UpdatePresence(presence) = command {
            self.presence = Some(presence);
        }
        Ok(())
    }

    /// Takes the next payload.
    pub(crate) fn pop(&mut self) -> Option<String> {
        let payload = self.queue.pop_front()?.payload;
        // A burst leaves no memory behind.
        if self.queue.is_empty() {
            self.queue = VecDeque::new();
        }
        Some(payload)
    }

    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.queue = VecDeque::new();
    }

    /// The newest presence, for Identify.
    pub(crate) fn presence(&self) -> Option<&UpdatePresence> {
        self.presence.as_ref()
    }

    /// Identify carried the presence, so one that waits is done.
    pub(crate) fn presence_was_identified(&mut self) {
        self.queue.retain(|queued| queued.slot != Slot::Presence);
    }

    /// Identify had no room for the presence, so it goes out on its own, before anything else.
    pub(crate) fn requeue_presence(&mut self) {
        self.presence_was_identified();
        if let Some(presence) = &self.presence {
            let payload = presence_payload(presence);
            self.queue.push_front(Queued { slot: Slot::Presence, payload });
        }
    }
}

fn slot(command: &Command) -> Slot {
    match command {
        Command::UpdatePresence(_) => Slot::Presence,
        Command::UpdateVoiceState(voice) => Slot::Voice(voice.guild_id),
        _ => Slot::None,
    }
}

fn payload(command: &Command) -> String {
    match command {
        Command::UpdatePresence(d) => presence_payload(d),
        Command::UpdateVoiceState(d) => encode(Opcode::VoiceStateUpdate, d),
        Command::RequestGuildMembers(d) => encode(Opcode::RequestGuildMembers, d),
        Command::RequestSoundboardSounds(d) => encode(Opcode::RequestSoundboardSounds, d),
        Command::RequestChannelInfo(d) => encode(Opcode::RequestChannelInfo, d),
    }
}

pub(crate) fn presence_payload(presence: &UpdatePresence) -> String {
    encode(Opcode::PresenceUpdate, presence)
}

/// Writes a payload. Types of the model have string keys and finite numbers only, so it cannot fail;
/// were it to, an empty payload would be refused by Discord and break nothing here.
pub(crate) fn encode<D: Serialize>(op: Opcode, d: &D) -> String {
    serde_json::to_string(&SendPayload { op, d }).unwrap_or_default()
}

/// The intents a command needs. That its fields are complete and within their limits, its type has seen to.
///
/// Docs: [Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
fn check(command: &Command, intents: Intents) -> Result<(), CommandError> {
    let Command::RequestGuildMembers(request) = command else { return Ok(()) };
    let mut needed = Intents::empty();
    needed.set(Intents::GUILD_MEMBERS, request.query() == Some(""));
    // Without the intent the answer has no presences and does not say so.
    needed.set(Intents::GUILD_PRESENCES, request.wants_presences());
    let missing = needed.difference(intents);
    if missing.is_empty() { Ok(()) } else { Err(CommandError::MissingIntents(missing)) }
}

#[cfg(test)]
mod tests {
    use gateway_model::presence::{Activity, ActivityKind, Status};

    use super::*;

    fn presence(status: Status) -> UpdatePresence {
        UpdatePresence::new(status)
    }

    fn voice(guild: u64, self_mute: bool) -> Command {
        UpdateVoiceState::leave(Id::new(guild).unwrap()).self_mute(self_mute).into()
    }

    fn named(start: &str) -> RequestGuildMembers {
        RequestGuildMembers::named(Id::new(1).unwrap(), start, 0)
    }

    fn drain(queue: &mut CommandQueue) -> Vec<String> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn the_newest_presence_and_the_newest_voice_state_of_a_guild_win_in_place() {
        let mut queue = CommandQueue::new(3, None);
        let all = Intents::all();
        queue.push(presence(Status::Idle).into(), all).unwrap();
        queue.push(voice(1, false), all).unwrap();
        queue.push(voice(2, false), all).unwrap();
        // The queue is full, yet a newer one of the same kind is taken.
        queue.push(voice(1, true), all).unwrap();
        queue.push(presence(Status::DoNotDisturb).into(), all).unwrap();
        let sent = drain(&mut queue);
        assert_eq!(sent.len(), 3);
        assert!(sent[0].contains("dnd") && sent[0].contains(r#""op":3"#), "{sent:?}");
        assert!(sent[1].contains(r#""self_mute":true"#), "{sent:?}");
        assert!(sent[2].contains(r#""guild_id":"2""#), "{sent:?}");
        assert_eq!(queue.presence().unwrap().status, Status::DoNotDisturb);
    }

    #[test]
    fn requests_are_bounded_and_never_replaced() {
        let mut queue = CommandQueue::new(2, None);
        let request = named("a");
        queue.push(request.clone().into(), Intents::empty()).unwrap();
        queue.push(request.clone().into(), Intents::empty()).unwrap();
        let error = queue.push(request.into(), Intents::empty()).unwrap_err();
        assert_eq!(error, CommandError::QueueFull { capacity: 2 });
        assert!(error.is_retryable());
        assert_eq!(drain(&mut queue).len(), 2);
    }

    #[test]
    fn the_limit_of_4096_bytes_is_exact() {
        let with_name = |length: usize| {
            let mut presence = presence(Status::Online);
            presence.activities = vec![Activity::new(ActivityKind::Playing, "n".repeat(length))];
            presence
        };
        let overhead = presence_payload(&with_name(0)).len();
        let mut queue = CommandQueue::new(1, None);
        let largest = with_name(MAX_SEND_BYTES - overhead);
        queue.push(largest.into(), Intents::empty()).unwrap();
        let error = queue.push(with_name(4097 - overhead).into(), Intents::empty()).unwrap_err();
        assert_eq!(error, CommandError::TooLarge { bytes: 4097 });
        assert_eq!(queue.pop().unwrap().len(), 4096);
    }

    #[test]
    fn member_requests_need_their_intents() {
        let mut queue = CommandQueue::new(9, None);
        let error = queue.push(named("").into(), Intents::GUILDS).unwrap_err();
        assert_eq!(error, CommandError::MissingIntents(Intents::GUILD_MEMBERS));
        assert!(error.to_string().contains("GUILD_MEMBERS"));
        queue.push(named("").into(), Intents::GUILD_MEMBERS).unwrap();
        let users = (1..=3).filter_map(Id::new);
        let request = RequestGuildMembers::users(Id::new(1).unwrap(), users).unwrap();
        let request = request.presences(true);
        let error = queue.push(request.clone().into(), Intents::GUILD_MEMBERS).unwrap_err();
        assert_eq!(error, CommandError::MissingIntents(Intents::GUILD_PRESENCES));
        queue.push(request.into(), Intents::GUILD_PRESENCES).unwrap();
    }
}
