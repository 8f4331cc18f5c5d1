use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Wake;

use bytes::Bytes;
use gateway_model::Dispatch;
use gateway_proto::StateChange;

use super::*;

const MESSAGE: &str = r#"{"t":"TYPING_START","s":1,"op":0,"d":{}}"#;

fn capacity(events: usize, bytes: usize) -> Capacity {
    Capacity { events, bytes }
}

fn dispatch() -> Item {
    Item::One(ConnectionEvent::Dispatch(Dispatch::parse(Bytes::from(MESSAGE)).unwrap()))
}

fn batch(events: usize) -> Item {
    Item::Several(Batch::repeat(MESSAGE, events))
}

fn notice() -> Item {
    Item::One(ConnectionEvent::State(StateChange::Connected))
}

/// Appends items as a poll does.
fn append(queue: &Queue, items: Vec<Item>, capacity: Capacity) -> u64 {
    let mut amount = Amount::default();
    for item in &items {
        let (events, messages) = match item {
            Item::Several(batch) => (batch.len(), batch.len()),
            Item::One(ConnectionEvent::Dispatch(_)) => (1, 1),
            Item::One(_) => (1, 0),
        };
        amount.events += events;
        amount.bytes += messages * MESSAGE.len();
    }
    queue.append(&mut items.into(), amount, capacity)
}

/// A waker that counts its calls.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn take(queue: &Queue) -> (usize, bool) {
    let mut taken = VecDeque::new();
    match queue.take(&mut taken, &mut Context::from_waker(Waker::noop())) {
        Taken::Some { driver_waits } => (taken.len(), driver_waits),
        _ => panic!("nothing there"),
    }
}

#[test]
fn what_waits_is_counted_in_events_and_bytes_until_it_is_taken() {
    let queue = Queue::default();
    let capacity = capacity(10, 10 * MESSAGE.len());
    let room = |events, bytes| {
        let room = queue.room(capacity);
        assert_eq!((room.events, room.bytes), (events, bytes * MESSAGE.len()));
    };
    room(10, 10);
    append(&queue, vec![dispatch(), notice()], capacity);
    room(8, 9);
    append(&queue, vec![batch(5), dispatch()], capacity);
    room(2, 3);
    assert_eq!(take(&queue), (4, false));
    room(10, 10);
    // After more items than there was room for, the room is zero and not less.
    append(&queue, vec![batch(11)], capacity);
    room(0, 0);
}

#[test]
fn notices_beyond_the_capacity_are_bounded_and_events_are_not_dropped() {
    let full = capacity(3, 1 << 20);
    let most = 3 + STATES_BEYOND;
    let notices = |count: usize| std::iter::repeat_with(notice).take(count).collect::<Vec<_>>();
    for first in [0, 1, 3] {
        let queue = Queue::default();
        append(&queue, std::iter::repeat_with(dispatch).take(first).collect(), full);
        assert_eq!(append(&queue, notices(most - first), full), 0, "{first}");
        assert_eq!(queue.waiting().events, most);
        assert_eq!(append(&queue, vec![notice(), dispatch(), notice(), batch(2)], full), 2);
        assert_eq!(queue.waiting().events, most + 3);
        assert_eq!(take(&queue), (most + 2, false));
    }
    // The change to ready defines the session of the events after it.
    let queue = Queue::default();
    let ready = Item::One(ConnectionEvent::State(StateChange::Ready { session: None }));
    append(&queue, notices(most), full);
    assert_eq!(append(&queue, vec![notice(), ready, notice()], full), 2);
    assert_eq!(queue.waiting().events, most + 1);
    // The same in a poll that finds the queue empty.
    let queue = Queue::default();
    assert_eq!(append(&queue, notices(most + 1), full), 1);
    assert_eq!((queue.waiting().events, take(&queue).0), (most, most));
}

#[test]
fn reading_goes_on_at_half_of_both_limits_and_the_consumer_is_asked_to_say_so() {
    let full = capacity(4, 4 * MESSAGE.len());
    let queue = Queue::default();
    append(&queue, vec![batch(2)], full);
    assert!(queue.has_room_or_wait(full), "half is room");
    append(&queue, vec![notice()], full);
    assert!(!queue.has_room_or_wait(full), "too many events");
    assert_eq!(take(&queue), (2, true));
    append(&queue, vec![dispatch()], full);
    assert!(!queue.has_room_or_wait(capacity(4, MESSAGE.len())), "too many bytes");
    assert!(queue.has_room_or_wait(full));
    assert_eq!(take(&queue), (1, false), "it waits no longer");
    append(&queue, vec![batch(4)], full);
    assert!(!queue.has_room_or_wait(full));
    queue.consumer_gone();
    assert!(queue.has_room_or_wait(full), "nobody will make room");
}

#[test]
fn a_consumer_that_waits_is_woken_by_an_event_and_by_the_end() {
    let queue = Queue::default();
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(Arc::clone(&wakes));
    let mut taken = VecDeque::new();
    let mut wait =
        || matches!(queue.take(&mut taken, &mut Context::from_waker(&waker)), Taken::Pending);
    let woken = || wakes.0.load(Ordering::Relaxed);
    assert!(wait() && wait());
    append(&queue, vec![notice()], Capacity::default());
    assert_eq!(woken(), 1);
    append(&queue, vec![notice()], Capacity::default());
    assert_eq!(woken(), 1, "it does not wait");
    assert!(!wait());
    taken.clear();
    let mut wait = || queue.take(&mut taken, &mut Context::from_waker(&waker));
    assert!(matches!(wait(), Taken::Pending));
    queue.finish();
    assert_eq!(woken(), 2);
    assert!(matches!(wait(), Taken::End));
}

#[test]
fn what_waits_is_given_before_the_end() {
    let queue = Queue::default();
    append(&queue, vec![notice()], Capacity::default());
    queue.finish();
    assert_eq!(take(&queue).0, 1);
}

#[test]
fn nothing_is_kept_for_a_consumer_that_is_gone() {
    let queue = Queue::default();
    append(&queue, vec![dispatch()], Capacity::default());
    queue.consumer_gone();
    let mut items = VecDeque::from([dispatch()]);
    let amount = Amount { events: 1, bytes: MESSAGE.len() };
    assert_eq!(queue.append(&mut items, amount, Capacity::default()), 0);
    assert!(items.is_empty() && queue.lock().items.is_empty());
}

#[test]
fn the_room_of_a_burst_is_given_back_once_the_queue_is_empty() {
    let queue = Queue::default();
    let mut taken = VecDeque::new();
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..2 {
        append(&queue, std::iter::repeat_with(notice).take(100).collect(), Capacity::default());
        assert!(matches!(queue.take(&mut taken, &mut cx), Taken::Some { .. }));
        taken.clear();
    }
    assert!(matches!(queue.take(&mut taken, &mut cx), Taken::Pending));
    assert_eq!((taken.capacity(), queue.lock().items.capacity()), (0, 0));
    // The memory of a few items is kept.
    append(&queue, vec![notice()], Capacity::default());
    assert!(matches!(queue.take(&mut taken, &mut cx), Taken::Some { .. }));
    taken.clear();
    assert!(matches!(queue.take(&mut taken, &mut cx), Taken::Pending));
    assert!(taken.capacity() > 0);
}
