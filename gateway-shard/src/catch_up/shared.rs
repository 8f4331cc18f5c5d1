//! The shared parts of the catch-up: the last seen messages, their file, and the REST client.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};
use http_client::{Client, Report};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::driver::{Driver, Means};
use super::file::LastSeenFile;
use super::last_seen::LastSeen;
use super::machine::Parts;
use super::settings::CatchUp;
use crate::clock::WallClock;
use crate::disk::{StoreError, on_a_thread};
use crate::events::Recovery;
use crate::lock::lock;

/// The paths of the stored messages.
#[derive(Clone, Debug)]
pub(crate) struct Folders {
    pub(crate) own: PathBuf,
    /// The files of other shard plans, which no process uses now.
    pub(crate) others: Vec<PathBuf>,
}

/// The last seen message of each channel, and its file if there is one.
#[derive(Debug)]
pub(crate) struct Seen {
    seen: Arc<LastSeen>,
    file: Option<Arc<Mutex<LastSeenFile>>>,
}

impl Seen {
    /// Creates it without a file.
    pub(crate) fn in_memory() -> Self {
        Self { seen: Arc::new(LastSeen::new(false)), file: None }
    }

    /// Opens the file `last-seen.log` of the folder, which must be locked. Blocks.
    pub(crate) fn open(folders: &Folders) -> Result<Self, StoreError> {
        let seen = Arc::new(LastSeen::new(true));
        let mut file = LastSeenFile::open(folders.own.join("last-seen.log"), &seen)?;
        let has_others = !folders.others.is_empty();
        for other in &folders.others {
            if let Err(error) = LastSeenFile::take_from(&other.join("last-seen.log"), &seen) {
                let error = Report::new(&error);
                tracing::warn!(%error, "ignored the last seen messages of another shard plan");
            }
        }
        if has_others {
            file.write_anew(&seen)?;
        }
        Ok(Self { seen, file: Some(Arc::new(Mutex::new(file))) })
    }
}

/// The shared parts of the catch-up.
#[derive(Debug)]
pub(crate) struct CatchingUp {
    settings: CatchUp,
    seen: Seen,
    means: Means,
    bot: Option<Id<marker::User>>,
    /// Whether the last write failed.
    failed: AtomicBool,
    /// Whether shards may move to other processes.
    is_leased: bool,
}

impl CatchingUp {
    /// Must be called within a tokio runtime. `bot` is the bot's user, if the token contains it.
    pub(crate) fn new(
        settings: CatchUp,
        seen: Seen,
        rest: Client,
        bot: Option<Id<marker::User>>,
        clock: WallClock,
        is_leased: bool,
    ) -> Self {
        let permits = Arc::new(Semaphore::new(settings.concurrency.min(Semaphore::MAX_PERMITS)));
        let means = Means { rest, permits, clock, runtime: Handle::current() };
        Self { settings, seen, means, bot, failed: AtomicBool::new(false), is_leased }
    }

    /// Creates the recovery for the events of one shard.
    pub(crate) fn of_shard(&self, shard: ShardId) -> Box<dyn Recovery> {
        let parts = Parts {
            shard,
            settings: self.settings.clone(),
            seen: Arc::clone(&self.seen.seen),
            bot: self.bot,
            goes_on: self.seen.seen.is_stored() && !self.is_leased,
            is_leased: self.is_leased,
        };
        Box::new(Driver::new(parts, self.means.clone()))
    }

    /// Forgets what is no longer needed and, if there is a file, writes the changes. Cancel-safe.
    pub(crate) async fn save(&self) -> Result<(), StoreError> {
        self.seen.seen.read.forget(Instant::now().into_std());
        self.seen.seen.trim(self.settings.max_channels, self.means.clock.now_ms());
        let Some(file) = self.seen.file.clone() else { return Ok(()) };
        let seen = Arc::clone(&self.seen.seen);
        if !seen.has_changes() && !self.failed.load(Ordering::Relaxed) {
            return Ok(());
        }
        // It remains set if this future is dropped.
        self.failed.store(true, Ordering::Relaxed);
        let save = on_a_thread(move || lock(&file).save(&seen));
        let saved = save.await.map_err(|error| StoreError::Other(error.into()))?;
        self.failed.store(saved.is_err(), Ordering::Relaxed);
        saved
    }

    /// Waits until nobody holds a caught-up message. Cancel-safe.
    pub(crate) async fn wait_handled(&self) {
        self.seen.seen.wait_handled().await;
    }
}
