use super::*;

fn headers(
    limit: u32,
    remaining: u32,
    reset_after_ms: u64,
    stamp_ms: u64,
) -> BucketHeaders<'static> {
    BucketHeaders {
        bucket: "b",
        limit,
        remaining,
        reset_after: Duration::from_millis(reset_after_ms),
        stamp_ms: Some(stamp_ms),
    }
}

const MS: Duration = Duration::from_millis(1);

/// Returns whether there is room if nothing is known of the round trip to the server.
fn room(bucket: &mut BucketState, in_flight: u32, now: Instant) -> Room {
    bucket.room(in_flight, &RoundTrip::default(), now)
}

/// Returns a round trip that takes this long.
fn trip(long: Duration) -> RoundTrip {
    let (mut trip, now) = (RoundTrip::default(), Instant::now());
    for _ in 0..16 {
        trip.seen(now.into(), now + long);
    }
    trip
}

#[test]
fn an_unknown_bucket_is_probed_by_one_request() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    assert_eq!(room(&mut bucket, 0, now), Room::Now);
    assert_eq!(room(&mut bucket, 1, now), Room::WhenAnswered);
    bucket.answered(Some(&headers(5, 4, 5_000, 10_000)), true, now, now, 0);
    assert_eq!(room(&mut bucket, 3, now), Room::Now);
    assert_eq!(room(&mut bucket, 4, now), Room::At(now + 5_000 * MS));
}

#[test]
fn answers_in_another_order_than_counted_free_no_slot_twice() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(5, 4, 5_000, 10_000)), true, now, now, 0);
    // Four are in flight. The last one counted is answered first, the first one much later.
    bucket.answered(Some(&headers(5, 0, 4_900, 10_000)), true, now, now + 100 * MS, 3);
    assert!(matches!(room(&mut bucket, 3, now + 100 * MS), Room::At(_)));
    bucket.answered(Some(&headers(5, 3, 4_950, 10_000)), true, now, now + 400 * MS, 2);
    assert!(matches!(room(&mut bucket, 2, now + 400 * MS), Room::At(_)));
}

#[test]
fn a_late_answer_of_the_old_window_does_not_end_the_new_one() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(2, 0, 1_000, 1_000)), true, now, now, 1);
    let later = now + 1_000 * MS;
    assert_eq!(room(&mut bucket, 1, later), Room::Now);
    bucket.answered(Some(&headers(2, 0, 1_000, 2_000)), true, later, later, 1);
    bucket.answered(Some(&headers(2, 1, 5, 1_000)), true, now, later, 0);
    assert_eq!(room(&mut bucket, 0, later + 10 * MS), Room::At(later + 1_000 * MS));
}

#[test]
fn a_sliding_bucket_gives_its_slots_back_one_by_one() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    // Five slots, one a second: the reset time moves by a second with each request.
    bucket.answered(Some(&headers(5, 4, 1_000, 11_000)), true, now, now, 0);
    for used in 2..=5_u64 {
        let left = u32::try_from(5 - used).unwrap();
        bucket.answered(
            Some(&headers(5, left, used * 1_000, 10_000 + used * 1_000)),
            true,
            now,
            now,
            0,
        );
    }
    let Room::At(at) = room(&mut bucket, 0, now) else { panic!("it has no slot left") };
    assert!(at - now >= 1_000 * MS && at - now <= 1_010 * MS, "{:?}", at - now);
    let Room::At(at) = room(&mut bucket, 1, now) else { panic!("it has no slot left") };
    assert!(at - now >= 2_000 * MS && at - now <= 2_010 * MS, "{:?}", at - now);
}

#[test]
fn abandoned_requests_never_close_a_bucket_for_good() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(3, 0, 1_000, 1_000)), true, now, now, 0);
    let later = now + 2_000 * MS;
    assert_eq!(room(&mut bucket, 2, later), Room::Now);
    for in_flight in (0..3).rev() {
        bucket.unanswered(in_flight);
    }
    assert_eq!(room(&mut bucket, 0, later), Room::Now, "asks again");
}

#[test]
fn a_429_closes_the_bucket_for_its_time_whatever_its_headers_say() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(50, 49, 1_000, 1_000)), true, now, now, 0);
    bucket.exceeded(5_000 * MS, now, now);
    assert_eq!(room(&mut bucket, 0, now), Room::At(now + 5_000 * MS));
    assert_eq!(room(&mut bucket, 0, now + 5_000 * MS), Room::Now);
    assert_eq!(room(&mut bucket, 1, now + 5_000 * MS), Room::WhenAnswered);
}

#[test]
fn a_request_leaves_half_the_quickest_trip_before_the_reset() {
    let (mut bucket, now, trip) = (BucketState::new(), Instant::now(), trip(100 * MS));
    bucket.answered(Some(&headers(2, 0, 1_000, 10_000)), true, now, now, 0);
    let at = now + 950 * MS;
    assert_eq!(bucket.room(0, &trip, now), Room::At(at));
    assert_eq!(bucket.room(0, &trip, at - MS), Room::At(at));
    assert_eq!(
        (bucket.room(1, &trip, at), bucket.room(2, &trip, at)),
        (Room::Now, Room::WhenAnswered)
    );
}

#[test]
fn no_request_of_a_bucket_that_a_429_closed_leaves_early() {
    let (mut bucket, now, trip) = (BucketState::new(), Instant::now(), trip(100 * MS));
    bucket.exceeded(MS, now, now);
    let next = now + 100 * MS;
    bucket.answered(Some(&headers(2, 0, 1_000, 10_000)), true, next, next, 0);
    assert_eq!(bucket.room(0, &trip, next), Room::At(next + 1_000 * MS));
}

#[test]
fn an_answer_without_headers_tells_only_of_a_bucket_of_which_nothing_is_known() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(None, false, now, now, 0);
    assert_eq!(room(&mut bucket, 1, now), Room::WhenAnswered, "a failure tells nothing");
    bucket.answered(None, true, now, now, 0);
    assert_eq!(room(&mut bucket, 1_000, now), Room::Now);
    let mut bucket = BucketState::new();
    bucket.answered(Some(&headers(5, 1, 1_000, 10_000)), true, now, now, 0);
    bucket.answered(None, true, now, now, 0);
    assert_eq!(
        room(&mut bucket, 0, now),
        Room::At(now + 1_000 * MS),
        "it took the last slot, maybe"
    );
}

#[test]
fn a_request_without_an_answer_costs_its_slot_and_no_more() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(3, 0, 1_000, 10_000)), true, now, now, 0);
    bucket.unanswered(0);
    assert_eq!(room(&mut bucket, 0, now), Room::At(now + 1_000 * MS), "the reset is known");
    let later = now + 1_000 * MS;
    assert_eq!(room(&mut bucket, 0, later), Room::Now);
    bucket.unanswered(0);
    assert_eq!(
        (room(&mut bucket, 1, later), room(&mut bucket, 2, later)),
        (Room::Now, Room::WhenAnswered)
    );
}

#[test]
fn a_bucket_may_be_forgotten_when_that_loses_nothing() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    assert!(bucket.is_idle(now));
    bucket.answered(Some(&headers(3, 2, 1_000, 10_000)), true, now, now, 0);
    assert!(!bucket.is_idle(now + 999 * MS) && bucket.is_idle(now + 1_000 * MS));
    bucket.exceeded(2_000 * MS, now, now);
    assert!(!bucket.is_idle(now + 1_999 * MS) && bucket.is_idle(now + 2_000 * MS));
}

#[test]
fn without_stamps_the_local_times_tell_the_windows_apart() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    let mut answered = |remaining, reset_after_ms, at_ms: u32| {
        let headers = BucketHeaders { stamp_ms: None, ..headers(5, remaining, reset_after_ms, 0) };
        let at = now + at_ms * MS;
        bucket.answered(Some(&headers), true, at - 100 * MS, at, 0);
        [0, 1, 2, 3].map(|in_flight| room(&mut bucket, in_flight, at) == Room::Now)
    };
    assert_eq!(answered(0, 1_000, 0), [false; 4]);
    assert_eq!(answered(4, 1_000, 500), [true; 4], "a later one");
    assert_eq!(answered(0, 300, 600), [true; 4], "one that is over");
    assert_eq!(answered(2, 850, 700), [true, true, false, false], "the same");
    let at = now + 1_500 * MS;
    assert_eq!(room(&mut bucket, 2, now + 700 * MS), Room::At(at), "the least of its times");
}

#[test]
fn a_fixed_window_is_not_taken_for_a_sliding_one() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(5, 4, 5_000, 10_000)), true, now, now, 0);
    let later = now + 5_000 * MS;
    bucket.answered(Some(&headers(5, 0, 5_000, 15_000)), true, later, later, 0);
    assert_eq!(room(&mut bucket, 0, later), Room::At(later + 5_000 * MS));
}

#[test]
fn a_limit_that_changes_is_taken_over() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(5, 4, 5_000, 10_000)), true, now, now, 0);
    bucket.answered(Some(&headers(10, 9, 5_000, 10_000)), true, now, now, 0);
    bucket.unanswered(1);
    assert_eq!(
        (room(&mut bucket, 2, now), room(&mut bucket, 3, now)),
        (Room::Now, Room::At(now + 5_000 * MS))
    );
    assert_eq!(room(&mut bucket, 9, now), Room::At(now + 5_000 * MS));
    assert_eq!(room(&mut bucket, 10, now), Room::WhenAnswered);
}
