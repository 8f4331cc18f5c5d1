//! The handle, and the choice of the worker that is asked.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join_all};
use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::ShardId;
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence, UpdateVoiceState};
use gateway_model::id::{Id, marker};
use gateway_shard::{Command, Gateway, MemberRequest, Members};

use super::body::{Ask, Done, To};
use super::error::FleetCommandError;
use super::remote;
use crate::nats::Worker;

/// How many times the owner is looked up again if the worker that was asked no longer has the shard.
const LOOKS: usize = 10;
/// Time between two look-ups: a move takes a second.
const LOOK_AGAIN: Duration = Duration::from_millis(300);

/// Sends commands to the shards of all workers. Cheap to clone.
///
/// It has the same methods as [`Gateway`], for the guilds of every worker.
#[derive(Clone, Debug)]
pub struct Commands {
    pub(super) gateway: Gateway,
    pub(super) worker: Worker,
}

impl Commands {
    pub(crate) const fn new(gateway: Gateway, worker: Worker) -> Self {
        Self { gateway, worker }
    }

    /// Sets a presence on every shard of every living worker. Shards that identify later use it too.
    ///
    /// # Errors
    ///
    /// Returns the error of the first worker that did not accept the presence. The other workers have it.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some workers have the presence and others do not.
    pub async fn update_presence(&self, presence: UpdatePresence) -> Result<(), FleetCommandError> {
        self.run(Ask::UpdatePresence(presence)).await.map(drop)
    }

    /// Joins, moves between or leaves voice channels, on the shard of the guild. Returns when the command is queued at
    /// the shard.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the command did not reach its shard.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the command may or may not be sent.
    pub async fn update_voice_state(
        &self,
        state: UpdateVoiceState,
    ) -> Result<(), FleetCommandError> {
        self.run(Ask::UpdateVoiceState(state)).await.map(drop)
    }

    /// Requests members of a guild and waits for all of them.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the request did not reach its shard, or the answer was not complete.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe. If another worker was asked, it still completes the request.
    pub async fn request_members(
        &self,
        request: MemberRequest,
    ) -> Result<Members, FleetCommandError> {
        self.run(Ask::RequestMembers(request)).await?.members(self.worker.id())
    }

    /// Requests the soundboard sounds of a guild.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the request did not reach its shard, or the answer was not complete.
    ///
    /// # Cancel safety
    ///
    /// As [`request_members`](Self::request_members).
    pub async fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> Result<SoundboardSounds, FleetCommandError> {
        self.run(Ask::RequestSoundboardSounds(guild)).await?.soundboard_sounds(self.worker.id())
    }

    /// Requests ephemeral data of a guild's channels, such as the status of voice channels.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the request did not reach its shard, or the answer was not complete.
    ///
    /// # Cancel safety
    ///
    /// As [`request_members`](Self::request_members).
    pub async fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> Result<ChannelInfo, FleetCommandError> {
        self.run(Ask::RequestChannelInfo(request)).await?.channel_info(self.worker.id())
    }

    /// Sends a command on one shard of any worker. Returns when it is queued at the shard. If Discord answers, the
    /// answer is an event.
    ///
    /// # Errors
    ///
    /// Returns a [`FleetCommandError`] if the command did not reach its shard.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the command may or may not be sent.
    pub async fn send(
        &self,
        shard: ShardId,
        command: impl Into<Command>,
    ) -> Result<(), FleetCommandError> {
        self.run(Ask::send(shard, command.into())?).await.map(drop)
    }

    /// Runs a command at the worker of its shard. The future is boxed, because a worker that runs a command for another
    /// may have to ask a third.
    pub(super) fn run(&self, ask: Ask) -> BoxFuture<'_, Result<Done, FleetCommandError>> {
        async move {
            if ask.to() == To::Everywhere {
                return self.run_everywhere(ask).await;
            }
            let mut looks = 0;
            loop {
                let shard = self.shard(ask.to())?;
                let owner = self.worker.owner(shard.into());
                let done = match owner {
                    Some(owner) => self.run_at(&owner, ask.clone()).await,
                    None => Err(FleetCommandError::NoOwner(shard)),
                };
                let is_elsewhere = match &done {
                    Err(FleetCommandError::NoOwner(_)) => true,
                    Err(error) => error.is_of_another_owner(),
                    Ok(_) => false,
                };
                looks += 1;
                if !is_elsewhere || looks == LOOKS {
                    return done;
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
        .boxed()
    }

    /// The shard that a command is for.
    fn shard(&self, to: To) -> Result<ShardId, FleetCommandError> {
        let total = self.worker.look(|fleet| fleet.total()).ok_or(FleetCommandError::NoPlan)?;
        let count = std::num::NonZeroU32::new(total).ok_or(FleetCommandError::NoPlan)?;
        let (shard, total) = match to {
            To::Guild(guild) => (guild.shard(count), total),
            To::Shard(shard, total) => (shard, total),
            // The command is for all shards, so any shard will do.
            To::Everywhere => (0, total),
        };
        ShardId::new(shard, total).map_err(|_| FleetCommandError::NoSuchShard { shard, total })
    }

    async fn run_everywhere(&self, ask: Ask) -> Result<Done, FleetCommandError> {
        let workers = self.worker.look(|fleet| fleet.living_workers());
        let runs = workers.iter().map(|worker| self.run_at(worker, ask.clone()));
        for run in join_all(runs).await {
            run?;
        }
        Ok(Done::Sent)
    }

    async fn run_at(&self, worker: &str, ask: Ask) -> Result<Done, FleetCommandError> {
        if worker == self.worker.id() {
            self.run_here(ask).await
        } else {
            let link = self.worker.link();
            remote::ask(link, link.worker_subject(worker), worker, ask).await
        }
    }

    /// Runs a command on the shards of this process.
    pub(super) async fn run_here(&self, ask: Ask) -> Result<Done, FleetCommandError> {
        let gateway = &self.gateway;
        Ok(match ask {
            Ask::UpdatePresence(presence) => {
                gateway.update_presence(presence).await?;
                Done::Sent
            }
            Ask::UpdateVoiceState(state) => {
                gateway.update_voice_state(state).await?;
                Done::Sent
            }
            Ask::RequestMembers(request) => {
                Done::Members(gateway.request_members(request).await?.as_ref().clone())
            }
            Ask::RequestSoundboardSounds(guild) => {
                Done::SoundboardSounds(gateway.request_soundboard_sounds(guild).await?)
            }
            Ask::RequestChannelInfo(request) => {
                Done::ChannelInfo(gateway.request_channel_info(request).await?)
            }
            Ask::Send { shard: (shard, total), command } => {
                let no_such = |_| FleetCommandError::NoSuchShard { shard, total };
                gateway.send(ShardId::new(shard, total).map_err(no_such)?, command).await?;
                Done::Sent
            }
        })
    }
}
