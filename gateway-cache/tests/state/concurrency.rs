//! Many concurrent threads: every result was true at some time, nothing is left over, and nobody waits for ever.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gateway_cache::{Bound, Cache};
use gateway_model::Permissions;
use gateway_model::event::Event;
use gateway_model::gateway::Intents;
use serde_json::json;

use crate::{GUILD, OTHER, OWN, event, guild, guild_create, id, member, ready, role};

/// Returns a guild whose two roles both allow something, or nothing.
fn with(guild: u64, on: bool) -> serde_json::Value {
    let bit = if on { 1 << 1 | 1 << 2 } else { 0 };
    let mut data = guild_create(guild, vec![member(OWN, &[]), member(77, &[12, 13])]);
    let bits = |number: u64| if bit & (1 << number) == 0 { 0 } else { 1 << number };
    data["roles"] = json!([role(guild, 0, 1 << 10), role(12, 2, bits(1)), role(13, 3, bits(2))]);
    data
}

fn message(guild: u64, number: u64) -> Event {
    event(
        "MESSAGE_CREATE",
        json!({ "id": number.to_string(), "channel_id": (guild + 1).to_string(), "guild_id": guild.to_string(),
            "author": { "id": "77", "username": "u" }, "timestamp": "2026-01-01T00:00:00Z", "content": number.to_string() }),
    )
}

/// Returns the events of a guild's shard, which are repeated: updates, messages, an outage, a removal, a new session,
/// replacements.
fn shard(guild: u64) -> Vec<Event> {
    let (update, create) = ("GUILD_UPDATE", "GUILD_CREATE");
    let id = guild.to_string();
    vec![
        event(create, with(guild, true)),
        event(update, with(guild, false)),
        message(guild, 1),
        event(update, with(guild, true)),
        message(guild, 2),
        event("GUILD_DELETE", json!({ "id": id, "unavailable": true })),
        event(create, with(guild, false)),
        message(guild, 3),
        event("GUILD_DELETE", json!({ "id": id })),
        ready(&[GUILD, OTHER]),
    ]
}

/// Reads a guild. One event always changes the two roles together, so a reader that sees one without the other has read
/// an inconsistent state. The same applies to a member without its user, and to a message with the text of another.
/// Returns whether there was anything to read.
fn look(cache: &Cache) -> bool {
    let both = Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS;
    let permissions = cache.permissions_in(id(GUILD + 1), id(77));
    if let Ok(permissions) = permissions {
        let kept = permissions & both;
        assert!(kept.is_empty() || kept == both, "{kept:?}");
    }
    for (user, member) in cache.members(guild()) {
        assert!(member.user.is_some_and(|one| one.id == user) && member.roles.len() <= 2);
    }
    for message in cache.messages(guild(), id(GUILD + 1)) {
        assert_eq!(*message.content, message.id.to_string());
    }
    permissions.is_ok()
}

/// Calls the methods that take many locks, one after the other.
fn count(cache: &Cache) -> bool {
    let stats = cache.stats();
    assert!(stats.guilds <= 2 && stats.members <= 4 && stats.messages <= 6, "{stats:?}");
    cache.sweep();
    for guild in cache.guild_ids() {
        let _ = (cache.channels(guild), cache.threads(guild), cache.guild_status(guild));
    }
    true
}

#[test]
fn readers_see_whole_states_while_guilds_are_updated_replaced_and_removed() {
    let bound = Bound::none().time_to_live(Duration::from_secs(3_600));
    let cache = Cache::everything(Intents::all()).bound_presences(bound).build();
    cache.update(&ready(&[GUILD, OTHER]));
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (cache, stop) = (&cache, &stop);
        let writers = [GUILD, OTHER].map(|guild| {
            let events = shard(guild);
            scope.spawn(move || {
                let all = events.iter().cycle();
                all.take_while(|_| !stop.load(Ordering::Relaxed)).for_each(|one| cache.update(one));
            })
        });
        let readers: [fn(&Cache) -> bool; 3] = [look, look, count];
        let readers = readers.map(|read| {
            scope.spawn(move || {
                let mut seen = 0;
                while seen < 300 && !stop.load(Ordering::Relaxed) {
                    seen += u32::from(read(cache));
                }
                seen
            })
        });
        let one_failed = || writers.iter().any(|writer| writer.is_finished());
        while !readers.iter().all(|reader| reader.is_finished()) && !one_failed() {
            std::thread::yield_now();
        }
        stop.store(true, Ordering::Relaxed);
        assert_eq!(readers.map(|reader| reader.join().unwrap()), [300; 3]);
        assert!(writers.map(|writer| writer.join()).iter().all(Result::is_ok));
    });
    for guild in [GUILD, OTHER] {
        cache.update(&event("GUILD_DELETE", json!({ "id": guild.to_string() })));
    }
    let stats = cache.stats();
    assert_eq!((stats.guilds, stats.users, stats.row_bytes), (0, 0, 0), "nothing is left over");
    assert!(cache.guild_of_channel(id(GUILD + 1)).is_none());
}
