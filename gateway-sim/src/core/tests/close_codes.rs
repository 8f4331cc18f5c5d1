//! Each documented close code, with the action that causes it.

use super::*;

fn close_code(sent: &[CoreOutput]) -> Option<u16> {
    match sent.last() {
        Some(CoreOutput::Close { code, reason, .. }) => {
            assert!(!reason.is_empty() && reason.len() <= 123);
            Some(*code)
        }
        _ => None,
    }
}

#[test]
fn bad_urls_are_refused() {
    for (query, code) in [
        ("encoding=json", 4012),
        ("v=5&encoding=json", 4012),
        ("v=11&encoding=json", 4012),
        ("/?v=10&encoding=xml", 4002),
        ("v=10&compress=gzip", 4002),
    ] {
        let mut bench = Bench::new(CoreConfig::default());
        bench.open(query);
        assert_eq!(close_code(&bench.drain()), Some(code), "{query}");
        assert!(bench.core.connections().is_empty());
    }
}

#[test]
fn bad_payloads_are_refused_before_and_after_identify() {
    let cases = [
        ("not json", 4002),
        ("[1]", 4002),
        (r#"{"d":1}"#, 4002),
        (r#"{"op":"1"}"#, 4002),
        (r#"{"op":5}"#, 4001),
        (r#"{"op":999}"#, 4001),
        (r#"{"op":0,"d":{}}"#, 4001),
        (r#"{"op":11}"#, 4001),
        (r#"{"op":1,"d":"12"}"#, 4001),
    ];
    for (text, code) in cases {
        for live in [false, true] {
            let mut bench = Bench::new(CoreConfig::default());
            let conn = if live { bench.live(513, [0, 1]) } else { bench.hello() };
            bench.core.handle(CoreInput::Frame { conn, payload: text.into() }, bench.now);
            assert_eq!(close_code(&bench.drain()), Some(code), "{text}");
        }
    }
}

#[test]
fn a_payload_may_have_4096_bytes_and_no_more() {
    for (length, code) in [(4096, None), (4097, Some(4002))] {
        let mut bench = Bench::new(CoreConfig::default());
        let conn = bench.hello();
        let padding = length - r#"{"op":1,"d":null}"#.len();
        let text = format!(r#"{{"op":1,"d":null{}}}"#, " ".repeat(padding));
        bench.core.handle(CoreInput::Frame { conn, payload: text.into() }, bench.now);
        assert_eq!(close_code(&bench.drain()), code);
    }
}

#[test]
fn bad_identifies_are_refused() {
    let cases = [
        (json!({ "token": "nope" }), 4004),
        (json!({ "token": "absent" }), 4004),
        (json!({ "properties": "absent" }), 4001),
        (json!({ "large_threshold": 49 }), 4001),
        (json!({ "large_threshold": 251 }), 4001),
        (json!({ "compress": "yes" }), 4001),
        (json!({ "shard": [1, 1] }), 4010),
        (json!({ "shard": [0, 0] }), 4010),
        (json!({ "shard": [0] }), 4010),
        (json!({ "intents": "absent" }), 4013),
        (json!({ "intents": 1 << 18 }), 4013),
        (json!({ "intents": 1 << 1 }), 4014),
        (json!({ "intents": 1 << 15 }), 4014),
    ];
    for (change, code) in cases {
        let config = CoreConfig {
            privileged_intents: gateway_model::gateway::Intents::GUILD_PRESENCES,
            ..CoreConfig::default()
        };
        let mut bench = Bench::new(config);
        let conn = bench.hello();
        assert_eq!(close_code(&bench.identify(conn, change.clone())), Some(code), "{change}");
        assert_eq!(bench.core.stats().closes[&code], 1);
    }
}

#[test]
fn identifies_that_well_known_libraries_send_are_taken_unless_it_is_strict() {
    for (change, code) in [
        (json!({ "intents": 1 << 17 | 1 }), 4013),
        (json!({ "presence": { "since": "x", "status": "idle", "afk": false } }), 4001),
    ] {
        let mut bench = Bench::new(CoreConfig::default());
        let conn = bench.hello();
        let sent = bench.identify(conn, change.clone());
        assert_eq!(payload(&sent[0])["t"], "READY", "{change}");
        assert_eq!(bench.core.warnings().len(), 1);
        let mut strict = Bench::new(CoreConfig { strict: true, ..CoreConfig::default() });
        let conn = strict.hello();
        assert_eq!(close_code(&strict.identify(conn, change.clone())), Some(code), "{change}");
    }
}

#[test]
fn too_many_guilds_and_wrong_multiples_are_refused() {
    let config = CoreConfig { max_guilds_per_shard: 2, guilds: 4, ..CoreConfig::default() };
    let mut bench = Bench::new(config.clone());
    let conn = bench.hello();
    assert_eq!(close_code(&bench.identify(conn, json!({}))), Some(4011));
    let conn = bench.hello();
    let sent = bench.identify(conn, json!({ "shard": [0, 2] }));
    assert_eq!(payload(&sent[0])["d"]["guilds"].as_array().unwrap().len(), 2);

    let mut bench = Bench::new(CoreConfig { shard_multiple: Some(16), ..config });
    let conn = bench.hello();
    assert_eq!(close_code(&bench.identify(conn, json!({ "shard": [0, 24] }))), Some(4010));
}

#[test]
fn order_is_kept() {
    for op in [3, 4, 8, 31, 43] {
        let mut bench = Bench::new(CoreConfig::default());
        let conn = bench.hello();
        let sent = bench.send(conn, &json!({ "op": op, "d": {} }));
        assert_eq!(close_code(&sent), Some(4003), "{op}");
    }
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(513, [0, 1]);
    assert_eq!(close_code(&bench.identify(conn, json!({}))), Some(4005));
}

#[test]
fn the_121st_payload_of_a_minute_closes() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.hello();
    let beat = json!({ "op": 1, "d": null });
    for _ in 0..60 {
        assert_eq!(close_code(&bench.send(conn, &beat)), None);
    }
    bench.wait(Duration::from_secs(30));
    for _ in 0..60 {
        assert_eq!(close_code(&bench.send(conn, &beat)), None);
    }
    bench.wait(Duration::from_secs(30));
    for _ in 0..60 {
        assert_eq!(close_code(&bench.send(conn, &beat)), None);
    }
    assert_eq!(close_code(&bench.send(conn, &beat)), Some(4008));
}

#[test]
fn a_missing_heartbeat_closes_and_leaves_the_session() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(513, [0, 1]);
    assert_eq!(close_code(&bench.wait(Duration::from_millis(51_249))), None);
    assert_eq!(close_code(&bench.wait(Duration::from_millis(1))), Some(4000));
    assert!(bench.core.session_of(conn).is_none());
    assert!(!bench.core.stats().sessions.values().next().unwrap().ended);
}
