//! Which session receives what.

use super::*;
use gateway_model::gateway::Intents;

#[test]
fn a_session_gets_its_guilds_and_only_those() {
    let mut bench =
        Bench::new(CoreConfig { guilds: 10, max_concurrency: 4, ..CoreConfig::default() });
    let mut seen = 0;
    for shard in 0..4 {
        let conn = bench.hello();
        let sent = bench.identify(conn, json!({ "shard": [shard, 4], "intents": 1 }));
        let ready = payload(&sent[0]);
        assert_eq!(ready["d"]["shard"], json!([shard, 4]));
        for (guild, create) in ready["d"]["guilds"].as_array().unwrap().iter().zip(&sent[1..]) {
            let id: u64 = guild["id"].as_str().unwrap().parse().unwrap();
            assert_eq!((id >> 22) % 4, shard);
            assert_eq!(guild["unavailable"], true);
            assert_eq!(payload(create)["d"]["id"], guild["id"]);
            seen += 1;
        }
    }
    assert_eq!(seen, 10);
}

#[test]
fn direct_events_go_to_shard_zero() {
    let mut bench = Bench::new(CoreConfig { max_concurrency: 2, ..CoreConfig::default() });
    let intents = Intents::DIRECT_MESSAGES.bits();
    let zero = bench.live(intents, [0, 2]);
    bench.live(intents, [1, 2]);
    let data = json!({ "content": "psst", "author": { "id": "5" } });
    assert_eq!(bench.core.inject("MESSAGE_CREATE", Route::Direct, &data, bench.now), 1);
    let sent = bench.drain();
    assert!(matches!(sent[0], CoreOutput::Send { conn, .. } if conn == zero));
    // Direct messages keep their content without the intent.
    assert_eq!(payload(&sent[0])["d"]["content"], "psst");
}

#[test]
fn intents_decide_what_is_sent() {
    let mut bench = Bench::new(CoreConfig::default());
    bench.live(Intents::GUILD_MESSAGES.bits(), [0, 1]);
    let guild = Route::Guild(bench.core.world().guilds().next().unwrap());
    let data = json!({});
    for (event, route, expected) in [
        ("MESSAGE_CREATE", guild, 1),
        ("MESSAGE_CREATE", Route::Direct, 0),
        ("TYPING_START", guild, 0),
        ("CHANNEL_UPDATE", guild, 0),
        ("INTERACTION_CREATE", guild, 1),
        ("SOMETHING_NEW", guild, 1),
    ] {
        assert_eq!(bench.core.inject(event, route, &data, bench.now), expected, "{event}");
    }
    // Caveats: Guild Member Update of the bot itself needs no intent.
    let bot = bench.core.world().bot_id().to_string();
    let own = json!({ "user": { "id": bot } });
    assert_eq!(bench.core.inject("GUILD_MEMBER_UPDATE", guild, &own, bench.now), 1);
    assert_eq!(bench.core.inject("GUILD_MEMBER_UPDATE", guild, &data, bench.now), 0);
}

#[test]
fn content_is_blank_without_its_intent_but_for_own_messages_and_mentions() {
    let mut bench = Bench::new(CoreConfig::default());
    bench.live(Intents::GUILD_MESSAGES.bits(), [0, 1]);
    let guild = Route::Guild(bench.core.world().guilds().next().unwrap());
    let bot = json!({ "id": bench.core.world().bot_id().to_string() });
    let base = json!({ "content": "x", "embeds": [1], "author": { "id": "5" }, "mentions": [] });
    let mut own = base.clone();
    own["author"] = bot.clone();
    let mut mention = base.clone();
    mention["mentions"] = json!([bot]);
    for (data, content) in [(&base, ""), (&own, "x"), (&mention, "x")] {
        bench.core.inject("MESSAGE_CREATE", guild, data, bench.now);
        let sent = payload(&bench.drain()[0]);
        assert_eq!(sent["d"]["content"], content);
        assert_eq!(sent["d"]["embeds"].as_array().unwrap().len(), content.len());
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let run = || {
        let mut bench =
            Bench::new(CoreConfig { guilds: 3, members_per_guild: 60, ..CoreConfig::default() });
        let conn = bench.hello();
        bench.identify(conn, json!({ "intents": Intents::all().bits() }))
    };
    assert_eq!(run(), run());
}
