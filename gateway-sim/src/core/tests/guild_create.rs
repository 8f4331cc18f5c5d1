//! The contents of Guild Create: intents, `large_threshold`, voice.

use super::*;
use gateway_model::gateway::Intents;

const GUILDS: u64 = Intents::GUILDS.bits();
const PRESENCES: u64 = Intents::GUILD_PRESENCES.bits();

/// The Guild Create of a guild with this many members, for these intents and this threshold.
fn create(members: usize, intents: u64, threshold: Value) -> Value {
    let config = CoreConfig { guilds: 1, members_per_guild: members, ..CoreConfig::default() };
    let mut bench = Bench::new(config);
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "intents": intents, "large_threshold": threshold }));
    let event = payload(&sent[1]);
    assert_eq!(event["t"], "GUILD_CREATE");
    event["d"].clone()
}

fn count(data: &Value, list: &str) -> usize {
    data[list].as_array().unwrap().len()
}

#[test]
fn large_threshold_decides_whether_offline_members_are_sent() {
    // Up to the threshold all members are included; the default threshold is 50.
    for (members, threshold, large) in
        [(50, json!("absent"), false), (51, json!("absent"), true), (51, json!(60), false)]
    {
        let data = create(members, GUILDS | PRESENCES, threshold);
        assert_eq!((&data["large"], &data["member_count"]), (&json!(large), &json!(members)));
        assert_eq!(count(&data, "members") == members, !large, "{members}");
    }
    let data = create(250, GUILDS | PRESENCES, json!(50));
    let presences = data["presences"].as_array().unwrap();
    let online: Vec<&Value> = presences.iter().map(|presence| &presence["user"]["id"]).collect();
    let members = data["members"].as_array().unwrap();
    assert!(members.len() > 50 && members.len() < 250);
    assert!(members.iter().all(|member| online.contains(&&member["user"]["id"])));
}

#[test]
fn without_presences_or_over_75000_members_only_the_bot_and_voice_are_sent() {
    for (members, intents) in [(20, GUILDS), (75_001, GUILDS | PRESENCES)] {
        let data = create(members, intents, json!(250));
        assert_eq!(count(&data, "members"), 1, "{members}");
        assert_eq!(data["members"][0]["user"]["bot"], true);
    }
    assert_eq!(count(&create(20, GUILDS, json!(250)), "presences"), 0);

    let mut bench = Bench::new(CoreConfig { guilds: 1, ..CoreConfig::default() });
    let guild = bench.core.world().guild_at(0).unwrap();
    let user = bench.core.world().guild(guild).unwrap().members.ids().nth(4).unwrap();
    bench.core.set_voice(guild, user, Some(guild.get() + 3), [false, false], "s");
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "intents": GUILDS }));
    let data = &payload(&sent[1])["d"];
    assert_eq!((count(data, "members"), count(data, "voice_states")), (2, 1));
}

#[test]
fn without_the_guilds_intent_there_is_no_guild_create() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "intents": 512 }));
    assert_eq!(sent.len(), 1);
    let ready = payload(&sent[0]);
    let guilds = ready["d"]["guilds"].as_array().unwrap();
    assert!(guilds.len() == 3 && guilds.iter().all(|guild| guild["unavailable"] == true));
}

#[test]
fn guild_creates_are_replayed_as_the_guilds_are_now() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(GUILDS, [0, 1]);
    let id = bench.core.session_of(conn).unwrap().0.to_owned();
    bench.core.drop_connection(conn, bench.now);
    let guilds: Vec<_> = bench.core.world().guilds().collect();
    bench.core.world_mut().guild_mut(guilds[1]).unwrap().object.insert("name".into(), json!("new"));
    bench.core.leave_own_guild(guilds[2], bench.now);
    bench.drain();
    let conn = bench.hello();
    let resume = json!({ "token": DEFAULT_TOKEN, "session_id": id, "seq": 1 });
    let sent = bench.send(conn, &json!({ "op": 6, "d": resume }));
    let sent: Vec<Value> = sent.iter().map(payload).collect();
    let seen: Vec<_> =
        sent.iter().map(|one| (one["t"].as_str().unwrap(), one["s"].as_u64().unwrap())).collect();
    // The third guild was deleted: it has no Guild Create, but a Guild Delete.
    assert_eq!(
        seen,
        [("GUILD_CREATE", 2), ("GUILD_CREATE", 3), ("GUILD_DELETE", 5), ("RESUMED", 6)]
    );
    assert_eq!(sent[1]["d"]["name"], "new");
}

#[test]
fn the_last_message_of_a_channel_is_that_which_was_written_last() {
    let mut bench = Bench::new(CoreConfig { guilds: 1, ..CoreConfig::default() });
    let guild = bench.core.world().guild_at(0).unwrap();
    let (text, other) = (guild.get() + 1, guild.get() + 2);
    for id in [500, 600] {
        bench.core.world_mut().write(text, id, json!({ "id": id.to_string() }));
    }
    assert!(bench.core.world_mut().erase(text, 600).is_some());
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "intents": GUILDS }));
    let data = payload(&sent[1])["d"].clone();
    let last = |id: u64| {
        let channels = data["channels"].as_array().unwrap();
        let channel = channels.iter().find(|channel| channel["id"] == id.to_string().as_str());
        channel.unwrap()["last_message_id"].clone()
    };
    assert_eq!((last(text), last(other)), (json!("600"), Value::Null));
}
