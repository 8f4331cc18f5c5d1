//! What a session requests, and what it receives.

use super::*;
use gateway_model::gateway::Intents;

const MEMBERS: u64 = Intents::GUILD_MEMBERS.bits();
const PRESENCES: u64 = Intents::GUILD_PRESENCES.bits();
const VOICE: u64 = Intents::GUILD_VOICE_STATES.bits();

/// A world of one guild with this many members, and its id.
fn one_guild(members: usize) -> (Bench, String) {
    let config = CoreConfig { guilds: 1, members_per_guild: members, ..CoreConfig::default() };
    let bench = Bench::new(config);
    let guild = bench.core.world().guilds().next().unwrap().to_string();
    (bench, guild)
}

fn ask(bench: &mut Bench, conn: ConnId, op: u8, data: Value) -> Vec<Value> {
    bench.send(conn, &json!({ "op": op, "d": data })).iter().map(payload).collect()
}

fn refused(bench: &mut Bench, conn: ConnId, op: u8, data: Value) -> Option<u16> {
    match bench.send(conn, &json!({ "op": op, "d": data })).last() {
        Some(CoreOutput::Close { code, .. }) => Some(*code),
        _ => None,
    }
}

#[test]
fn all_members_come_in_chunks_of_1000_with_nonce_and_presences() {
    let (mut bench, guild) = one_guild(2345);
    let conn = bench.live(MEMBERS | PRESENCES, [0, 1]);
    let request =
        json!({ "guild_id": guild, "query": "", "limit": 0, "presences": true, "nonce": "n" });
    let chunks = ask(&mut bench, conn, 8, request);
    let mut seen = std::collections::BTreeSet::new();
    for (index, chunk) in chunks.iter().enumerate() {
        assert_eq!((&chunk["t"], &chunk["op"]), (&json!("GUILD_MEMBERS_CHUNK"), &json!(0)));
        let data = &chunk["d"];
        assert_eq!(data["guild_id"], guild.as_str());
        assert_eq!(
            (&data["chunk_index"], &data["chunk_count"], &data["nonce"]),
            (&json!(index), &json!(3), &json!("n"))
        );
        assert!(data.get("not_found").is_none());
        let here: Vec<&Value> = data["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| &member["user"]["id"])
            .collect();
        assert_eq!(here.len(), [1000, 1000, 345][index]);
        let presences = data["presences"].as_array().unwrap();
        assert!(presences.len() > 100);
        assert!(presences.iter().all(|presence| here.contains(&&presence["user"]["id"])));
        seen.extend(here.into_iter().map(Value::to_string));
    }
    assert_eq!((chunks.len(), seen.len()), (3, 2345));
}

#[test]
fn a_prefix_or_ids_give_at_most_100_members() {
    let (mut bench, guild) = one_guild(2000);
    let conn = bench.live(1, [0, 1]);
    let chunks = ask(&mut bench, conn, 8, json!({ "guild_id": guild, "query": "ADA", "limit": 0 }));
    let members = chunks[0]["d"]["members"].as_array().unwrap();
    assert_eq!((chunks.len(), members.len()), (1, 100));
    assert!(members.iter().all(|m| m["user"]["username"].as_str().unwrap().starts_with("ada_")));
    assert!(chunks[0]["d"].get("presences").is_none() && chunks[0]["d"].get("nonce").is_none());
    let few = ask(&mut bench, conn, 8, json!({ "guild_id": guild, "query": "ada", "limit": 7 }));
    assert_eq!(few[0]["d"]["members"].as_array().unwrap().len(), 7);
    let none = ask(&mut bench, conn, 8, json!({ "guild_id": guild, "query": "zz", "limit": 7 }));
    assert_eq!((&none[0]["d"]["members"], &none[0]["d"]["chunk_count"]), (&json!([]), &json!(1)));

    let known = bench.core.world().guild_at(0).unwrap();
    let known = bench.core.world().guild(known).unwrap().members.ids().nth(5).unwrap().to_string();
    let ids = json!([known, "17", "nonsense"]);
    let found = ask(&mut bench, conn, 8, json!({ "guild_id": guild, "user_ids": ids }));
    assert_eq!(found[0]["d"]["members"][0]["user"]["id"], known.as_str());
    assert_eq!(found[0]["d"]["not_found"], json!(["17", "nonsense"]));
    let many: Vec<String> = (1..=150).map(|id: u64| id.to_string()).collect();
    let found = ask(&mut bench, conn, 8, json!({ "guild_id": guild, "user_ids": many }));
    assert_eq!(found[0]["d"]["not_found"].as_array().unwrap().len(), 100);
    let one = ask(&mut bench, conn, 8, json!({ "guild_id": guild, "user_ids": known }));
    assert_eq!(one[0]["d"]["members"].as_array().unwrap().len(), 1);
}

#[test]
fn the_whole_list_needs_its_intent_and_presences_need_theirs() {
    let (mut bench, guild) = one_guild(30);
    let conn = bench.live(1, [0, 1]);
    let all = json!({ "guild_id": guild, "query": "", "limit": 0 });
    assert!(ask(&mut bench, conn, 8, all).is_empty());
    assert_eq!(bench.core.stats().ignored.values().sum::<u64>(), 1);

    bench.wait(Duration::from_secs(5));
    let conn = bench.live(MEMBERS, [0, 1]);
    let all = json!({ "guild_id": guild, "query": "", "limit": 0, "presences": true });
    let chunks = ask(&mut bench, conn, 8, all);
    assert_eq!(chunks[0]["d"]["members"].as_array().unwrap().len(), 30);
    assert!(chunks[0]["d"].get("presences").is_none());
}

#[test]
fn a_nonce_of_more_than_32_bytes_is_left_out() {
    let (mut bench, guild) = one_guild(3);
    let conn = bench.live(MEMBERS, [0, 1]);
    for (nonce, kept) in [
        (json!("x".repeat(32)), true),
        (json!("x".repeat(33)), false),
        (json!("é".repeat(17)), false),
        (json!(5), false),
    ] {
        let request = json!({ "guild_id": guild, "query": "a", "limit": 1, "nonce": nonce });
        let chunks = ask(&mut bench, conn, 8, request);
        assert_eq!(chunks[0]["d"].get("nonce").is_some(), kept, "{nonce}");
    }
}

#[test]
fn all_members_of_a_guild_may_be_asked_for_every_30_seconds() {
    let config = CoreConfig { guilds: 2, ..CoreConfig::default() };
    let mut bench = Bench::new(config);
    let guilds: Vec<String> = bench.core.world().guilds().map(|id| id.to_string()).collect();
    let conn = bench.live(MEMBERS, [0, 1]);
    let all = |guild: &str| json!({ "guild_id": guild, "query": "", "limit": 0, "nonce": "again" });
    let name = |sent: Vec<Value>| sent[0]["t"].as_str().unwrap().to_owned();
    assert_eq!(name(ask(&mut bench, conn, 8, all(&guilds[0]))), "GUILD_MEMBERS_CHUNK");
    bench.wait(Duration::from_secs(12));
    let limited = ask(&mut bench, conn, 8, all(&guilds[0]));
    assert_eq!(limited[0]["t"], "RATE_LIMITED");
    assert_eq!(
        limited[0]["d"],
        json!({ "opcode": 8, "retry_after": 18.0, "meta": { "guild_id": guilds[0], "nonce": "again" } })
    );
    // Other guilds, and requests for some members, are not limited.
    assert_eq!(name(ask(&mut bench, conn, 8, all(&guilds[1]))), "GUILD_MEMBERS_CHUNK");
    let some = json!({ "guild_id": guilds[0], "query": "a", "limit": 5 });
    assert_eq!(name(ask(&mut bench, conn, 8, some)), "GUILD_MEMBERS_CHUNK");
    // A refused request does not restart the 30 seconds.
    bench.wait(Duration::from_secs(18));
    assert_eq!(name(ask(&mut bench, conn, 8, all(&guilds[0]))), "GUILD_MEMBERS_CHUNK");
    assert_eq!(bench.core.stats().rate_limited_requests, 1);
}

#[test]
fn what_discord_takes_against_the_docs_is_a_warning_and_in_strict_mode_refused() {
    let (_, guild) = one_guild(3);
    let chess = json!({ "name": "chess", "type": 0 });
    let cases = [
        (3, json!({ "since": "x", "activities": [], "status": "idle", "afk": false }), 1),
        (3, json!({ "status": "idle" }), 3),
        (3, json!({ "since": 0, "afk": false, "status": "idle", "game": chess }), 2),
        (4, json!({ "guild_id": guild, "channel_id": null, "self_mute": false }), 1),
        (4, json!({ "guild_id": guild, "channel_id": null }), 2),
    ];
    for (op, data, warnings) in cases {
        let (mut bench, _) = one_guild(3);
        let conn = bench.live(1, [0, 1]);
        assert_eq!(refused(&mut bench, conn, op, data.clone()), None, "{op} {data}");
        let told = bench.core.warnings();
        assert_eq!(told.values().sum::<u64>(), warnings, "{told:?}");
        if data["game"].is_object() {
            assert_eq!(bench.core.presence_of(conn).unwrap()["activities"], json!([data["game"]]));
        }
        let mut strict = Bench::new(CoreConfig { strict: true, ..CoreConfig::default() });
        let conn = strict.live(1, [0, 1]);
        assert_eq!(refused(&mut strict, conn, op, data.clone()), Some(4001), "{op} {data}");
    }
}

#[test]
fn a_request_that_is_not_documented_closes_with_4001() {
    let (_, guild) = one_guild(3);
    let cases = [
        (8, json!({ "query": "", "limit": 0 })),
        (8, json!({ "guild_id": [guild], "query": "", "limit": 0 })),
        (8, json!({ "guild_id": guild })),
        (8, json!({ "guild_id": guild, "query": "" })),
        (8, json!({ "guild_id": guild, "query": "", "limit": -1 })),
        (8, json!({ "guild_id": guild, "query": 5, "limit": 0 })),
        (8, json!({ "guild_id": guild, "query": "", "limit": 0, "user_ids": ["1"] })),
        (8, json!({ "guild_id": guild, "user_ids": {} })),
        (8, json!({ "guild_id": guild, "query": "", "limit": 0, "presences": 1 })),
        (8, json!([])),
        (3, json!({})),
        (3, json!({ "since": null, "activities": [], "status": "away", "afk": false })),
        (3, json!({ "since": null, "activities": [{}], "status": "idle", "afk": false })),
        (3, json!({ "since": null, "activities": [], "status": "idle", "afk": 0 })),
        (4, json!({ "guild_id": guild, "self_mute": false, "self_deaf": false })),
        (4, json!({ "guild_id": guild, "channel_id": null, "self_mute": 1 })),
        (
            4,
            json!({ "guild_id": guild, "channel_id": "x", "self_mute": false, "self_deaf": false }),
        ),
        (31, json!({ "guild_ids": guild })),
        (31, json!({ "guild_ids": ["x"] })),
        (43, json!({ "guild_id": guild })),
        (43, json!({ "guild_id": guild, "fields": [1] })),
    ];
    for (op, data) in cases {
        let (mut bench, _) = one_guild(3);
        let conn = bench.live(1, [0, 1]);
        assert_eq!(refused(&mut bench, conn, op, data.clone()), Some(4001), "{op} {data}");
    }
}

#[test]
fn guilds_of_other_shards_are_not_answered() {
    let mut bench = Bench::new(CoreConfig { max_concurrency: 2, ..CoreConfig::default() });
    let other = bench.core.world().guilds().find(|guild| guild.shard(2.try_into().unwrap()) == 1);
    let guild = other.unwrap().to_string();
    let conn = bench.live(MEMBERS, [0, 2]);
    for (op, data) in [
        (8, json!({ "guild_id": guild, "query": "", "limit": 0 })),
        (
            4,
            json!({ "guild_id": guild, "channel_id": null, "self_mute": false, "self_deaf": false }),
        ),
        (31, json!({ "guild_ids": [guild] })),
        (43, json!({ "guild_id": guild, "fields": ["status"] })),
    ] {
        assert!(ask(&mut bench, conn, op, data).is_empty(), "{op}");
    }
    assert_eq!(bench.core.stats().ignored.values().sum::<u64>(), 4);
}

#[test]
fn a_presence_is_shown_where_the_bot_is() {
    let (mut bench, guild) = one_guild(3);
    let bot = bench.core.world().bot_id().to_string();
    let own = |chunk: &Value| {
        let shown = chunk["d"]["presences"].as_array().unwrap();
        shown.iter().find(|one| one["user"]["id"] == bot.as_str()).cloned().unwrap_or_default()
    };
    let conn = bench.hello();
    let presence = json!({ "status": "dnd", "since": 0, "afk": false });
    let intents = MEMBERS | PRESENCES | 1;
    let sent = bench.identify(conn, json!({ "intents": intents, "presence": presence }));
    assert_eq!(own(&payload(&sent[1]))["status"], "dnd");
    let request = json!({ "guild_id": guild, "user_ids": bot, "presences": true });
    for (status, shown) in [("idle", json!("idle")), ("invisible", Value::Null)] {
        let activities = json!([{ "name": "chess", "type": 0 }]);
        let update = json!({ "since": 5, "activities": activities, "status": status, "afk": true });
        assert!(ask(&mut bench, conn, 3, update).is_empty());
        let chunks = ask(&mut bench, conn, 8, request.clone());
        assert_eq!(own(&chunks[0])["status"], shown);
    }
    assert_eq!(bench.core.presence_of(conn).unwrap()["status"], "invisible");
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "presence": { "status": "gone" } }));
    assert!(matches!(sent[0], CoreOutput::Close { code: 4001, .. }));
}

#[test]
fn joining_a_voice_channel_gives_state_and_server() {
    let (mut bench, guild) = one_guild(3);
    let id: u64 = guild.parse().unwrap();
    let (text, voice) = ((id + 1).to_string(), (id + 3).to_string());
    let conn = bench.live(VOICE | 1, [0, 1]);
    let to = |channel: Value, mute: bool| json!({ "guild_id": guild, "channel_id": channel, "self_mute": mute, "self_deaf": false });
    let names = |sent: &[Value]| {
        sent.iter().map(|one| one["t"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(ask(&mut bench, conn, 4, to(json!(text), false)).is_empty(), "not a voice channel");
    let joined = ask(&mut bench, conn, 4, to(json!(voice), false));
    assert_eq!(
        names(&joined),
        ["VOICE_STATE_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE", "VOICE_SERVER_UPDATE"]
    );
    let session = bench.core.session_of(conn).unwrap().0.to_owned();
    let state = &joined[0]["d"];
    assert_eq!(
        (&state["channel_id"], &state["session_id"], &state["self_mute"]),
        (&json!(voice), &json!(session), &json!(false))
    );
    assert!(state["member"]["user"]["bot"].as_bool().unwrap());
    assert!(joined[2]["d"]["token"].is_string() && joined[2]["d"]["endpoint"].is_string());
    // State of the channel that is known only for some time.
    let info = json!({ "guild_id": guild, "fields": ["voice_start_time"] });
    let answer = ask(&mut bench, conn, 43, info.clone());
    let seconds = bench.core.unix_ms() / 1000;
    assert_eq!(answer[0]["d"]["channels"], json!([{ "id": voice, "voice_start_time": seconds }]));

    let muted = ask(&mut bench, conn, 4, to(json!(voice), true));
    assert_eq!(
        (names(&muted), &muted[0]["d"]["self_mute"]),
        (vec!["VOICE_STATE_UPDATE".into()], &json!(true))
    );
    let left = ask(&mut bench, conn, 4, to(Value::Null, false));
    assert_eq!(names(&left), ["VOICE_STATE_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE"]);
    assert!(left[0]["d"]["channel_id"].is_null() && left[1]["d"]["voice_start_time"].is_null());
    assert!(ask(&mut bench, conn, 4, to(Value::Null, false)).is_empty(), "it was in none");
    assert_eq!(ask(&mut bench, conn, 43, info)[0]["d"]["channels"], json!([]));
}

#[test]
fn a_session_that_ends_leaves_voice() {
    let (mut bench, guild) = one_guild(3);
    let id: u64 = guild.parse().unwrap();
    let first = bench.live(VOICE, [0, 1]);
    bench.wait(Duration::from_secs(5));
    let second = bench.live(VOICE, [0, 1]);
    let voice = (id + 3).to_string();
    let join =
        json!({ "guild_id": guild, "channel_id": voice, "self_mute": false, "self_deaf": true });
    ask(&mut bench, first, 4, join);
    bench.core.handle(CoreInput::Closed { conn: first, code: Some(1000) }, bench.now);
    let sent = bench.drain();
    assert!(matches!(sent[0], CoreOutput::Send { conn, .. } if conn == second), "{sent:?}");
    let left = payload(&sent[0]);
    assert_eq!(
        (&left["t"], &left["d"]["channel_id"]),
        (&json!("VOICE_STATE_UPDATE"), &Value::Null)
    );
}

#[test]
fn soundboard_sounds_come_for_each_guild() {
    let mut bench = Bench::new(CoreConfig::default());
    let guilds: Vec<String> = bench.core.world().guilds().map(|id| id.to_string()).collect();
    let conn = bench.live(1, [0, 1]);
    let sent = ask(&mut bench, conn, 31, json!({ "guild_ids": [guilds[0], guilds[2], "17"] }));
    let from: Vec<&Value> = sent.iter().map(|one| &one["d"]["guild_id"]).collect();
    assert_eq!(from, [&json!(guilds[0]), &json!(guilds[2])]);
    assert!(sent[0]["d"]["soundboard_sounds"][0]["sound_id"].is_string());
}

#[test]
fn a_chunk_can_be_lost_on_command() {
    let (mut bench, guild) = one_guild(2500);
    let conn = bench.live(MEMBERS, [0, 1]);
    bench.core.lose_events("GUILD_MEMBERS_CHUNK", 1, 1);
    let all = json!({ "guild_id": guild, "query": "", "limit": 0 });
    let chunks = ask(&mut bench, conn, 8, all);
    let indices: Vec<_> = chunks.iter().map(|chunk| &chunk["d"]["chunk_index"]).collect();
    assert_eq!(indices, [&json!(0), &json!(2)]);
    let sequences: Vec<_> = chunks.iter().map(|c| c["s"].as_u64().unwrap()).collect();
    assert_eq!(sequences[0] + 1, sequences[1], "what is lost never had a sequence");
}
