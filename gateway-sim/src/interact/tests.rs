//! The lifetime of an interaction's token, in virtual time.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::use_command;
use crate::core::{Core, CoreConfig};
use crate::people::Somebody;
use crate::rest::Api;

struct Bench {
    core: Core,
    api: Api,
    now: Instant,
}

impl Bench {
    fn new() -> Self {
        let now = Instant::now();
        Self { core: Core::new(CoreConfig::default(), 1, now), api: Api::new(), now }
    }

    fn call(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v10{path}"))
            .header("authorization", format!("Bot {}", self.core.token()))
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap_or_default();
        let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let response = self.api.handle(&mut self.core, &request, from, self.now);
        let status = response.status().as_u16();
        (status, serde_json::from_slice(response.body()).unwrap_or_default())
    }

    fn command(&mut self) -> (String, String) {
        let command = json!({ "name": "ping", "description": "Answers" });
        self.call("POST", "/applications/900000000000000001/commands", &command);
        let who = Somebody::find(&self.core, None, None, None);
        let used =
            who.map(|who| use_command(&mut self.core, &who, "ping", &json!({}), None, self.now));
        let (event, _) = used.expect("a user").expect("a command");
        let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
        (text("id"), text("token"))
    }
}

/// Docs: [Interaction Callback](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback):
/// 3 seconds for the first response, 15 minutes for everything after it.
#[test]
fn tokens_end_in_time() {
    let mut bench = Bench::new();
    let (late_id, late) = bench.command();
    let (id, token) = bench.command();
    let callback = |id: &str, token: &str| format!("/interactions/{id}/{token}/callback");
    let webhook = |token: &str| format!("/webhooks/900000000000000001/{token}");
    let original = |token: &str| format!("{}/messages/@original", webhook(token));
    let text = json!({ "content": "x" });

    // Before the first response the webhook does not exist.
    assert_eq!(bench.call("POST", &webhook(&token), &text).1["code"], 10_015);
    assert_eq!(bench.call("POST", &callback(&id, &token), &json!({ "type": 5 })).0, 204);

    bench.now += Duration::from_millis(3_001);
    let (status, error) = bench.call("POST", &callback(&late_id, &late), &json!({ "type": 5 }));
    assert_eq!((status, &error["code"]), (404, &json!(10_062)));
    assert_eq!(bench.call("GET", &original(&late), &Value::Null).1["code"], 50_027);
    assert_eq!(bench.call("GET", &original(&token), &Value::Null).0, 200);

    bench.now += Duration::from_secs(15 * 60);
    let (status, error) = bench.call("PATCH", &original(&token), &text);
    assert_eq!((status, &error["code"]), (401, &json!(50_027)));
}
