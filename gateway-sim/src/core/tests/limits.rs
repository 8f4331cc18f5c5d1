//! Identify concurrency and session starts.

use super::*;

#[test]
fn one_identify_per_key_and_five_seconds() {
    let mut bench = Bench::new(CoreConfig { max_concurrency: 2, ..CoreConfig::default() });
    bench.live(513, [0, 4]);
    bench.live(513, [1, 4]);
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "shard": [2, 4] }));
    assert_eq!((sent.len(), payload(&sent[0])), (1, json!({"t":null,"s":null,"op":9,"d":false})));
    // The connection is still open, and may retry later.
    bench.wait(Duration::from_secs(5));
    let sent = bench.identify(conn, json!({ "shard": [2, 4] }));
    assert_eq!(payload(&sent[0])["t"], "READY");
}

#[test]
fn the_answer_to_an_early_identify_may_be_delayed() {
    let early_identify_delay = Duration::from_secs(3);
    let mut bench = Bench::new(CoreConfig { early_identify_delay, ..CoreConfig::default() });
    bench.live(513, [0, 1]);
    let conn = bench.hello();
    assert!(bench.identify(conn, json!({})).is_empty());
    assert!(bench.wait(Duration::from_millis(2_999)).is_empty());
    let sent = bench.wait(Duration::from_millis(1));
    assert_eq!((sent.len(), payload(&sent[0])), (1, json!({"t":null,"s":null,"op":9,"d":false})));
    bench.wait(Duration::from_secs(2));
    assert_eq!(payload(&bench.identify(conn, json!({}))[0])["t"], "READY");
}

#[test]
fn gateway_bot_reports_what_is_left() {
    let mut bench = Bench::new(CoreConfig { session_starts: 3, ..CoreConfig::default() });
    bench.live(513, [0, 1]);
    bench.now += Duration::from_secs(3600);
    let limit = bench.core.gateway_bot(bench.now).session_start_limit;
    assert_eq!((limit.total, limit.remaining), (3, 2));
    assert_eq!(limit.reset_after, 23 * 3600 * 1000);
    bench.now += Duration::from_secs(23 * 3600);
    assert_eq!(bench.core.gateway_bot(bench.now).session_start_limit.remaining, 3);
}

#[test]
fn one_identify_too_many_resets_the_token_and_ends_all_sessions() {
    let config = CoreConfig { session_starts: 2, max_concurrency: 16, ..CoreConfig::default() };
    let mut bench = Bench::new(config);
    bench.live(513, [0, 3]);
    bench.live(513, [1, 3]);
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "shard": [2, 3] }));
    let codes: Vec<_> = sent
        .iter()
        .map(|output| match output {
            CoreOutput::Close { code, .. } => *code,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(codes, [4004, 4004, 4004]);
    assert_ne!(bench.core.token(), DEFAULT_TOKEN);
    assert_eq!(bench.core.stats().token_resets, 1);
    assert!(bench.core.stats().sessions.values().all(|session| session.ended));
    let by: Vec<_> = bench.core.spent_starts().iter().map(|spent| spent.shard).collect();
    assert_eq!(by, [(0, 3), (1, 3)]);
    assert!(bench.core.spent_starts()[0].by.contains("linux"));
    let reset = &bench.core.token_resets()[0];
    assert_eq!((reset.by.shard, reset.by.connection), ((2, 3), conn.0));
    let connections: Vec<_> = reset.spent.iter().map(|spent| spent.connection).collect();
    assert_eq!(connections, [1, 2]);
}
