//! CPU time and memory of this process, from the kernel.

use std::sync::{Mutex, PoisonError};

use rustix::time::{ClockId, clock_gettime};

/// So many events are measured at a time.
const STRETCH: usize = 10_000;

/// So many events of a shard are told at a time. A stretch is a number of them.
const STEP: usize = 1_000;

/// User and system time of all threads, in nanoseconds.
fn cpu() -> u64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    u64::try_from(time.tv_sec * 1_000_000_000 + time.tv_nsec).expect("after the start")
}

/// What the events cost, stretch by stretch.
struct Costs {
    events: usize,
    /// Where the last stretch ended: after so many events, and so much time.
    ended: (usize, u64),
    /// Nanoseconds an event.
    stretches: Vec<f64>,
}

static COSTS: Mutex<Costs> = Mutex::new(Costs { events: 0, ended: (0, 0), stretches: Vec::new() });

/// From now on time counts.
pub fn start() {
    COSTS.lock().unwrap_or_else(PoisonError::into_inner).ended.1 = cpu();
}

/// What each stretch of these events cost, in nanoseconds an event. What is left of the last one is not
/// counted, unless it is the only one.
pub fn stretches(events: usize) -> Vec<f64> {
    let mut costs = COSTS.lock().unwrap_or_else(PoisonError::into_inner);
    if costs.stretches.is_empty() {
        costs.events = events;
        costs.end_stretch();
    }
    std::mem::take(&mut costs.stretches)
}

impl Costs {
    fn passed(&mut self, events: usize) {
        // All rounds have their stretches at the same places, whatever a read brings.
        let before = self.events / STRETCH;
        self.events += events;
        if self.events / STRETCH > before {
            self.end_stretch();
        }
    }

    fn end_stretch(&mut self) {
        let now = (self.events, cpu());
        let cost = (now.1 - self.ended.1) as f64 / (now.0 - self.ended.0) as f64;
        self.stretches.push(cost);
        self.ended = now;
    }
}

/// How far one shard is.
pub struct Progress {
    told: usize,
    /// When to tell again.
    next: usize,
}

impl Progress {
    pub const fn new() -> Self {
        Self { told: 0, next: STEP }
    }

    /// The shard has seen so many events.
    #[inline]
    pub fn at(&mut self, events: usize) {
        if events >= self.next {
            self.tell(events);
        }
    }

    #[cold]
    fn tell(&mut self, events: usize) {
        COSTS.lock().unwrap_or_else(PoisonError::into_inner).passed(events - self.told);
        self.told = events;
        self.next = (events / STEP + 1) * STEP;
    }
}

/// A figure of `/proc/self/status`, in KiB: `VmHWM` is the peak, `VmRSS` the present.
pub fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with(name)).expect("a known figure");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("KiB")
}
