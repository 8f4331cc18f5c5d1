//! Pruning, the bot's own account, welcome screen, widget, integrations and entitlements.

use serde_json::{Value, json};

use crate::world::{World, id};

#[tokio::test]
async fn the_inactive_without_roles_are_counted_and_pruned() {
    let mut world = World::start().await;
    world.act(json!({ "do": "join", "name": "newcomer" })).unwrap();
    world.event("GUILD_MEMBER_ADD").await;
    let all = world.ok("GET", "~/prune", Value::Null).await["pruned"].as_u64().unwrap();
    assert!(all > 1, "{all}");
    // Members with a role are kept, unless the role is included.
    let role = world.ok("POST", "~/roles", json!({ "name": "r" })).await;
    world.audited().await;
    let mut inactive = None;
    for number in 2..10 {
        let member = world.member(number);
        world.ok("PUT", &format!("~/members/{member}/roles/{}", id(&role)), Value::Null).await;
        world.audited().await;
        if world.ok("GET", "~/prune", Value::Null).await["pruned"] != all {
            inactive = Some(member);
            break;
        }
    }
    let member = inactive.expect("somebody is offline");
    let with_role = format!("~/prune?days=7&include_roles={}", id(&role));
    assert_eq!(world.ok("GET", &with_role, Value::Null).await["pruned"], all);
    for query in ["days=0", "days=31", "days=x"] {
        let path = format!("~/prune?{query}");
        assert_eq!(world.refused("GET", &path, Value::Null).await, (400, 50_035), "{query}");
    }
    let pruned = world.ok("POST", "~/prune", json!({ "days": 7 })).await;
    assert_eq!(pruned["pruned"], all - 1);
    for _ in 1..all {
        world.event("GUILD_MEMBER_REMOVE").await;
    }
    let entry = world.event("GUILD_AUDIT_LOG_ENTRY_CREATE").await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(21), &Value::Null));
    let counted = json!({ "delete_member_days": "7", "members_removed": (all - 1).to_string() });
    assert_eq!(entry["options"], counted);
    let body = json!({ "include_roles": [role["id"]], "compute_prune_count": false });
    assert!(world.ok("POST", "~/prune", body).await["pruned"].is_null());
    assert_eq!(id(&world.event("GUILD_MEMBER_REMOVE").await["user"]), member);
    world.everyone_may("0").await;
    world.may(1 << 1);
    assert_eq!(world.refused("POST", "~/prune", json!({})).await, (403, 50_013));
}

#[tokio::test]
async fn the_bot_changes_its_account_and_is_seen_by_the_new_name() {
    let mut world = World::start().await;
    let image = "data:image/png;base64,iVBORw0KGgo=";
    let body = json!({ "username": "renamed", "avatar": image });
    let changed = world.ok("PATCH", "/users/@me", body).await;
    assert_eq!((&changed["username"], changed["avatar"].is_string()), (&json!("renamed"), true));
    assert_eq!(world.event("USER_UPDATE").await, changed);
    let own = format!("/users/{}", id(&changed));
    assert_eq!(world.ok("GET", &own, Value::Null).await["username"], "renamed");
    let member = world.ok("GET", &format!("~/members/{}", id(&changed)), Value::Null).await;
    assert_eq!(member["user"]["avatar"], changed["avatar"]);
    for name in ["x", "discordian", "a@b", "everyone"] {
        let body = json!({ "username": name });
        assert_eq!(world.refused("PATCH", "/users/@me", body).await, (400, 50_035), "{name}");
    }
    assert!(world.ok("PATCH", "/users/@me", json!({ "avatar": null })).await["avatar"].is_null());
}

#[tokio::test]
async fn a_welcome_screen_is_set_and_shown() {
    let mut world = World::start().await;
    let path = "~/welcome-screen";
    assert_eq!(world.refused("GET", path, Value::Null).await, (404, 10_069));
    let channel =
        |id: u64| json!({ "channel_id": id.to_string(), "description": "d", "emoji_name": "👋" });
    let body = json!({ "enabled": true, "description": "hello", "welcome_channels": [channel(world.guild + 1)] });
    let screen = world.ok("PATCH", path, body).await;
    assert_eq!(screen["welcome_channels"][0]["emoji_name"], "👋");
    assert_eq!(world.event("GUILD_UPDATE").await["features"], json!(["WELCOME_SCREEN_ENABLED"]));
    assert_eq!(world.audited().await["action_type"], 1);
    assert_eq!(world.ok("GET", path, Value::Null).await, screen);
    for (body, error) in [
        (json!({ "welcome_channels": [channel(5)] }), (404, 10_003)),
        (json!({ "welcome_channels": vec![channel(world.guild + 1); 6] }), (400, 50_035)),
        (json!({ "welcome_channels": [{ "description": "d" }] }), (400, 50_035)),
    ] {
        assert_eq!(world.refused("PATCH", path, body).await, error);
    }
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(world.ok("GET", path, Value::Null).await, screen, "it is for everybody");
    assert_eq!(world.refused("PATCH", path, json!({})).await, (403, 50_013));
}

#[tokio::test]
async fn a_widget_is_switched_on_and_shows_who_is_online() {
    let mut world = World::start().await;
    assert_eq!(world.refused("GET", "~/widget.json", Value::Null).await, (403, 50_004));
    let off = json!({ "enabled": false, "channel_id": null });
    assert_eq!(world.ok("GET", "~/widget", Value::Null).await, off);
    let body = json!({ "enabled": true, "channel_id": (world.guild + 1).to_string() });
    assert_eq!(world.ok("PATCH", "~/widget", body.clone()).await, body);
    assert_eq!(world.event("GUILD_UPDATE").await["widget_enabled"], true);
    let widget = world.ok("GET", "~/widget.json", Value::Null).await;
    let invite = world.event("INVITE_CREATE").await;
    let code = invite["code"].as_str().unwrap();
    assert!(widget["instant_invite"].as_str().unwrap().ends_with(code), "{widget}");
    assert_eq!(widget["channels"][0]["name"], "Voice");
    assert_eq!(widget["presence_count"], widget["members"].as_array().unwrap().len());
    assert_eq!(
        world.ok("GET", "~/widget.json", Value::Null).await["instant_invite"],
        widget["instant_invite"]
    );
    let nowhere = json!({ "channel_id": "5" });
    assert_eq!(world.refused("PATCH", "~/widget", nowhere).await, (404, 10_003));
}

#[tokio::test]
async fn the_bot_is_an_integration_and_leaves_with_it() {
    let mut world = World::with_intents(1 | 1 << 4).await;
    let own = world.ok("GET", "~/integrations", Value::Null).await;
    assert_eq!((&own[0]["type"], own.as_array().unwrap().len()), (&json!("discord"), 1));
    assert_eq!(world.refused("DELETE", "~/integrations/5", Value::Null).await, (404, 10_005));
    let path = format!("~/integrations/{}", id(&own[0]));
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(world.event("INTEGRATION_DELETE").await["id"], own[0]["id"]);
    world.event("GUILD_INTEGRATIONS_UPDATE").await;
    world.event("GUILD_DELETE").await;
    assert_eq!(world.refused("GET", "~", Value::Null).await, (404, 10_004));
}

#[tokio::test]
async fn test_entitlements_are_granted_consumed_and_taken_back() {
    let mut world = World::start().await;
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let (skus, all) =
        (format!("/applications/{bot}/skus"), format!("/applications/{bot}/entitlements"));
    let skus = world.ok("GET", &skus, Value::Null).await;
    let sku = |of_type: u64| {
        skus.as_array().unwrap().iter().find(|sku| sku["type"] == of_type).unwrap()["id"].clone()
    };
    let grant = |sku: Value, owner: String, of_type: u64| json!({ "sku_id": sku, "owner_id": owner, "owner_type": of_type });
    let user = world.member(1);
    let of_user = world.ok("POST", &all, grant(sku(3), user.clone(), 2)).await;
    assert_eq!((&of_user["user_id"], &of_user["type"]), (&json!(user), &json!(8)));
    assert_eq!(world.event("ENTITLEMENT_CREATE").await, of_user);
    let of_guild = world.ok("POST", &all, grant(sku(5), world.guild.to_string(), 1)).await;
    assert_eq!(
        (&of_guild["guild_id"], &of_guild["type"]),
        (&json!(world.guild.to_string()), &json!(8))
    );
    world.event("ENTITLEMENT_CREATE").await;
    assert_eq!(
        world.refused("POST", &all, grant(json!("5"), user.clone(), 2)).await,
        (404, 10_027)
    );
    assert_eq!(world.refused("POST", &all, grant(sku(5), "5".to_owned(), 1)).await, (404, 10_004));
    assert_eq!(world.refused("POST", &all, grant(sku(5), user.clone(), 3)).await, (400, 50_035));

    // Both count for the user who uses a command in the guild.
    let ping = json!({ "name": "ping", "description": "d" });
    world.ok("POST", &format!("/applications/{bot}/commands"), ping).await;
    let used = world.act(json!({ "do": "use_command", "name": "ping", "user": user })).unwrap();
    assert_eq!(used["interaction"]["entitlements"].as_array().unwrap().len(), 2);
    world.event("INTERACTION_CREATE").await;
    let list = |query: String| {
        let (world, path) = (&world, format!("{all}{query}"));
        async move {
            let list = world.ok("GET", &path, Value::Null).await;
            list.as_array().unwrap().iter().map(id).collect::<Vec<_>>()
        }
    };
    let (first, second) = (id(&of_user), id(&of_guild));
    assert_eq!(list(String::new()).await, [&*first, &*second]);
    assert_eq!(list("?limit=1".to_owned()).await, [&*second]);
    assert_eq!(list(format!("?after={first}")).await, [&*second]);
    assert_eq!(list(format!("?before={second}")).await, [&*first]);
    assert_eq!(list(format!("?user_id={user}")).await, [&*first]);
    assert_eq!(list(format!("?guild_id={}", world.guild)).await, [&*second]);
    assert_eq!(list(format!("?sku_ids=5,{}", sku(5).as_str().unwrap())).await, [&*second]);
    let (one, other) = (format!("{all}/{first}"), format!("{all}/{second}"));
    assert_eq!(
        world.refused("POST", &format!("{other}/consume"), Value::Null).await,
        (400, 40_018)
    );
    assert_eq!(world.ask("POST", &format!("{one}/consume"), Value::Null).await.0, 204);
    assert_eq!(world.ok("GET", &one, Value::Null).await["consumed"], true);
    assert_eq!(world.ask("DELETE", &other, Value::Null).await.0, 204);
    assert_eq!(list(String::new()).await, [&*first]);
    assert_eq!(list("?exclude_deleted=false".to_owned()).await.len(), 2);
    assert_eq!(world.refused("DELETE", &other, Value::Null).await, (404, 10_029));
    assert_eq!(world.event("ENTITLEMENT_UPDATE").await["consumed"], true);
    assert_eq!(world.event("ENTITLEMENT_DELETE").await["id"], second);
    let foreign = "/applications/5/entitlements";
    assert_eq!(world.refused("GET", foreign, Value::Null).await, (403, 20_012));
}

#[tokio::test]
async fn a_template_is_a_snapshot_that_is_synced_and_deleted() {
    let mut world = World::start().await;
    let templates = "~/templates";
    let made = world.ok("POST", templates, json!({ "name": "base", "description": "d" })).await;
    let guild = &made["serialized_source_guild"];
    assert_eq!(
        (&guild["roles"][0]["name"], &guild["roles"][0]["id"]),
        (&json!("@everyone"), &json!(0))
    );
    assert_eq!(guild["roles"].as_array().unwrap().len(), 1, "managed roles are not in it");
    let category =
        guild["channels"].as_array().unwrap().iter().find(|one| one["type"] == 4).unwrap();
    assert_eq!(guild["channels"][0]["parent_id"], category["id"].to_string());
    let body = json!({ "name": "another" });
    assert_eq!(world.refused("POST", templates, body.clone()).await, (400, 30_031));
    let code = made["code"].as_str().unwrap();
    let (any, one) = (format!("/guilds/templates/{code}"), format!("{templates}/{code}"));
    assert_eq!(world.ok("GET", &any, Value::Null).await, made);
    world.ok("PATCH", "~", json!({ "name": "Renamed" })).await;
    assert_eq!(world.ok("GET", templates, Value::Null).await[0]["is_dirty"], true);
    let synced = world.ok("PUT", &one, Value::Null).await;
    assert_eq!(synced["serialized_source_guild"]["name"], "Renamed");
    assert!(world.ok("GET", &any, Value::Null).await["is_dirty"].is_null());
    assert_eq!(world.ok("PATCH", &one, body).await["name"], "another");
    assert_eq!(world.ok("DELETE", &one, Value::Null).await["name"], "another");
    for (method, path) in [("GET", &any), ("PUT", &one), ("DELETE", &one)] {
        assert_eq!(world.refused(method, path, Value::Null).await, (404, 10_057));
    }
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(world.refused("GET", templates, Value::Null).await, (403, 50_013));
}

#[tokio::test]
async fn onboarding_is_set_logged_and_enabled_with_enough_channels() {
    let mut world = World::start().await;
    let path = "~/onboarding";
    let none = world.ok("GET", path, Value::Null).await;
    assert_eq!((&none["enabled"], &none["prompts"]), (&json!(false), &json!([])));
    let option = |title: &str| json!({ "title": title, "emoji_name": "🐈", "channel_ids": [(world.guild + 1).to_string()] });
    let prompt = json!({ "id": "0", "title": "What?", "options": [option("cats"), option("dogs")], "required": true });
    let set = world.ok("PUT", path, json!({ "prompts": [prompt] })).await;
    let made = &set["prompts"][0];
    assert_eq!(
        (&made["required"], &made["in_onboarding"], &made["type"]),
        (&json!(true), &json!(true), &json!(0))
    );
    assert_eq!(made["options"][0]["emoji"]["name"], "🐈");
    assert_eq!(world.audited().await["action_type"], 166);
    let entry = world.audited().await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(163), &made["id"]));
    let mut again = made.clone();
    again["title"] = json!("Which?");
    let renamed = world.ok("PUT", path, json!({ "prompts": [again] })).await;
    assert_eq!(renamed["prompts"][0]["id"], made["id"], "it is the same prompt");
    assert_eq!(world.audited().await["action_type"], 164);
    assert_eq!(world.ok("GET", path, Value::Null).await, renamed);

    let enable = json!({ "enabled": true });
    assert_eq!(world.refused("PUT", path, enable.clone()).await, (400, 350_000));
    let mut channels = Vec::new();
    for number in 0..7 {
        let channel = world.ok("POST", "~/channels", json!({ "name": number.to_string() })).await;
        channels.push(id(&channel));
    }
    let defaults = json!({ "enabled": true, "default_channel_ids": channels });
    assert_eq!(world.ok("PUT", path, defaults).await["enabled"], true);
    let fewer = json!({ "default_channel_ids": channels[1..] });
    assert_eq!(world.refused("PUT", path, fewer).await, (400, 350_001));
    for (body, error) in [
        (json!({ "mode": 2 }), (400, 50_035)),
        (json!({ "default_channel_ids": ["5"] }), (404, 10_003)),
        (json!({ "prompts": [{ "id": "0", "title": "", "options": [] }] }), (400, 50_035)),
        (
            json!({ "prompts": [{ "id": "0", "title": "x", "options": [{ "title": "x", "role_ids": ["5"] }] }] }),
            (404, 10_011),
        ),
    ] {
        assert_eq!(world.refused("PUT", path, body.clone()).await, error, "{body}");
    }
    world.everyone_may("0").await;
    world.may(1 << 5);
    assert_eq!(world.refused("PUT", path, enable).await, (403, 50_013));
}
