//! Many threads at once: every answer is one that was true, and nothing is left over.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use gateway_cache::Cache;
use gateway_model::Permissions;
use gateway_model::gateway::Intents;
use serde_json::json;

use crate::{GUILD, OTHER, OWN, event, guild, guild_create, id, member, ready, role};

/// Two shards write their guilds, by updates, replacements and removals; readers read meanwhile. The two roles of a guild always
/// change together, by one event, so that a reader who sees one without the other has seen a moment that never was.
#[test]
fn readers_see_whole_states_while_guilds_are_updated_replaced_and_removed() {
    let cache = Cache::everything(Intents::all()).build();
    cache.update(&ready(&[GUILD, OTHER]));
    let with = |guild: u64, on: bool| {
        let bit = if on { 1 << 1 | 1 << 2 } else { 0 };
        let mut data = guild_create(guild, vec![member(OWN, &[]), member(77, &[12, 13])]);
        let bits = |number: u64| if bit & (1 << number) == 0 { 0 } else { 1 << number };
        data["roles"] =
            json!([role(guild, 0, 1 << 10), role(12, 2, bits(1)), role(13, 3, bits(2))]);
        data
    };
    let both = Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS;
    let events = |guild: u64| {
        let update = |on| event("GUILD_UPDATE", with(guild, on));
        let create = |on| event("GUILD_CREATE", with(guild, on));
        let removal = event("GUILD_DELETE", json!({ "id": guild.to_string() }));
        [create(true), update(false), update(true), create(false), removal, create(true)]
    };
    for guild in [GUILD, OTHER] {
        cache.update(&event("GUILD_CREATE", with(guild, true)));
    }
    let (stop, seen) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        let (cache, stop, seen) = (&cache, &stop, &seen);
        let writers = [GUILD, OTHER].map(|guild| {
            let events = events(guild);
            scope.spawn(move || (0..400).for_each(|at| cache.update(&events[at % events.len()])))
        });
        for _ in 0..2 {
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    if let Ok(permissions) = cache.permissions_in(id(GUILD + 1), id(77)) {
                        let kept = permissions & both;
                        assert!(kept.is_empty() || kept == both, "{kept:?}");
                        seen.fetch_add(1, Ordering::Relaxed);
                    }
                    let member = cache.member(guild(), id(77));
                    assert!(member.is_none_or(|member| member.roles.len() <= 2));
                }
            });
        }
        for writer in writers {
            writer.join().unwrap();
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert!(seen.load(Ordering::Relaxed) > 0);
    for guild in [GUILD, OTHER] {
        cache.update(&event("GUILD_DELETE", json!({ "id": guild.to_string() })));
    }
    let stats = cache.stats();
    assert_eq!((stats.guilds, stats.users, stats.row_bytes), (0, 0, 0), "nothing is left over");
    assert!(cache.guild_of_channel(id(GUILD + 1)).is_none());
}
