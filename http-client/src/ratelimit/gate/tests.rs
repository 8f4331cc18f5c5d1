use super::*;
use crate::ratelimit::Limit;
use crate::ratelimit::headers::{BucketHeaders, Scope, TooMany};
use crate::ratelimit::limiter::Major;

fn asked(route: &'static str) -> Asked {
    Asked { route, major: Major::default(), global: true, ordered: false, authorized: true }
}

fn headers(limit: u32, remaining: u32, reset_after_ms: u64) -> BucketHeaders<'static> {
    BucketHeaders {
        bucket: "b",
        limit,
        remaining,
        reset_after: Duration::from_millis(reset_after_ms),
        stamp_ms: None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_future_leaves_its_queue_and_the_next_one_goes() {
    let gate = Gate::new(50, 100);
    let first = gate.acquire(asked("a"), None).await.unwrap();
    let dropped =
        tokio::time::timeout(Duration::from_millis(5), gate.acquire(asked("a"), None)).await;
    assert!(dropped.is_err());
    assert_eq!(gate.counts().0, 0);
    first.answered(Some(&headers(1, 0, 1_000)), true);
    let begun = now();
    gate.acquire(asked("a"), None).await.unwrap();
    assert!(now() - begun >= Duration::from_secs(1) - Duration::from_millis(5));
}

#[tokio::test(start_paused = true)]
async fn a_bounded_wait_ends_with_the_limit_that_stood_in_the_way() {
    let gate = Gate::new(50, 100);
    gate.acquire(asked("a"), None).await.unwrap().answered(Some(&headers(1, 0, 60_000)), true);
    let begun = now();
    let error = gate.acquire(asked("a"), Some(Duration::from_secs(5))).await.unwrap_err();
    assert_eq!(now(), begun, "known at once to take a minute");
    let Refusal::WaitTooLong {
        limit: Limit::Bucket { bucket, ahead: 0 },
        retry_in: Some(retry),
        ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!((bucket.as_deref(), retry), (Some("b"), Duration::from_secs(60)));
    assert_eq!(gate.counts().0, 0, "it does not stay in the queue");
    // A wait of unknown length runs for as long as it is allowed to.
    let probe = gate.acquire(asked("other"), None).await.unwrap();
    let error = gate.acquire(asked("other"), Some(Duration::from_secs(5))).await.unwrap_err();
    assert!(matches!(error, Refusal::WaitTooLong { limit: Limit::Probe, .. }), "{error}");
    assert_eq!(now() - begun, Duration::from_secs(5));
    drop(probe);
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_at_once() {
    let gate = Gate::new(50, 2);
    let first = gate.acquire(asked("a"), None).await.unwrap();
    let second = tokio::spawn({
        let gate = gate.clone();
        async move { gate.acquire(asked("a"), None).await }
    });
    let third = tokio::spawn({
        let gate = gate.clone();
        async move { gate.acquire(asked("a"), None).await }
    });
    tokio::task::yield_now().await;
    let error = gate.acquire(asked("a"), None).await.unwrap_err();
    assert!(matches!(error, Refusal::QueueFull { waiting: 2, .. }), "{error}");
    drop(first);
    drop(second.await.unwrap().unwrap());
    third.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_stops_what_waits_and_what_comes_until_it_changes() {
    let gate = Gate::new(50, 100);
    let first = gate.acquire(asked("a"), None).await.unwrap();
    let waiting = tokio::spawn({
        let gate = gate.clone();
        async move { gate.acquire(asked("a"), None).await }
    });
    tokio::task::yield_now().await;
    gate.refuse_token();
    assert_eq!(waiting.await.unwrap().unwrap_err(), Refusal::TokenRefused);
    assert_eq!(gate.acquire(asked("b"), None).await.unwrap_err(), Refusal::TokenRefused);
    let webhook = Asked { authorized: false, ..asked("c") };
    gate.acquire(webhook, None).await.unwrap();
    drop(first);
    gate.token_changed();
    gate.acquire(asked("b"), None).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_429_is_repeated_after_exactly_its_time() {
    let gate = Gate::new(50, 100);
    let permit = gate.acquire(asked("a"), None).await.unwrap();
    let begun = now();
    let limit = TooMany { scope: Scope::User, retry_after: Duration::from_millis(1_337) };
    let permit = permit.rest_exceeded(None, limit).resume(None, |_, _| {}).await.unwrap();
    let waited = now() - begun;
    assert!(
        waited >= Duration::from_millis(1_337) && waited <= Duration::from_millis(1_338),
        "{waited:?}"
    );
    permit.answered(None, true);
}

#[tokio::test(start_paused = true)]
async fn a_pause_before_a_repetition_holds_up_nobody_but_those_of_its_order() {
    let gate = Gate::new(50, 100);
    gate.acquire(asked("a"), None).await.unwrap().answered(Some(&headers(2, 1, 1)), true);
    tokio::time::sleep(Duration::from_millis(2)).await;
    let ordered = Asked { ordered: true, ..asked("a") };
    let first = gate.acquire(ordered, None).await.unwrap();
    let resting = first.rest_answered(Some(&headers(2, 1, 60_000)));
    // The slot is free for others while it pauses.
    let other = gate.acquire(asked("a"), Some(Duration::ZERO)).await.unwrap();
    other.answered(Some(&headers(2, 1, 60_000)), true);
    let error = gate.acquire(ordered, Some(Duration::from_secs(1))).await.unwrap_err();
    assert!(matches!(error, Refusal::WaitTooLong { limit: Limit::Order, .. }), "{error}");
    resting.resume(Some(Duration::ZERO), |_, _| {}).await.unwrap().answered(None, true);
    assert_eq!((gate.counts().0, gate.counts().1), (0, 0));
    // Dropped in its pause, it gives its place up.
    let resting = gate.acquire(asked("b"), None).await.unwrap().rest_abandoned();
    assert_eq!(gate.counts().0, 1);
    drop(resting);
    assert_eq!((gate.counts().0, gate.counts().1), (0, 0));
    // A refused token takes it out.
    let resting = gate.acquire(asked("b"), None).await.unwrap().rest_abandoned();
    gate.refuse_token();
    let error = resting.resume(None, |_, _| {}).await.unwrap_err();
    assert_eq!(error, Refusal::TokenRefused);
}
