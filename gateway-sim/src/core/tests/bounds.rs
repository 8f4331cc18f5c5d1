//! The limits of what the core keeps.

use super::*;

/// Creates a bench in which any number of sessions may start.
fn bench(config: CoreConfig) -> Bench {
    let identify_tolerance = Duration::from_secs(5);
    Bench::new(CoreConfig { identify_tolerance, session_starts: 10_000, ..config })
}

#[test]
fn all_sessions_together_keep_no_more_than_their_bound() {
    let mut bench = bench(CoreConfig { replay_total_bytes: 20_000, ..CoreConfig::default() });
    let conns: Vec<ConnId> = (0..8).map(|_| bench.live(513, [0, 1])).collect();
    let guild = bench.core.world().guilds().next().unwrap();
    let data = json!({ "guild_id": guild.to_string(), "content": "x".repeat(100) });
    for _ in 0..100 {
        let sessions = bench.core.inject("MESSAGE_CREATE", Route::Guild(guild), &data, bench.now);
        assert_eq!(sessions, 8);
        assert!(bench.core.replay_bytes() <= 20_000);
    }
    assert!(bench.core.replay_bytes() > 15_000, "no more is let go than has to be");
    bench.drain();
    // The newest events of each are still there.
    let (id, seq) = bench.core.session_of(conns[0]).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
    bench.core.drop_connection(conns[0], bench.now);
    bench.drain();
    let conn = bench.hello();
    let resume = json!({ "token": DEFAULT_TOKEN, "session_id": id, "seq": seq - 2 });
    let sent = bench.send(conn, &json!({ "op": 6, "d": resume }));
    assert_eq!(names(&sent), ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]);
    for conn in bench.core.connections() {
        bench.core.handle(CoreInput::Closed { conn, code: Some(1000) }, bench.now);
    }
    assert_eq!(bench.core.replay_bytes(), 0, "what has ended keeps nothing");
}

#[test]
fn the_counters_of_the_newest_thousand_ended_sessions_are_kept() {
    let mut bench = bench(CoreConfig { guilds: 0, ..CoreConfig::default() });
    let first = bench.live(0, [0, 1]);
    let first = bench.core.session_of(first).unwrap().0.to_owned();
    for _ in 0..1_001 {
        let conn = bench.live(0, [0, 1]);
        bench.core.handle(CoreInput::Closed { conn, code: Some(1000) }, bench.now);
    }
    let sessions = &bench.core.stats().sessions;
    assert_eq!(sessions.len(), 1_001, "a thousand, and the one that lives");
    assert!(!sessions[&first].ended);
}

#[test]
fn names_and_opcodes_beyond_a_bound_are_counted_together_or_not() {
    let mut bench = bench(CoreConfig { send_limit: 10_000, ..CoreConfig::default() });
    let conn = bench.live(0, [0, 1]);
    let id = bench.core.session_of(conn).unwrap().0.to_owned();
    for number in 0..600 {
        bench.core.inject(&format!("ODD_{number}"), Route::Direct, &json!({}), bench.now);
    }
    bench.drain();
    let stats = &bench.core.stats().sessions[&id];
    assert_eq!((stats.events, stats.by_event.len()), (601, 501));
    assert_eq!(stats.by_event.values().sum::<u64>(), 601);
    for op in 100..300 {
        let conn = bench.hello();
        bench.send(conn, &json!({ "op": op, "d": null }));
    }
    assert_eq!(bench.core.stats().received.len(), 100);
}

#[test]
fn of_many_identifies_and_token_resets_the_newest_are_kept() {
    let mut bench = bench(CoreConfig { guilds: 0, ..CoreConfig::default() });
    for _ in 0..2_002 {
        let conn = bench.live(0, [0, 1]);
        bench.core.handle(CoreInput::Closed { conn, code: Some(1000) }, bench.now);
    }
    let spent = bench.core.spent_starts();
    assert_eq!((spent.len(), spent[0].connection), (2_000, 3));
    let mut bench = Bench::new(CoreConfig { session_starts: 0, ..CoreConfig::default() });
    for _ in 0..12 {
        let conn = bench.hello();
        let token = bench.core.token().to_owned();
        bench.identify(conn, json!({ "token": token }));
    }
    let resets = bench.core.token_resets();
    assert_eq!((resets.len(), resets[0].by.connection), (10, 3));
}

#[test]
fn a_thousand_different_warnings_are_kept_and_counted() {
    let mut bench = bench(CoreConfig::default());
    for number in 0..1_010 {
        assert!(bench.core.tolerates(&format!("odd {number}")));
    }
    for _ in 0..2 {
        bench.core.tolerates("odd 7");
        bench.core.tolerates("odd 1005");
    }
    let warnings = bench.core.warnings();
    assert_eq!((warnings.len(), warnings["odd 7"]), (1_000, 3));
    assert!(!warnings.contains_key("odd 1005"));
}

#[test]
fn the_newest_hundred_closed_connections_are_told_of() {
    let mut bench = bench(CoreConfig::default());
    for _ in 0..105 {
        let conn = bench.hello();
        bench.send(conn, &json!({ "op": 99, "d": null }));
    }
    let closed = bench.core.closed();
    assert_eq!((closed.len(), closed[0].connection), (100, 6));
}
