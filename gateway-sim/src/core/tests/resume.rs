//! Resume and replay.

use super::*;

fn message(core: &Core) -> (Route, Value) {
    let guild = core.world().guilds().next().unwrap();
    (
        Route::Guild(guild),
        json!({ "guild_id": guild.to_string(), "content": "hi", "author": {"id": "5"} }),
    )
}

fn inject(bench: &mut Bench, count: usize) -> Vec<CoreOutput> {
    let (route, data) = message(&bench.core);
    for _ in 0..count {
        assert_eq!(bench.core.inject("MESSAGE_CREATE", route, &data, bench.now), 1);
    }
    bench.drain()
}

fn resume(bench: &mut Bench, id: &str, seq: u64) -> Vec<CoreOutput> {
    let conn = bench.hello();
    bench.send(
        conn,
        &json!({ "op": 6, "d": { "token": DEFAULT_TOKEN, "session_id": id, "seq": seq } }),
    )
}

#[test]
fn what_was_missed_is_replayed_in_order_and_then_resumed() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(513, [0, 1]);
    let (id, seq) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
    let lost = inject(&mut bench, 3);
    bench.core.drop_connection(conn, bench.now);
    assert_eq!(bench.drain(), [CoreOutput::Drop { conn }]);
    assert!(inject(&mut bench, 2).is_empty());
    let sent = resume(&mut bench, &id, seq);
    let seqs: Vec<_> = sent.iter().map(|output| payload(output)["s"].as_u64().unwrap()).collect();
    assert_eq!(seqs, (seq + 1..=seq + 6).collect::<Vec<_>>());
    assert_eq!(payload(&sent[0]), payload(&lost[0]));
    assert_eq!(names(&sent)[5], "RESUMED");
    let stats = &bench.core.stats().sessions[&id];
    assert_eq!((stats.resumes, stats.replayed), (1, 5));

    // A second Resume from the same sequence does not replay the Resumed of the first.
    let again = resume(&mut bench, &id, seq);
    assert!(matches!(again[0], CoreOutput::Close { code: 4000, .. }), "{again:?}");
    assert_eq!(names(&again[1..]).iter().filter(|name| *name == "RESUMED").count(), 1);
}

#[test]
fn what_cannot_be_resumed_is_an_invalid_session() {
    let mut bench = Bench::new(CoreConfig { replay_events: 4, ..CoreConfig::default() });
    let conn = bench.live(513, [0, 1]);
    let (id, seq) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
    bench.core.drop_connection(conn, bench.now);
    inject(&mut bench, 5);
    let invalid = json!({"t":null,"s":null,"op":9,"d":false});
    assert_eq!(payload(&resume(&mut bench, &id, seq)[0]), invalid);
    assert_eq!(payload(&resume(&mut bench, "unknown", 1)[0]), invalid);
}

#[test]
fn a_wrong_sequence_is_4007_and_ends_nothing_else() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(513, [0, 1]);
    let (id, seq) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
    bench.core.drop_connection(conn, bench.now);
    bench.drain();
    let sent = resume(&mut bench, &id, seq + 1);
    assert!(matches!(sent[0], CoreOutput::Close { code: 4007, .. }), "{sent:?}");
}

#[test]
fn a_session_ends_by_1000_by_1001_and_by_time() {
    for (code, lives) in
        [(Some(1000), false), (Some(1001), false), (Some(4000), true), (None, true)]
    {
        let mut bench = Bench::new(CoreConfig::default());
        let conn = bench.live(513, [0, 1]);
        let (id, seq) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
        bench.core.handle(CoreInput::Closed { conn, code }, bench.now);
        let sent = resume(&mut bench, &id, seq);
        assert_eq!(payload(&sent[0])["t"] == "RESUMED", lives, "{code:?}");
    }
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(513, [0, 1]);
    let id = bench.core.session_of(conn).unwrap().0.to_owned();
    bench.core.handle(CoreInput::Closed { conn, code: None }, bench.now);
    bench.wait(Duration::from_secs(180));
    assert_eq!(payload(&resume(&mut bench, &id, 1)[0])["op"], 9);
    assert!(bench.core.stats().sessions[&id].ended);
}

#[test]
fn faults_do_what_they_say() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(513, [0, 1]);
    let now = bench.now;
    let last = payload(&inject(&mut bench, 1)[0]);
    assert!(bench.core.repeat_last_dispatch(conn, now));
    assert_eq!(payload(&bench.drain()[0]), last);
    assert!(bench.core.mute_acks(conn, true));
    assert!(bench.send(conn, &json!({ "op": 1, "d": 1 })).is_empty());
    assert!(bench.core.mute_acks(conn, false));
    assert_eq!(payload(&bench.send(conn, &json!({ "op": 1, "d": 1 }))[0])["op"], 11);
    assert!(bench.core.send_raw(conn, "{\"op\":", now));
    assert_eq!(bench.drain(), [CoreOutput::Send { conn, payload: "{\"op\":".into() }]);
    assert!(bench.core.request_heartbeat(conn, now));
    assert_eq!(payload(&bench.drain()[0])["op"], 1);
    assert!(bench.core.send_reconnect(conn, now));
    assert_eq!(payload(&bench.drain()[0])["op"], 7);
    let closed = bench.wait(Duration::from_secs(5));
    assert!(matches!(closed[0], CoreOutput::Close { code: 4000, .. }));
    assert!(!bench.core.send_reconnect(conn, bench.now));
}

#[test]
fn an_invalidated_session_is_resumable_only_if_it_was_said() {
    for resumable in [true, false] {
        let mut bench = Bench::new(CoreConfig::default());
        let conn = bench.live(513, [0, 1]);
        let (id, seq) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
        assert!(bench.core.invalidate_session(conn, resumable, bench.now));
        assert_eq!(payload(&bench.drain()[0])["d"], resumable);
        let refused = bench.send(conn, &json!({ "op": 3, "d": {} }));
        assert!(matches!(refused[0], CoreOutput::Close { code: 4003, .. }));
        assert_eq!(payload(&resume(&mut bench, &id, seq)[0])["t"] == "RESUMED", resumable);
    }
}

#[test]
fn a_guild_goes_down_and_comes_back() {
    let mut bench = Bench::new(CoreConfig::default());
    bench.live(1, [0, 1]);
    let guild = bench.core.world().guilds().next().unwrap();
    bench.core.set_guild_unavailable(guild, true, bench.now);
    let gone = payload(&bench.drain()[0]);
    assert_eq!((&gone["t"], &gone["d"]["unavailable"]), (&json!("GUILD_DELETE"), &json!(true)));
    bench.wait(Duration::from_secs(5));
    let conn = bench.hello();
    assert_eq!(names(&bench.identify(conn, json!({}))).len(), 3, "one of three guilds is down");
    bench.core.set_guild_unavailable(guild, false, bench.now);
    assert_eq!(names(&bench.drain()), ["GUILD_CREATE", "GUILD_CREATE"]);
}

#[test]
fn the_replay_buffer_is_bounded_in_bytes_too() {
    let mut bench = Bench::new(CoreConfig { replay_bytes: 1000, ..CoreConfig::default() });
    let conn = bench.live(513, [0, 1]);
    let (id, seq) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
    bench.core.drop_connection(conn, bench.now);
    inject(&mut bench, 20);
    let invalid = json!({"t":null,"s":null,"op":9,"d":false});
    assert_eq!(payload(&resume(&mut bench, &id, seq)[0]), invalid);
    // The newest ones are kept.
    bench.wait(Duration::from_secs(5));
    let conn = bench.live(513, [0, 1]);
    let (id, _) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
    inject(&mut bench, 20);
    let seq = bench.core.session_of(conn).unwrap().1;
    bench.core.drop_connection(conn, bench.now);
    bench.drain();
    assert_eq!(names(&resume(&mut bench, &id, seq - 2)).len(), 3);
}

#[test]
fn a_resume_is_checked_like_an_identify() {
    let good = json!({ "token": DEFAULT_TOKEN, "session_id": "x", "seq": 1 });
    for (field, value, code) in [
        ("token", json!("wrong"), 4004),
        ("token", Value::Null, 4004),
        ("session_id", json!(5), 4001),
        ("seq", json!("1"), 4001),
        ("seq", Value::Null, 4001),
    ] {
        let mut bench = Bench::new(CoreConfig::default());
        let conn = bench.hello();
        let mut data = good.clone();
        data[field] = value;
        let sent = bench.send(conn, &json!({ "op": 6, "d": data }));
        assert!(
            matches!(&sent[0], CoreOutput::Close { code: c, .. } if *c == code),
            "{field} {sent:?}"
        );
    }
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(513, [0, 1]);
    let sent = bench.send(conn, &json!({ "op": 6, "d": good }));
    assert!(matches!(sent[0], CoreOutput::Close { code: 4005, .. }), "{sent:?}");
}

/// A refusal does not affect the session: when Resumes are accepted again, it continues.
#[test]
fn resumes_are_turned_away_on_command_and_the_session_stays() {
    let refusals = [
        ResumeRefusal::Close(4000),
        ResumeRefusal::Drop,
        ResumeRefusal::Silence,
        ResumeRefusal::Reconnect,
        ResumeRefusal::StillResumable,
    ];
    for refusal in refusals {
        let mut bench = Bench::new(CoreConfig::default());
        let conn = bench.live(513, [0, 1]);
        let (id, seq) = bench.core.session_of(conn).map(|(id, seq)| (id.to_owned(), seq)).unwrap();
        bench.core.drop_connection(conn, bench.now);
        bench.drain();
        let faults = HandshakeFaults { resumes: Some(refusal), ..HandshakeFaults::default() };
        bench.core.set_handshake_faults(faults);
        let answer = resume(&mut bench, &id, seq);
        match (refusal, answer.as_slice()) {
            (ResumeRefusal::Close(_), [CoreOutput::Close { code: 4000, .. }])
            | (ResumeRefusal::Drop, [CoreOutput::Drop { .. }])
            | (ResumeRefusal::Silence, []) => {}
            (ResumeRefusal::Reconnect, [sent]) => assert_eq!(payload(sent)["op"], 7),
            (ResumeRefusal::StillResumable, [sent]) => {
                assert_eq!((&payload(sent)["op"], &payload(sent)["d"]), (&json!(9), &json!(true)));
            }
            (_, other) => panic!("{refusal:?}: {other:?}"),
        }
        bench.core.set_handshake_faults(HandshakeFaults::default());
        assert_eq!(names(&resume(&mut bench, &id, seq)), ["RESUMED"], "{refusal:?}");
    }
}
