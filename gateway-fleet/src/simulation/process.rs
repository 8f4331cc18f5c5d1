//! One worker process: its machine, its shards, and its connection to the bucket.

use std::collections::{BTreeMap, VecDeque};

use crate::config::FleetConfig;
use crate::fleet::Fleet;
use crate::input::Input;
use crate::lease::Lease;

/// In which direction a connection to the bucket is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Both,
    /// Requests do not arrive.
    Up,
    /// Answers do not arrive, and neither does the watch.
    Down,
}

/// The state of a process's shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shard {
    /// A connection is being opened, to resume this session.
    Connecting(Option<(usize, u64)>),
    AwaitingPermit,
    Identifying,
    Live(usize),
    /// Discord refuses this shard.
    Refused,
    /// It drains, and then closes.
    Closing(Option<usize>),
}

#[derive(Debug)]
pub(super) struct Process {
    pub(super) id: String,
    pub(super) config: FleetConfig,
    pub(super) fleet: Fleet,
    pub(super) is_alive: bool,
    pub(super) has_left: bool,
    /// While the process is stopped by a signal, its inputs wait here.
    pub(super) paused_until: Option<u64>,
    pub(super) backlog: VecDeque<Input>,
    pub(super) cut: Option<(Cut, u64)>,
    pub(super) stalled_until: u64,
    /// The number of the current watch.
    pub(super) watch: u64,
    /// How much of the log the watch has reported.
    pub(super) cursor: usize,
    pub(super) wake_at: Option<u64>,
    pub(super) shards: BTreeMap<Lease, (u64, Shard)>,
    /// Generations of shards, so that nothing from an old one is mistaken for the current one.
    pub(super) last_generation: u64,
    /// How often it was told to ask Discord for the session start limit.
    pub(super) asked: u32,
}

impl Process {
    pub(super) fn new(config: FleetConfig, now: std::time::Instant) -> Self {
        Self {
            id: config.worker().to_owned(),
            fleet: Fleet::new(config.clone(), now),
            config,
            is_alive: true,
            has_left: false,
            paused_until: None,
            backlog: VecDeque::new(),
            cut: None,
            stalled_until: 0,
            watch: 0,
            cursor: 0,
            wake_at: None,
            shards: BTreeMap::new(),
            last_generation: 0,
            asked: 0,
        }
    }

    /// Whether it runs as far as others can tell: it was not killed and has not left.
    pub(super) const fn is_running(&self) -> bool {
        self.is_alive && !self.has_left
    }

    pub(super) fn hears(&self) -> bool {
        !matches!(self.cut, Some((Cut::Both | Cut::Down, _)))
    }

    pub(super) fn reaches(&self) -> bool {
        !matches!(self.cut, Some((Cut::Both | Cut::Up, _)))
    }

    pub(super) fn shard(&mut self, lease: Lease, generation: u64) -> Option<&mut Shard> {
        let (current, shard) = self.shards.get_mut(&lease)?;
        (*current == generation).then_some(shard)
    }
}
