//! The metrics published through the `metrics` facade, under the names that the docs list.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use gateway_cache::{Bound, Cache, Kind, MemberFields, RoleFields, metric};
use gateway_model::Dispatch;
use gateway_model::gateway::Intents;
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::{Value, json};

fn take_in(cache: &Cache, name: &str, data: &Value) -> bool {
    let text = format!(r#"{{"t":"{name}","s":1,"op":0,"d":{data}}}"#);
    cache.update_dispatch(&Dispatch::parse(text.into()).unwrap()).is_ok()
}

fn member(user: u64) -> Value {
    json!({ "user": { "id": user.to_string(), "username": "u" }, "roles": [], "deaf": false, "mute": false,
        "joined_at": "2024-03-01T12:00:00+00:00", "guild_id": "4194304" })
}

#[test]
fn entries_bytes_and_counters_are_what_the_statistics_say() {
    let bound = Bound::none().entries(4);
    let cache = Cache::builder(Intents::all()).roles(RoleFields::all());
    let cache = cache.members(MemberFields::empty()).bound_members(bound).build();
    let everyone =
        json!({ "id": "4194304", "name": "everyone", "position": 0, "permissions": "0" });
    let guild = json!({ "id": "4194304", "name": "g", "owner_id": "5", "joined_at": "2024-03-01T12:00:00+00:00",
        "large": false, "member_count": 1, "roles": [everyone], "emojis": [], "stickers": [], "channels": [],
        "members": [member(5)] });
    assert!(take_in(&cache, "GUILD_CREATE", &guild));
    assert!((6..16).all(|user| take_in(&cache, "GUILD_MEMBER_ADD", &member(user))));
    assert!(!take_in(&cache, "GUILD_MEMBER_ADD", &json!({ "guild_id": [] })));
    // The cache keeps nothing of this event, so it is not counted.
    assert!(take_in(&cache, "TYPING_START", &json!({})));

    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || cache.record_metrics());
    let told = recorder.handle().render();
    let lines = told.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let told: BTreeMap<&str, &str> = lines.map(|line| line.rsplit_once(' ').unwrap()).collect();

    let stats = cache.stats();
    assert_eq!((stats.guilds, stats.roles, stats.updates, stats.undecoded), (1, 1, 11, 1));
    assert_eq!(stats.dropped, 11 - stats.members as u64);
    for kind in Kind::ALL {
        let name = format!("{}{{kind=\"{}\"}}", metric::ENTRIES, kind.name());
        assert_eq!(told[&*name], stats.entries(kind).to_string(), "{name}");
    }
    for (name, value) in [
        (metric::ROW_BYTES, stats.row_bytes as u64),
        (metric::UPDATES, stats.updates),
        (metric::UNDECODED, stats.undecoded),
        (metric::DROPPED, stats.dropped),
    ] {
        assert_eq!(told[name], value.to_string(), "{name}");
    }
    assert_eq!(told.len(), Kind::ALL.len() + 4, "{told:?}");
    for name in told.keys() {
        let name = name.split('{').next().unwrap();
        assert!(include_str!("../src/metric.rs").contains(&format!("| `{name}` |")), "{name}");
    }
}
