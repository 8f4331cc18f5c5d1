//! Decides which worker each lease is assigned to (rule 7): a pure function of the data that every worker sees.
//!
//! Each worker's quota is its share of the leases by capacity, rounded to a whole number. A worker keeps its leases up
//! to its quota. The remaining leases go to workers below their quota, by rendezvous hashing weighted with capacity. So
//! a join or leave moves only the leases that must move, and every worker computes the same result.
//!
//! Everything is in whole numbers, because every worker must get the same result on every machine.

use std::collections::BTreeMap;

/// A worker that can own leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate<'a> {
    pub(crate) id: &'a str,
    pub(crate) capacity: u32,
}

/// Returns how many leases each worker should own. The sum is `total`, or the capacity of all workers if that is less.
pub(crate) fn quotas(workers: &[Candidate<'_>], total: u32) -> Vec<u32> {
    let capacity: u64 = workers.iter().map(|worker| u64::from(worker.capacity)).sum();
    if capacity <= u64::from(total) {
        return workers.iter().map(|worker| worker.capacity).collect();
    }
    let share = |worker: &Candidate<'_>| u64::from(total) * u64::from(worker.capacity);
    let mut quotas: Vec<u32> =
        workers.iter().map(|worker| narrow(share(worker) / capacity)).collect();
    let mut rest = total - quotas.iter().sum::<u32>();
    // The remainder of rounding down goes to the workers with the largest fractions.
    let mut order: Vec<usize> = (0..workers.len()).collect();
    order.sort_by_key(|index| {
        let worker = &workers[*index];
        (std::cmp::Reverse(share(worker) % capacity), worker.id)
    });
    for index in order {
        if rest == 0 {
            break;
        }
        quotas[index] += 1;
        rest -= 1;
    }
    quotas
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns the worker of each lease, as an index into `workers`; `None` if there is no room for it.
///
/// `owners` has the current owner of each lease, `pins` the worker to which an operator moved it.
pub(crate) fn assign(
    workers: &[Candidate<'_>],
    owners: &[Option<usize>],
    pins: &BTreeMap<u32, usize>,
) -> Vec<Option<usize>> {
    let mut room = quotas(workers, narrow(owners.len() as u64));
    let mut assigned = vec![None; owners.len()];
    let mut give = |assigned: &mut Vec<Option<usize>>, lease: usize, worker: usize| {
        if room[worker] > 0 && assigned[lease].is_none() {
            room[worker] -= 1;
            assigned[lease] = Some(worker);
        }
    };
    for (lease, worker) in pins {
        if (*lease as usize) < owners.len() {
            give(&mut assigned, *lease as usize, *worker);
        }
    }
    // A worker above its quota keeps the leases that rank it highest.
    let mut by_owner: Vec<Vec<usize>> = vec![Vec::new(); workers.len()];
    for (lease, owner) in owners.iter().enumerate() {
        if let Some(owner) = owner
            && !pins.contains_key(&(lease as u32))
        {
            by_owner[*owner].push(lease);
        }
    }
    let quota = quotas(workers, narrow(owners.len() as u64));
    for (worker, leases) in by_owner.iter_mut().enumerate() {
        if leases.len() > quota[worker] as usize {
            leases
                .sort_by_key(|lease| (std::cmp::Reverse(hash(workers[worker].id, *lease)), *lease));
        }
        for lease in leases {
            give(&mut assigned, *lease, worker);
        }
    }
    for (lease, assigned) in assigned.iter_mut().enumerate() {
        if assigned.is_none() {
            let free = (0..workers.len()).filter(|worker| room[*worker] > 0);
            *assigned = free.max_by(|one, other| rank(workers, lease, *one, *other));
            if let Some(worker) = assigned {
                room[*worker] -= 1;
            }
        }
    }
    assigned
}

/// Compares how a lease ranks two workers. The worker with the larger `capacity / -log2(u)` is preferred, where `u` is
/// derived from a hash of lease and worker.
fn rank(workers: &[Candidate<'_>], lease: usize, one: usize, other: usize) -> std::cmp::Ordering {
    let (one, other) = (&workers[one], &workers[other]);
    let cost = |worker: &Candidate<'_>| u128::from(minus_log2(hash(worker.id, lease)));
    let one_scaled = u128::from(one.capacity) * cost(other);
    let other_scaled = u128::from(other.capacity) * cost(one);
    one_scaled.cmp(&other_scaled).then_with(|| one.id.cmp(other.id))
}

/// `-log2(number / 2^64)` in units of 2^-32, with the fraction interpolated; at least 1.
fn minus_log2(number: u64) -> u64 {
    let number = number.max(1);
    let zeros = u64::from(number.leading_zeros());
    let fraction = (number << zeros << 1) >> 32;
    (((zeros + 1) << 32) - fraction).max(1)
}

/// FNV-1a with a finish that mixes all bits. Not for secrets.
fn hash(worker: &str, lease: usize) -> u64 {
    let bytes = worker.bytes().chain([b'/']).chain((lease as u64).to_le_bytes());
    let mut mixed = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
