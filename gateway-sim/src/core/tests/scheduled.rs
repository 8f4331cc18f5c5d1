//! What scheduled events and stages do by themselves.

use super::*;

/// GUILDS, GUILD_VOICE_STATES, GUILD_SCHEDULED_EVENTS.
const INTENTS: u64 = 1 | 1 << 7 | 1 << 16;

const MINUTE: Duration = Duration::from_secs(60);

/// Keeps an event that starts in an hour and ends in two.
fn event(bench: &mut Bench, entity_type: u64, channel: Option<u64>, status: u64) -> u64 {
    let guild = bench.core.world().guilds().next().unwrap();
    let at = |hours: u64| {
        let ms = bench.core.unix_ms() + hours * 3_600_000;
        gateway_model::Timestamp::from_unix_ms(i64::try_from(ms).unwrap())
    };
    let event = json!({
        "id": "7",
        "entity_type": entity_type,
        "channel_id": channel.map(|channel| channel.to_string()),
        "scheduled_start_time": at(1),
        "scheduled_end_time": at(2),
        "status": status,
    });
    bench.core.world_mut().guild_mut(guild).unwrap().events.insert(7, event);
    bench.core.watch_event(guild, 7);
    guild.get()
}

/// Statuses that were told of.
fn statuses(sent: &[CoreOutput]) -> Vec<u64> {
    let told = sent.iter().map(payload).filter(|p| p["t"] == "GUILD_SCHEDULED_EVENT_UPDATE");
    told.map(|payload| payload["d"]["status"].as_u64().unwrap()).collect()
}

/// Lets time pass with heartbeats.
fn pass(bench: &mut Bench, conn: ConnId, time: Duration) -> Vec<CoreOutput> {
    let mut sent = Vec::new();
    for _ in 0..time.as_secs() / 30 {
        sent.extend(bench.wait(Duration::from_secs(30)));
        bench.send(conn, &json!({ "op": 1, "d": null }));
    }
    sent
}

#[test]
fn an_external_event_begins_and_ends_at_its_times() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(INTENTS, [0, 1]);
    event(&mut bench, 3, None, 1);
    assert_eq!(statuses(&pass(&mut bench, conn, 59 * MINUTE)), [0; 0]);
    assert_eq!(statuses(&pass(&mut bench, conn, MINUTE)), [2]);
    assert_eq!(statuses(&pass(&mut bench, conn, 60 * MINUTE)), [3]);
    assert_eq!(statuses(&pass(&mut bench, conn, 60 * MINUTE)), [0; 0], "it is over");
}

#[test]
fn an_event_that_nobody_starts_is_cancelled_some_hours_later() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(INTENTS, [0, 1]);
    event(&mut bench, 2, Some(5), 1);
    assert_eq!(statuses(&pass(&mut bench, conn, 299 * MINUTE)), [0; 0]);
    assert_eq!(statuses(&pass(&mut bench, conn, MINUTE)), [4]);
}

#[test]
fn an_event_in_a_channel_and_a_stage_end_some_minutes_after_the_last_has_left() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(INTENTS, [0, 1]);
    let guild = bench.core.world().guilds().next().unwrap();
    let channel = guild.get() + 3;
    let user = bench.core.world().guild(guild).unwrap().members.ids().nth(2).unwrap();
    bench.core.set_voice(guild, user, Some(channel), [false, false], "s");
    event(&mut bench, 2, Some(channel), 2);
    let stage = json!({ "id": "9", "channel_id": channel.to_string() });
    bench.core.world_mut().guild_mut(guild).unwrap().stages.insert(channel, stage);
    assert_eq!(statuses(&pass(&mut bench, conn, 60 * MINUTE)), [0; 0], "somebody is there");
    bench.core.set_voice(guild, user, None, [false, false], "s");
    assert_eq!(statuses(&pass(&mut bench, conn, 4 * MINUTE)), [0; 0]);
    let sent = pass(&mut bench, conn, MINUTE);
    assert_eq!(statuses(&sent), [3]);
    assert!(names(&sent).contains(&"STAGE_INSTANCE_DELETE".to_owned()), "{sent:?}");
}
