//! Rarely used requests about guilds.

use serde_json::{Value, json};

use crate::support::{exchange_bytes, request_of, send};
use crate::world::{World, id};

#[tokio::test]
async fn a_guild_has_a_preview_a_vanity_code_and_a_welcome_for_new_members() {
    let mut world = World::start().await;
    let preview = world.ok("GET", "~/preview", Value::Null).await;
    assert_eq!(
        (&preview["approximate_member_count"], preview["emojis"].as_array().unwrap().len()),
        (&json!(10), 1)
    );
    assert_eq!(world.refused("GET", "/guilds/5/preview", Value::Null).await, (404, 10_004));
    let vanity = "~/vanity-url";
    assert_eq!(world.ok("GET", vanity, Value::Null).await, json!({ "code": null, "uses": 0 }));
    let fields = json!({ "features": ["VANITY_URL"], "vanity_url_code": "abc" });
    world.act(json!({ "do": "guild_fields", "fields": fields })).unwrap();
    assert_eq!(world.event("GUILD_UPDATE").await["vanity_url_code"], "abc");
    assert_eq!(world.ok("GET", vanity, Value::Null).await["code"], "abc");
    let welcome = "~/new-member-welcome";
    assert_eq!(world.ask("GET", welcome, Value::Null).await, (204, Value::Null));
    let settings =
        json!({ "welcome_message": { "author_ids": [world.member(1)], "message": "hi" } });
    world.act(json!({ "do": "new_member_welcome", "settings": settings })).unwrap();
    let shown = world.ok("GET", welcome, Value::Null).await;
    assert_eq!(
        (&shown["enabled"], &shown["welcome_message"]["message"]),
        (&json!(true), &json!("hi"))
    );
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(world.refused("GET", vanity, Value::Null).await, (403, 50_013));
}

#[tokio::test]
async fn a_widget_has_an_image() {
    let world = World::start().await;
    let path = format!("/api/v10/guilds/{}/widget.png", world.guild);
    let (status, error) = send(&world.sim, "GET", &path, "", "").await;
    assert_eq!((status, &error["code"]), (403, &json!(50_004)));
    world.ok("PATCH", "~/widget", json!({ "enabled": true })).await;
    let wrong = format!("{path}?style=banner5");
    assert_eq!(send(&world.sim, "GET", &wrong, "", "").await.1["code"], 50_035);
    let image = request_of("GET", &format!("{path}?style=banner2"), "", &Value::Null);
    let (status, headers, bytes) = exchange_bytes(&world.sim, image).await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "image/png"));
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
}

#[tokio::test]
async fn incident_actions_are_set_for_at_most_a_day() {
    let mut world = World::start().await;
    let path = "~/incident-actions";
    let far = json!({ "invites_disabled_until": "2999-01-01T00:00:00Z" });
    assert_eq!(world.refused("PUT", path, far).await, (400, 50_035));
    // The simulated clock started before this time or at it.
    let now =
        world.ok("POST", &format!("{}/messages", world.general()), json!({ "content": "x" })).await;
    world.event("MESSAGE_CREATE").await;
    let until = now["timestamp"].clone();
    let set = world.ok("PUT", path, json!({ "invites_disabled_until": until })).await;
    assert_eq!(set, json!({ "invites_disabled_until": until, "dms_disabled_until": null }));
    assert_eq!(world.event("GUILD_UPDATE").await["incidents_data"], set);
    let entry = world.audited().await;
    assert_eq!(
        (&entry["action_type"], &entry["changes"][0]["key"]),
        (&json!(1), &json!("incidents_data"))
    );
    let both = world.ok("PUT", path, json!({ "dms_disabled_until": until })).await;
    assert_eq!(both["invites_disabled_until"], until, "what is left out stays");
    let none = json!({ "invites_disabled_until": null, "dms_disabled_until": null });
    assert_eq!(world.ok("PUT", path, none.clone()).await, none);
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(world.refused("PUT", path, none).await, (403, 50_013));
}

#[tokio::test]
async fn an_invite_has_a_file_of_those_who_may_accept_it() {
    let world = World::start().await;
    let invites = format!("{}/invites", world.general());
    let plain = world.ok("POST", &invites, json!({})).await;
    let users = format!("/invites/{}/target-users", plain["code"].as_str().unwrap());
    let status = format!("{users}/job-status");
    assert_eq!(world.refused("GET", &users, Value::Null).await, (404, 10_129));
    assert_eq!(world.refused("GET", &status, Value::Null).await, (404, 10_124));
    let file = |lines: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"target_users_file\"; filename=\"u.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{lines}\r\n--b--\r\n"
        )
    };
    let kind = "multipart/form-data; boundary=b";
    let put = |lines: &str| {
        let (sim, body, path) = (&world.sim, file(lines), format!("/api/v10{users}"));
        async move { send(sim, "PUT", &path, kind, &body).await }
    };
    let (code, wrong) = put("5\nada\n").await;
    assert_eq!((code, wrong["target_users_file"].as_array().unwrap().len()), (400, 1));
    assert_eq!(put("user_id\n5\n7\n").await.0, 204);
    let get = request_of("GET", &format!("/api/v10{users}"), &world.bot(), &Value::Null);
    let (code, headers, bytes) = exchange_bytes(&world.sim, get).await;
    assert_eq!((code, headers["content-type"].to_str().unwrap()), (200, "text/csv"));
    assert_eq!(&bytes[..], b"user_id\n5\n7\n");
    let done = world.ok("GET", &status, Value::Null).await;
    assert_eq!((&done["status"], &done["total_users"]), (&json!(2), &json!(2)));
    assert_eq!(world.refused("PUT", &users, json!({})).await, (400, 50_035));
    // A new invite may be created with such a file.
    let path = format!("/api/v10{invites}");
    let (code, made) = send(&world.sim, "POST", &path, kind, &file("9")).await;
    assert_eq!(code, 200, "{made}");
    let other = format!("/invites/{}/target-users/job-status", made["code"].as_str().unwrap());
    assert_eq!(world.ok("GET", &other, Value::Null).await["total_users"], 1);
    world.ok("DELETE", &format!("/invites/{}", plain["code"].as_str().unwrap()), Value::Null).await;
    assert_eq!(world.refused("GET", &status, Value::Null).await, (404, 10_006));
}

#[tokio::test]
async fn subscriptions_are_made_listed_and_end() {
    let mut world = World::start().await;
    let (sku, user) = ("910000000000000004", world.member(2));
    let all = format!("/skus/{sku}/subscriptions");
    assert_eq!(world.refused("GET", &all, Value::Null).await, (400, 50_035), "of which user?");
    let of_user = format!("{all}?user_id={user}");
    assert_eq!(world.ok("GET", &of_user, Value::Null).await, json!([]));
    let subscribe = |sku: &str, back: bool| {
        world.act(json!({ "do": "subscribe", "user": user, "sku": sku, "back": back }))
    };
    assert!(subscribe(sku, true).is_err() && subscribe("910000000000000001", false).is_err());
    let made = subscribe(sku, false).unwrap()["subscription"].clone();
    let ended = subscribe(sku, true).unwrap()["subscription"].clone();
    assert_eq!((&ended["status"], ended["canceled_at"].is_string()), (&json!(2), true));
    assert_eq!(world.event("SUBSCRIPTION_CREATE").await, made);
    let entitlement = world.event("ENTITLEMENT_CREATE").await;
    assert_eq!(made["entitlement_ids"], json!([entitlement["id"]]));
    assert_eq!(world.event("SUBSCRIPTION_UPDATE").await, ended);
    assert_eq!(world.ok("GET", &of_user, Value::Null).await, json!([ended]));
    assert_eq!(world.ok("GET", &format!("{all}/{}", id(&made)), Value::Null).await, ended);
    assert_eq!(world.ask("GET", &format!("{all}/5"), Value::Null).await.0, 404);
    let unknown = "/skus/5/subscriptions?user_id=5";
    assert_eq!(world.refused("GET", unknown, Value::Null).await, (404, 10_027));
}

#[tokio::test]
async fn requests_to_join_are_listed_and_decided() {
    let mut world = World::start().await;
    let ask = |name: &str| {
        world.act(json!({ "do": "request_to_join", "name": name })).unwrap()["request"].clone()
    };
    let (first, second) = (ask("ada"), ask("bob"));
    let all = world.ok("GET", "~/requests?status=SUBMITTED&limit=1", Value::Null).await;
    assert_eq!((&all["total"], &all["guild_join_requests"]), (&json!(2), &json!([second])));
    let older = format!("~/requests?before={}", id(&second));
    let older = world.ok("GET", &older, Value::Null).await;
    assert_eq!(older["guild_join_requests"], json!([first]));
    let path = |request: &Value| format!("~/requests/{}", id(request));
    let body = json!({ "action": "REJECTED", "rejection_reason": "no" });
    let rejected = world.ok("PATCH", &path(&first), body.clone()).await;
    assert_eq!(
        (&rejected["application_status"], &rejected["rejection_reason"]),
        (&json!("REJECTED"), &json!("no"))
    );
    assert_eq!(world.refused("PATCH", &path(&first), body).await, (400, 50_035));
    let approve = json!({ "action": "APPROVED" });
    world.ok("PATCH", &path(&second), approve.clone()).await;
    assert_eq!(world.event("GUILD_MEMBER_ADD").await["user"]["id"], second["user_id"]);
    assert_eq!(world.ask("PATCH", "~/requests/5", approve.clone()).await.0, 404);
    let submitted = json!({ "action": "SUBMITTED" });
    assert_eq!(world.refused("PATCH", &path(&second), submitted).await, (400, 50_035));
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(world.refused("GET", "~/requests", Value::Null).await, (403, 50_013));
}

#[tokio::test]
async fn there_are_no_group_direct_messages() {
    let world = World::start().await;
    let user = world.member(2);
    let dm = world.ok("POST", "/users/@me/channels", json!({ "recipient_id": user })).await;
    for method in ["PUT", "DELETE"] {
        let path = |channel: &str| format!("/channels/{channel}/recipients/{user}");
        let of = |channel: &str| path(channel);
        assert_eq!(world.refused(method, &of(&id(&dm)), json!({})).await, (400, 50_024));
        assert_eq!(world.refused(method, &of("5"), json!({})).await, (404, 10_003));
    }
}

#[tokio::test]
async fn a_body_of_more_than_32_mib_is_refused() {
    let world = World::start().await;
    let path = format!("/api/v10{}/messages", world.general());
    let large = "x".repeat((32 << 20) + 1);
    let (status, _) = send(&world.sim, "POST", &path, "application/json", &large).await;
    assert_eq!(status, 413);
}
