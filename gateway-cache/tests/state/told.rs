//! The values before and after an update.

use gateway_cache::{Cache, Change, MemberFields, RoleFields};
use gateway_model::gateway::Intents;
use serde_json::json;

use crate::{GUILD, OWN, event, guild, guild_create, id, member, ready, role};

#[test]
fn an_update_tells_the_value_before_and_after_and_what_stays_is_not_told() {
    let cache = Cache::everything(Intents::all()).build();
    assert_eq!(cache.update_with_changes(&ready(&[GUILD])).len(), 1, "the own user");
    let told = cache
        .update_with_changes(&event("GUILD_CREATE", guild_create(GUILD, vec![member(OWN, &[])])));
    assert!(
        matches!(told.last(), Some(Change::Guild(guild)) if guild.old.is_none() && guild.new.is_some())
    );

    let update = |name: &str, nick: Option<&str>| {
        let user = json!({ "id": "77", "username": name });
        let data = json!({ "guild_id": GUILD.to_string(), "user": user, "roles": ["11"], "nick": nick, "joined_at": null });
        cache.update_with_changes(&event("GUILD_MEMBER_UPDATE", data))
    };
    let told = update("first", None);
    let [Change::Member(added), Change::User(user)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((added.id.get(), added.old.is_none(), user.old.is_none()), (77, true, true));
    let told = update("first", Some("nick"));
    let [Change::Member(changed)] = &told[..] else { panic!("{told:?}") };
    let nicks = [&changed.old, &changed.new]
        .map(|member| member.as_ref().unwrap().nick.as_deref().map(str::to_owned));
    assert_eq!(nicks, [None, Some("nick".to_owned())]);
    let told = update("second", Some("nick"));
    let [Change::User(user)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(user.old.as_ref().map(|user| &*user.username), Some("first"));
    assert_eq!(update("second", Some("nick")), [], "nothing has changed");

    let gone = cache.update_with_changes(&event(
        "GUILD_ROLE_DELETE",
        json!({ "guild_id": GUILD.to_string(), "role_id": "11" }),
    ));
    let [Change::Role(gone)] = &gone[..] else { panic!("{gone:?}") };
    assert_eq!((gone.old.as_ref().map(|role| role.position), gone.new.is_none()), (Some(1), true));
    assert_eq!(
        &*cache.member(guild(), id(77)).unwrap().roles,
        [],
        "a role that is gone is nobody's"
    );
}

#[test]
fn what_is_not_kept_is_not_told_and_an_update_of_the_guild_replaces_its_roles() {
    let cache = Cache::builder(Intents::all())
        .roles(RoleFields::empty())
        .members(MemberFields::empty())
        .build();
    cache.update(&ready(&[GUILD]));
    cache.update(&event("GUILD_CREATE", guild_create(GUILD, vec![member(77, &[11])])));
    let renamed = json!({ "guild_id": GUILD.to_string(), "role": { "id": "11", "name": "other", "position": 1, "permissions": "0" } });
    assert_eq!(
        cache.update_with_changes(&event("GUILD_ROLE_UPDATE", renamed)),
        [],
        "names are not kept"
    );
    let mut data = guild_create(GUILD, vec![]);
    data["roles"] = json!([role(GUILD, 0, 8), role(12, 2, 2)]);
    let told = cache.update_with_changes(&event("GUILD_UPDATE", data));
    let roles = told.iter().filter(|change| matches!(change, Change::Role(_))).count();
    assert_eq!(
        (roles, cache.roles(guild()).len()),
        (3, 2),
        "two are gone, one has changed, one has not"
    );
}
