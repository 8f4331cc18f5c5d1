//! Scheduled events, stage instances, and speakers in a stage channel.

use serde_json::{Value, json};

use crate::world::{World, id};

const START: &str = "2099-01-01T10:00:00Z";

fn external() -> Value {
    json!({ "name": "party", "privacy_level": 2, "entity_type": 3, "scheduled_start_time": START,
        "scheduled_end_time": "2099-01-01T12:00:00+00:00", "entity_metadata": { "location": "here" } })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

#[tokio::test]
async fn an_event_is_made_changed_begun_ended_and_deleted() {
    let mut world = World::start().await;
    let rule = json!({ "start": START, "frequency": 2, "by_weekday": [3] });
    let body = with(external(), "recurrence_rule", rule);
    let made = world.ok("POST", "~/scheduled-events", body).await;
    assert_eq!((&made["status"], &made["recurrence_rule"]["interval"]), (&json!(1), &json!(1)));
    assert_eq!(made["scheduled_start_time"], "2099-01-01T10:00:00.000000+00:00");
    assert_eq!(world.event("GUILD_SCHEDULED_EVENT_CREATE").await, made);
    let entry = world.audited().await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(100), &made["id"]));
    let path = format!("~/scheduled-events/{}", id(&made));
    let changed = world.ok("PATCH", &path, json!({ "name": "feast", "description": "d" })).await;
    assert_eq!((&changed["name"], &changed["entity_type"]), (&json!("feast"), &json!(3)));
    assert_eq!(world.event("GUILD_SCHEDULED_EVENT_UPDATE").await, changed);
    assert_eq!(world.audited().await["action_type"], 101);
    assert_eq!(world.refused("PATCH", &path, json!({ "status": 3 })).await, (400, 50_035));
    for status in [2, 3] {
        let changed = world.ok("PATCH", &path, json!({ "status": status })).await;
        assert_eq!(changed["status"], status);
        assert_eq!(world.event("GUILD_SCHEDULED_EVENT_UPDATE").await["status"], status);
    }
    assert_eq!(world.refused("PATCH", &path, json!({ "name": "x" })).await, (400, 180_000));
    assert_eq!(world.ok("GET", "~/scheduled-events", Value::Null).await, json!([]), "it is over");
    assert_eq!(world.ok("GET", &path, Value::Null).await["status"], 3);
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
    world.event("GUILD_SCHEDULED_EVENT_DELETE").await;
    assert_eq!(world.audited().await["action_type"], 102);
    assert_eq!(world.refused("GET", &path, Value::Null).await, (404, 10_070));
}

#[tokio::test]
async fn what_is_wrong_with_an_event_is_refused() {
    let world = World::start().await;
    let voice = (world.guild + 3).to_string();
    let in_voice = json!({ "name": "talk", "privacy_level": 2, "entity_type": 2,
        "scheduled_start_time": START, "channel_id": voice });
    for (body, error) in [
        (with(external(), "name", json!("")), (400, 50_035)),
        (with(external(), "privacy_level", json!(1)), (400, 50_035)),
        (with(external(), "entity_metadata", json!({})), (400, 50_035)),
        (with(external(), "entity_metadata", Value::Null), (400, 50_035)),
        (with(external(), "scheduled_end_time", Value::Null), (400, 50_035)),
        (with(external(), "scheduled_end_time", json!(START)), (400, 50_035)),
        (with(external(), "scheduled_start_time", json!("2001-01-01T00:00:00Z")), (400, 50_035)),
        (with(external(), "channel_id", json!(voice)), (400, 50_035)),
        (with(external(), "recurrence_rule", json!({ "start": START })), (400, 50_035)),
        (with(in_voice.clone(), "channel_id", Value::Null), (400, 50_035)),
        (with(in_voice.clone(), "channel_id", json!("5")), (404, 10_003)),
        (with(in_voice.clone(), "entity_type", json!(1)), (400, 50_024)),
    ] {
        assert_eq!(
            world.refused("POST", "~/scheduled-events", body.clone()).await,
            error,
            "{body}"
        );
    }
    let made = world.ok("POST", "~/scheduled-events", in_voice.clone()).await;
    assert!(made["entity_metadata"].is_null());
    for _ in 1..100 {
        world.ok("POST", "~/scheduled-events", external()).await;
    }
    assert_eq!(world.refused("POST", "~/scheduled-events", external()).await, (400, 30_038));
}

#[tokio::test]
async fn users_are_interested_in_events_and_are_listed_in_pages() {
    let mut world = World::start().await;
    let made = world.ok("POST", "~/scheduled-events", external()).await;
    world.event("GUILD_SCHEDULED_EVENT_CREATE").await;
    let path = format!("~/scheduled-events/{}", id(&made));
    let interest = |user: u64, back: bool| {
        let (event, user) = (&made["id"], world.member(user));
        world.act(json!({ "do": "interested", "event": event, "user": user, "back": back }))
    };
    for user in [3, 1, 2] {
        interest(user, false).unwrap();
    }
    interest(2, true).unwrap();
    assert_eq!(interest(2, true).unwrap()["sessions"], 0, "that changes nothing");
    let of = |users: &Value| {
        users.as_array().unwrap().iter().map(|one| one["user_id"].clone()).collect::<Vec<_>>()
    };
    let members = [1, 3].map(|number| json!(world.member(number)));
    let users = format!("{path}/users");
    let all = world.ok("GET", &format!("{users}?with_member=true"), Value::Null).await;
    assert_eq!(of(&all), members);
    assert_eq!(all[0]["member"]["user"]["id"], members[0]);
    for (query, expected) in [
        ("limit=1".to_owned(), &members[..1]),
        (format!("after={}", world.member(1)), &members[1..]),
        (format!("before={}", world.member(3)), &members[..1]),
        (format!("before={}&after={}", world.member(3), world.member(1)), &members[..1]),
    ] {
        let page = world.ok("GET", &format!("{users}?{query}"), Value::Null).await;
        assert_eq!(of(&page), expected, "{query}");
    }
    let counted = world.ok("GET", &format!("{path}?with_user_count=true"), Value::Null).await;
    assert_eq!(counted["user_count"], 2);
    let unknown = json!({ "do": "interested", "event": "5", "user": world.member(1) });
    assert!(world.act(unknown).is_err());
    for (name, user) in [("ADD", 3), ("ADD", 1), ("ADD", 2), ("REMOVE", 2)] {
        let told = world.event(&format!("GUILD_SCHEDULED_EVENT_USER_{name}")).await;
        assert_eq!(told["user_id"], world.member(user));
    }
}

#[tokio::test]
async fn events_need_the_permissions_of_their_kind() {
    const VIEW: u128 = 1 << 10;
    const CONNECT: u128 = 1 << 20;
    const CREATE: u128 = 1 << 44;
    const MANAGE: u128 = 1 << 33;
    let mut world = World::start().await;
    let in_voice = json!({ "name": "talk", "privacy_level": 2, "entity_type": 2,
        "scheduled_start_time": START, "channel_id": (world.guild + 3).to_string() });
    world.everyone_may("0").await;
    for (may, body, allowed) in [
        (VIEW, external(), false),
        (CREATE, external(), true),
        (VIEW | CREATE, in_voice.clone(), false),
        (VIEW | CREATE | CONNECT, in_voice.clone(), true),
        (VIEW | MANAGE | CONNECT, in_voice.clone(), false),
    ] {
        world.may(may);
        let (status, error) = world.ask("POST", "~/scheduled-events", body).await;
        assert_eq!(status == 200, allowed, "{may:#x} {error}");
        if !allowed {
            assert_eq!(error["code"], 50_013);
        }
    }
    world.may(CREATE | CONNECT | VIEW);
    let own = world.ok("GET", "~/scheduled-events", Value::Null).await;
    let path = |at: usize| format!("~/scheduled-events/{}", id(&own[at]));
    world.ok("PATCH", &path(0), json!({ "name": "own" })).await;
    world.may(VIEW);
    assert_eq!(world.refused("DELETE", &path(0), Value::Null).await, (403, 50_013));
    // An event in a channel that the bot cannot see is not visible either.
    world.may(CREATE);
    assert_eq!(world.refused("GET", &path(1), Value::Null).await, (403, 50_001));
    let seen = world.ok("GET", "~/scheduled-events", Value::Null).await;
    assert_eq!(seen.as_array().unwrap().len(), 1);
    world.may(MANAGE);
    assert_eq!(world.ask("DELETE", &path(0), Value::Null).await.0, 204);
}

#[tokio::test]
async fn a_stage_is_opened_changed_and_closed_and_goes_with_its_channel() {
    let mut world = World::start().await;
    let channel = world.ok("POST", "~/channels", json!({ "name": "stage", "type": 13 })).await;
    world.audited().await;
    let body = json!({ "channel_id": channel["id"], "topic": "testing" });
    let stage = world.ok("POST", "/stage-instances", body.clone()).await;
    assert_eq!((&stage["privacy_level"], &stage["topic"]), (&json!(2), &json!("testing")));
    assert_eq!(world.event("STAGE_INSTANCE_CREATE").await, stage);
    let entry = world.audited().await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(83), &stage["id"]));
    assert_eq!(entry["options"]["channel_id"], channel["id"]);
    assert_eq!(world.refused("POST", "/stage-instances", body.clone()).await, (400, 150_006));
    let path = format!("/stage-instances/{}", id(&channel));
    let changed = world.ok("PATCH", &path, json!({ "topic": "123" })).await;
    assert_eq!(world.event("STAGE_INSTANCE_UPDATE").await, changed);
    assert_eq!(world.ok("GET", &path, Value::Null).await, changed);
    assert_eq!(world.audited().await["action_type"], 84);
    assert_eq!(world.refused("PATCH", &path, json!({ "topic": "" })).await, (400, 50_035));
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
    world.event("STAGE_INSTANCE_DELETE").await;
    assert_eq!(world.audited().await["action_type"], 85);
    assert_eq!(world.refused("GET", &path, Value::Null).await, (404, 10_067));
    let voice = format!("/stage-instances/{}", world.guild + 3);
    assert_eq!(world.refused("GET", &voice, Value::Null).await, (400, 50_024));

    world.ok("POST", "/stage-instances", body.clone()).await;
    world.audited().await;
    world.ok("DELETE", &format!("/channels/{}", id(&channel)), Value::Null).await;
    world.event("STAGE_INSTANCE_DELETE").await;
    assert_eq!(world.audited().await["action_type"], 12);
    assert_eq!(world.refused("POST", "/stage-instances", body).await, (404, 10_003));
}

#[tokio::test]
async fn who_joins_a_stage_listens_until_they_may_speak() {
    let mut world = World::start().await;
    let channel = world.ok("POST", "~/channels", json!({ "name": "stage", "type": 13 })).await;
    world.event("CHANNEL_CREATE").await;
    let join = json!({ "guild_id": world.guild.to_string(), "channel_id": channel["id"],
        "self_mute": false, "self_deaf": false });
    let own = "~/voice-states/@me";
    assert_eq!(world.refused("GET", own, Value::Null).await, (404, 10_065));
    world.client.send(&json!({ "op": 4, "d": join })).await;
    assert_eq!(world.event("VOICE_STATE_UPDATE").await["suppress"], true);
    world.event("VOICE_CHANNEL_START_TIME_UPDATE").await;
    world.event("VOICE_SERVER_UPDATE").await;
    assert_eq!(world.ok("GET", own, Value::Null).await["suppress"], true);
    let asks = json!({ "request_to_speak_timestamp": START });
    assert_eq!(world.ask("PATCH", own, asks.clone()).await.0, 204);
    let asked = world.event("VOICE_STATE_UPDATE").await;
    assert_eq!(asked["request_to_speak_timestamp"], "2099-01-01T10:00:00.000000+00:00");
    assert_eq!(world.ask("PATCH", own, json!({ "suppress": false })).await.0, 204);
    assert_eq!(world.event("VOICE_STATE_UPDATE").await["suppress"], false);

    let user = world.member(2);
    world.act(json!({ "do": "voice", "user": user, "channel": channel["id"] })).unwrap();
    assert_eq!(world.event("VOICE_STATE_UPDATE").await["suppress"], true);
    let other = format!("~/voice-states/{user}");
    assert_eq!(world.ask("PATCH", &other, json!({ "suppress": false })).await.0, 204);
    let speaks = world.event("VOICE_STATE_UPDATE").await;
    assert_eq!(
        (&speaks["suppress"], speaks["request_to_speak_timestamp"].is_string()),
        (&json!(false), true)
    );
    assert_eq!(world.ask("PATCH", &other, json!({ "suppress": true })).await.0, 204);
    assert!(world.event("VOICE_STATE_UPDATE").await["request_to_speak_timestamp"].is_null());
    // With only VIEW_CHANNEL and CONNECT, a user can be silent, but can neither speak nor ask to speak.
    world.everyone_may("0").await;
    world.may(1 << 10 | 1 << 20);
    assert_eq!(world.refused("PATCH", own, asks).await, (403, 50_013));
    assert_eq!(world.refused("PATCH", own, json!({ "suppress": false })).await, (403, 50_013));
    assert_eq!(world.ask("PATCH", own, json!({ "suppress": true })).await.0, 204);
    assert_eq!(world.refused("PATCH", &other, json!({ "suppress": true })).await, (403, 50_013));
    let voice = (world.guild + 3).to_string();
    world.act(json!({ "do": "voice", "user": user, "channel": voice })).unwrap();
    assert_eq!(world.refused("PATCH", &other, json!({ "suppress": true })).await, (400, 50_024));
}
