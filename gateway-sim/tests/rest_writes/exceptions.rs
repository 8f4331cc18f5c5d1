//! Exceptions of recurring events.

use serde_json::{Value, json};

use crate::world::{World, id};

const START: &str = "2099-06-03T18:00:00.000000+00:00";

fn recurring() -> Value {
    json!({ "name": "weekly", "privacy_level": 2, "entity_type": 3, "scheduled_start_time": START,
        "scheduled_end_time": "2099-06-03T19:00:00Z", "entity_metadata": { "location": "here" },
        "recurrence_rule": { "start": START, "frequency": 2, "interval": 1, "by_weekday": [2] } })
}

#[tokio::test]
async fn an_occurrence_is_moved_cancelled_counted_and_restored() {
    let mut world = World::start().await;
    let event = world.ok("POST", "~/scheduled-events", recurring()).await;
    world.event("GUILD_SCHEDULED_EVENT_CREATE").await;
    world.audited().await;
    let path = format!("~/scheduled-events/{}", id(&event));
    let exceptions = format!("{path}/exceptions");
    let body =
        json!({ "original_scheduled_start_time": "2099-06-10T18:00:00Z", "is_canceled": true });
    let made = world.ok("POST", &exceptions, body.clone()).await;
    assert_eq!((&made["event_id"], &made["is_canceled"]), (&event["id"], &json!(true)));
    let mut told = world.event("GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE").await;
    assert_eq!(told["guild_id"].take(), world.guild.to_string().as_str());
    assert_eq!(told["event_exception_id"], made["event_exception_id"]);
    let entry = world.audited().await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(200), &event["id"]));
    let shown = world.ok("GET", &path, Value::Null).await;
    assert_eq!(shown["guild_scheduled_event_exceptions"], json!([made]));
    assert_eq!(world.refused("POST", &exceptions, body).await, (400, 50_035), "once");

    let exception = made["event_exception_id"].as_str().unwrap().to_owned();
    let interested = json!({ "do": "interested", "event": event["id"], "user": world.member(1), "exception": exception });
    world.act(interested).unwrap();
    let told = world.event("GUILD_SCHEDULED_EVENT_USER_ADD").await;
    assert_eq!(told["guild_scheduled_event_exception_id"], exception.as_str());
    let users = world.ok("GET", &format!("{path}/{exception}/users"), Value::Null).await;
    assert_eq!(users[0]["user_id"], world.member(1));
    assert_eq!(world.ok("GET", &format!("{path}/users"), Value::Null).await, json!([]));
    let counts = format!("{path}/users/counts?guild_scheduled_event_exception_ids={exception}");
    let counts = world.ok("GET", &counts, Value::Null).await;
    assert_eq!(
        counts,
        json!({ "guild_scheduled_event_count": 0, "guild_scheduled_event_exception_counts": { exception.clone(): 1 } })
    );

    let one = format!("{exceptions}/{exception}");
    let moved = json!({ "is_canceled": false, "scheduled_start_time": "2099-06-11T18:00:00Z" });
    let moved = world.ok("PATCH", &one, moved).await;
    assert_eq!(moved["scheduled_start_time"], "2099-06-11T18:00:00.000000+00:00");
    world.event("GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE").await;
    assert_eq!(world.audited().await["action_type"], 201);
    let wrong = json!({ "scheduled_end_time": "2099-06-11T17:00:00Z" });
    assert_eq!(world.refused("PATCH", &one, wrong).await, (400, 50_035));
    assert_eq!(world.ask("DELETE", &one, Value::Null).await.0, 204);
    world.event("GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE").await;
    assert_eq!(world.audited().await["action_type"], 202);
    assert_eq!(world.refused("DELETE", &one, Value::Null).await, (404, 10_070));
}

#[tokio::test]
async fn a_new_rule_clears_the_exceptions_and_an_event_that_does_not_recur_has_none() {
    let world = World::start().await;
    let event = world.ok("POST", "~/scheduled-events", recurring()).await;
    let path = format!("~/scheduled-events/{}", id(&event));
    let exceptions = format!("{path}/exceptions");
    let body = json!({ "original_scheduled_start_time": "2099-06-10T18:00:00Z" });
    world.ok("POST", &exceptions, body.clone()).await;
    let rule = json!({ "recurrence_rule": { "start": START, "frequency": 3, "interval": 1 } });
    let changed = world.ok("PATCH", &path, rule).await;
    assert_eq!(changed["guild_scheduled_event_exceptions"], json!([]));
    // The event does not occur at this time. The docs do not say what Discord does, so it is a warning.
    let odd = json!({ "original_scheduled_start_time": "2099-06-10T18:30:00Z" });
    world.ok("POST", &exceptions, odd).await;
    let warned = world.sim.warnings();
    assert!(warned.keys().any(|what| what.contains("does not occur")), "{warned:?}");
    assert_eq!(world.refused("POST", &exceptions, json!({})).await, (400, 50_035));
    world.ok("PATCH", &path, json!({ "recurrence_rule": null })).await;
    assert_eq!(world.refused("POST", &exceptions, body).await, (400, 50_035));
}
