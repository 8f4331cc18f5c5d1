use std::collections::BTreeMap;

use gateway_model::id::Id;
use proptest::prelude::*;

use super::*;

const fn tries(most: u32, one_at_a_time: bool) -> Tries {
    Tries { most: NonZeroU32::new(most).unwrap(), wait: Duration::from_secs(1), one_at_a_time }
}

fn guild(number: u64) -> LaneKey {
    LaneKey::Guild(Id::new(number).unwrap())
}

fn failed() -> End {
    End::Failed { why: "no".into(), is_final: false }
}

/// Everything that may begin at this moment.
fn begin(queue: &mut Queue<()>, now: Instant) -> Vec<u64> {
    let mut begun = Vec::new();
    while let Some(sequence) = queue.next(now) {
        queue.began(sequence, 1);
        begun.push(sequence);
    }
    begun
}

#[test]
fn events_begin_in_order_and_the_mark_waits_for_the_oldest() {
    let now = Instant::now();
    let mut queue = Queue::new(10, tries(3, false));
    for sequence in [11, 12, 15] {
        assert!(queue.take(sequence, guild(1), ()));
        assert!(!queue.take(sequence, guild(1), ()), "it comes again");
    }
    queue.pass_over(16);
    assert_eq!(begin(&mut queue, now), [11, 12, 15]);
    assert_eq!(queue.ended(15, End::Handled, now), Next::Handled);
    assert_eq!(queue.ended(12, End::Handled, now), Next::Handled);
    assert_eq!((queue.mark(), queue.len(), queue.running()), (10, 3, 1));
    queue.ended(11, End::Handled, now);
    assert_eq!((queue.mark(), queue.len(), queue.running()), (16, 0, 0));
    queue.pass_over(20);
    assert_eq!((queue.mark(), queue.last()), (20, 20));
}

#[test]
fn an_event_is_handled_when_all_its_parts_are() {
    let now = Instant::now();
    let mut queue = Queue::new(0, tries(3, false));
    queue.take(1, guild(1), ());
    assert_eq!(queue.next(now), Some(1));
    queue.began(1, 2);
    assert_eq!(queue.ended(1, failed(), now), Next::Goes);
    assert_eq!(queue.ended(1, End::Handled, now), Next::TriedAgain(1), "one of them failed");
    assert_eq!(queue.ended(1, End::Handled, now), Next::Goes, "nothing of it runs");
}

#[test]
fn later_events_of_its_guild_wait_for_one_that_is_tried_again_and_no_others() {
    let mut now = Instant::now();
    let mut queue = Queue::new(0, tries(3, false));
    queue.take(1, guild(1), ());
    assert_eq!(begin(&mut queue, now), [1]);
    queue.take(2, guild(1), ());
    queue.take(3, guild(2), ());
    assert_eq!(queue.ended(1, failed(), now), Next::TriedAgain(1));
    assert_eq!(begin(&mut queue, now), [3]);
    let at = queue.next_try().unwrap();
    assert_eq!(at - now, Duration::from_secs(1));
    now = at;
    assert_eq!(begin(&mut queue, now), [1]);
    assert_eq!(queue.ended(1, failed(), now), Next::TriedAgain(2));
    assert_eq!(queue.next_try().unwrap() - now, Duration::from_secs(2));
    now += Duration::from_secs(2);
    assert_eq!(begin(&mut queue, now), [1]);
    assert_eq!(queue.ended(1, failed(), now), Next::GivenUp(3, "no".into()));
    assert_eq!(begin(&mut queue, now), [] as [u64; 0], "until it is buried");
    queue.ended(3, End::Handled, now);
    assert_eq!((queue.mark(), queue.running()), (0, 1));
    queue.buried(1);
    assert_eq!(begin(&mut queue, now), [2]);
    queue.ended(2, End::Handled, now);
    assert_eq!((queue.mark(), queue.len()), (3, 0));
    assert!(queue.held.is_empty(), "a guild that is quiet takes no memory");
}

#[test]
fn what_would_fail_again_is_given_up_at_once() {
    let now = Instant::now();
    let mut queue = Queue::new(0, tries(3, false));
    queue.take(1, guild(1), ());
    begin(&mut queue, now);
    let end = End::Failed { why: "bad".into(), is_final: true };
    assert_eq!(queue.ended(1, end, now), Next::GivenUp(1, "bad".into()));
}

#[test]
fn one_at_a_time_is_of_a_guild_and_guilds_run_side_by_side() {
    let now = Instant::now();
    let mut queue = Queue::new(0, tries(3, true));
    for (sequence, of) in [(1, 1), (2, 1), (3, 2), (4, 1)] {
        queue.take(sequence, guild(of), ());
    }
    assert_eq!(begin(&mut queue, now), [1, 3]);
    queue.ended(1, End::Handled, now);
    assert_eq!(begin(&mut queue, now), [2]);
    assert_eq!(queue.ended(2, failed(), now), Next::TriedAgain(1));
    let later = queue.next_try().unwrap();
    assert_eq!(begin(&mut queue, later), [2], "4 waits");
    queue.ended(2, End::Handled, later);
    assert_eq!(begin(&mut queue, later), [4]);
}

proptest! {
    /// Whatever fails, ends and arrives: each event is handled or buried once, the mark never passes an event
    /// that is neither, and with one event at a time no event of a guild begins before all earlier ones of
    /// that guild are done.
    #[test]
    fn nothing_is_lost_or_overtaken(guilds in prop::collection::vec(1_u64..4, 1..50), one in any::<bool>(), seed in any::<u64>()) {
        let (mut rng, mut now) = (fastrand::Rng::with_seed(seed), Instant::now());
        let mut queue = Queue::new(0, tries(2, one));
        let mut coming = (1_u64..).zip(guilds.iter().copied()).collect::<VecDeque<_>>();
        let lane: BTreeMap<u64, u64> = coming.iter().copied().collect();
        let (mut running, mut burying, mut done) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut begun = Vec::new();
        for _ in 0..10_000 {
            if done.len() == guilds.len() { break; }
            match rng.u8(..4) {
                0 => if let Some((sequence, of)) = coming.pop_front() {
                    prop_assert!(queue.take(sequence, guild(of), ()));
                },
                1 => while let Some(sequence) = queue.next(now) {
                    queue.began(sequence, 1);
                    if one {
                        let is_first = lane.range(..sequence).all(|(earlier, of)| *of != lane[&sequence] || done.contains(earlier));
                        prop_assert!(is_first, "{sequence} overtook");
                    }
                    if !begun.contains(&sequence) { begun.push(sequence); }
                    running.push(sequence);
                },
                2 if !running.is_empty() => {
                    let sequence = running.swap_remove(rng.usize(..running.len()));
                    let end = if rng.u8(..3) == 0 { failed() } else { End::Handled };
                    match queue.ended(sequence, end, now) {
                        Next::Handled => { prop_assert!(done.insert(sequence)); }
                        Next::GivenUp(..) => burying.push(sequence),
                        Next::TriedAgain(_) => {}
                        Next::Goes => prop_assert!(false),
                    }
                }
                3 if !burying.is_empty() => {
                    let sequence = burying.swap_remove(rng.usize(..burying.len()));
                    queue.buried(sequence);
                    prop_assert!(done.insert(sequence));
                }
                _ => now += Duration::from_millis(rng.u64(..700)),
            }
            prop_assert!((1..=queue.mark()).all(|sequence| done.contains(&sequence)), "the mark is too high");
            for of in 1..4 {
                let order: Vec<_> = begun.iter().filter(|sequence| lane[sequence] == of).collect();
                prop_assert!(order.is_sorted(), "guild {of} began as {order:?}");
            }
        }
        prop_assert_eq!(done.len(), guilds.len());
        prop_assert_eq!((queue.mark(), queue.len(), queue.running()), (guilds.len() as u64, 0, 0));
    }
}
