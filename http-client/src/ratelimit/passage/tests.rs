use super::*;
use crate::ops;
use crate::ratelimit::AddressGuard;
use crate::ratelimit::limiter::Major;
use crate::route::{Param, Route};

const DAY: Duration = LONGEST_WAIT;
const SHORT: Duration = Duration::from_millis(10);

fn limits() -> TokenLimits {
    TokenLimits::new("host", AddressGuard::new(), 50, 100)
}

fn route(name: &str) -> &'static Route {
    ops::ROUTES.iter().find(|route| route.name == name).unwrap()
}

fn message() -> LimitedCall {
    LimitedCall::new(route("create_message"), &[Param::Number(1)])
}

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

fn quiet(_: Notice<'_>) {}

#[test]
fn a_call_knows_its_resource_and_whether_the_global_limit_counts_it() {
    let call = message().ordered(true).authorized(true).json(br#"{"b":1,"a":2}"#);
    assert_eq!(call.asked.major, Major { id: 1, token: 0 });
    assert!(call.asked.global && call.asked.ordered && call.asked.authorized);
    assert_eq!(call.asked.fields, message().json(br#"{"a":0,"b":0}"#).asked.fields);
    assert_ne!(call.asked.fields, message().json(br#"{"a":0}"#).asked.fields);
    let hook = [Param::Number(7), Param::Text("secret")];
    for name in ["execute_webhook", "create_interaction_response"] {
        let call = LimitedCall::new(route(name), &hook);
        assert!(!call.asked.global, "{name}");
        assert_ne!(call.asked.major.token, 0);
        assert!(!format!("{call:?}").contains("secret"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_is_waited_out_in_the_same_place() {
    let (limits, begun) = (limits(), now());
    let mut passage = limits.passage(message(), DAY, &quiet);
    let slot = passage.enter().await.unwrap();
    let body = Bytes::from_static(br#"{"retry_after":3.5,"global":false}"#);
    let user = headers(&[("x-ratelimit-scope", "user")]);
    let (scope, wait) = passage.exceeded(slot, &user, &body);
    assert_eq!((scope, wait), (LimitScope::User, Duration::from_millis(3_500)));
    let slot = passage.enter().await.unwrap();
    assert!(now() - begun >= wait);
    passage.answered(slot, StatusCode::OK, &HeaderMap::new(), &Bytes::new());
    assert_eq!((limits.counts().waiting, limits.counts().in_flight), (0, 0));
    assert_eq!(limits.guard.invalid_requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_compressed_429_is_read() {
    use std::io::Write as _;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(br#"{"retry_after":64.57,"global":true}"#).unwrap();
    let body = Bytes::from(gzip.finish().unwrap());
    let limits = limits();
    let mut passage = limits.passage(message(), DAY, &quiet);
    let slot = passage.enter().await.unwrap();
    let (scope, wait) = passage.exceeded(slot, &headers(&[("content-encoding", "gzip")]), &body);
    assert_eq!((scope, wait), (LimitScope::Global, Duration::from_millis(64_570)));
}

#[tokio::test(start_paused = true)]
async fn what_the_global_limit_leaves_out_waits_for_one_that_it_meets_all_the_same() {
    let limits = limits();
    let call = LimitedCall::new(route("execute_webhook"), &[Param::Number(7), Param::Text("t")]);
    let mut passage = limits.passage(call, DAY, &quiet);
    let slot = passage.enter().await.unwrap();
    let body = Bytes::from_static(br#"{"retry_after":2,"global":true}"#);
    passage.exceeded(slot, &HeaderMap::new(), &body);
    let begun = now();
    drop(passage.enter().await.unwrap());
    assert!(now() - begun >= Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn the_global_limit_can_be_raised() {
    let limits = limits();
    limits.set_global_limit(1);
    let guild = LimitedCall::new(route("get_guild"), &[Param::Number(1)]);
    let mut first = limits.passage(guild, DAY, &quiet);
    let _slot = first.enter().await.unwrap();
    let refusal = limits.passage(message(), SHORT, &quiet).enter().await.unwrap_err();
    assert!(matches!(refusal, Refusal::WaitTooLong { limit: Limit::Global, .. }), "{refusal:?}");
    limits.set_global_limit(2);
    limits.passage(message(), SHORT, &quiet).enter().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn authorized_requests_wait_while_the_token_is_in_doubt_and_end_if_it_is_refused() {
    let limits = limits();
    let doubt = limits.doubt_token().unwrap();
    assert!(limits.doubt_token().is_none());
    let call = message().authorized(true);
    let waits = limits.passage(call, SHORT, &quiet).enter().await.unwrap_err();
    assert!(matches!(waits, Refusal::WaitTooLong { limit: Limit::Token, .. }), "{waits:?}");
    // The request that checks the token is admitted.
    drop(limits.passage(message(), SHORT, &quiet).enter().await.unwrap());
    doubt.refuse();
    assert!(limits.is_token_refused());
    let refused = limits.passage(call, SHORT, &quiet).enter().await.unwrap_err();
    assert_eq!(refused, Refusal::TokenRefused);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_dropped_frees_its_slot_and_its_place() {
    let limits = limits();
    let mut first = limits.passage(message(), DAY, &quiet);
    let slot = first.enter().await.unwrap();
    let mut second = limits.passage(message(), DAY, &quiet);
    {
        let waiting = tokio::time::timeout(SHORT, second.enter());
        assert!(waiting.await.is_err());
    }
    assert_eq!((limits.counts().waiting, limits.counts().in_flight), (0, 1));
    drop((slot, first));
    assert_eq!((limits.counts().waiting, limits.counts().in_flight), (0, 0));
    second.enter().await.unwrap();
}
