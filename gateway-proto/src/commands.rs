//! The commands that the user may send, and their documented rules.
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
/// It waits for a live session and for room in the send window. It is sent *at least once*: if the connection ends
/// before it is certain that Discord received it, it is sent again on the next connection.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Updates the bot's presence. A newer update replaces a waiting one. The newest is part of every later Identify.
    UpdatePresence(UpdatePresence),
    /// Joins, moves between or leaves voice channels. A newer command for the same guild replaces a waiting one.
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

/// Why a command was not queued. An error has no effect on the connection or on other commands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// Its payload is longer than 4096 bytes, for which Discord would close with 4002.
    #[error("the command has {bytes} bytes as JSON, over the limit of 4096 bytes for a payload")]
    TooLarge {
        /// The length of its payload, in bytes.
        bytes: usize,
    },
    /// The queue is full.
    #[error("the command queue is full: {capacity} commands are waiting")]
    QueueFull {
        /// The capacity of the queue.
        capacity: usize,
    },
    /// It needs intents that the session does not request.
    #[error("the command needs an intent that the session does not request: {}", .0.iter_names().map(|(name, _)| name).collect::<Vec<_>>().join(" and "))]
    MissingIntents(Intents),
    /// The machine is stopping or has stopped.
    #[error("the connection is shutting down or was shut down")]
    Stopped,
}

impl CommandError {
    /// Returns whether the same command may be accepted later.
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

/// Serializes a payload. Types of the model have string keys and finite numbers only, so this cannot fail. If it did,
/// Discord would refuse the empty payload, and nothing here would break.
pub(crate) fn encode<D: SendEvent + Serialize>(d: &D) -> String {
    serde_json::to_string(&SendPayload { op: D::OPCODE, d }).unwrap_or_default()
}

/// Checks that the session requests the intents that a command needs. The command's type has already checked its fields
/// and their limits.
///
/// Docs: [Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
pub(crate) fn check(command: &Command, intents: Intents) -> Result<(), CommandError> {
    let Command::RequestGuildMembers(request) = command else { return Ok(()) };
    let mut needed = Intents::empty();
    needed.set(Intents::GUILD_MEMBERS, request.query() == Some(""));
    // Without the intent, Discord silently leaves the presences out of the answer.
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
