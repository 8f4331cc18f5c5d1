//! Pins, through both kinds of route.

use serde_json::{Value, json};

use crate::world::{World, id};

#[tokio::test]
async fn messages_are_pinned_listed_and_unpinned_by_both_kinds_of_route() {
    let mut world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let mut ids = Vec::new();
    for (number, route) in ["messages/pins", "pins"].into_iter().enumerate() {
        let message = world.ok("POST", &messages, json!({ "content": number.to_string() })).await;
        world.event("MESSAGE_CREATE").await;
        let pin = format!("{}/{route}/{}", world.general(), id(&message));
        assert_eq!(world.ask("PUT", &pin, Value::Null).await, (204, Value::Null));
        assert_eq!(world.event("MESSAGE_UPDATE").await["pinned"], true);
        let update = world.event("CHANNEL_PINS_UPDATE").await;
        assert_eq!(update["guild_id"], world.guild.to_string().as_str());
        let channel = world.ok("GET", &world.general(), Value::Null).await;
        assert_eq!(channel["last_pin_timestamp"], update["last_pin_timestamp"]);
        let told = world.event("MESSAGE_CREATE").await;
        assert_eq!(
            (&told["type"], &told["message_reference"]["message_id"]),
            (&json!(6), &message["id"])
        );
        // Pinning again changes nothing, and a system message cannot be pinned.
        assert_eq!(world.ask("PUT", &pin, Value::Null).await.0, 204);
        let system = format!("{}/{route}/{}", world.general(), id(&told));
        assert_eq!(world.refused("PUT", &system, Value::Null).await, (403, 50_021));
        ids.push(id(&message));
    }
    let pins = format!("{}/messages/pins", world.general());
    let first = world.ok("GET", &format!("{pins}?limit=1"), Value::Null).await;
    assert_eq!(
        (&first["has_more"], id(&first["items"][0]["message"])),
        (&json!(true), ids[1].clone())
    );
    let before = first["items"][0]["pinned_at"].as_str().unwrap().replace('+', "%2B");
    let rest = world.ok("GET", &format!("{pins}?before={before}"), Value::Null).await;
    assert_eq!(
        (&rest["has_more"], id(&rest["items"][0]["message"])),
        (&json!(false), ids[0].clone())
    );
    let old = world.ok("GET", &format!("{}/pins", world.general()), Value::Null).await;
    assert_eq!(old.as_array().unwrap().iter().map(id).collect::<Vec<_>>(), [&*ids[1], &*ids[0]]);

    let unpin = format!("{pins}/{}", ids[1]);
    assert_eq!(world.ask("DELETE", &unpin, Value::Null).await.0, 204);
    assert_eq!(world.event("MESSAGE_UPDATE").await["pinned"], false);
    let update = world.event("CHANNEL_PINS_UPDATE").await;
    assert_eq!(update["last_pin_timestamp"], rest["items"][0]["pinned_at"]);
    // A pinned message that is deleted is no longer a pin, without an event about pins.
    world.ok("DELETE", &format!("{messages}/{}", ids[0]), Value::Null).await;
    world.event("MESSAGE_DELETE").await;
    assert_eq!(world.ok("GET", &pins, Value::Null).await["items"], json!([]));
}

#[tokio::test]
async fn pins_need_their_permissions() {
    let mut world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let message = world.ok("POST", &messages, json!({ "content": "x" })).await;
    let pins = format!("{messages}/pins");
    let pin = format!("{pins}/{}", id(&message));
    assert_eq!(world.ask("PUT", &pin, Value::Null).await.0, 204);
    // VIEW_CHANNEL, without READ_MESSAGE_HISTORY and PIN_MESSAGES.
    world.everyone_may("1024").await;
    world.may(1 << 10);
    assert_eq!(world.refused("DELETE", &pin, Value::Null).await, (403, 50_013));
    assert_eq!(world.ok("GET", &pins, Value::Null).await["items"], json!([]));
    assert_eq!(world.refused("PUT", &format!("{pins}/5"), Value::Null).await, (403, 50_013));
}
