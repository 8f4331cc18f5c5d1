//! The settings from which shards are created.

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

/// The events that the catch-up needs to know what was missed.
const NEEDED_TO_CATCH_UP: [EventKind; 3] =
    [EventKind::GuildCreate, EventKind::GuildDelete, EventKind::MessageCreate];

/// Adds the events that the catch-up needs.
pub(crate) fn with_missed_events(events: EventSet) -> EventSet {
    let ends = [EventKind::ChannelDelete, EventKind::ThreadDelete];
    NEEDED_TO_CATCH_UP.into_iter().chain(ends).fold(events, EventSet::with)
}

/// The user's function that changes the settings of every connection.
pub(crate) type ConnConfig =
    Box<dyn Fn(gateway_conn::Config) -> gateway_conn::Config + Send + Sync>;

/// The settings from which shards are created.
pub(crate) struct Blueprint {
    pub(crate) protocol: gateway_proto::ProtocolConfig,
    pub(crate) connection: Option<ConnConfig>,
    /// The thread of the connections, if they do not run in the runtime.
    pub(crate) thread: Option<DriverThread>,
    /// The wanted events.
    pub(crate) events: EventSet,
    /// How many events of a shard may wait, if it is not the default of the connection.
    pub(crate) event_capacity: Option<usize>,
    pub(crate) queue: Arc<dyn IdentifyQueue>,
    pub(crate) local_queue: Option<LocalQueue>,
    pub(crate) store: Guarded,
    pub(crate) max_concurrency: u32,
    pub(crate) clock: WallClock,
    /// Notified when the store should be written soon.
    pub(crate) save_soon: Arc<Notify>,
    /// Decides which events are delivered to the user.
    pub(crate) gate: Arc<dyn Gate>,
    /// Reads missed messages after lost sessions, if configured.
    pub(crate) catch_up: Option<Arc<CatchingUp>>,
    /// Notified when the guilds of any shard changed.
    pub(crate) guilds_changed: Arc<Notify>,
    /// Whether other processes run the other shards.
    pub(crate) runs_a_part: bool,
    /// The total number of shards, if they are leased.
    pub(crate) leased: Option<NonZeroU32>,
    /// Whether to reshard if Discord requires more shards.
    pub(crate) follow_required: bool,
}

impl Blueprint {
    pub(crate) const fn intents(&self) -> Intents {
        self.protocol.intents()
    }

    /// Returns the settings of one shard's connection, with the session to resume.
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
