//! No client sees a 429 that waiting could have prevented.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gateway_sim::Sim;
use gateway_sim::control::RestAction;
use gateway_sim::rest::{Failure, Scope, Window};
use rest_proxy::config::HeaderMode;
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{HttpClient, MESSAGES, Pair, answer, bucket, channel, config, full};

/// A limit of this many messages in a tenth of a second.
fn short_limit(limit: u32, window: Window, hidden: bool) -> RestAction {
    let (route, scope) = (Some(MESSAGES.to_owned()), Scope::User);
    RestAction::Limit { route, limit, per_ms: 100, window, scope, hidden }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_of_one_bucket_see_no_429_and_no_message_is_lost_or_doubled() {
    for (window, hidden) in
        [(Window::Fixed, false), (Window::Sliding, false), (Window::Fixed, true)]
    {
        let sim = Sim::builder().guilds(1).start().await.unwrap();
        sim.act(short_limit(10, window, hidden)).unwrap();
        let pair = Pair::start(&config(&sim.api_url())).await;
        let (address, channel, token) = (pair.proxy.address(), channel(&sim), sim.token());
        let mut sending = JoinSet::new();
        for number in 0..40 {
            // Separate clients, half of them over HTTP/2.
            let client =
                if number % 2 == 0 { HttpClient::new(address) } else { HttpClient::http2(address) };
            let message = client.message(&token, channel, &format!("number {number}"));
            sending.spawn(async move { client.send(message).await });
        }
        let answers = sending.join_all().await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{window:?} {hidden}");
        let ids: BTreeSet<String> =
            answers.iter().map(|answer| answer.json()["id"].to_string()).collect();
        assert_eq!(ids.len(), 40);
        let by_status = sim.rest_stats().by_status;
        assert_eq!(by_status[&200], 40);
        // A limit that no header announces is hit, and then waited for.
        assert!(!hidden || by_status.contains_key(&429), "{by_status:?}");
    }
}

#[tokio::test]
async fn a_429_that_comes_all_the_same_is_waited_out() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let pair = Pair::start(&config(&sim.api_url())).await;
    let body = json!({ "message": "slow", "retry_after": 0.05, "global": false }).to_string();
    let failure = json!({ "status": 429, "body": body, "times": 2 });
    sim.act(RestAction::Fail(serde_json::from_value::<Failure>(failure).unwrap())).unwrap();
    let message = pair.client.message(&sim.token(), channel(&sim), "hello");
    assert_eq!(pair.client.send(message).await.status, 200);
    assert_eq!(sim.rest_stats().by_status[&429], 2);
}

#[tokio::test]
async fn a_429_that_never_ends_reaches_the_client() {
    let tries = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&tries);
    let pair = Pair::before(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        let headers = [("retry-after", "1"), ("x-ratelimit-scope", "shared")];
        async move { answer(429, &headers, r#"{"retry_after":0.001,"global":false}"#) }
    })
    .await;
    tokio::time::pause();
    let read = pair.client.get("/api/v10/channels/1").await;
    assert_eq!((read.status.as_u16(), read.header("retry-after")), (429, Some("1")));
    assert_eq!(read.header("x-ratelimit-scope"), Some("shared"));
    assert_eq!(tries.load(Ordering::Relaxed), 6);
}

#[tokio::test]
async fn clients_see_the_headers_that_are_configured() {
    for (mode, remaining) in [
        (HeaderMode::Pass, Some("0")),
        (HeaderMode::Strip, None),
        (HeaderMode::Loosen, Some("999")),
    ] {
        let handle = |_| async { answer(200, &bucket("1", "0", "600"), "{}") };
        let pair = Pair::before_with(handle, |config| config.rate_limit_headers = mode).await;
        let read = pair.client.get("/api/v10/channels/1").await;
        assert_eq!(read.header("x-ratelimit-remaining"), remaining, "{mode:?}");
    }
}

#[tokio::test]
async fn ordered_requests_of_a_bucket_go_one_after_the_other_and_others_beside_them() {
    for ordered in ["true", "false"] {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (inside, highest) = (Arc::clone(&now), Arc::clone(&most));
        let pair = Pair::before(move |_| {
            let (inside, highest) = (Arc::clone(&inside), Arc::clone(&highest));
            async move {
                highest.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(5)).await;
                inside.fetch_sub(1, Ordering::SeqCst);
                answer(200, &bucket("50", "49", "0.001"), "{}")
            }
        })
        .await;
        // The first request discovers the bucket.
        pair.client.send(pair.client.message("a", 1, "first")).await;
        let mut sending = JoinSet::new();
        for number in 0..6 {
            let (client, mut message) =
                (pair.client.clone(), pair.client.message("a", 1, &number.to_string()));
            message.headers_mut().insert("x-proxy-ordered", ordered.parse().unwrap());
            sending.spawn(async move { client.send(message).await });
        }
        sending.join_all().await;
        let most = most.load(Ordering::SeqCst);
        assert_eq!(most == 1, ordered == "true", "{most} at once, ordered: {ordered}");
    }
}

#[tokio::test]
async fn interactions_and_webhooks_with_a_token_are_outside_the_global_limit() {
    let handle = |_| async { answer(200, &[], "{}") };
    let change = |config: &mut rest_proxy::Config| {
        config.global_limit = rest_proxy::config::GlobalLimit::Fixed(1);
    };
    let pair = Pair::before_with(handle, change).await;
    let get = |path: &str| {
        let request = pair.client.request("POST", path).header("x-proxy-max-wait", "0.01");
        pair.client.send(request.body(full("{}")).unwrap())
    };
    assert_eq!(get("/api/v10/channels/1/messages").await.status, 200);
    let refused = get("/api/v10/channels/2/messages").await;
    assert_eq!((refused.status.as_u16(), refused.header("x-proxy-limit")), (429, Some("global")));
    for number in 0..5 {
        assert_eq!(get(&format!("/api/v10/webhooks/{number}/token")).await.status, 200);
        assert_eq!(
            get(&format!("/api/v10/interactions/{number}/token/callback")).await.status,
            200
        );
    }
}
