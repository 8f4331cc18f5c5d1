//! What the user may send, and the documented rules of it.
//!
//! Docs: [Gateway Events, Send Events](https://docs.discord.com/developers/events/gateway-events#send-events).

use gateway_model::gateway::Intents;
use gateway_model::gateway::command::{
    RequestChannelInfo, RequestGuildMembers, RequestSoundboardSounds, SendEvent, SendPayload,
    UpdatePresence, UpdateVoiceState,
};
use serde::Serialize;

/// A send event that the user may send.
///
/// It waits for a live session and for room in the send window, and it is sent *at least once*: if the
/// connection ends before Discord has surely received it, it is sent again on the next one.
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

pub(crate) fn payload(command: &Command) -> String {
    match command {
        Command::UpdatePresence(d) => encode(d),
        Command::UpdateVoiceState(d) => encode(d),
        Command::RequestGuildMembers(d) => encode(d),
        Command::RequestSoundboardSounds(d) => encode(d),
        Command::RequestChannelInfo(d) => encode(d),
    }
}

/// Writes a payload. Types of the model have string keys and finite numbers only, so it cannot fail;
/// were it to, an empty payload would be refused by Discord and break nothing here.
pub(crate) fn encode<D: SendEvent + Serialize>(d: &D) -> String {
    serde_json::to_string(&SendPayload { op: D::OPCODE, d }).unwrap_or_default()
}

/// The intents a command needs. That its fields are complete and within their limits, its type has seen to.
///
/// Docs: [Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
pub(crate) fn check(command: &Command, intents: Intents) -> Result<(), CommandError> {
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
    use gateway_model::id::Id;
    use gateway_model::presence::Status;

    use super::*;

    fn refusal(command: impl Into<Command>, intents: Intents) -> Option<CommandError> {
        check(&command.into(), intents).err()
    }

    #[test]
    fn member_requests_need_their_intents() {
        let guild = Id::new(1).unwrap();
        let all = RequestGuildMembers::all(guild);
        let error = refusal(all.clone(), Intents::GUILDS).unwrap();
        assert_eq!(error, CommandError::MissingIntents(Intents::GUILD_MEMBERS));
        assert!(error.to_string().contains("GUILD_MEMBERS"));
        assert_eq!(refusal(all, Intents::GUILD_MEMBERS), None);
        let some = RequestGuildMembers::user(guild, Id::new(2).unwrap()).presences(true);
        let error = refusal(some.clone(), Intents::GUILD_MEMBERS).unwrap();
        assert_eq!(error, CommandError::MissingIntents(Intents::GUILD_PRESENCES));
        assert_eq!(refusal(some, Intents::GUILD_PRESENCES), None);
    }

    #[test]
    fn each_command_has_its_documented_opcode() {
        let guild = Id::new(7).unwrap();
        let all: [(Command, &str); 5] = [
            (UpdatePresence::new(Status::Idle).into(), r#"{"op":3,"d":{"since":null,"#),
            (UpdateVoiceState::leave(guild).into(), r#"{"op":4,"d":{"guild_id":"7","#),
            (RequestGuildMembers::all(guild).into(), r#"{"op":8,"d":{"guild_id":"7","#),
            (RequestSoundboardSounds::guild(guild).into(), r#"{"op":31,"d":{"guild_ids":["7"]}}"#),
            (RequestChannelInfo::all(guild).into(), r#"{"op":43,"d":{"guild_id":"7","#),
        ];
        for (command, start) in all {
            let payload = payload(&command);
            assert!(payload.starts_with(start), "{payload}");
        }
    }
}
