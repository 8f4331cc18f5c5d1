//! Messages that were missed with a lost session and are read over REST.

use std::sync::Arc;

use gateway_forward::webhook::EVENT_ID;
use gateway_forward::{Filter, Forwarder, SigningKey};
use gateway_model::gateway::Intents;
use gateway_shard::{CatchUp, Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::{ConnectionAction, Target, UserAction};
use serde_json::{Value, json};

use super::{LIMIT, Seen, endpoint, header, sink, wait_until};

fn write(sim: &Sim, content: &str) -> String {
    let action = UserAction::Message {
        content: content.to_owned(),
        guild: None,
        channel: None,
        author: None,
        fields: json!({}),
    };
    sim.act(action).unwrap()["message"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_message_that_was_caught_up_with_is_forwarded_under_its_own_id() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let seen = Arc::new(Seen::default());
    let key = SigningKey::generate().unwrap().0;
    let only_messages = Filter { events: ["MESSAGE_CREATE".into()].into(), ..Filter::default() };
    let url = endpoint(Arc::clone(&seen)).await;
    let forwarder = Forwarder::start(vec![sink("all", &url, &key, only_messages)]).unwrap();
    let builder = Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url());
    let (gateway, mut events) = builder.catch_up(CatchUp::new()).start().await.unwrap();
    let forwarding = tokio::spawn(async move {
        while let Some(event) = events.next().await {
            forwarder.forward(event).await;
        }
        forwarder.finish(LIMIT).await
    });
    assert!(gateway.wait_ready(LIMIT).await);
    let count = || seen.requests.lock().unwrap().len();
    write(&sim, "seen");
    wait_until("the first message", || count() == 1).await;
    let invalid = ConnectionAction::InvalidateSession { resumable: false };
    sim.act(invalid.on(Target::All)).unwrap();
    let missed = write(&sim, "missed");
    wait_until("the missed message", || count() == 2).await;
    gateway.shutdown(Shutdown::Offline, LIMIT).await;
    assert!(forwarding.await.unwrap());
    let requests = seen.requests.lock().unwrap();
    let (headers, body) = &requests[1];
    assert_eq!(header(headers, &EVENT_ID), format!("caught-up:{missed}"));
    let body: Value = serde_json::from_slice(body).unwrap();
    assert_eq!(body["event"]["data"]["content"], "missed");
}
