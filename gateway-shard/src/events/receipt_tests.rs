//! Which events count as handled, with receipts that are dropped, taken and lost, and from several threads.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::events::event::Held;
use crate::events::{ShardEvent, ShardEventKind};

fn session(sequence: u64) -> (Register, Arc<Acknowledged>) {
    let acknowledged = Acknowledged::new(sequence);
    (Register::new("session", sequence, Some(Arc::clone(&acknowledged))), acknowledged)
}

#[test]
fn the_mark_waits_for_the_oldest() {
    let (mut register, acknowledged) = session(10);
    let [first, second, third] = [11, 12, 14].map(|sequence| register.hand_out(sequence));
    third.mark_handled();
    second.mark_handled();
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (10, 1));
    first.mark_handled();
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (14, 0));
}

#[test]
fn an_event_handed_out_before_is_not_waited_for() {
    let (mut register, acknowledged) = session(10);
    let (again, next) = (register.hand_out(10), register.hand_out(11));
    next.mark_handled();
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (11, 0));
    again.mark_handled();
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (11, 0));
    // Also if it is next in order: it does not stand for any event that is still held.
    let (again, _next) = (register.hand_out(11), register.hand_out(12));
    again.mark_handled();
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (11, 1));
}

#[tokio::test]
async fn what_nobody_saw_was_not_handled() {
    let (mut register, acknowledged) = session(0);
    let mut for_user = |sequence| {
        let mut receipt = register.hand_out(sequence);
        receipt.for_user();
        receipt
    };
    let read = for_user(1);
    let stuck = for_user(3).by_hand();
    let panics = for_user(4);
    drop(read);
    drop(stuck);
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _held = panics;
        std::panic::resume_unwind(Box::new("the handler's"));
    }));
    drop(for_user(5));
    drop(register.hand_out(6));
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (1, 3));
    // A lost event is not held by anybody, so nobody waits for it.
    drop(register);
    acknowledged.over().await;
}

#[tokio::test(start_paused = true)]
async fn a_receipt_that_is_taken_speaks_for_the_event() {
    let (mut register, acknowledged) = session(0);
    let shard = gateway_model::gateway::ShardId::ONE;
    let mut event = |sequence: u64| {
        let text = format!(r#"{{"op":0,"s":{sequence},"t":"TYPING_START","d":{{}}}}"#);
        let dispatch = gateway_model::Dispatch::parse(text.into_bytes().into()).unwrap();
        let mut receipt = register.hand_out(sequence);
        receipt.for_user();
        let mut event = ShardEvent::new(shard, ShardEventKind::Dispatch(dispatch));
        event.receipt = Held::Event(receipt);
        event
    };
    let (mut first, mut second, third) = (event(1), event(2), event(3));
    let receipt = first.take_receipt();
    assert_eq!(first.key().map(|key| key.sequence), Some(1), "the key stays");
    first.take_receipt().mark_handled();
    drop((first, third));
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (0, 2));
    receipt.mark_handled();
    assert_eq!(acknowledged.mark(), 1);
    // It is lost, whatever happens to the event.
    drop(second.take_receipt());
    drop(second);
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (1, 1));
    drop(register);
    acknowledged.over().await;
    // An event that is not a dispatch records nothing.
    let reason = gateway_proto::StopReason::Shutdown { session: None };
    ShardEvent::new(shard, ShardEventKind::Stopped(reason)).take_receipt().mark_handled();
}

#[tokio::test(start_paused = true)]
async fn a_session_is_over_when_nobody_holds_an_event_of_it() {
    let (mut register, acknowledged) = session(0);
    let held = register.hand_out(1);
    drop(register);
    let over = tokio::time::timeout(Duration::from_secs(60), acknowledged.over()).await;
    assert!(over.is_err(), "one is still held");
    held.mark_handled();
    acknowledged.over().await;
}

/// With one event that is never handled and a month of others, memory use stays constant.
#[test]
fn an_event_that_is_stuck_for_good_costs_no_memory_for_each_after_it() {
    let (mut register, acknowledged) = session(0);
    let _stuck = register.hand_out(1);
    for sequence in 2..1_000_000 {
        register.hand_out(sequence).mark_handled();
    }
    assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (0, 1));
    assert_eq!(lock(&acknowledged.ahead).len(), 1);
}

#[test]
fn threads_that_handle_at_once_lose_none() {
    for _ in 0..200 {
        let (mut register, acknowledged) = session(0);
        let mut hands: [Vec<Receipt>; 4] = Default::default();
        for sequence in 1..=400 {
            hands[sequence % 4].push(register.hand_out(sequence as u64));
        }
        std::thread::scope(|scope| {
            for hand in hands {
                scope.spawn(|| hand.into_iter().for_each(Receipt::mark_handled));
            }
        });
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (400, 0));
    }
}

proptest! {
    /// In whatever order events are handled, no event that is still held is at or below the mark.
    #[test]
    fn nothing_unhandled_lies_below_the_mark(order in Just((0..40_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let (mut register, acknowledged) = session(0);
        // Sequences with gaps, as if the connection left out events that nobody wants.
        let sequence = |at: usize| 3 * at as u64 + 1;
        let mut receipts: Vec<_> = (0..40).map(|at| Some(register.hand_out(sequence(at)))).collect();
        for (done, at) in order.iter().enumerate() {
            receipts[*at].take().unwrap().mark_handled();
            let lowest_open = order[done + 1..].iter().min().copied().unwrap_or(40);
            let below = lowest_open.checked_sub(1).map_or(0, sequence);
            prop_assert_eq!(acknowledged.mark(), below);
            prop_assert_eq!(acknowledged.unhandled(), 39 - done);
        }
    }
}
