//! Size limits and times to live.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use gateway_cache::{
    Bound, Cache, CacheBuilder, MemberFields, MessageFields, PresenceFields, UserFields,
};
use gateway_model::Timestamp;
use gateway_model::gateway::Intents;
use serde_json::{Value, json};

use crate::{GUILD, OWN, event, guild, guild_create, id, member, ready};

/// Returns a cache, and its clock in seconds, which the test sets.
fn timed(builder: CacheBuilder) -> (Cache, Arc<AtomicI64>) {
    let now = Arc::new(AtomicI64::new(1_000));
    let clock = Arc::clone(&now);
    let cache =
        builder.clock(move || Timestamp::from_unix_secs(clock.load(Ordering::Relaxed))).build();
    cache.update(&ready(&[GUILD]));
    (cache, now)
}

fn joins(cache: &Cache, user: u64) {
    let mut data = member(user, &[]);
    data["guild_id"] = json!(GUILD.to_string());
    cache.update(&event("GUILD_MEMBER_ADD", data));
}

fn message(number: u64) -> Value {
    json!({ "id": number.to_string(), "channel_id": (GUILD + 1).to_string(), "guild_id": GUILD.to_string(),
        "author": { "id": "77", "username": "u" }, "timestamp": "2026-01-01T00:00:00Z", "content": number.to_string() })
}

#[test]
fn above_its_size_the_members_that_were_updated_longest_ago_are_dropped_but_never_the_own() {
    let bound = Bound::none().entries(16);
    let builder =
        Cache::builder(Intents::all()).members(MemberFields::empty()).users(UserFields::all());
    let (cache, now) = timed(builder.bound_members(bound));
    cache.update(&event("GUILD_CREATE", guild_create(GUILD, vec![member(OWN, &[])])));
    for user in 1..=100 {
        now.fetch_add(1, Ordering::Relaxed);
        joins(&cache, user);
        let stats = cache.stats();
        assert!(stats.members <= 17 && stats.users == stats.members, "{stats:?}");
    }
    assert!(cache.member(guild(), id(OWN)).is_some());
    assert!(cache.member(guild(), id(100)).is_some() && cache.member(guild(), id(80)).is_none());
    assert_eq!(cache.stats().dropped, 101 - cache.stats().members as u64);
    assert_eq!(cache.guild(guild()).unwrap().member_count, 101);
    // The limit also applies to a guild that arrives with too many.
    cache.update(&event(
        "GUILD_CREATE",
        guild_create(GUILD, (1..=60).map(|user| member(user, &[])).collect()),
    ));
    assert!(cache.stats().members <= 17 && cache.stats().users <= 17);
}

#[test]
fn what_is_past_its_time_is_not_returned_and_goes_with_its_user() {
    let bound = Bound::none().time_to_live(Duration::from_secs(60));
    let builder =
        Cache::builder(Intents::GUILDS).members(MemberFields::empty()).users(UserFields::all());
    let (cache, now) = timed(builder.bound_members(bound));
    cache.update(&event(
        "GUILD_CREATE",
        guild_create(GUILD, vec![member(OWN, &[]), member(77, &[])]),
    ));
    assert!(cache.member(guild(), id(77)).is_some());
    now.fetch_add(59, Ordering::Relaxed);
    assert!(cache.member(guild(), id(77)).is_some());
    now.fetch_add(1, Ordering::Relaxed);
    assert!(cache.member(guild(), id(77)).is_none() && cache.member(guild(), id(OWN)).is_some());
    assert_eq!(cache.member_ids(guild()), [id(OWN)]);
    cache.sweep();
    let stats = cache.stats();
    assert_eq!((stats.members, stats.users, stats.dropped), (1, 1, 1));
    // It is inserted again after its time to live, before a sweep: its user is counted once.
    joins(&cache, 78);
    now.fetch_add(100, Ordering::Relaxed);
    joins(&cache, 78);
    cache.update(&event(
        "GUILD_MEMBER_REMOVE",
        json!({ "guild_id": GUILD.to_string(), "user": { "id": "78", "username": "u" } }),
    ));
    assert_eq!((cache.stats().members, cache.stats().users), (1, 1));
}

#[test]
fn of_a_channel_the_newest_messages_are_kept_and_for_their_time() {
    let bound = Bound::none().entries(3).time_to_live(Duration::from_secs(60));
    let builder = Cache::builder(Intents::all()).presences(PresenceFields::all());
    let (cache, now) = timed(builder.messages(MessageFields::CONTENT, bound));
    cache.update(&event("GUILD_CREATE", guild_create(GUILD, vec![])));
    for number in 1..=5 {
        cache.update(&event("MESSAGE_CREATE", message(number)));
    }
    let contents = |cache: &Cache| -> Vec<String> {
        cache
            .messages(guild(), id(GUILD + 1))
            .iter()
            .map(|message| message.content.to_string())
            .collect()
    };
    assert_eq!(contents(&cache), ["3", "4", "5"]);
    assert_eq!(
        &*cache.message(guild(), id(GUILD + 1), id(4)).unwrap().author.username,
        "",
        "authors are not kept"
    );
    now.fetch_add(60, Ordering::Relaxed);
    assert!(contents(&cache).is_empty());
    cache.update(&event("MESSAGE_CREATE", message(6)));
    assert_eq!(
        (contents(&cache), cache.stats().messages),
        (vec!["6".to_owned()], 1),
        "swept by the update"
    );
}
