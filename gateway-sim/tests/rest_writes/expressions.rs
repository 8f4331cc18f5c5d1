//! Stickers, soundboard sounds, and emojis of the application.

use serde_json::{Value, json};

use crate::support::send;
use crate::world::{World, id};

const FORM: &str = "multipart/form-data; boundary=b";

/// A form with text fields and a file.
fn form(texts: &[(&str, &str)], file: Option<&str>) -> String {
    let mut body = String::new();
    for (name, text) in texts {
        body +=
            &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    }
    if let Some(file) = file {
        body += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.gif\"\r\n";
        body += &format!("Content-Type: image/gif\r\n\r\n{file}\r\n");
    }
    body + "--b--\r\n"
}

async fn make_sticker(world: &World, texts: &[(&str, &str)], file: Option<&str>) -> (u16, Value) {
    let path = format!("/api/v10/guilds/{}/stickers", world.guild);
    send(&world.sim, "POST", &path, FORM, &form(texts, file)).await
}

const GOOD: &[(&str, &str)] = &[("name", "party"), ("tags", "12"), ("description", "")];

#[tokio::test]
async fn stickers_are_made_changed_sent_and_deleted() {
    let mut world = World::start().await;
    let (status, sticker) = make_sticker(&world, GOOD, Some("GIF89a")).await;
    assert_eq!(status, 201, "{sticker}");
    assert_eq!((&sticker["tags"], &sticker["format_type"]), (&json!("12"), &json!(4)));
    assert!(sticker["description"].is_null());
    let told = world.event("GUILD_STICKERS_UPDATE").await;
    assert_eq!(told["stickers"], json!([sticker]));
    assert_eq!(world.audited().await["action_type"], 90);
    let path = format!("~/stickers/{}", id(&sticker));
    let any = format!("/stickers/{}", id(&sticker));
    for path in [&path, &any] {
        assert_eq!(world.ok("GET", path, Value::Null).await, sticker);
    }
    assert_eq!(world.ok("GET", "~/stickers", Value::Null).await, json!([sticker]));
    assert_eq!(world.ok("GET", "~", Value::Null).await["stickers"], json!([sticker]));
    let messages = format!("{}/messages", world.general());
    let sent = world.ok("POST", &messages, json!({ "sticker_ids": [sticker["id"]] })).await;
    let item = json!([{ "id": sticker["id"], "name": "party", "format_type": 4 }]);
    assert_eq!((&sent["sticker_items"], &sent["content"]), (&item, &json!("")));
    world.event("MESSAGE_CREATE").await;
    let unknown = json!({ "sticker_ids": ["5"] });
    assert_eq!(world.refused("POST", &messages, unknown).await, (400, 50_081));

    let changed = world.ok("PATCH", &path, json!({ "name": "feast", "description": "d!" })).await;
    assert_eq!((&changed["name"], &changed["description"]), (&json!("feast"), &json!("d!")));
    world.event("GUILD_STICKERS_UPDATE").await;
    assert_eq!(world.audited().await["action_type"], 91);
    assert_eq!(world.refused("PATCH", &path, json!({ "description": "d" })).await, (400, 50_035));
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(world.event("GUILD_STICKERS_UPDATE").await["stickers"], json!([]));
    assert_eq!(world.audited().await["action_type"], 92);
    assert_eq!(world.refused("GET", &any, Value::Null).await, (404, 10_060));
}

#[tokio::test]
async fn what_is_wrong_with_a_sticker_is_refused_and_five_are_enough() {
    let mut world = World::start().await;
    let code = |(status, error): (u16, Value)| (status, error["code"].as_u64().unwrap());
    let short = [("name", "p"), ("tags", "t")];
    assert_eq!(code(make_sticker(&world, &short, Some("GIF89a")).await), (400, 50_035));
    assert_eq!(code(make_sticker(&world, GOOD, None).await), (400, 50_035));
    assert_eq!(code(make_sticker(&world, GOOD, Some("hello")).await), (400, 50_046));
    assert_eq!(code(make_sticker(&world, GOOD, Some("{}")).await), (400, 50_046));
    let large = format!("GIF89a{}", "x".repeat(512 << 10));
    assert_eq!(code(make_sticker(&world, GOOD, Some(&large)).await), (400, 50_045));
    let mut made = Value::Null;
    for _ in 0..5 {
        made = make_sticker(&world, GOOD, Some("GIF89a")).await.1;
    }
    assert_eq!(code(make_sticker(&world, GOOD, Some("GIF89a")).await), (400, 30_039));
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(code(make_sticker(&world, GOOD, Some("GIF89a")).await), (403, 50_013));
    let path = format!("~/stickers/{}", id(&made));
    assert_eq!(world.refused("DELETE", &path, Value::Null).await, (403, 50_013));
    assert!(world.ok("GET", &path, Value::Null).await.get("user").is_none());
    // CREATE_GUILD_EXPRESSIONS is enough for one's own expressions.
    world.may(1 << 43);
    assert!(world.ok("GET", &path, Value::Null).await.get("user").is_some());
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
}

#[tokio::test]
async fn standard_stickers_come_in_a_pack() {
    let world = World::start().await;
    let packs = world.ok("GET", "/sticker-packs", Value::Null).await;
    let pack = &packs["sticker_packs"][0];
    let path = format!("/sticker-packs/{}", id(pack));
    assert_eq!(&world.ok("GET", &path, Value::Null).await, pack);
    let first = &pack["stickers"][0];
    let sticker = world.ok("GET", &format!("/stickers/{}", id(first)), Value::Null).await;
    assert_eq!((&sticker, &sticker["type"]), (first, &json!(1)));
    let messages = format!("{}/messages", world.general());
    let sent = world.ok("POST", &messages, json!({ "sticker_ids": [first["id"]] })).await;
    assert_eq!(sent["sticker_items"][0]["name"], first["name"]);
    assert_eq!(world.refused("GET", "/sticker-packs/5", Value::Null).await, (404, 10_061));
}

#[tokio::test]
async fn sounds_are_made_changed_and_deleted() {
    let mut world = World::start().await;
    let sounds = "~/soundboard-sounds";
    let good =
        json!({ "name": "yay", "sound": "data:audio/ogg;base64,T2dnUw==", "emoji_name": "🦆" });
    let sound = world.ok("POST", sounds, good.clone()).await;
    assert_eq!((&sound["volume"], &sound["emoji_name"]), (&json!(1.0), &json!("🦆")));
    assert_eq!(world.event("GUILD_SOUNDBOARD_SOUND_CREATE").await, sound);
    let entry = world.audited().await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(130), &sound["sound_id"]));
    let path = format!("{sounds}/{}", sound["sound_id"].as_str().unwrap());
    assert_eq!(world.ok("GET", &path, Value::Null).await, sound);
    let changed = world.ok("PATCH", &path, json!({ "name": "yes", "volume": 0.5 })).await;
    assert_eq!(world.event("GUILD_SOUNDBOARD_SOUND_UPDATE").await, changed);
    assert_eq!(changed["volume"], 0.5);
    assert_eq!(world.audited().await["action_type"], 131);
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let large = format!("data:audio/mpeg;base64,{}", "x".repeat(700 << 10));
    for (body, error) in [
        (with("sound", Value::Null), (400, 50_035)),
        (with("sound", json!("data:image/png;base64,xxxx")), (400, 50_123)),
        (with("sound", json!(large)), (400, 50_045)),
        (with("volume", json!(1.5)), (400, 50_035)),
        (with("emoji_id", json!("5")), (404, 10_014)),
        (with("name", json!("x")), (400, 50_035)),
    ] {
        assert_eq!(world.refused("POST", sounds, body).await, error);
    }
    // Together with the one that every guild has at first, there are two.
    for _ in 2..8 {
        world.ok("POST", sounds, good.clone()).await;
    }
    assert_eq!(world.refused("POST", sounds, good).await, (400, 30_045));
    let all = world.ok("GET", sounds, Value::Null).await;
    assert_eq!(all["items"].as_array().unwrap().len(), 8);
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
    while world.client.payload().await["t"] != "GUILD_SOUNDBOARD_SOUND_DELETE" {}
    assert_eq!(world.audited().await["action_type"], 132);
    assert_eq!(world.refused("GET", &path, Value::Null).await, (404, 10_097));
}

#[tokio::test]
async fn a_sound_is_played_where_the_bot_can_be_heard() {
    let mut world = World::start().await;
    let channel = (world.guild + 3).to_string();
    let play = format!("/channels/{channel}/send-soundboard-sound");
    let knock = json!({ "sound_id": "1" });
    assert_eq!(world.refused("POST", &play, knock.clone()).await, (400, 40_032));
    let mut join = json!({ "guild_id": world.guild.to_string(), "channel_id": channel,
        "self_mute": false, "self_deaf": true });
    world.client.send(&json!({ "op": 4, "d": join })).await;
    world.event("VOICE_STATE_UPDATE").await;
    world.event("VOICE_CHANNEL_START_TIME_UPDATE").await;
    world.event("VOICE_SERVER_UPDATE").await;
    assert_eq!(world.refused("POST", &play, knock.clone()).await, (400, 50_167));
    join["self_deaf"] = json!(false);
    world.client.send(&json!({ "op": 4, "d": join })).await;
    world.event("VOICE_STATE_UPDATE").await;
    assert_eq!(world.ask("POST", &play, knock.clone()).await.0, 204);
    let told = world.event("VOICE_CHANNEL_EFFECT_SEND").await;
    assert_eq!((&told["sound_id"], &told["channel_id"]), (&json!(1), &json!(channel)));
    let own = json!({ "sound_id": (world.guild + 0x300).to_string() });
    assert_eq!(world.ask("POST", &play, own.clone()).await.0, 204);
    assert_eq!(world.event("VOICE_CHANNEL_EFFECT_SEND").await["sound_id"], own["sound_id"]);
    assert_eq!(world.refused("POST", &play, json!({ "sound_id": "9" })).await, (404, 10_097));
    world.everyone_may("0").await;
    // VIEW_CHANNEL and SPEAK, without USE_SOUNDBOARD.
    world.may(1 << 10 | 1 << 21);
    assert_eq!(world.refused("POST", &play, knock).await, (403, 50_013));
}

#[tokio::test]
async fn the_application_has_emojis_of_its_own() {
    let world = World::start().await;
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let emojis = format!("/applications/{bot}/emojis");
    let body = json!({ "name": "party", "image": "data:image/gif;base64,iVBORw0KGgo=" });
    let (status, emoji) = world.ask("POST", &emojis, body.clone()).await;
    assert_eq!(
        (status, &emoji["animated"], &emoji["user"]["id"]),
        (201, &json!(true), &json!(bot))
    );
    let path = format!("{emojis}/{}", id(&emoji));
    assert_eq!(world.ok("PATCH", &path, json!({ "name": "feast" })).await["name"], "feast");
    assert_eq!(world.ok("GET", &path, Value::Null).await["name"], "feast");
    assert_eq!(world.ok("GET", &emojis, Value::Null).await["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.refused("POST", &emojis, json!({ "name": "x" })).await, (400, 50_035));
    let large = json!({ "name": "large", "image": format!("data:image/png;base64,{}", "x".repeat(360 << 10)) });
    assert_eq!(world.refused("POST", &emojis, large).await, (400, 50_035));
    assert_eq!(world.refused("GET", "/applications/5/emojis", Value::Null).await, (403, 20_012));
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(world.refused("DELETE", &path, Value::Null).await, (404, 10_014));
}
