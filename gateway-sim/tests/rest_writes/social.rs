//! What games do: activities, provisional accounts, OpenID Connect, moderation.

use serde_json::{Value, json};

use crate::support::{exchange, request_of, schema, send, send_anonymously};
use crate::world::{World, id};

/// A request with this `Authorization`: status and body, which fits OpenAPI.
async fn with(
    world: &World,
    authorization: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let request = request_of(method, &format!("/api/v10{path}"), authorization, &body);
    let (status, _, body) = exchange(&world.sim, request).await;
    let faults = schema::faults_of_answer(method, path, status, &body);
    assert!(faults.is_empty(), "{method} {path}: {faults:#?}");
    (status, body)
}

/// The `Authorization` of a member who gave these scopes.
fn bearer(world: &World, user: &str, scopes: &[&str]) -> String {
    let made = world.act(json!({ "do": "authorize", "user": user, "scopes": scopes })).unwrap();
    format!("Bearer {}", made["access_token"].as_str().unwrap())
}

async fn application(world: &World) -> String {
    id(&world.ok("GET", "/applications/@me", Value::Null).await)
}

#[tokio::test]
async fn an_activity_runs_from_its_launch_until_its_last_user_leaves() {
    let mut world = World::start().await;
    let application = application(&world).await;
    let commands = format!("/applications/{application}/commands");
    world.ok("POST", &commands, json!({ "name": "play", "description": "d" })).await;
    let (ada, bob) = (world.member(2), world.member(3));
    world.act(json!({ "do": "use_command", "name": "play", "user": ada })).unwrap();
    let interaction = world.event("INTERACTION_CREATE").await;
    let token = interaction["token"].as_str().unwrap();
    let callback =
        format!("/interactions/{}/{token}/callback?with_response=true", id(&interaction));
    let (_, answer) = world.ask("POST", &callback, json!({ "type": 12 })).await;
    let instance = answer["resource"]["activity_instance"]["id"].as_str().unwrap().to_owned();
    assert_eq!(answer["interaction"]["activity_instance_id"], instance.as_str());

    let path = format!("/applications/{application}/activity-instances/{instance}");
    let found = world.ok("GET", &path, Value::Null).await;
    let (guild, channel) = (world.guild.to_string(), (world.guild + 1).to_string());
    assert_eq!(
        found["location"],
        json!({ "id": format!("gc-{guild}-{channel}"), "kind": "gc", "channel_id": channel,
                "guild_id": guild })
    );
    assert_eq!((&found["users"], &found["instance_id"]), (&json!([ada]), &json!(instance)));
    let join = json!({ "do": "activity", "user": bob, "instance": instance });
    assert_eq!(world.act(join.clone()).unwrap()["instance"], instance.as_str());
    assert_eq!(world.ok("GET", &path, Value::Null).await["users"], json!([ada, bob]));
    for user in [&ada, &bob] {
        let leave = json!({ "do": "activity", "user": user, "instance": instance, "back": true });
        world.act(leave).unwrap();
    }
    assert_eq!(
        world.ask("GET", &path, Value::Null).await,
        (404, json!({ "code": 0, "message": "404: Not Found" }))
    );
    assert!(world.act(join).unwrap_err().to_string().contains("no running instance"));

    // In direct messages, and of another application.
    let dm = world.act(json!({ "do": "open_dm", "user": ada })).unwrap()["channel"]["id"].clone();
    let launched = world.act(json!({ "do": "activity", "channel": dm })).unwrap();
    let instance = launched["instance"].as_str().unwrap();
    let path = format!("/applications/{application}/activity-instances/{instance}");
    let found = world.ok("GET", &path, Value::Null).await;
    assert_eq!((&found["location"]["kind"], &found["location"]["channel_id"]), (&json!("pc"), &dm));
    let other = format!("/applications/5/activity-instances/{instance}");
    assert_eq!(world.refused("GET", &other, Value::Null).await, (403, 20_012));
}

#[tokio::test]
async fn an_activity_uploads_a_file_for_the_bot_or_a_user() {
    let world = World::start().await;
    let path = format!("/api/v10/applications/{}/attachment", application(&world).await);
    let form = |name: &str, data: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.gif\"\r\n\
             Content-Type: image/gif\r\n\r\n{data}\r\n--b--\r\n"
        )
    };
    let kind = "multipart/form-data; boundary=b";
    let (status, made) = send(&world.sim, "POST", &path, kind, &form("file", "GIF89a")).await;
    let attachment = &made["attachment"];
    assert_eq!(
        (status, &attachment["filename"], &attachment["size"]),
        (200, &json!("a.gif"), &json!(6))
    );
    assert_eq!(
        (&attachment["ephemeral"], &attachment["content_type"]),
        (&json!(true), &json!("image/gif"))
    );
    let below = path.trim_start_matches("/api/v10");
    let faults = schema::faults_of_answer("POST", below, 200, &made);
    assert!(faults.is_empty(), "{faults:#?}");
    let (status, error) = send(&world.sim, "POST", &path, kind, &form("files[0]", "x")).await;
    assert_eq!(
        (status, &error["errors"]["file"]["_errors"][0]["code"]),
        (400, &json!("BASE_TYPE_REQUIRED"))
    );
    let large = form("file", &"x".repeat((10 << 20) + 1));
    let (status, error) = send(&world.sim, "POST", &path, kind, &large).await;
    assert_eq!((status, &error["code"]), (400, &json!(50_045)));

    // Any scope of a user is enough, but there has to be a user.
    let user = bearer(&world, &world.member(2), &["identify"]);
    let (status, _) = with(&world, &user, "POST", below, json!({})).await;
    assert_eq!(status, 400, "no file, but the right token");
    assert_eq!(with(&world, "Bearer x", "POST", below, json!({})).await.0, 401);
    assert_eq!(world.refused("POST", "/applications/5/attachment", json!({})).await, (403, 20_012));
}

#[tokio::test]
async fn the_user_of_an_access_token_is_described_as_far_as_its_scopes_go() {
    let world = World::start().await;
    let (status, keys) = send_anonymously(&world.sim, "GET", "/api/v10/oauth2/keys").await;
    let faults = schema::faults_of_answer("GET", "/oauth2/keys", status, &keys);
    assert!(status == 200 && faults.is_empty(), "{status} {faults:#?}");
    // 2,048 bits are 342 digits. The highest bit is not set in a first digit below 32.
    let modulus = keys["keys"][0]["n"].as_str().unwrap();
    let is_low = modulus.starts_with(|digit| matches!(digit, 'A'..='Z' | 'a'..='f'));
    assert!(modulus.len() == 342 && !is_low, "{modulus}");

    let ada = world.member(2);
    let path = "/oauth2/userinfo";
    let only = bearer(&world, &ada, &["openid"]);
    assert_eq!(with(&world, &only, "GET", path, Value::Null).await, (200, json!({ "sub": ada })));
    let more = bearer(&world, &ada, &["openid", "identify", "email"]);
    let (_, info) = with(&world, &more, "GET", path, Value::Null).await;
    let user = world.ok("GET", &format!("/users/{ada}"), Value::Null).await;
    assert_eq!(info["preferred_username"], user["username"]);
    assert_eq!((&info["nickname"], &info["email_verified"]), (&user["global_name"], &json!(false)));
    assert!(info["picture"].as_str().unwrap().contains("/embed/avatars/"));
    let without = bearer(&world, &ada, &["identify"]);
    let (status, error) = with(&world, &without, "GET", path, Value::Null).await;
    assert_eq!((status, &error["code"]), (403, &json!(50_026)));
    assert_eq!(world.refused("GET", path, Value::Null).await, (403, 20_001));
}

#[tokio::test]
async fn a_provisional_account_is_made_once_for_an_identity_and_replaced_by_an_unmerge() {
    let world = World::start().await;
    let path = "/partner-sdk/token/bot";
    let body = json!({ "external_user_id": "player 1", "preferred_global_name": "Ada" });
    let granted = world.ok("POST", path, body.clone()).await;
    assert_eq!(
        (&granted["token_type"], &granted["scope"]),
        (&json!("Bearer"), &json!("sdk.social_layer"))
    );
    assert_eq!(granted["expires_in"], 604_800);
    assert_eq!(granted["id_token"].as_str().unwrap().split('.').count(), 3);
    let bearer = |granted: &Value| format!("Bearer {}", granted["access_token"].as_str().unwrap());
    let first = bearer(&granted);
    let join = async |authorization: &str| {
        with(&world, authorization, "PUT", "/lobbies", json!({ "secret": "s" })).await
    };
    let (_, lobby) = join(&first).await;
    let user = id(&lobby["members"][0]);
    let known = world.ok("GET", &format!("/users/{user}"), Value::Null).await;
    assert_eq!(known["global_name"], "Ada");
    let renamed = json!({ "external_user_id": "player 1", "preferred_global_name": "Lovelace" });
    let second = bearer(&world.ok("POST", path, renamed).await);
    assert_eq!(join(&second).await.1["members"].as_array().unwrap().len(), 1, "the same account");
    let known = world.ok("GET", &format!("/users/{user}"), Value::Null).await;
    assert_eq!(known["global_name"], "Lovelace");

    let unmerge = "/partner-sdk/provisional-accounts/unmerge/bot";
    let who = json!({ "external_user_id": "player 1" });
    assert_eq!(world.ask("POST", unmerge, who.clone()).await.0, 204);
    for former in [&first, &second] {
        assert_eq!(join(former).await.0, 401, "its tokens ended");
    }
    let path_of_lobby = format!("/lobbies/{}", id(&lobby));
    let members = world.ok("GET", &path_of_lobby, Value::Null).await["members"].clone();
    assert!(members.as_array().unwrap().len() == 1 && id(&members[0]) != user, "{members}");
    let third = bearer(&world.ok("POST", path, who).await);
    assert_eq!(id(&join(&third).await.1["members"][0]), id(&members[0]));
    let after = world.ok("GET", &format!("/users/{}", id(&members[0])), Value::Null).await;
    assert_eq!(
        (&after["global_name"], &after["username"]),
        (&json!("Lovelace"), &known["username"])
    );

    for (path, body, error) in [
        (unmerge, json!({ "external_user_id": "nobody" }), (404, 10_013)),
        (unmerge, json!({}), (400, 50_035)),
        (path, json!({ "external_user_id": "" }), (400, 50_035)),
        (
            path,
            json!({ "external_user_id": "x", "preferred_global_name": "n".repeat(33) }),
            (400, 50_035),
        ),
    ] {
        assert_eq!(world.refused("POST", path, body.clone()).await, error, "{path} {body}");
    }
    assert_eq!(with(&world, "", "POST", path, body).await.0, 401, "it is the bot's");
}

#[tokio::test]
async fn credentials_of_another_service_stand_for_an_account_too() {
    let world = World::start().await;
    let client = application(&world).await;
    let (path, unmerge) = ("/partner-sdk/token", "/partner-sdk/provisional-accounts/unmerge");
    let body = |kind: &str, token: &str| {
        json!({ "client_id": client, "client_secret": null, "external_auth_type": kind,
                "external_auth_token": token })
    };
    let steam = body("STEAM_SESSION_TICKET", "ticket");
    let (status, granted) = with(&world, "", "POST", path, steam.clone()).await;
    assert_eq!((status, &granted["token_type"]), (200, &json!("Bearer")));
    let access = granted["access_token"].as_str().unwrap();
    let again = body("DISCORD_BOT_ISSUED_ACCESS_TOKEN", access);
    assert_eq!(with(&world, "", "POST", path, again.clone()).await.0, 200);
    assert_eq!(with(&world, "", "POST", unmerge, steam).await.0, 204);
    let mut other = body("STEAM_SESSION_TICKET", "ticket");
    other["client_id"] = json!("5");
    for (path, body, error) in [
        (path, again, (403, 50_025)),
        (path, other, (404, 10_002)),
        (path, body("STEAM", "ticket"), (400, 50_035)),
        (path, body("OIDC", "no JWT"), (400, 530_020)),
        (unmerge, body("STEAM_SESSION_TICKET", "another"), (404, 10_013)),
        (unmerge, json!({ "client_id": client }), (400, 50_035)),
    ] {
        let (status, answer) = with(&world, "", "POST", path, body.clone()).await;
        assert_eq!((status, answer["code"].as_u64().unwrap()), error, "{path} {body}");
    }
}

#[tokio::test]
async fn a_direct_message_carries_what_moderation_decided_until_it_is_edited() {
    let mut world = World::start().await;
    let (bot, ada) = (application(&world).await, world.member(2));
    let dm = world.act(json!({ "do": "open_dm", "user": ada })).unwrap()["channel"]["id"].clone();
    let said = json!({ "do": "message", "channel": dm, "author": ada, "content": "rude" });
    let said = world.act(said).unwrap()["message"].clone();
    world.event("MESSAGE_CREATE").await;
    let put = |first: &str, second: &str, message: &str| {
        format!("/partner-sdk/dms/{first}/{second}/messages/{message}/moderation-metadata")
    };
    let message = format!("/channels/{}/messages/{}", dm.as_str().unwrap(), id(&said));
    for (first, second, action) in [(&ada, &bot, "hide"), (&bot, &ada, "show")] {
        let path = put(first, second, &id(&said));
        assert_eq!(world.ask("PUT", &path, json!({ "action": action })).await.0, 204);
        let kept = world.ok("GET", &message, Value::Null).await;
        assert_eq!(kept["moderation_metadata"], json!({ "action": action }));
    }
    let six: Value = (0..6).map(|key| (key.to_string(), json!("v"))).collect();
    for (path, body, error) in [
        (put(&ada, &bot, "5"), json!({}), (404, 10_008)),
        (put(&ada, &world.member(3), &id(&said)), json!({}), (404, 10_003)),
        (put(&ada, &bot, &id(&said)), six, (400, 50_035)),
        (put(&ada, &bot, &id(&said)), json!({ "a": 1 }), (400, 50_035)),
        (put(&ada, &bot, &id(&said)), json!({ "a": "x".repeat(2_001) }), (400, 50_035)),
        (put(&ada, &bot, &id(&said)), json!(["hide"]), (400, 50_035)),
    ] {
        assert_eq!(world.refused("PUT", &path, body.clone()).await, error, "{path} {body}");
    }
    let edit = json!({ "do": "edit", "channel": dm, "message": said["id"], "user": ada, "content": "kind" });
    world.act(edit).unwrap();
    let edited = world.event("MESSAGE_UPDATE").await;
    assert!(edited["content"] == "kind" && edited.get("moderation_metadata").is_none());
}
