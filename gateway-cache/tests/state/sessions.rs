//! What the cache knows after a new session, during an outage, and after a guild was left.

use gateway_cache::{Cache, GuildStatus};
use gateway_model::gateway::Intents;
use serde_json::json;

use crate::{GUILD, OTHER, OWN, event, guild, guild_create, id, member, ready};

#[test]
fn a_new_session_keeps_what_is_known_until_it_is_replaced_and_drops_what_it_does_not_name() {
    let cache = Cache::everything(Intents::all()).build();
    cache.update(&ready(&[GUILD, OTHER]));
    assert_eq!(cache.guild_status(guild()), Some(GuildStatus::Awaited));
    assert!(cache.guild(guild()).is_none());
    for guild in [GUILD, OTHER] {
        cache.update(&event(
            "GUILD_CREATE",
            guild_create(guild, vec![member(OWN, &[]), member(77, &[])]),
        ));
    }
    assert_eq!((cache.stats().members, cache.stats().users), (4, 2));

    cache.update(&ready(&[GUILD]));
    assert_eq!(cache.guild_status(guild()), Some(GuildStatus::FormerSession));
    assert_eq!(cache.members(guild()).len(), 2, "as it was");
    assert_eq!(cache.guild_status(id(OTHER)), None);
    assert_eq!((cache.stats().guilds, cache.stats().members, cache.stats().users), (1, 2, 2));
    assert!(cache.channel(id(OTHER + 1)).is_none());

    cache.update(&event("GUILD_CREATE", guild_create(GUILD, vec![member(OWN, &[])])));
    assert_eq!(cache.guild_status(guild()), Some(GuildStatus::Available));
    assert_eq!((cache.stats().members, cache.stats().users), (1, 1));
    assert!(cache.user(id(77)).is_none(), "a member of no guild");
}

#[test]
fn an_outage_keeps_a_guild_and_a_removal_does_not() {
    let cache = Cache::everything(Intents::all()).build();
    cache.update(&ready(&[GUILD]));
    cache.update(&event("GUILD_CREATE", guild_create(GUILD, vec![member(OWN, &[])])));
    cache.update(&event("GUILD_DELETE", json!({ "id": GUILD.to_string(), "unavailable": true })));
    assert_eq!(cache.guild_status(guild()), Some(GuildStatus::Unavailable));
    assert_eq!(cache.channels(guild()).len(), 2);
    cache.update(&event("GUILD_CREATE", json!({ "id": GUILD.to_string(), "unavailable": true })));
    assert_eq!(cache.channels(guild()).len(), 2);
    cache.update(&event("GUILD_DELETE", json!({ "id": GUILD.to_string() })));
    assert_eq!((cache.guild_status(guild()), cache.channels(guild()).len()), (None, 0));
    assert_eq!(cache.stats().row_bytes, 0);
}

#[test]
fn a_shard_replaces_its_own_guilds_only() {
    let cache = Cache::builder(Intents::all()).build();
    let ready = |shard: u32, guild: u64| {
        let user = json!({ "id": OWN.to_string(), "username": "bot" });
        event(
            "READY",
            json!({ "v": 10, "user": user, "guilds": [{ "id": guild.to_string(), "unavailable": true }],
            "session_id": "s", "resume_gateway_url": "wss://x", "shard": [shard, 2], "application": { "id": "1", "flags": 0 } }),
        )
    };
    // Of two shards, guilds 7 and 8 belong to different ones.
    cache.update(&ready(1, 7 << 22));
    cache.update(&ready(0, 8 << 22));
    assert_eq!(cache.guild_ids().len(), 2);
    cache.update(&ready(0, 10 << 22));
    let mut guilds: Vec<u64> =
        cache.guild_ids().into_iter().map(|guild| guild.get() >> 22).collect();
    guilds.sort_unstable();
    assert_eq!(guilds, [7, 10]);
}
