use std::task::{Context, Waker};

use super::*;
use crate::ratelimit::Limit;
use crate::ratelimit::headers::{BucketHeaders, Scope, TooMany};
use crate::ratelimit::limiter::Major;

fn asked(route: &'static str) -> Asked {
    Asked {
        route,
        major: Major::default(),
        fields: 0,
        global: true,
        ordered: false,
        authorized: true,
    }
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
    assert_eq!(gate.counts().waiting, 0);
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
    assert_eq!(gate.counts().waiting, 0, "it does not stay in the queue");
    // A wait of unknown length lasts as long as it is allowed to.
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
    // A response that is passed on closes the bucket for others nevertheless.
    drop(permit.rest_exceeded(None, limit));
    let begun = now();
    gate.acquire(asked("a"), None).await.unwrap();
    assert!(now() - begun >= Duration::from_millis(1_337));
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_told_for_what_and_how_long() {
    let gate = Gate::new(50, 100);
    gate.acquire(asked("a"), None).await.unwrap().answered(Some(&headers(1, 0, 5_000)), true);
    let mut told = None;
    let waits = |limit: &Limit, wait| told = Some((limit.clone(), wait));
    gate.acquire_watched(asked("a"), None, waits).await.unwrap();
    let limit = Limit::Bucket { bucket: Some("b".into()), ahead: 0 };
    assert_eq!(told, Some((limit, Some(Duration::from_secs(5)))));
}

#[tokio::test(start_paused = true)]
async fn a_pause_before_a_repetition_holds_up_nobody_but_those_of_its_order() {
    let gate = Gate::new(50, 100);
    gate.acquire(asked("a"), None).await.unwrap().answered(Some(&headers(2, 1, 1)), true);
    tokio::time::sleep(Duration::from_millis(2)).await;
    let ordered = Asked { ordered: true, ..asked("a") };
    let first = gate.acquire(ordered, None).await.unwrap();
    let resting = first.rest_answered(Some(&headers(2, 1, 60_000)));
    // While it pauses, others can use the slot.
    let other = gate.acquire(asked("a"), Some(Duration::ZERO)).await.unwrap();
    other.answered(Some(&headers(2, 1, 60_000)), true);
    let error = gate.acquire(ordered, Some(Duration::from_secs(1))).await.unwrap_err();
    assert!(matches!(error, Refusal::WaitTooLong { limit: Limit::Order, .. }), "{error}");
    resting.resume(Some(Duration::ZERO), |_, _| {}).await.unwrap().answered(None, true);
    assert_eq!((gate.counts().waiting, gate.counts().in_flight), (0, 0));
    // If it is dropped in its pause, its place is given up.
    let resting = gate.acquire(asked("b"), None).await.unwrap().rest_abandoned();
    assert_eq!(gate.counts().waiting, 1);
    drop(resting);
    assert_eq!((gate.counts().waiting, gate.counts().in_flight), (0, 0));
    // A refused token removes it.
    let resting = gate.acquire(asked("b"), None).await.unwrap().rest_abandoned();
    gate.refuse_token();
    let error = resting.resume(None, |_, _| {}).await.unwrap_err();
    assert_eq!(error, Refusal::TokenRefused);
}

#[tokio::test(start_paused = true)]
async fn a_429_that_names_no_wait_is_repeated_after_waits_that_grow() {
    let gate = Gate::new(50, 100);
    let mut permit = gate.acquire(asked("a"), None).await.unwrap();
    let limit = TooMany { scope: Scope::User, retry_after: Duration::ZERO };
    let mut waits = Vec::new();
    for _ in 0..5 {
        let begun = now();
        permit = permit.rest_exceeded(None, limit).resume(None, |_, _| {}).await.unwrap();
        waits.push((now() - begun).as_millis());
    }
    for (wait, least) in waits.iter().zip([50, 100, 200, 400, 800]) {
        assert!((least..least + 2).contains(wait), "{waits:?}");
    }
    let global = TooMany { scope: Scope::Global, ..limit };
    for least in [50, 100, 200] {
        let begun = now();
        permit = permit.rest_exceeded(None, global).resume(None, |_, _| {}).await.unwrap();
        assert!((now() - begun).as_millis() >= least);
    }
}

#[tokio::test(start_paused = true)]
async fn twenty_thousand_futures_dropped_in_their_queue_leave_nothing_behind() {
    let gate = Gate::new(50, 100_000);
    let first = gate.acquire(asked("a"), None).await.unwrap();
    let mut waiting: Vec<_> =
        (0..20_000).map(|_| Box::pin(gate.acquire(asked("a"), None))).collect();
    let mut context = Context::from_waker(Waker::noop());
    for future in &mut waiting {
        assert!(future.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(gate.counts().waiting, 20_000);
    // One half is dropped while they wait, the other while they are admitted.
    waiting.truncate(10_000);
    first.answered(Some(&headers(1_000_000, 999_999, 1_000)), true);
    drop(waiting);
    assert_eq!((gate.counts().waiting, gate.counts().in_flight), (0, 0));
    assert!(gate.lock().callers.is_empty());
    tokio::time::timeout(Duration::from_secs(5), gate.acquire(asked("a"), None))
        .await
        .unwrap()
        .unwrap()
        .answered(None, true);
}

#[tokio::test(start_paused = true)]
async fn fifty_thousand_buckets_are_forgotten_when_they_are_full_again() {
    let gate = Gate::new(u32::MAX, 100);
    for round in 0..2 {
        for id in 0..50_000 {
            let major = Major { id: round * 50_000 + id, token: 0 };
            let permit = gate.acquire(Asked { major, ..asked("a") }, None).await.unwrap();
            permit.answered(Some(&headers(5, 4, 10_000)), true);
        }
        assert!(gate.counts().buckets <= 65_536, "{}", gate.counts().buckets);
        tokio::time::advance(Duration::from_secs(60)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn case_26_a_token_in_doubt_is_refused_or_cleared_once() {
    let gate = Gate::new(50, 100);
    let doubt = gate.doubt_token(gate.token_generation()).unwrap();
    assert!(gate.doubt_token(gate.token_generation()).is_none(), "somebody finds out already");
    let waiting = tokio::spawn({
        let gate = gate.clone();
        async move { gate.token_judged().await }
    });
    tokio::task::yield_now().await;
    assert!(gate.is_token_in_doubt() && !waiting.is_finished());
    // After a check that ends without a result, or with its runtime, nobody waits for ever.
    drop(doubt);
    waiting.await.unwrap();
    assert!(!gate.is_token_in_doubt());

    // The result for one token does not affect the next.
    let old = gate.token_generation();
    let doubt = gate.doubt_token(old).unwrap();
    gate.token_changed();
    assert!(!gate.is_token_in_doubt());
    doubt.refuse();
    assert!(gate.doubt_token(old).is_none());
    gate.acquire(asked("a"), None).await.unwrap();

    gate.doubt_token(gate.token_generation()).unwrap().refuse();
    assert!(!gate.is_token_in_doubt());
    assert!(gate.doubt_token(gate.token_generation()).is_none());
    assert_eq!(gate.acquire(asked("b"), None).await.unwrap_err(), Refusal::TokenRefused);
}

#[test]
fn a_runtime_that_ends_does_not_leave_those_of_another_waiting() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().start_paused(true).build().unwrap()
    };
    let (gate, ends, stays) = (Gate::new(50, 100), runtime(), runtime());
    // The first waiting request starts the timer, in its own runtime.
    ends.block_on(async {
        let first = gate.acquire(asked("a"), None).await.unwrap();
        first.answered(Some(&headers(1, 0, 1_000)), true);
        let gate = gate.clone();
        tokio::spawn(async move { gate.acquire(asked("a"), None).await.map(drop) });
        tokio::task::yield_now().await;
    });
    let mut waits = Box::pin(gate.acquire(asked("a"), None));
    stays.block_on(async {
        assert!(waits.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    });
    drop(ends);
    let waited = async { tokio::time::timeout(Duration::from_secs(60), waits).await };
    assert!(stays.block_on(waited).is_ok_and(|permit| permit.is_ok()));
}
