use super::*;

mod hidden;

const MS: Duration = Duration::from_millis(1);

fn asked(route: &'static str, major: u64) -> Asked {
    Asked {
        route,
        major: Major { id: major, token: 0 },
        fields: 0,
        global: true,
        ordered: false,
        authorized: true,
    }
}

impl Limiter {
    /// Adds a request, and leaves it to `pump`.
    fn enqueue(&mut self, asked: Asked, now: Instant) -> Ticket {
        let ticket = Ticket(self.fresh_id());
        let bucket = self.bucket_of(&asked);
        self.entries
            .insert(ticket, Entry { asked, bucket, stage: Stage::Waiting, connects: false });
        self.wait_in(bucket, ticket, asked.ordered, now);
        ticket
    }
}

fn headers(bucket: &str, limit: u32, remaining: u32, reset_after_ms: u64) -> BucketHeaders<'_> {
    BucketHeaders {
        bucket,
        limit,
        remaining,
        reset_after: Duration::from_millis(reset_after_ms),
        stamp_ms: None,
    }
}

#[test]
fn a_full_bucket_holds_up_no_other() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let first = limiter.enqueue(asked("a", 1), now);
    assert_eq!(limiter.pump(now), [first]);
    limiter.answered(first, Some(&headers("h", 1, 0, 60_000)), true, false, now);
    limiter.enqueue(asked("a", 1), now);
    assert!(limiter.pump(now).is_empty());
    let other_channel = limiter.enqueue(asked("a", 2), now);
    let other_route = limiter.enqueue(asked("b", 1), now);
    assert_eq!(limiter.pump(now), [other_channel, other_route]);
}

#[test]
fn routes_of_one_hash_share_a_bucket() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    for route in ["a", "b"] {
        let ticket = limiter.enqueue(asked(route, 1), now);
        limiter.pump(now);
        limiter.answered(
            ticket,
            Some(&headers("same", 3, if route == "a" { 2 } else { 1 }, 10_000)),
            true,
            false,
            now,
        );
    }
    assert_eq!(limiter.buckets(), 1);
    let tickets = [limiter.enqueue(asked("a", 1), now), limiter.enqueue(asked("b", 1), now)];
    assert_eq!(limiter.pump(now), [tickets[0]], "one slot is left for both");
}

#[test]
fn what_waited_for_the_probe_keeps_its_order_in_the_named_bucket() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let tickets: Vec<_> = (0..5).map(|_| limiter.enqueue(asked("a", 1), now)).collect();
    assert_eq!(limiter.pump(now), tickets[..1]);
    limiter.answered(tickets[0], Some(&headers("h", 3, 2, 10_000)), true, false, now);
    assert_eq!(limiter.pump(now), tickets[1..3], "as many in flight as the bucket allows");
}

#[test]
fn ordered_requests_go_one_by_one_and_hold_up_no_others() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let probe = limiter.enqueue(asked("a", 1), now);
    limiter.pump(now);
    limiter.answered(probe, Some(&headers("h", 10, 9, 10_000)), true, false, now);
    let ordered = Asked { ordered: true, ..asked("a", 1) };
    let first = limiter.enqueue(ordered, now);
    let second = limiter.enqueue(ordered, now);
    let free = limiter.enqueue(asked("a", 1), now);
    assert_eq!(limiter.pump(now), [first, free]);
    limiter.answered(first, None, false, true, now);
    assert_eq!(limiter.pump(now), [], "the second does not overtake it while it rests");
    assert!(limiter.resume(first, now));
    assert_eq!(limiter.pump(now), [first], "repeated before the second is sent");
    limiter.answered(first, None, true, false, now);
    assert_eq!(limiter.pump(now), [second]);
}

#[test]
fn interaction_routes_do_not_wait_for_the_global_limit() {
    let (mut limiter, now) = (Limiter::new(2), Instant::now());
    for major in 1..=3 {
        limiter.enqueue(asked("a", major), now);
    }
    assert_eq!(limiter.pump(now).len(), 2);
    let free = limiter.enqueue(Asked { global: false, ..asked("callback", 9) }, now);
    assert_eq!(limiter.pump(now), [free]);
    // Unless one of the two is answered earlier.
    assert_eq!(limiter.next_deadline(now), Some(now + 2_000 * MS));
}

#[test]
fn buckets_that_are_full_and_unused_are_forgotten() {
    let (mut limiter, mut now) = (Limiter::new(u32::MAX), Instant::now());
    for major in 0..20_000 {
        let (ticket, goes) = limiter.enter(asked("a", major), now);
        assert!(goes);
        limiter.answered(ticket, Some(&headers("h", 5, 4, 10)), true, false, now);
        now += MS;
    }
    assert!(limiter.buckets() <= 2 * SWEEP_AT, "{}", limiter.buckets());
}

#[test]
fn a_bucket_not_yet_named_keeps_its_order_when_another_one_is_named_first() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let ordered = |major| Asked { ordered: true, ..asked("a", major) };
    let probe = limiter.enqueue(ordered(1), now);
    let second = limiter.enqueue(ordered(1), now);
    let other = limiter.enqueue(ordered(2), now);
    assert_eq!(limiter.pump(now), [probe, other]);
    // The answer of the other defines the bucket; a third request of the first arrives.
    limiter.answered(other, Some(&headers("x", 5, 4, 1_000)), true, false, now);
    let third = limiter.enqueue(ordered(1), now);
    assert_eq!(limiter.pump(now), []);
    limiter.answered(probe, Some(&headers("x", 5, 4, 1_000)), true, false, now);
    assert_eq!(limiter.pump(now), [second]);
    limiter.answered(second, Some(&headers("x", 5, 3, 1_000)), true, false, now);
    assert_eq!(limiter.pump(now), [third]);
}

#[test]
fn a_resting_request_holds_no_slot() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let (first, goes) = limiter.enter(asked("a", 1), now);
    assert!(goes);
    let (second, goes) = limiter.enter(asked("a", 1), now);
    assert!(!goes, "the first one finds out what the bucket is like");
    limiter.answered(first, None, false, true, now);
    assert_eq!(limiter.pump(now), [second], "while the first rests, the second finds out");
    limiter.answered(second, Some(&headers("h", 1, 0, 1_000)), true, false, now);
    assert!(limiter.resume(first, now));
    assert_eq!(limiter.pump(now), []);
    assert_eq!(limiter.pump(now + 1_000 * MS), [first]);
    limiter.abandoned(first, true, now);
    limiter.cancel(first, now);
    assert!(!limiter.resume(first, now), "it was taken back");
    assert_eq!((limiter.waiting(), limiter.in_flight()), (0, 0));
}

#[test]
fn the_short_way_overtakes_nobody() {
    let (mut limiter, now) = (Limiter::new(2), Instant::now());
    for major in 1..=2 {
        assert!(limiter.enter(asked("a", major), now).1);
    }
    let (third, goes) = limiter.enter(asked("a", 3), now);
    assert!(!goes, "the global limit is used up");
    let later = now + 2_000 * MS;
    let (fourth, goes) = limiter.enter(asked("a", 4), later);
    assert!(!goes, "the third waits for the same limit");
    assert_eq!(limiter.pump(later), [third, fourth]);
}

/// A rename that met a separate limit of 582 s, while its bucket has 8 of 10 left. It pauses.
#[test]
fn what_waits_and_what_is_under_way_are_counted_apart() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let went = [("a", 1), ("a", 1), ("a", 2)]
        .map(|(route, major)| limiter.enter(asked(route, major), now).1);
    assert_eq!(went, [true, false, true]);
    assert_eq!((limiter.in_flight(), limiter.waiting(), limiter.buckets()), (2, 1, 2));
}

#[test]
fn those_before_a_ticket_are_counted() {
    let queue: BTreeSet<Ticket> = [2, 4, 6].map(Ticket).into();
    assert_eq!([1, 2, 3, 4, 6, 7].map(|ticket| before(&queue, Ticket(ticket))), [0, 0, 1, 1, 2, 3]);
    assert_eq!(before(&BTreeSet::new(), Ticket(1)), 0);
}

fn known(limiter: &mut Limiter, asked: Asked, remaining: u32, now: Instant) {
    let (ticket, goes) = limiter.enter(asked, now);
    assert!(goes);
    limiter.answered(ticket, Some(&headers("h", 5, remaining, 3_600_000)), true, false, now);
}

#[test]
fn a_global_429_does_not_close_the_bucket() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    known(&mut limiter, asked("a", 1), 4, now);
    let (ticket, _) = limiter.enter(asked("a", 1), now);
    let limit = TooMany { scope: Scope::Global, retry_after: 5_000 * MS };
    limiter.exceeded(ticket, Some(&headers("h", 5, 3, 3_600_000)), limit, false, now);
    assert!(!limiter.enter(asked("a", 2), now).1, "the global limit is used up");
    assert!(limiter.enter(Asked { global: false, ..asked("a", 1) }, now).1);
}

#[test]
fn only_requests_with_the_token_are_taken_back_for_it() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    known(&mut limiter, asked("a", 1), 1, now);
    let (sent, goes) = limiter.enter(asked("a", 1), now);
    assert!(goes);
    let waits = [true, false, true]
        .map(|authorized| limiter.enter(Asked { authorized, ..asked("a", 1) }, now).0);
    assert_eq!(limiter.cancel_authorized(now), [waits[0], waits[2]]);
    assert_eq!(waits.map(|ticket| limiter.is_waiting(ticket)), [false, true, false]);
    assert_eq!((limiter.waiting(), limiter.in_flight()), (1, 1));
    limiter.answered(sent, None, true, false, now);
}

#[test]
fn each_that_waits_is_told_what_for() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let ordered = Asked { ordered: true, ..asked("a", 1) };
    let (probe, _) = limiter.enter(ordered, now);
    let (second, _) = limiter.enter(ordered, now);
    assert_eq!(limiter.reason(second, now), Some((Limit::Probe, None)));
    assert_eq!(limiter.reason(probe, now), None, "it does not wait");
    limiter.answered(probe, Some(&headers("h", 5, 1, 1_000)), true, false, now);
    assert_eq!(limiter.pump(now), [second]);
    limiter.answered(second, Some(&headers("h", 5, 4, 1_000)), true, false, now + 2_000 * MS);

    let now = now + 2_000 * MS;
    let (first, goes) = limiter.enter(ordered, now);
    assert!(goes);
    let (second, _) = limiter.enter(ordered, now);
    assert_eq!(limiter.reason(second, now), Some((Limit::Order, None)));
    limiter.answered(first, Some(&headers("h", 5, 0, 1_000)), true, false, now);
    let third = limiter.enter(asked("a", 1), now).0;
    let fourth = limiter.enter(ordered, now).0;
    let told = [second, third, fourth].map(|ticket| limiter.reason(ticket, now));
    let bucket = |ahead| Limit::Bucket { bucket: Some("h".into()), ahead };
    let reset = Some(now + 1_000 * MS);
    assert_eq!(told, [Some((bucket(0), reset)), Some((bucket(1), None)), Some((bucket(2), None))]);
}

#[test]
fn what_is_under_way_counts_in_the_bucket_that_turns_out_to_be_its_own() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let (probe, _) = limiter.enter(asked("a", 1), now);
    limiter.answered(probe, None, true, false, now);
    let sent = [(); 3].map(|()| limiter.enter(asked("a", 1), now));
    assert!(sent.iter().all(|(_, goes)| *goes), "no headers, no limit");
    limiter.answered(sent[0].0, Some(&headers("h", 5, 3, 60_000)), true, false, now);
    // Two of the three that are left are in flight.
    assert!(limiter.enter(asked("a", 1), now).1);
    assert!(!limiter.enter(asked("a", 1), now).1);
}

#[test]
fn a_bucket_in_use_or_with_room_taken_is_not_forgotten() {
    let (mut limiter, mut now) = (Limiter::new(u32::MAX), Instant::now());
    let busy = limiter.enter(asked("a", 0), now).0;
    known(&mut limiter, asked("b", 0), 0, now);
    let waiting = limiter.enter(asked("b", 0), now).0;
    known(&mut limiter, asked("c", 1), 2, now);
    for major in 1..=4_093 {
        let (ticket, _) = limiter.enter(asked("a", major), now);
        limiter.answered(ticket, Some(&headers("g", 5, 4, 10)), true, false, now);
    }
    assert_eq!(limiter.buckets(), SWEEP_AT);
    now += 1_000 * MS;
    limiter.enter(asked("d", 0), now);
    assert_eq!(limiter.buckets(), 4, "the three, and that of the request");
    assert!(limiter.is_waiting(waiting));
    limiter.answered(busy, Some(&headers("g", 5, 4, 10)), true, false, now);
    let went = [(); 3].map(|()| limiter.enter(asked("c", 1), now).1);
    assert_eq!(went, [true, true, false], "two are left");
}
