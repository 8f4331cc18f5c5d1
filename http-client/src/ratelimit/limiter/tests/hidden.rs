//! Limits that no header contains (hard case 27).

use super::*;

fn rename_refused(limiter: &mut Limiter, rename: Asked, now: Instant) -> Ticket {
    let (ticket, goes) = limiter.enter(rename, now);
    assert!(goes);
    let limit = TooMany { scope: Scope::User, retry_after: 582_000 * MS };
    limiter.exceeded(ticket, Some(&headers("h", 10, 8, 300_000)), limit, true, now);
    assert!(limiter.resume(ticket, now));
    ticket
}

#[test]
fn case_27_a_hidden_limit_holds_up_its_kind_and_not_the_bucket() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let rename = Asked { fields: 1, ..asked("update_channel", 1) };
    let first = rename_refused(&mut limiter, rename, now);
    let (second, goes) = limiter.enter(rename, now);
    assert!(!goes);
    let (limit, at) = limiter.reason(second, now).unwrap();
    assert_eq!(limit, Limit::Hidden { operation: "update_channel" });
    assert_eq!(at, Some(now + 582_000 * MS));
    // Other fields of the channel, and the same field of another channel.
    let other_field = limiter.enqueue(Asked { fields: 2, ..rename }, now);
    assert_eq!(limiter.pump(now), [other_field]);
    assert!(limiter.enter(Asked { major: Major { id: 2, token: 0 }, ..rename }, now).1);
    limiter.answered(other_field, Some(&headers("h", 10, 7, 300_000)), true, false, now);

    let almost = now + 581_999 * MS;
    assert_eq!(limiter.pump(almost), []);
    assert_eq!(limiter.next_deadline(almost), Some(now + 582_000 * MS));
    let over = now + 582_000 * MS;
    assert_eq!(limiter.pump(over), [first], "one goes alone, as it may meet the limit again");
    assert_eq!(limiter.reason(second, over).unwrap().1, None);
    limiter.answered(first, Some(&headers("h", 10, 9, 300_000)), true, false, over);
    assert_eq!(limiter.pump(over), [second]);
    limiter.answered(second, Some(&headers("h", 10, 8, 300_000)), true, false, over);
    assert_eq!((limiter.waiting(), limiter.in_flight()), (0, 1));
}

#[test]
fn case_27_in_an_order_nobody_overtakes_what_a_hidden_limit_holds_up() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let ordered = Asked { fields: 1, ordered: true, ..asked("create_message", 1) };
    let first = rename_refused(&mut limiter, ordered, now);
    let second = limiter.enqueue(Asked { fields: 2, ..ordered }, now);
    let third = limiter.enqueue(ordered, now);
    let free = limiter.enqueue(Asked { fields: 2, ordered: false, ..ordered }, now);
    assert_eq!(limiter.pump(now), [free]);
    limiter.abandoned(free, false, now);
    let over = now + 582_000 * MS;
    for ticket in [first, second, third] {
        assert_eq!(limiter.pump(over), [ticket]);
        limiter.answered(ticket, Some(&headers("h", 10, 9, 300_000)), true, false, over);
    }
    assert_eq!((limiter.waiting(), limiter.in_flight()), (0, 0));
}

#[test]
fn a_hidden_limit_is_of_scope_user_and_needs_room_in_the_bucket() {
    let (shared, user) = (Scope::Shared, Scope::User);
    for (scope, remaining) in [(shared, 8), (user, 0)] {
        let (mut limiter, now) = (Limiter::new(50), Instant::now());
        let (ticket, _) = limiter.enter(asked("a", 1), now);
        let limit = TooMany { scope, retry_after: 5_000 * MS };
        limiter.exceeded(ticket, Some(&headers("h", 10, remaining, 1_000)), limit, false, now);
        let (_, goes) = limiter.enter(Asked { fields: 2, ..asked("a", 1) }, now);
        assert!(!goes, "{scope:?}, {remaining} left: the bucket is closed");
    }
}

#[test]
fn a_kind_whose_limit_came_up_while_others_of_it_were_out_is_not_stuck() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let probe = limiter.enqueue(asked("a", 1), now);
    limiter.pump(now);
    limiter.answered(probe, Some(&headers("h", 10, 9, 300_000)), true, false, now);
    let rename = Asked { fields: 1, ..asked("a", 1) };
    let out: Vec<Ticket> = (0..3).map(|_| limiter.enter(rename, now).0).collect();
    let limit = TooMany { scope: Scope::User, retry_after: 1_000 * MS };
    for ticket in &out {
        limiter.exceeded(*ticket, Some(&headers("h", 10, 6, 300_000)), limit, true, now);
        assert!(limiter.resume(*ticket, now));
    }
    let mut now = now + 1_000 * MS;
    for ticket in out {
        assert_eq!(limiter.pump(now), [ticket]);
        // If it is dropped in flight, the next one is admitted.
        limiter.abandoned(ticket, false, now);
        now += MS;
    }
}

#[test]
fn the_table_of_hidden_limits_is_bounded_and_forgets_what_is_long_over() {
    let (mut hidden, now) = (HiddenLimits::default(), Instant::now());
    let second = Duration::from_secs(1);
    let mut met = |major, now| hidden.exceeded(&asked("a", major), second, now, now);
    assert!((0..4_096).all(|major| met(major, now)));
    assert!(!met(4_096, now), "one more is taken for that of its bucket");
    assert!(met(7, now), "one that is known is not one more");
    let over = now + second + Duration::from_secs(3_600);
    assert!(!met(4_096, over - second), "they may be met again");
    hidden.depart(&asked("a", 1));
    let mut met = |major, now| hidden.exceeded(&asked("a", major), second, now, now);
    assert!(met(4_096, over));
    assert_eq!(hidden.room(&asked("a", 1), over), Room::WhenAnswered, "it is under way");
    assert_eq!(hidden.room(&asked("a", 4_096), over), Room::At(over + second));
}

#[test]
fn the_least_wait_of_a_hidden_limit_starts_anew_after_another_answer() {
    let (mut hidden, now) = (HiddenLimits::default(), Instant::now());
    let asked = asked("a", 1);
    let first = Duration::from_millis(50);
    hidden.exceeded(&asked, Duration::ZERO, now, now);
    assert_eq!(hidden.room(&asked, now), Room::At(now + first));
    let now = now + first;
    hidden.answered(&asked, now);
    hidden.exceeded(&asked, Duration::ZERO, now, now);
    assert_eq!(hidden.room(&asked, now), Room::At(now + first));
}

/// A bucket of 5 with this many left, and no request in flight.
#[test]
fn a_429_of_a_used_up_bucket_is_no_hidden_limit() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let (ticket, _) = limiter.enter(asked("a", 1), now);
    let limit = TooMany { scope: Scope::User, retry_after: 5_000 * MS };
    limiter.exceeded(ticket, Some(&headers("h", 5, 0, 1_000)), limit, false, now);
    let (next, goes) = limiter.enter(asked("a", 1), now);
    assert!(!goes);
    let bucket = Limit::Bucket { bucket: Some("h".into()), ahead: 0 };
    assert_eq!(limiter.reason(next, now), Some((bucket, Some(now + 5_000 * MS))));
}

#[test]
fn one_that_waits_for_another_of_its_kind_is_looked_at_again() {
    let (mut limiter, now) = (Limiter::new(50), Instant::now());
    let rename = Asked { fields: 1, ..asked("update_channel", 1) };
    let first = rename_refused(&mut limiter, rename, now);
    let second = limiter.enqueue(rename, now);
    let over = now + 582_000 * MS;
    assert_eq!(limiter.pump(over), [first]);
    assert!(limiter.is_waiting(second));
    assert_eq!(limiter.next_deadline(over), Some(over + 1_000 * MS));
}
