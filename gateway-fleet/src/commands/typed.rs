//! Converts commands and their answers to the types of the callers.

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::ShardId;
use gateway_shard::{Command, Members};

use super::body::{Ask, Done, Sent};
use super::error::FleetCommandError;

impl Ask {
    /// A command for one shard.
    pub(super) fn send(shard: ShardId, command: Command) -> Result<Self, FleetCommandError> {
        let command = Sent::of(command).ok_or(FleetCommandError::UnknownCommand)?;
        Ok(Self::Send { shard: (shard.id(), shard.count().get()), command })
    }
}

/// Extracts the answer of this worker, if it is the answer to this command.
impl Done {
    pub(super) fn members(self, worker: &str) -> Result<Members, FleetCommandError> {
        match self {
            Self::Members(members) => Ok(members),
            _ => Err(another_command(worker)),
        }
    }

    pub(super) fn soundboard_sounds(
        self,
        worker: &str,
    ) -> Result<SoundboardSounds, FleetCommandError> {
        match self {
            Self::SoundboardSounds(sounds) => Ok(sounds),
            _ => Err(another_command(worker)),
        }
    }

    pub(super) fn channel_info(self, worker: &str) -> Result<ChannelInfo, FleetCommandError> {
        match self {
            Self::ChannelInfo(info) => Ok(info),
            _ => Err(another_command(worker)),
        }
    }
}

/// The worker answered another command than the one it was sent.
fn another_command(worker: &str) -> FleetCommandError {
    let source = serde::de::Error::custom("it answers another command");
    FleetCommandError::Unreadable { worker: worker.to_owned(), source }
}
