//! What listeners can access of a bot whose shards run in other processes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_fleet::commands::{FleetCommandError, OutsideCommands};
use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence};
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_shard::{
    BotHost, Command, MemberRequest, Members, RemoteError, RequestError, SendError, Shutdown,
};
use http_client::Client;
use tokio::sync::watch;

/// The reason why commands cannot be sent without a fleet.
const NO_FLEET: &str =
    "set `fleet` of the worker to the bucket of the gateway workers' fleet, such as fleet-mybot";

/// The shard of the last event, which contains the number of shards.
#[derive(Debug, Default)]
pub(crate) struct Seen(AtomicU64);

impl Seen {
    pub(crate) fn shard(&self, shard: ShardId) {
        let both = u64::from(shard.count().get()) << 32 | u64::from(shard.id());
        self.0.store(both, Ordering::Relaxed);
    }

    /// Returns the shard of the last event, or shard 0 of 1 before the first event.
    pub(crate) fn any_shard(&self) -> ShardId {
        let both = self.0.load(Ordering::Relaxed);
        let (shard, total) = ((both & u64::from(u32::MAX)) as u32, (both >> 32) as u32);
        ShardId::new(shard, total).unwrap_or(ShardId::ONE)
    }
}

/// The shards of a fleet, for listeners.
#[derive(Debug)]
pub(crate) struct Remote {
    pub(crate) rest: Client,
    pub(crate) intents: Intents,
    pub(crate) commands: Option<OutsideCommands>,
    pub(crate) saw: Arc<Seen>,
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Remote {
    /// Runs a command, if commands can be sent.
    async fn run<'a, T, F>(
        &'a self,
        run: impl FnOnce(&'a OutsideCommands) -> F,
    ) -> Result<T, SendError>
    where
        F: Future<Output = Result<T, FleetCommandError>>,
    {
        let commands = self.commands.as_ref().ok_or(RemoteError::Off(NO_FLEET))?;
        run(commands).await.map_err(|error| SendError::Remote(error.into()))
    }
}

impl BotHost for Remote {
    fn rest(&self) -> &Client {
        &self.rest
    }

    fn intents(&self) -> Intents {
        self.intents
    }

    fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        let count = self.saw.any_shard().count();
        ShardId::new(guild.shard(count), count.get()).unwrap_or(ShardId::ONE)
    }

    fn send(&self, shard: ShardId, command: Command) -> BoxFuture<'_, Result<(), SendError>> {
        self.run(move |commands| commands.send(shard, command)).boxed()
    }

    fn update_presence(&self, presence: UpdatePresence) -> BoxFuture<'_, Result<(), SendError>> {
        self.run(move |commands| commands.update_presence(presence)).boxed()
    }

    fn request_members(
        &self,
        request: MemberRequest,
    ) -> BoxFuture<'_, Result<Arc<Members>, RequestError>> {
        async move { Ok(Arc::new(self.run(|commands| commands.request_members(request)).await?)) }
            .boxed()
    }

    fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> BoxFuture<'_, Result<SoundboardSounds, RequestError>> {
        async move { Ok(self.run(|commands| commands.request_soundboard_sounds(guild)).await?) }
            .boxed()
    }

    fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> BoxFuture<'_, Result<ChannelInfo, RequestError>> {
        async move { Ok(self.run(|commands| commands.request_channel_info(request)).await?) }
            .boxed()
    }

    fn stopping(&self) -> BoxFuture<'_, Shutdown> {
        let mut stopping = self.stopping.clone();
        async move {
            // If the sender is gone, the worker is stopping.
            let _ = stopping.wait_for(|is_asked| *is_asked).await;
            Shutdown::KeepSession
        }
        .boxed()
    }
}
