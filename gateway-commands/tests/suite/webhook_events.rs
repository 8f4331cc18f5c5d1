//! Webhook events are sent to the same service as interactions.

use std::sync::{Arc, Mutex};

use gateway_commands::{Context, Router};
use gateway_model::webhook_event::WebhookEventKind;
use http_body_util::BodyExt as _;
use http_client::Client;
use ring::signature::KeyPair as _;
use serde_json::{Value, json};

use crate::front::{hex, key, signed};
use crate::stage::Go;

#[tokio::test]
async fn one_service_takes_interactions_webhook_events_and_both_pings() {
    async fn go(ctx: Context, _: Go) -> anyhow::Result<()> {
        ctx.reply("gone").await?;
        Ok(())
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let rest = Client::builder("a.b.c").api_url("http://127.0.0.1:1").build().unwrap();
    let public = hex(key().public_key().as_ref());
    let commands = Router::new().command(go).build().unwrap();
    let kinds = Arc::clone(&seen);
    let receiver = commands.receiver(&public, rest).unwrap().max_age(None).on_event(move |event| {
        kinds.lock().unwrap().push(event.kind());
        std::future::ready(Ok::<_, std::fmt::Error>(()))
    });
    let call = async |body: Value| {
        let response = receiver.receive(signed(&body.to_string())).await;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice::<Value>(&body).ok())
    };

    let ping = json!({ "version": 1, "application_id": "2", "type": 0 });
    assert_eq!(call(ping).await, (204, None));
    let mut interaction = json!({
        "id": "1", "application_id": "2", "type": 1, "token": "t", "version": 1, "app_permissions": "0",
        "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 1,
    });
    assert_eq!(call(interaction.clone()).await, (200, Some(json!({ "type": 1 }))));
    interaction["type"] = json!(2);
    interaction["data"] = json!({ "id": "3", "name": "go", "type": 1 });
    let gone = json!({ "type": 4, "data": { "content": "gone" } });
    assert_eq!(call(interaction).await, (200, Some(gone)));

    let event = json!({
        "version": 1, "application_id": "2", "type": 1,
        "event": { "type": "APPLICATION_DEAUTHORIZED", "timestamp": "2026-01-01T00:00:00Z", "data": {
            "user": { "id": "4", "username": "u", "discriminator": "0", "global_name": null, "avatar": null },
        } },
    });
    assert_eq!(call(event).await, (204, None));
    assert_eq!(*seen.lock().unwrap(), [WebhookEventKind::ApplicationDeauthorized]);
}
