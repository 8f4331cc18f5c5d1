//! Webhooks that are executed with what Slack and GitHub send.

use bytes::Bytes;
use http_body_util::Full;
use serde_json::{Value, json};

use crate::support::{exchange, send};
use crate::world::{World, id};

/// A webhook of the first text channel: its path with the token.
async fn webhook(world: &mut World) -> String {
    let path = format!("{}/webhooks", world.general());
    let hook = world.ok("POST", &path, json!({ "name": "news" })).await;
    world.event("WEBHOOKS_UPDATE").await;
    format!("/webhooks/{}/{}", id(&hook), hook["token"].as_str().unwrap())
}

/// What GitHub sends for an event.
async fn deliver(world: &World, path: &str, event: Option<&str>, body: &Value) -> (u16, Value) {
    let mut request = http::Request::builder().method("POST").uri(format!("/api/v10{path}/github"));
    request = request.header("host", "sim").header("content-type", "application/json");
    if let Some(event) = event {
        request = request.header("X-GitHub-Event", event);
    }
    let request = request.body(Full::new(Bytes::from(body.to_string()))).unwrap();
    let (status, _, body) = exchange(&world.sim, request).await;
    (status, body)
}

fn sender() -> Value {
    json!({ "id": 1, "login": "octo", "html_url": "https://github.invalid/octo",
            "avatar_url": "https://github.invalid/octo.png" })
}

#[tokio::test]
async fn slacks_text_name_and_attachments_are_a_message() {
    let mut world = World::start().await;
    let path = format!("{}/slack", webhook(&mut world).await);
    let attachment = json!({
        "title": "Build 5", "title_link": "https://ci.invalid/5", "pretext": "Look:", "text": "It failed.",
        "color": "#f00", "ts": 1_700_000_000, "footer": "ci", "author_name": "Ada",
        "author_icon": "https://ci.invalid/a.png", "image_url": "https://ci.invalid/i.png",
        "fields": [{ "title": "Branch", "value": "main", "short": true },
                   { "name": "Commit", "value": "abc" }],
    });
    let body =
        json!({ "text": "Hello", "username": "CI", "attachments": [attachment], "mrkdwn": true });
    assert_eq!(world.ok("POST", &path, body).await, "ok");
    let message = world.event("MESSAGE_CREATE").await;
    assert_eq!(
        (&message["content"], &message["author"]["username"]),
        (&json!("Hello"), &json!("CI"))
    );
    let embed = &message["embeds"][0];
    assert_eq!(
        (&embed["title"], &embed["url"]),
        (&json!("Build 5"), &json!("https://ci.invalid/5"))
    );
    assert_eq!(
        (&embed["description"], &embed["color"]),
        (&json!("Look:\nIt failed."), &json!(0xff_0000))
    );
    assert_eq!(embed["timestamp"], "2023-11-14T22:13:20.000000+00:00");
    assert_eq!((&embed["footer"]["text"], &embed["author"]["name"]), (&json!("ci"), &json!("Ada")));
    assert_eq!(embed["image"]["url"], "https://ci.invalid/i.png");
    let field =
        |at: usize| (embed["fields"][at]["name"].clone(), embed["fields"][at]["inline"].clone());
    assert_eq!(
        (field(0), field(1)),
        ((json!("Branch"), json!(true)), (json!("Commit"), json!(false)))
    );

    // A form, in which a number stays a text.
    let form = "application/x-www-form-urlencoded";
    let (status, _) =
        send(&world.sim, "POST", &format!("/api/v10{path}?wait=false"), form, "text=12").await;
    assert_eq!(status, 200);
    let message = world.event("MESSAGE_CREATE").await;
    assert_eq!(
        (&message["content"], &message["author"]["username"]),
        (&json!("12"), &json!("news"))
    );

    let one = |fields: Value| json!({ "attachments": [fields] });
    for (body, error) in [
        (json!({}), (400, 50_006)),
        (json!({ "text": "x".repeat(2_001) }), (400, 50_035)),
        (json!({ "text": "x", "icon_url": "none" }), (400, 50_035)),
        (one(json!({ "text": "x", "color": "good" })), (400, 50_035)),
        (one(json!({ "title": "t".repeat(257) })), (400, 50_035)),
        (json!({ "attachments": vec![json!({ "text": "x" }); 11] }), (400, 50_035)),
    ] {
        assert_eq!(world.refused("POST", &path, body.clone()).await, error, "{body}");
    }
    let (_, wrong) = world.ask("POST", &path, one(json!({ "color": "good" }))).await;
    assert!(wrong["errors"]["attachments"]["0"]["color"].is_object(), "{wrong}");
    let (status, _) =
        world.ask("POST", &path.replace("/slack", "x/slack"), json!({ "text": "x" })).await;
    assert_eq!(status, 401, "a wrong token");
}

#[tokio::test]
async fn an_event_of_githubs_is_a_message_with_an_embed() {
    let mut world = World::start().await;
    let path = webhook(&mut world).await;
    let repository = json!({ "id": 2, "name": "r", "full_name": "o/r", "html_url": "https://github.invalid/o/r" });
    let opened = json!({
        "action": "opened", "sender": sender(), "repository": repository,
        "issue": { "id": 3, "number": 5, "title": "It breaks", "body": "How to see it.",
                   "html_url": "https://github.invalid/o/r/issues/5", "user": sender() },
    });
    assert_eq!(deliver(&world, &path, Some("issues"), &opened).await.0, 204);
    let message = world.event("MESSAGE_CREATE").await;
    assert_eq!(message["author"]["username"], "news");
    let embed = &message["embeds"][0];
    assert_eq!(embed["title"], "Issue #5 opened in o/r: It breaks");
    assert_eq!(
        (&embed["description"], &embed["author"]["name"]),
        (&json!("How to see it."), &json!("octo"))
    );
    assert_eq!(embed["url"], "https://github.invalid/o/r/issues/5");

    // What GitHub sends first, what nobody is told of, and what lacks its name: accepted without a message.
    for event in [Some("ping"), Some("star"), None] {
        assert_eq!(deliver(&world, &path, event, &opened).await.0, 204, "{event:?}");
    }
    assert!(world.sim.warnings().keys().any(|what| what.contains("X-GitHub-Event")));
    let public = json!({ "sender": sender(), "repository": repository });
    assert_eq!(deliver(&world, &path, Some("public"), &public).await.0, 204);
    assert_eq!(world.event("MESSAGE_CREATE").await["embeds"][0]["title"], "o/r is now public");

    let mut nameless = sender();
    nameless["login"] = Value::Null;
    for body in [json!({}), json!({ "sender": nameless }), json!({ "sender": "octo" })] {
        let (status, error) = deliver(&world, &path, Some("public"), &body).await;
        assert_eq!((status, &error["code"]), (400, &json!(50_035)), "{body}");
    }
    let wrong = format!("{path}x");
    assert_eq!(deliver(&world, &wrong, Some("public"), &public).await.0, 401);
}

#[tokio::test]
async fn both_write_in_a_thread_of_the_channel() {
    let mut world = World::start().await;
    let path = webhook(&mut world).await;
    let start = format!("{}/threads", world.general());
    let thread = world.ok("POST", &start, json!({ "name": "t", "type": 11 })).await;
    let there = format!("{path}/slack?thread_id={}", id(&thread));
    world.ok("POST", &there, json!({ "text": "in the thread" })).await;
    let message = loop {
        let event = world.client.payload().await;
        if event["t"] == "MESSAGE_CREATE" {
            break event["d"].clone();
        }
    };
    assert_eq!(message["channel_id"], thread["id"]);
    let nowhere = format!("{path}/slack?thread_id=5");
    assert_eq!(world.refused("POST", &nowhere, json!({ "text": "x" })).await, (404, 10_003));
}
