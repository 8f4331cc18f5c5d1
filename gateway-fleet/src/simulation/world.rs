//! All processes, the bucket and Discord, and the events to come.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::config::{FleetConfig, FleetTimes, Identity};
use crate::input::{Input, WriteId};
use crate::lease::{Lease, LeaseKind};

use super::bucket::{Bucket, Value};
use super::checks::{Checks, Violation};
use super::discord::Discord;
use super::faults::{Step, schedule};
use super::process::Process;
use super::rng::Rng;

/// What happens at a given time.
#[derive(Debug)]
pub(super) enum Event {
    Wake(usize),
    /// A write arrives at the bucket.
    Apply(Request),
    /// An answer of the bucket arrives at a process, unless its connection is cut.
    Answer {
        process: usize,
        input: Input,
        else_unknown: Option<(WriteId, u64)>,
    },
    /// An input arrives at a process.
    Input(usize, Input),
    Read {
        process: usize,
        write: WriteId,
        key: String,
    },
    /// The watch reports the log up to this length.
    Poke {
        process: usize,
        watch: u64,
        upto: usize,
    },
    Reconnect(usize),
    Snapshot {
        process: usize,
        watch: u64,
    },
    Shard {
        process: usize,
        lease: Lease,
        generation: u64,
        what: ShardEvent,
    },
    Progress(usize),
    Fault(usize),
    Continue(usize),
    CutOver(usize),
    StallOver(usize),
    Spawn {
        id: String,
        capacity: u32,
    },
    KillNow(usize),
    Look,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum ShardEvent {
    Opened,
    SendIdentify(Instant),
    IdentifyArrives,
    Ready(usize),
    Drained(bool),
    Closed,
}

#[derive(Debug)]
pub(super) struct Request {
    pub(super) process: usize,
    pub(super) write: WriteId,
    pub(super) key: String,
    pub(super) expected: u64,
    pub(super) value: Value,
    /// The delay until the answer; `None` if there is no answer.
    pub(super) answer: Option<u64>,
    pub(super) unknown_at: u64,
    pub(super) era: u64,
}

/// The settings of a world.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) capacities: Vec<u32>,
    pub(super) total: u32,
    pub(super) max_concurrency: u32,
    pub(super) starts: u32,
    pub(super) refuses_second: bool,
    pub(super) times: FleetTimes,
    /// How many of a thousand writes get lost even without a fault.
    pub(super) flaky: u64,
}

impl Settings {
    pub(super) fn of_seed(seed: u64) -> Self {
        let mut rng = Rng::new(seed ^ 0x0071_e0f5);
        let workers = rng.between(2, 4);
        Self {
            capacities: (0..workers).map(|_| rng.between(2, 8) as u32).collect(),
            total: rng.between(2, 6) as u32,
            max_concurrency: rng.between(1, 4) as u32,
            starts: 300,
            refuses_second: rng.below(4) == 0,
            times: FleetTimes { beat: Duration::from_millis(3000), ..FleetTimes::default() },
            flaky: 3,
        }
    }
}

pub(super) struct World {
    pub(super) rng: Rng,
    base: Instant,
    pub(super) now: u64,
    last_event: u64,
    queue: BTreeMap<(u64, u64), Event>,
    pub(super) bucket: Bucket,
    pub(super) discord: Discord,
    pub(super) processes: Vec<Process>,
    pub(super) settings: Settings,
    pub(super) steps: Vec<Step>,
    /// Extra delay of the bucket, and when it ends.
    pub(super) slow: (u64, u64),
    pub(super) flaky: (u64, u64),
    /// Writes sent in an earlier era are lost.
    pub(super) era: u64,
    /// When the last fault ends.
    pub(super) quiet_from: u64,
    pub(super) checks: Checks,
    /// Whether the run has ended.
    pub(super) is_done: bool,
    /// The run does not end when everything works.
    pub(super) goes_on: bool,
    pub(super) writes: u64,
}

impl World {
    pub(super) fn new(seed: u64, settings: Settings, steps: &[Step]) -> Self {
        let discord =
            Discord::new(settings.max_concurrency, settings.starts, settings.refuses_second);
        let mut world = Self {
            rng: Rng::new(seed),
            base: Instant::now(),
            now: 0,
            last_event: 0,
            queue: BTreeMap::new(),
            bucket: Bucket::default(),
            discord,
            processes: Vec::new(),
            steps: steps.to_vec(),
            slow: (0, 0),
            flaky: (0, 0),
            era: 0,
            quiet_from: 0,
            checks: Checks::default(),
            is_done: false,
            goes_on: false,
            writes: 0,
            settings,
        };
        for (index, capacity) in world.settings.capacities.clone().into_iter().enumerate() {
            let after = world.rng.below(2000);
            world.push(after, Event::Spawn { id: format!("w{index}"), capacity });
        }
        for (index, step) in world.steps.clone().iter().enumerate() {
            world.push(step.at, Event::Fault(index));
        }
        world.push(1000, Event::Look);
        world
    }

    /// Runs the schedule of a seed, or another schedule with the settings of that seed; returns the broken
    /// invariant, if any.
    pub(super) fn run_steps(seed: u64, steps: &[Step]) -> (Self, Option<Violation>) {
        let mut world = Self::new(seed, Settings::of_seed(seed), steps);
        world.run_until(u64::MAX);
        let violation = world.checks.violation.take();
        (world, violation)
    }

    pub(super) fn run_seed(seed: u64) -> (Self, Option<Violation>) {
        Self::run_steps(seed, &schedule(seed))
    }

    /// Runs until this time, the end, or a violation.
    pub(super) fn run_until(&mut self, end: u64) {
        while !self.is_done && self.checks.violation.is_none() {
            let Some(entry) = self.queue.first_entry() else { break };
            let at = entry.key().0;
            if at > end {
                break;
            }
            let event = entry.remove();
            self.now = at;
            self.deliver(event);
        }
        if end != u64::MAX {
            self.now = self.now.max(end);
        }
    }

    pub(super) fn instant(&self) -> Instant {
        self.base + Duration::from_millis(self.now)
    }

    pub(super) fn millis(&self, instant: Instant) -> u64 {
        // Rounded up, so that a timer has expired when its wake-up comes.
        instant.saturating_duration_since(self.base).as_micros().div_ceil(1000) as u64
    }

    pub(super) fn push(&mut self, after: u64, event: Event) {
        self.last_event += 1;
        self.queue.insert((self.now + after, self.last_event), event);
    }

    pub(super) fn fail(&mut self, rule: &'static str, detail: String) {
        let at = self.now;
        self.checks.violation.get_or_insert(Violation { rule, detail, at });
    }

    /// How long a message takes in one direction.
    pub(super) fn latency(&mut self) -> u64 {
        let extra = if self.now < self.slow.1 { self.slow.0 } else { 0 };
        self.rng.between(1, 15) + self.rng.below(extra + 1)
    }

    pub(super) fn config(&mut self, id: &str, capacity: u32) -> FleetConfig {
        let instance = format!("i{}", self.processes.len());
        let identity = Identity { token: "fingerprint".to_owned(), intents: 1 };
        FleetConfig::new(id, &instance, LeaseKind::Shard, capacity)
            .unwrap()
            .with_total(self.settings.total)
            .unwrap()
            .with_identity(identity)
            .with_times(self.settings.times)
            .unwrap()
    }

    /// A process starts.
    pub(super) fn spawn(&mut self, id: &str, capacity: u32) -> usize {
        let mut config = self.config(id, capacity);
        // The plan may have another total at this point; only the first worker names one.
        if self.bucket.get("plan").is_some() {
            config.total = None;
        }
        self.spawn_with(config)
    }

    pub(super) fn spawn_with(&mut self, config: FleetConfig) -> usize {
        let (process, instant) = (self.spawn_that_knows_nothing(config), self.instant());
        let (after, limit) = (self.rng.between(50, 1500), self.limit());
        self.push(after, Event::Input(process, Input::StartLimit(limit, instant)));
        process
    }

    /// Starts a process that has not asked Discord for the session start limit.
    pub(super) fn spawn_that_knows_nothing(&mut self, config: FleetConfig) -> usize {
        let instant = self.instant();
        self.processes.push(Process::new(config, instant));
        let process = self.processes.len() - 1;
        self.push(1, Event::Reconnect(process));
        self.push(2000, Event::Progress(process));
        process
    }

    pub(super) fn limit(&self) -> gateway_model::gateway::SessionStartLimit {
        gateway_model::gateway::SessionStartLimit {
            total: self.discord.total,
            remaining: self.discord.remaining,
            reset_after: 3_600_000,
            max_concurrency: self.discord.max_concurrency,
        }
    }

    pub(super) fn running(&self) -> impl Iterator<Item = (usize, &Process)> {
        self.processes.iter().enumerate().filter(|(_, process)| process.is_running())
    }

    pub(super) fn value(value: Option<Vec<u8>>) -> Value {
        value.map(Rc::from)
    }
}
