//! What can go wrong, and when: a seed determines the schedule.

use super::process::Cut;
use super::rng::Rng;

/// One fault, or an event that is merely unusual. Workers and leases are chosen by a number, modulo how many
/// there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// kill -9; another process starts later, with the same id or a different one.
    Kill { worker: u64, back: Option<u64>, same_id: bool },
    /// SIGSTOP.
    Pause { worker: u64, lasts: u64 },
    /// One worker cannot reach the bucket, or receives nothing from it.
    Cut { worker: u64, cut: Cut, lasts: u64 },
    /// No worker can reach the bucket.
    Outage { lasts: u64 },
    /// The bucket is slow.
    Slow { extra: u64, lasts: u64 },
    /// Requests and answers are lost, or requests arrive late.
    Flaky { per_mille: u64, lasts: u64 },
    /// The bucket loses its last writes, although they were acknowledged.
    LoseWrites { count: u64 },
    /// One worker's watch reports nothing for a while.
    Stall { worker: u64, lasts: u64 },
    /// SIGTERM; another process starts later.
    Drain { worker: u64, back: Option<u64> },
    /// A worker joins.
    Join { capacity: u64 },
    /// Another process with the id of a running one.
    Twin { worker: u64, lasts: u64 },
    /// Discord closes a connection.
    Disconnect { lease: u64 },
    /// Discord ends a session.
    EndSession { lease: u64 },
    /// A shard ends on its own.
    ShardEnds { lease: u64 },
    /// An operator moves a lease.
    Move { lease: u64, worker: u64 },
    /// A worker's capacity is changed.
    Capacity { worker: u64, capacity: u64 },
    /// The total is changed.
    Reshard { total: u64 },
    /// The total is changed to one for which Discord refuses every shard.
    Refuse { total: u64 },
    /// A worker asks Discord for its session start limit.
    Ask { worker: u64 },
}

impl Fault {
    pub(super) const NAMES: [&str; 19] = [
        "kill",
        "pause",
        "cut",
        "outage",
        "slow",
        "flaky",
        "lost writes",
        "stall",
        "drain",
        "join",
        "twin",
        "disconnect",
        "end of session",
        "end of shard",
        "move",
        "capacity",
        "reshard",
        "refusal",
        "ask",
    ];

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Kill { .. } => "kill",
            Self::Pause { .. } => "pause",
            Self::Cut { .. } => "cut",
            Self::Outage { .. } => "outage",
            Self::Slow { .. } => "slow",
            Self::Flaky { .. } => "flaky",
            Self::LoseWrites { .. } => "lost writes",
            Self::Stall { .. } => "stall",
            Self::Drain { .. } => "drain",
            Self::Join { .. } => "join",
            Self::Twin { .. } => "twin",
            Self::Disconnect { .. } => "disconnect",
            Self::EndSession { .. } => "end of session",
            Self::ShardEnds { .. } => "end of shard",
            Self::Move { .. } => "move",
            Self::Capacity { .. } => "capacity",
            Self::Reshard { .. } => "reshard",
            Self::Refuse { .. } => "refusal",
            Self::Ask { .. } => "ask",
        }
    }
}

/// A fault and its time in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) at: u64,
    pub(super) fault: Fault,
}

/// Draws up to six faults within 30 s; the fleet starts during the first ten seconds.
pub(super) fn schedule(seed: u64) -> Vec<Step> {
    let mut rng = Rng::new(seed ^ 0x5eed_f1ee);
    let count = rng.between(1, 6);
    let mut steps: Vec<Step> =
        (0..count).map(|_| Step { at: rng.below(30_000), fault: fault(&mut rng) }).collect();
    steps.sort_by_key(|step| step.at);
    steps
}

fn back(rng: &mut Rng) -> Option<u64> {
    (rng.below(3) > 0).then(|| rng.between(10, 20_000))
}

fn fault(rng: &mut Rng) -> Fault {
    let worker = rng.below(1000);
    let lease = rng.below(1000);
    match rng.below(24) {
        0 | 1 => Fault::Kill { worker, back: back(rng), same_id: rng.below(2) == 0 },
        2 | 3 => Fault::Pause { worker, lasts: rng.between(500, 35_000) },
        4 | 5 => {
            let cut = [Cut::Both, Cut::Up, Cut::Down][rng.below(3) as usize];
            Fault::Cut { worker, cut, lasts: rng.between(500, 30_000) }
        }
        6 => Fault::Outage { lasts: rng.between(500, 40_000) },
        7 => Fault::Slow { extra: rng.between(50, 3000), lasts: rng.between(1000, 20_000) },
        8 | 9 => Fault::Flaky { per_mille: rng.between(20, 400), lasts: rng.between(1000, 20_000) },
        10 | 11 => Fault::LoseWrites { count: rng.between(1, 30) },
        12 => Fault::Stall { worker, lasts: rng.between(500, 25_000) },
        13 | 14 => Fault::Drain { worker, back: back(rng) },
        15 => Fault::Join { capacity: rng.between(1, 6) },
        16 => Fault::Twin { worker, lasts: rng.between(1000, 20_000) },
        17 | 18 => Fault::Disconnect { lease },
        19 => Fault::EndSession { lease },
        20 if rng.below(3) == 0 => Fault::ShardEnds { lease },
        20 => Fault::Ask { worker },
        21 => Fault::Move { lease, worker },
        22 => Fault::Capacity { worker, capacity: rng.between(2, 8) },
        _ if rng.below(3) == 0 => Fault::Reshard { total: rng.between(2, 6) },
        // No other fault changes to these totals, so none of their shards was ever accepted.
        _ if lease.is_multiple_of(4) => Fault::Refuse { total: 7 + lease / 4 % 2 },
        _ => Fault::Ask { worker },
    }
}
