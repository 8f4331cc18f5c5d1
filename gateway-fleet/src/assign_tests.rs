//! The assignment is balanced, moves only what is necessary, and is the same on every worker.

use super::*;

const IDS: [&str; 21] = [
    "w00", "w01", "w02", "w03", "w04", "w05", "w06", "w07", "w08", "w09", "w10", "w11", "w12",
    "w13", "w14", "w15", "w16", "w17", "w18", "w19", "w20",
];

fn workers(capacities: &[u32]) -> Vec<Candidate<'static>> {
    capacities.iter().zip(IDS).map(|(capacity, id)| Candidate { id, capacity: *capacity }).collect()
}

fn loads(workers: usize, assigned: &[Option<usize>]) -> Vec<u32> {
    let mut loads = vec![0; workers];
    for worker in assigned.iter().flatten() {
        loads[*worker] += 1;
    }
    loads
}

fn fresh(workers: &[Candidate<'_>], total: usize) -> Vec<Option<usize>> {
    assign(workers, &vec![None; total], &BTreeMap::new())
}

#[test]
fn everybody_has_its_share() {
    for (capacities, total) in
        [(&[250; 20][..], 1000), (&[10, 20, 40], 63), (&[1, 1, 100], 50), (&[7], 5), (&[3, 3], 6)]
    {
        let workers = workers(capacities);
        let assigned = fresh(&workers, total);
        assert_eq!(loads(workers.len(), &assigned), quotas(&workers, total as u32));
        let capacity: u32 = capacities.iter().sum();
        for (quota, own) in quotas(&workers, total as u32).iter().zip(capacities) {
            let share = f64::from(*own) * total as f64 / f64::from(capacity);
            assert!((f64::from(*quota) - share).abs() < 1.0, "{quota} for a share of {share}");
            assert!(quota <= own);
        }
    }
}

#[test]
fn too_little_capacity_fills_all_and_leaves_the_rest() {
    let workers = workers(&[3, 2]);
    let assigned = fresh(&workers, 9);
    assert_eq!(loads(2, &assigned), [3, 2]);
    assert_eq!(assigned.iter().filter(|worker| worker.is_none()).count(), 4);
}

#[test]
fn a_worker_that_joins_gets_its_share_and_nothing_else_moves() {
    let before = workers(&[250; 20]);
    let owners = fresh(&before, 1000);
    let after = workers(&[250; 21]);
    let assigned = assign(&after, &owners, &BTreeMap::new());
    let moved: Vec<_> = (0..1000).filter(|lease| owners[*lease] != assigned[*lease]).collect();
    assert_eq!(moved.len(), 47, "1000 / 21");
    assert!(moved.iter().all(|lease| assigned[*lease] == Some(20)));
}

#[test]
fn a_worker_that_leaves_is_replaced_by_all_others() {
    let all = workers(&[250; 20]);
    let owners: Vec<_> = fresh(&all, 1000);
    let left: Vec<_> = owners.iter().map(|owner| owner.filter(|owner| *owner != 19)).collect();
    let assigned = assign(&all[..19], &left, &BTreeMap::new());
    for (lease, owner) in left.iter().enumerate() {
        assert!(owner.is_none() || assigned[lease] == *owner, "{lease} moved");
    }
    let loads = loads(19, &assigned);
    assert!(loads.iter().all(|load| (52..=53).contains(load)), "{loads:?}");
}

#[test]
fn it_is_settled_once_it_is_done() {
    let workers = workers(&[10, 30, 20]);
    let owners = fresh(&workers, 47);
    assert_eq!(assign(&workers, &owners, &BTreeMap::new()), owners);
}

#[test]
fn a_pin_is_followed_and_costs_another_lease() {
    let workers = workers(&[4, 4]);
    let owners = fresh(&workers, 8);
    let lease = owners.iter().position(|owner| *owner == Some(0)).unwrap();
    let assigned = assign(&workers, &owners, &BTreeMap::from([(lease as u32, 1)]));
    assert_eq!(assigned[lease], Some(1));
    assert_eq!(loads(2, &assigned), [4, 4]);
    assert_eq!((0..8).filter(|lease| owners[*lease] != assigned[*lease]).count(), 2);
}

#[test]
fn capacity_is_the_weight_of_the_draw() {
    // Far more room than leases: only the weighted draw decides.
    let workers = workers(&[1000, 3000]);
    let mut first = 0;
    for lease in 0..4000 {
        if rank(&workers, lease, 0, 1).is_gt() {
            first += 1;
        }
    }
    assert!((900..1100).contains(&first), "{first} of 4000, a quarter is 1000");
}
