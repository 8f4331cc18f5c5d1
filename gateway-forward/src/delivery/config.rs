//! How events are delivered to a sink.

use std::path::PathBuf;

use crate::dead_letters::{DeadLetters, DeadLettersConfig};
use crate::queue::{Order, QueueLimits, WhenFull};
use crate::retry::RetryPolicy;
use crate::spill::{SpillError, SpillLog};

/// How events are delivered to a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryConfig {
    /// The order of deliveries.
    pub order: Order,
    /// The limits of the memory queue.
    pub limits: QueueLimits,
    /// The policy for events beyond these limits.
    pub when_full: WhenFull,
    /// Folder for events on disk; each sink needs its own. Required by [`WhenFull::Spill`]. With the other policies it
    /// holds the events of a guild beyond its share of memory (see [`QueueLimits`]) and, after a stop, undelivered
    /// events.
    pub spill_folder: Option<PathBuf>,
    /// Size limit of the folder in bytes; when it is reached, the gateway waits.
    pub spill_max_bytes: u64,
    /// Folder for events that cannot be delivered. Without it every event is retried until it is accepted, whatever
    /// [`RetryPolicy`] and sink say.
    pub dead_letters: Option<DeadLettersConfig>,
    /// When to retry.
    pub retry: RetryPolicy,
    /// The largest number of concurrent deliveries; 0 counts as 1. At most half of them are retries.
    pub max_in_flight: usize,
}

impl Default for DeliveryConfig {
    fn default() -> Self {
        Self {
            order: Order::default(),
            limits: QueueLimits::default(),
            when_full: WhenFull::default(),
            spill_folder: None,
            spill_max_bytes: 1 << 30,
            dead_letters: None,
            retry: RetryPolicy::default(),
            max_in_flight: 16,
        }
    }
}

/// The folders of a sink.
#[derive(Debug)]
pub(crate) struct Folders {
    pub(crate) spill: Option<SpillLog>,
    pub(crate) dead_letters: Option<DeadLetters>,
}

impl DeliveryConfig {
    /// Opens the folders in the settings.
    pub(crate) fn open_folders(&self) -> Result<Folders, SpillError> {
        let spill = self.spill_folder.as_ref();
        let spill = spill.map(|folder| SpillLog::open(folder, self.spill_max_bytes)).transpose()?;
        let dead_letters = self.dead_letters.as_ref().map(DeadLetters::open).transpose()?;
        Ok(Folders { spill, dead_letters })
    }
}
