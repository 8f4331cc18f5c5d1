//! Permissions and ranks, and the error for each value that may be missing.

use gateway_cache::{
    Cache, ChannelFields, Kind, MemberFields, PermissionError, RoleFields, RoleRank,
};
use gateway_model::gateway::Intents;
use gateway_model::{EventKind, Permissions, Timestamp};
use serde_json::{Value, json};

use crate::{GUILD, OTHER, OWN, OWNER, event, guild, guild_create, id, member, ready};

fn filled(cache: &Cache, members: Vec<Value>) {
    cache.update(&ready(&[GUILD, OTHER]));
    cache.update(&event("GUILD_CREATE", guild_create(GUILD, members)));
}

#[test]
fn permissions_count_roles_overwrites_threads_timeouts_and_the_owner() {
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let cache = Cache::for_permissions(Intents::all()).clock(move || now).build();
    let mut timed_out = member(79, &[13]);
    timed_out["communication_disabled_until"] = json!("2026-01-01T00:00:01Z");
    let mut was_timed_out = member(80, &[13]);
    was_timed_out["communication_disabled_until"] = json!("2025-12-31T23:59:59Z");
    filled(&cache, vec![member(OWN, &[]), member(77, &[12]), timed_out, was_timed_out]);
    let may =
        |channel: u64, user: u64| cache.permissions_in(id(GUILD + channel), id(user)).unwrap();
    assert_eq!(
        may(1, OWN),
        Permissions::VIEW_CHANNEL
            | Permissions::SEND_MESSAGES
            | Permissions::SEND_MESSAGES_IN_THREADS
    );
    assert!(!may(2, 77).contains(Permissions::SEND_MESSAGES));
    assert!(may(3, 77).contains(Permissions::SEND_MESSAGES_IN_THREADS), "a thread of the channel");
    assert_eq!(may(1, 79), Permissions::VIEW_CHANNEL, "timed out");
    assert!(may(1, 80).contains(Permissions::SEND_MESSAGES), "no longer timed out");
    assert_eq!(may(2, OWNER), Permissions::all(), "the owner needs no member");
    let in_guild = cache.permissions_in_guild(guild(), id(77)).unwrap();
    assert!(in_guild.contains(Permissions::KICK_MEMBERS));
}

#[test]
fn who_may_moderate_whom_goes_by_the_highest_role() {
    let cache = Cache::for_permissions(Intents::all()).build();
    filled(
        &cache,
        vec![member(77, &[11, 12]), member(78, &[13]), member(79, &[12]), member(80, &[])],
    );
    let may = |one: u64, other: u64| cache.may_moderate(guild(), id(one), id(other)).unwrap();
    assert!(may(78, 77) && may(77, 80) && may(OWNER, 78));
    assert!(!may(77, 78) && !may(77, 79) && !may(77, 77) && !may(78, OWNER));
    assert_eq!(cache.rank(guild(), id(77)), Ok(RoleRank::Role { position: 2, id: id(12) }));
    assert_eq!(cache.may_manage_role(guild(), id(78), id(12)), Ok(true));
    assert_eq!(cache.may_manage_role(guild(), id(78), id(13)), Ok(false));
    let unknown = cache.may_manage_role(guild(), id(78), id(99));
    assert_eq!(unknown, Err(PermissionError::UnknownRole { guild: guild(), role: id(99) }));
}

#[test]
fn what_is_missing_is_an_error_that_says_what_brings_it() {
    let cache = Cache::for_permissions(Intents::all()).build();
    filled(&cache, vec![member(OWN, &[])]);
    let error = |channel: u64, user: u64| cache.permissions_in(id(channel), id(user)).unwrap_err();
    let unknown = error(GUILD + 9, OWN);
    assert_eq!(
        (unknown.event(), unknown.intents()),
        (Some(EventKind::ChannelCreate), Intents::GUILDS)
    );
    let unknown = error(GUILD + 1, 77);
    assert_eq!(unknown, PermissionError::UnknownMember { guild: guild(), user: id(77) });
    assert_eq!(
        (unknown.event(), unknown.intents()),
        (Some(EventKind::GuildMembersChunk), Intents::GUILD_MEMBERS)
    );
    let awaited = cache.permissions_in_guild(id(OTHER), id(OWN)).unwrap_err();
    assert_eq!(
        (awaited.event(), awaited),
        (Some(EventKind::GuildCreate), PermissionError::AwaitedGuild(id(OTHER)))
    );
    let unknown = cache.permissions_in_guild(id(5), id(OWN)).unwrap_err();
    assert!(matches!(unknown, PermissionError::UnknownGuild { intents: Intents::GUILDS, .. }));
    cache.update(&event(
        "THREAD_CREATE",
        json!({ "id": "55", "type": 11, "guild_id": GUILD.to_string(), "parent_id": "54" }),
    ));
    assert_eq!(
        error(55, OWN),
        PermissionError::UnknownParent { thread: id(55), parent: Some(id(54)) }
    );
}

#[test]
fn what_was_not_chosen_is_named() {
    let intents = Intents::all();
    let roles = Cache::builder(intents).roles(RoleFields::empty());
    let channels = roles.clone().channels(ChannelFields::OVERWRITES);
    let cases = [
        (Cache::builder(intents), 1, PermissionError::NotKept(Kind::Channels)),
        (roles.clone().channels(ChannelFields::NAME), 1, PermissionError::OverwritesNotKept),
        (channels.clone(), 1, PermissionError::NotKept(Kind::Members)),
        (
            Cache::builder(intents)
                .channels(ChannelFields::OVERWRITES)
                .members(MemberFields::empty()),
            1,
            PermissionError::NotKept(Kind::Roles),
        ),
    ];
    for (builder, channel, expected) in cases {
        let cache = builder.build();
        filled(&cache, vec![member(OWN, &[])]);
        assert_eq!(cache.permissions_in(id(GUILD + channel), id(OWN)), Err(expected));
    }
}

#[test]
fn without_the_intent_the_own_permissions_are_known_and_others_are_not_guessed() {
    let cache = Cache::for_permissions(Intents::GUILDS).build();
    filled(&cache, vec![member(OWN, &[12]), member(77, &[13])]);
    assert!(
        cache.permissions_in_guild(guild(), id(OWN)).unwrap().contains(Permissions::KICK_MEMBERS)
    );
    let missing = cache.permissions_in(id(GUILD + 1), id(77)).unwrap_err();
    assert_eq!(missing, PermissionError::MissingIntents(Intents::GUILD_MEMBERS));
    assert_eq!(cache.stats().members, 1);
    // The bot's own member is updated without the intent.
    let data = json!({ "guild_id": GUILD.to_string(), "user": { "id": OWN.to_string(), "username": "bot" }, "roles": [] });
    cache.update(&event("GUILD_MEMBER_UPDATE", data));
    assert!(
        !cache.permissions_in_guild(guild(), id(OWN)).unwrap().contains(Permissions::KICK_MEMBERS)
    );
}
