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

#[test]
fn an_unknown_bucket_is_probed_by_one_request() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    assert_eq!(bucket.room(0, now), Room::Now);
    assert_eq!(bucket.room(1, now), Room::WhenAnswered);
    bucket.answered(Some(&headers(5, 4, 5_000, 10_000)), true, now, now, 0);
    assert_eq!(bucket.room(3, now), Room::Now);
    assert_eq!(bucket.room(4, now), Room::At(now + 5_000 * MS));
}

#[test]
fn answers_in_another_order_than_counted_free_no_slot_twice() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(5, 4, 5_000, 10_000)), true, now, now, 0);
    // Four are out; the last one counted answers first, the first one much later.
    bucket.answered(Some(&headers(5, 0, 4_900, 10_000)), true, now, now + 100 * MS, 3);
    assert!(matches!(bucket.room(3, now + 100 * MS), Room::At(_)));
    bucket.answered(Some(&headers(5, 3, 4_950, 10_000)), true, now, now + 400 * MS, 2);
    assert!(matches!(bucket.room(2, now + 400 * MS), Room::At(_)));
}

#[test]
fn a_late_answer_of_the_old_window_does_not_end_the_new_one() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(2, 0, 1_000, 1_000)), true, now, now, 1);
    let later = now + 1_000 * MS;
    assert_eq!(bucket.room(1, later), Room::Now);
    bucket.answered(Some(&headers(2, 0, 1_000, 2_000)), true, later, later, 1);
    bucket.answered(Some(&headers(2, 1, 5, 1_000)), true, now, later, 0);
    assert_eq!(bucket.room(0, later + 10 * MS), Room::At(later + 1_000 * MS));
}

#[test]
fn a_sliding_bucket_gives_its_slots_back_one_by_one() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    // A slot a second, five of them: the reset moves a second with each request.
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
    let Room::At(at) = bucket.room(0, now) else { panic!("it has no slot left") };
    assert!(at - now >= 1_000 * MS && at - now <= 1_010 * MS, "{:?}", at - now);
}

#[test]
fn abandoned_requests_never_close_a_bucket_for_good() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(3, 0, 1_000, 1_000)), true, now, now, 0);
    let later = now + 2_000 * MS;
    assert_eq!(bucket.room(2, later), Room::Now);
    for in_flight in (0..3).rev() {
        bucket.unanswered(in_flight);
    }
    assert_eq!(bucket.room(0, later), Room::Now, "asks again");
}

#[test]
fn a_429_closes_the_bucket_for_its_time_whatever_its_headers_say() {
    let (mut bucket, now) = (BucketState::new(), Instant::now());
    bucket.answered(Some(&headers(50, 49, 1_000, 1_000)), true, now, now, 0);
    bucket.exceeded(5_000 * MS, now, now);
    assert_eq!(bucket.room(0, now), Room::At(now + 5_000 * MS));
    assert_eq!(bucket.room(0, now + 5_000 * MS), Room::Now);
    assert_eq!(bucket.room(1, now + 5_000 * MS), Room::WhenAnswered);
}
