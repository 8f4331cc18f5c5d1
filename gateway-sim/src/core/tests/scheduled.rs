//! The automatic changes of scheduled events and stages.

use super::*;

/// GUILDS, GUILD_VOICE_STATES, GUILD_SCHEDULED_EVENTS.
const INTENTS: u64 = 1 | 1 << 7 | 1 << 16;

const MINUTE: Duration = Duration::from_secs(60);

/// Creates an event that starts in an hour and ends in two.
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

/// The statuses in the sent events.
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

#[test]
fn a_poll_ends_at_its_expiry_and_a_message_shows_who_won() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(1 << 9 | 1 << 15, [0, 1]);
    let guild = bench.core.world().guilds().next().unwrap();
    let channel = guild.get() + 1;
    let expiry = gateway_model::Timestamp::from_unix_ms(
        i64::try_from(bench.core.unix_ms() + 3_600_000).unwrap(),
    );
    let answers = json!([{ "answer_id": 1, "poll_media": { "text": "a" } }, { "answer_id": 2, "poll_media": { "text": "b" } }]);
    let poll = json!({ "question": { "text": "q" }, "answers": answers, "expiry": expiry, "results": { "is_finalized": false } });
    let message = json!({ "id": "9", "author": { "id": "5" }, "content": "", "poll": poll });
    let world = bench.core.world_mut();
    world.write(channel, 9, message);
    for user in [5, 6] {
        world.change_messages(channel, |all| all.vote(9, 2, user, true));
    }
    assert!(names(&pass(&mut bench, conn, 59 * MINUTE)).is_empty());
    let sent = pass(&mut bench, conn, MINUTE);
    assert_eq!(names(&sent), ["MESSAGE_UPDATE", "MESSAGE_CREATE"]);
    let (update, result) = (payload(&sent[0])["d"].clone(), payload(&sent[1])["d"].clone());
    let results = json!({ "is_finalized": true, "answer_counts": [{ "id": 2, "count": 2, "me_voted": false }] });
    assert_eq!(update["poll"]["results"], results);
    assert_eq!(
        (&result["type"], &result["message_reference"]["message_id"]),
        (&json!(46), &json!("9"))
    );
    let fields = result["embeds"][0]["fields"].as_array().unwrap();
    let fields: Vec<_> = fields.iter().map(|field| field["value"].as_str().unwrap()).collect();
    assert_eq!(fields, ["q", "2", "2", "2", "b"]);
    assert!(names(&pass(&mut bench, conn, 60 * MINUTE)).is_empty(), "once");
}

#[test]
fn a_thread_is_archived_after_its_time_without_a_message() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(1, [0, 1]);
    let guild = bench.core.world().guilds().next().unwrap();
    let now = gateway_model::Timestamp::from_unix_ms(i64::try_from(bench.core.unix_ms()).unwrap());
    let metadata =
        json!({ "archived": false, "auto_archive_duration": 60, "archive_timestamp": now });
    let thread = json!({ "id": "7", "type": 11, "thread_metadata": metadata });
    let world = bench.core.world_mut();
    world.guild_mut(guild).unwrap().channels.insert(7, thread);
    world.note_channel(7, guild);
    bench.core.watch_thread(guild, 7);
    assert!(names(&pass(&mut bench, conn, 30 * MINUTE)).is_empty());
    let unix_ms = bench.core.unix_ms();
    let world = bench.core.world_mut();
    let id = world.next_id(unix_ms);
    world.write(7, id, json!({ "id": id.to_string() }));
    assert!(
        names(&pass(&mut bench, conn, 59 * MINUTE)).is_empty(),
        "somebody wrote half an hour ago"
    );
    let sent = pass(&mut bench, conn, 2 * MINUTE);
    assert_eq!(names(&sent), ["THREAD_UPDATE"]);
    assert_eq!(payload(&sent[0])["d"]["thread_metadata"]["archived"], true);
    assert!(names(&pass(&mut bench, conn, 90 * MINUTE)).is_empty());
}

#[test]
fn a_private_thread_of_others_is_archived_without_an_event() {
    let mut bench = Bench::new(CoreConfig::default());
    let conn = bench.live(1, [0, 1]);
    let guild = bench.core.world().guilds().next().unwrap();
    let now = gateway_model::Timestamp::from_unix_ms(i64::try_from(bench.core.unix_ms()).unwrap());
    let metadata =
        json!({ "archived": false, "auto_archive_duration": 60, "archive_timestamp": now });
    let parent = (guild.get() + 1).to_string();
    let thread = json!({ "id": "7", "type": 12, "parent_id": parent, "thread_metadata": metadata });
    let world = bench.core.world_mut();
    let held = world.guild_mut(guild).unwrap();
    held.set_bot_permissions(gateway_model::Permissions::VIEW_CHANNEL);
    held.channels.insert(7, thread);
    world.note_channel(7, guild);
    bench.core.watch_thread(guild, 7);
    assert_eq!(names(&pass(&mut bench, conn, 61 * MINUTE)), [""; 0]);
    let archived = bench.core.world().channel(7).unwrap();
    assert_eq!(archived["thread_metadata"]["archived"], true);
}
