//! How events are delivered to a sink.

use std::path::PathBuf;

use crate::dead_letters::{DeadLetters, DeadLettersConfig};
use crate::queue::{Order, QueueLimits, WhenFull};
use crate::retry::RetryPolicy;
use crate::spill::{SpillError, SpillLog};

/// How events are delivered to a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryConfig {
    /// In which order.
    pub order: Order,
    /// How much is held in memory.
    pub limits: QueueLimits,
    /// What happens beyond that.
    pub when_full: WhenFull,
    /// Folder for events on disk, one for each sink. [`WhenFull::Spill`] needs it. With the other policies it holds
    /// what a guild has beyond its share of memory (see [`QueueLimits`]) and, after a stop, what was not delivered.
    pub spill_folder: Option<PathBuf>,
    /// How much the folder may hold, in bytes; when it is full the gateway waits.
    pub spill_max_bytes: u64,
    /// Where events are put that can never be delivered. Without it every event is tried until it is taken,
    /// whatever [`RetryPolicy`] and sink say.
    pub dead_letters: Option<DeadLettersConfig>,
    /// When to try again.
    pub retry: RetryPolicy,
    /// Most deliveries at a time; 0 counts as 1. At most half of them are repeated tries.
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
    /// Opens the folders that are named.
    pub(crate) fn open_folders(&self) -> Result<Folders, SpillError> {
        let spill = self.spill_folder.as_ref();
        let spill = spill.map(|folder| SpillLog::open(folder, self.spill_max_bytes)).transpose()?;
        let dead_letters = self.dead_letters.as_ref().map(DeadLetters::open).transpose()?;
        Ok(Folders { spill, dead_letters })
    }
}
