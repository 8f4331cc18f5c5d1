//! A small bot on gateway and REST, for the page to interact with.

use std::sync::Arc;

use async_tungstenite::tungstenite::Message;
use futures_util::StreamExt as _;
use gateway_sim::Sim;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::support::{Client, rest};

const APPLICATION: &str = "900000000000000001";
const INTENTS: u64 = 1 | 1 << 7 | 1 << 9 | 1 << 12 | 1 << 15;

/// Markup and a script in a message, which the page must never run.
pub(crate) const MARKUP: &str = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> [a](javascript:document.title='owned') <b>not bold</b>";

/// Answers messages and interactions until its task is aborted. A deferred answer waits for `goes_on`.
pub(crate) async fn run(sim: Arc<Sim>, goes_on: Arc<Notify>) {
    let (mut client, _) = Client::live(&sim, "v=10", INTENTS).await;
    let path = format!("/applications/{APPLICATION}/commands");
    assert_eq!(rest(&sim, "PUT", &path, commands()).await.0, 200);
    while let Some(Ok(message)) = client.socket.next().await {
        let Message::Text(text) = message else { continue };
        let payload: Value = serde_json::from_str(&text).unwrap();
        match payload["t"].as_str() {
            Some("MESSAGE_CREATE") => write(&sim, &payload["d"]).await,
            Some("INTERACTION_CREATE") => answer(&sim, &payload["d"], &goes_on).await,
            _ => {}
        }
    }
}

fn commands() -> Value {
    json!([
        { "name": "greet", "description": "Greets somebody", "options": [
            { "type": 6, "name": "who", "description": "Whom", "required": true },
            { "type": 3, "name": "city", "description": "Of which city", "autocomplete": true },
        ] },
        { "name": "config", "description": "Settings", "options": [
            { "type": 1, "name": "show", "description": "Shows them" },
        ] },
        { "name": "hush", "description": "For moderators", "default_member_permissions": "0" },
        { "name": "Quote", "type": 3 },
    ])
}

async fn write(sim: &Sim, message: &Value) {
    let channel = message["channel_id"].as_str().unwrap();
    let answer = match message["content"].as_str() {
        Some("!ping") => {
            rest(sim, "POST", &format!("/channels/{channel}/typing"), json!({})).await;
            json!({ "content": "pong **bold**", "message_reference": { "message_id": message["id"] } })
        }
        Some("!markup") => {
            json!({ "content": MARKUP, "embeds": [{ "title": MARKUP, "description": MARKUP, "url": "https://example.org" }] })
        }
        Some("!menu") => json!({ "content": "Choose:", "components": menu(0) }),
        Some("!layout") => json!({ "flags": 1 << 15, "components": layout() }),
        Some("!poll") => json!({ "poll": {
            "question": { "text": "Lunch?" },
            "answers": [{ "poll_media": { "text": "Soup" } }, { "poll_media": { "text": "Bread" } }],
        } }),
        _ => return,
    };
    let (status, made) = rest(sim, "POST", &format!("/channels/{channel}/messages"), answer).await;
    assert_eq!(status, 200, "{made}");
}

fn menu(count: u64) -> Value {
    let button =
        |label: &str, id: &str| json!({ "type": 2, "style": 1, "label": label, "custom_id": id });
    json!([
        { "type": 1, "components": [
            button(&format!("Count {count}"), "count"), button("Form", "form"), button("Silent", "silent"),
        ] },
        { "type": 1, "components": [{ "type": 3, "custom_id": "colour", "placeholder": "Pick a colour", "options": [
            { "label": "Red", "value": "red" }, { "label": "Blue", "value": "blue" },
        ] }] },
        { "type": 1, "components": [{ "type": 5, "custom_id": "people", "max_values": 2 }] },
    ])
}

fn layout() -> Value {
    json!([{ "type": 17, "accent_color": 255, "components": [
        { "type": 10, "content": "## Heading" },
        { "type": 14 },
        { "type": 9, "components": [{ "type": 10, "content": "A section" }],
            "accessory": { "type": 2, "style": 2, "label": "Details", "custom_id": "details" } },
        { "type": 12, "items": [{ "media": { "url": "https://example.org/a.png" }, "description": "A picture" }] },
    ] }])
}

fn form() -> Value {
    json!({ "custom_id": "form", "title": "Your opinion", "components": [
        { "type": 18, "label": "Title", "component": { "type": 4, "custom_id": "title", "style": 1, "min_length": 3 } },
        { "type": 18, "label": "Grade", "component": { "type": 3, "custom_id": "grade", "options": [
            { "label": "Good", "value": "good" }, { "label": "Bad", "value": "bad" },
        ] } },
    ] })
}

async fn answer(sim: &Sim, interaction: &Value, goes_on: &Notify) {
    let (id, token) = (interaction["id"].as_str().unwrap(), interaction["token"].as_str().unwrap());
    let callback = format!("/interactions/{id}/{token}/callback");
    let data = &interaction["data"];
    let hidden =
        |content: String| json!({ "type": 4, "data": { "content": content, "flags": 64 } });
    let body = match (
        interaction["type"].as_u64(),
        data["custom_id"].as_str(),
        data["name"].as_str(),
    ) {
        (Some(2), _, Some("greet")) => json!({ "type": 5 }),
        (Some(2), _, Some("Quote")) => hidden(format!("quotes {}", data["target_id"])),
        (Some(2), ..) => hidden("settings".to_owned()),
        (Some(4), ..) => {
            json!({ "type": 8, "data": { "choices": [{ "name": "Bern", "value": "BRN" }, { "name": "Berlin", "value": "BER" }] } })
        }
        (Some(3), Some("count"), _) => json!({ "type": 7, "data": { "components": menu(1) } }),
        (Some(3), Some("form"), _) => json!({ "type": 9, "data": form() }),
        (Some(3), Some("silent"), _) => return,
        (Some(3), ..) => hidden(format!("chosen: {}", data["values"])),
        (Some(5), ..) => hidden(format!("Thanks: {}", data["components"])),
        _ => return,
    };
    assert!(rest(sim, "POST", &callback, body).await.0 < 300);
    if interaction["type"] == 2 && data["name"] == "greet" {
        goes_on.notified().await;
        let values: Vec<&Value> =
            data["options"].as_array().unwrap().iter().map(|option| &option["value"]).collect();
        let greeting = json!({ "content": format!("Hello <@{}> of {}", values[0].as_str().unwrap(), values[1]) });
        let original = format!("/webhooks/{APPLICATION}/{token}/messages/@original");
        assert_eq!(rest(sim, "PATCH", &original, greeting).await.0, 200);
    }
}
