//! The application: its settings, its role connections, the permissions of its commands, and users who authorize it.

use serde_json::{Value, json};

use crate::support::{exchange, request_of, schema};
use crate::world::{World, id};

/// Sends a request with a user's access token; returns status and body.
async fn as_user(
    world: &World,
    token: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let request = request_of(method, &format!("/api/v10{path}"), &format!("Bearer {token}"), &body);
    let (status, _, body) = exchange(&world.sim, request).await;
    let faults = schema::faults_of_answer(method, path, status, &body);
    assert!(faults.is_empty(), "{method} {path}: {faults:#?}");
    (status, body)
}

fn token(world: &World, user: &str, scopes: &[&str]) -> String {
    let made = world.act(json!({ "do": "authorize", "user": user, "scopes": scopes })).unwrap();
    made["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_application_is_changed_and_shown_as_it_was_changed() {
    let world = World::start().await;
    let own = "/applications/@me";
    let before = world.ok("GET", own, Value::Null).await;
    let params = json!({ "scopes": ["bot"], "permissions": 8 });
    let body = json!({ "description": "d", "tags": ["fun"], "install_params": params,
        "interactions_endpoint_url": "https://example.org/i", "event_webhooks_status": 2,
        "integration_types_config": { "0": { "oauth2_install_params": params }, "1": {} } });
    let changed = world.ok("PATCH", own, body).await;
    assert_eq!((&changed["description"], &changed["tags"]), (&json!("d"), &json!(["fun"])));
    assert_eq!(changed["install_params"]["permissions"], "8");
    let path = format!("/applications/{}", id(&before));
    assert_eq!(world.ok("GET", &path, Value::Null).await, changed);
    let none = json!({ "install_params": null, "tags": null });
    let cleared = world.ok("PATCH", &path, none).await;
    assert!(cleared.get("install_params").is_none() && cleared["tags"] == json!([]));
    // The limited flags are those of the privileged intents: presences, members, content.
    let flags = before["flags"].as_u64().unwrap();
    assert_eq!(flags, 1 << 13 | 1 << 15 | 1 << 19);
    let less = world.ok("PATCH", own, json!({ "flags": 1 << 15 })).await;
    assert_eq!(less["flags"], 1 << 15);
    for body in [
        json!({ "flags": 1 << 15 | 1 << 23 }),
        json!({ "tags": ["x".repeat(21)] }),
        json!({ "tags": ["a", "b", "c", "d", "e", "f"] }),
        json!({ "interactions_endpoint_url": "ftp://x" }),
        json!({ "integration_types_config": { "2": {} } }),
    ] {
        assert_eq!(world.refused("PATCH", own, body.clone()).await, (400, 50_035), "{body}");
    }
    assert_eq!(world.refused("GET", "/applications/5", Value::Null).await, (403, 20_012));
}

#[tokio::test]
async fn role_connections_have_metadata_and_are_set_by_users() {
    let world = World::start().await;
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let path = format!("/applications/{bot}/role-connections/metadata");
    assert_eq!(world.ok("GET", &path, Value::Null).await, json!([]));
    let record = |key: &str| json!({ "type": 2, "key": key, "name": "n", "description": "d" });
    let set = world.ok("PUT", &path, json!([record("level")])).await;
    assert_eq!(set, json!([record("level")]));
    for bad in [
        json!([record("Level")]),
        json!([record("a"), record("a")]),
        json!(["a", "b", "c", "d", "e", "f"].map(record)),
        json!([{ "type": 9, "key": "a", "name": "n", "description": "d" }]),
    ] {
        assert_eq!(world.refused("PUT", &path, bad.clone()).await, (400, 50_035), "{bad}");
    }
    assert_eq!(world.ok("GET", &path, Value::Null).await, set);

    let own = format!("/users/@me/applications/{bot}/role-connection");
    assert_eq!(world.refused("GET", &own, Value::Null).await, (403, 20_001));
    let user = world.member(2);
    let (other, right) =
        (token(&world, &user, &["identify"]), token(&world, &user, &["role_connections.write"]));
    assert_eq!(as_user(&world, &other, "GET", &own, Value::Null).await.1["code"], 50_026);
    let wrong = as_user(&world, "nonsense", "GET", &own, Value::Null).await;
    assert_eq!((wrong.0, &wrong.1["code"]), (401, &json!(50_025)));
    assert_eq!(
        as_user(&world, &right, "GET", &own, Value::Null).await,
        (200, json!({ "metadata": {} }))
    );
    let body = json!({ "platform_name": "p", "metadata": { "level": 7 } });
    let kept = json!({ "platform_name": "p", "metadata": { "level": "7" } });
    assert_eq!(as_user(&world, &right, "PUT", &own, body).await, (200, kept.clone()));
    assert_eq!(as_user(&world, &right, "GET", &own, Value::Null).await.1, kept);
    let long = json!({ "metadata": { "level": "x".repeat(101) } });
    assert_eq!(as_user(&world, &right, "PUT", &own, long).await.1["code"], 50_035);
    assert_eq!(as_user(&world, &right, "DELETE", &own, Value::Null).await.0, 204);
    assert!(
        as_user(&world, &right, "GET", &own, Value::Null).await.1.get("platform_name").is_none()
    );
}

#[tokio::test]
async fn an_access_token_shows_its_user() {
    let world = World::start().await;
    let user = world.member(2);
    let scopes = ["identify", "guilds.members.read", "connections", "applications.entitlements"];
    let token = token(&world, &user, &scopes);
    let get = |path: String| {
        let (world, token) = (&world, token.clone());
        async move { as_user(world, &token, "GET", &path, Value::Null).await }
    };
    assert_eq!(id(&get("/users/@me".to_owned()).await.1), user);
    let (_, about) = get("/oauth2/@me".to_owned()).await;
    assert_eq!((&about["scopes"], id(&about["user"])), (&json!(scopes), user.clone()));
    let member = get(format!("/users/@me/guilds/{}/member", world.guild)).await.1;
    assert_eq!(id(&member["user"]), user);
    assert_eq!(get("/users/@me/connections".to_owned()).await, (200, json!([])));
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    world.act(json!({ "do": "subscribe", "user": user, "sku": "910000000000000004" })).unwrap();
    let own = get(format!("/users/@me/applications/{bot}/entitlements")).await.1;
    assert_eq!(own.as_array().unwrap().len(), 1);
    let path = format!("{}/messages", world.general());
    let (status, _) = as_user(&world, &token, "POST", &path, json!({})).await;
    assert_eq!(status, 401, "it is no token of a bot");
    assert!(world.act(json!({ "do": "authorize", "user": "5", "scopes": [] })).is_err());
}

#[tokio::test]
async fn permissions_of_a_command_are_set_told_and_decide_who_uses_it() {
    let mut world = World::start().await;
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let body = json!({ "name": "ping", "description": "d" });
    let ping = world.ok("POST", &format!("/applications/{bot}/commands"), body).await;
    let all = format!("/applications/{bot}/guilds/{}/commands/permissions", world.guild);
    let one = all.replace("permissions", &format!("{}/permissions", id(&ping)));
    assert_eq!(world.ok("GET", &all, Value::Null).await, json!([]));
    assert_eq!(world.refused("GET", &one, Value::Null).await, (404, 10_066));
    let (owner, user) = (world.member(1), world.member(2));
    let denied = json!([{ "id": user, "type": 2, "permission": false }]);
    let body = json!({ "permissions": denied });
    assert_eq!(world.refused("PUT", &one, body.clone()).await, (403, 20_001));
    let scope = "applications.commands.permissions.update";
    let (low, high) = (token(&world, &user, &[scope]), token(&world, &owner, &[scope]));
    assert_eq!(as_user(&world, &low, "PUT", &one, body.clone()).await.1["code"], 50_013);
    let (status, set) = as_user(&world, &high, "PUT", &one, body).await;
    assert_eq!((status, &set["permissions"], &set["id"]), (200, &denied, &ping["id"]));
    assert_eq!(world.event("APPLICATION_COMMAND_PERMISSIONS_UPDATE").await, set);
    let entry = world.audited().await;
    assert_eq!(
        (&entry["action_type"], &entry["user_id"], &entry["target_id"]),
        (&json!(121), &json!(owner), &ping["id"])
    );
    assert_eq!(entry["changes"], json!([{ "key": user, "new_value": denied[0] }]));
    assert_eq!(entry["options"]["application_id"], bot);
    assert_eq!(world.ok("GET", &all, Value::Null).await, json!([set]));
    assert_eq!(world.ok("GET", &one, Value::Null).await, set);
    for bad in [
        json!({ "permissions": [{ "id": "5", "type": 1, "permission": true }] }),
        json!({ "permissions": [{ "id": user, "type": 4, "permission": true }] }),
        json!({ "permissions": [denied[0], denied[0]] }),
    ] {
        assert_eq!(
            as_user(&world, &high, "PUT", &one, bad.clone()).await.1["code"],
            50_035,
            "{bad}"
        );
    }
    let uses = |user: &str| world.act(json!({ "do": "use_command", "name": "ping", "user": user }));
    assert!(uses(&owner).is_ok());
    assert!(uses(&user).unwrap_err().to_string().contains("may not use"));
    // An administrator of the guild removes the permissions again; the action names the command.
    let reopen = |command: &str| {
        world.act(json!({ "do": "command_permissions", "command": command, "permissions": [] }))
    };
    reopen("ping").unwrap();
    assert!(uses(&user).is_ok());
    let everyone = json!([{ "id": world.guild.to_string(), "type": 1, "permission": false }]);
    world.act(json!({ "do": "command_permissions", "permissions": everyone })).unwrap();
    assert!(uses(&user).is_err(), "all commands are closed to everybody");
    assert!(reopen("pong").is_err());
}
