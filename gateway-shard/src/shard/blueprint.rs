//! What shards are made of.

use std::num::NonZeroU32;
use std::sync::Arc;

use gateway_conn::{Capacity, DriverThread, EventSet, IdentifyQueue};
use gateway_model::EventKind;
use gateway_model::gateway::command::UpdatePresence;
use gateway_model::gateway::{Intents, ShardId};
use tokio::sync::Notify;

use crate::catch_up::CatchingUp;
use crate::clock::WallClock;
use crate::error::StartError;
use crate::events::Gate;
use crate::identify::LocalQueue;
use crate::settings::SettingError;
use crate::store::{Guarded, ShardRecord};

/// Without these events nobody knows what was missed.
const NEEDED_TO_CATCH_UP: [EventKind; 3] =
    [EventKind::GuildCreate, EventKind::GuildDelete, EventKind::MessageCreate];

/// With the events that catching up goes by.
pub(crate) fn with_missed_events(events: EventSet) -> EventSet {
    let ends = [EventKind::ChannelDelete, EventKind::ThreadDelete];
    NEEDED_TO_CATCH_UP.into_iter().chain(ends).fold(events, EventSet::with)
}

/// What the user changes in the settings of every connection.
pub(crate) type ConnConfig =
    Box<dyn Fn(gateway_conn::Config) -> gateway_conn::Config + Send + Sync>;

/// What shards are made of.
pub(crate) struct Blueprint {
    pub(crate) protocol: gateway_proto::ProtocolConfig,
    pub(crate) connection: Option<ConnConfig>,
    /// Where the connections run, if not in the runtime.
    pub(crate) thread: Option<DriverThread>,
    /// Which events are wanted.
    pub(crate) events: EventSet,
    /// How many events of a shard may wait, if it is not the connection's default.
    pub(crate) event_capacity: Option<usize>,
    pub(crate) queue: Arc<dyn IdentifyQueue>,
    pub(crate) local_queue: Option<LocalQueue>,
    pub(crate) store: Guarded,
    pub(crate) max_concurrency: u32,
    pub(crate) clock: WallClock,
    /// Told when the store lacks something that should not wait for its turn.
    pub(crate) save_soon: Arc<Notify>,
    /// Decides which events go on to the user.
    pub(crate) gate: Arc<dyn Gate>,
    /// Reads what was missed with lost sessions, if that is wanted.
    pub(crate) catch_up: Option<Arc<CatchingUp>>,
    /// Told when the guilds of any shard changed.
    pub(crate) guilds_changed: Arc<Notify>,
    /// Whether other processes run the other shards.
    pub(crate) runs_a_part: bool,
    /// How many shards there are, if they are leased.
    pub(crate) leased: Option<NonZeroU32>,
    /// Whether to follow where Discord demands more shards.
    pub(crate) follow_required: bool,
}

impl Blueprint {
    pub(crate) const fn intents(&self) -> Intents {
        self.protocol.intents()
    }

    /// The settings of one shard's connection, with the session to resume.
    pub(super) fn connection(
        &self,
        shard: ShardId,
        record: Option<&ShardRecord>,
        presence: Option<UpdatePresence>,
    ) -> Result<gateway_conn::Config, StartError> {
        let mut protocol = self.protocol.clone().with_shard(shard);
        if let Some(presence) = presence {
            protocol = protocol.with_presence(presence)?;
        }
        if let Some(record) = record {
            protocol = protocol.with_session(record.session.clone())?;
        }
        let mut config = gateway_conn::Config::new(protocol).with_events(self.events);
        if let Some(events) = self.event_capacity {
            let mut capacity = Capacity::default();
            capacity.events = events;
            config = config.with_capacity(capacity);
        }
        if let Some(thread) = &self.thread {
            config = config.with_driver_thread(thread.clone());
        }
        let config = self.connection.as_ref().map_or(config.clone(), |change| change(config));
        config.check()?;
        if self.catch_up.is_some() {
            let wanted = config.events();
            let left_out = NEEDED_TO_CATCH_UP.iter().find(|kind| !wanted.contains(**kind));
            if let Some(event) = left_out.copied() {
                return Err(SettingError::CatchUpNeedsEvent { event }.into());
            }
        }
        Ok(config)
    }
}
