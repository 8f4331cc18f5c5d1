//! Which bodies Discord accepts and which it refuses, with the path of the field.

use serde_json::{Value, json};

use crate::support::{Client, rest, send};
use crate::world::World;

/// Code of the first error at a path of a 50035.
fn code_at(error: &Value, path: &str) -> Value {
    let mut at = &error["errors"];
    for part in path.split('.') {
        at = &at[part];
    }
    at["_errors"][0]["code"].clone()
}

#[tokio::test]
async fn what_is_wrong_with_embeds_is_named_by_its_path() {
    let world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let text = |length: usize| "x".repeat(length);
    let field = json!({ "name": "n", "value": "v" });
    let cases = [
        (json!({ "title": text(257) }), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "description": text(4097) }), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
        (json!({}), "embeds.0.description", "BASE_TYPE_REQUIRED"),
        (json!({ "fields": vec![field.clone(); 26] }), "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
        (
            json!({ "fields": [{ "name": "n", "value": "" }] }),
            "embeds.0.fields.0.value",
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!({ "fields": [{ "name": "n", "value": text(1025) }] }),
            "embeds.0.fields.0.value",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "footer": { "text": text(2049) } }),
            "embeds.0.footer.text",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "author": { "icon_url": "https://a.b" } }),
            "embeds.0.author.name",
            "BASE_TYPE_REQUIRED",
        ),
        (json!({ "title": "x", "url": "example" }), "embeds.0.url", "URL_TYPE_INVALID_URL"),
        (
            json!({ "image": { "url": "ftp://a.b" } }),
            "embeds.0.image.url",
            "URL_TYPE_INVALID_SCHEME",
        ),
        (json!({ "title": "x", "color": 0x100_0000 }), "embeds.0.color", "NUMBER_TYPE_MAX"),
        (
            json!({ "title": "x", "timestamp": "today" }),
            "embeds.0.timestamp",
            "DATE_TIME_TYPE_PARSE",
        ),
        (json!("x"), "embeds.0._", "DICT_TYPE_CONVERT"),
    ];
    for (embed, path, code) in cases {
        let (status, error) = world.ask("POST", &messages, json!({ "embeds": [embed] })).await;
        assert_eq!((status, &error["code"]), (400, &json!(50_035)), "{embed}");
        assert_eq!(code_at(&error, path), code, "{error}");
    }
    let two = json!([{ "description": text(4000) }, { "title": "t", "fields": [field], "description": text(2000) }]);
    let (_, error) = world.ask("POST", &messages, json!({ "embeds": two })).await;
    assert_eq!(code_at(&error, "embeds"), "MAX_EMBED_SIZE_EXCEEDED");
    let good =
        json!({ "title": text(256), "image": { "url": "attachment://a.png" }, "color": 0xff_ffff });
    let sent = world.ok("POST", &messages, json!({ "embeds": [good] })).await;
    assert_eq!(sent["embeds"][0]["type"], "rich");
}

fn button(custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "b", "custom_id": custom_id })
}

fn row(components: &Value) -> Value {
    json!({ "type": 1, "components": components })
}

#[tokio::test]
async fn what_is_wrong_with_components_is_named_by_its_path() {
    let world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let buttons: Vec<Value> = (0..6).map(|number| button(&number.to_string())).collect();
    let rows = vec![row(&json!([button("a")])); 6];
    let select = |options: Value| json!({ "type": 3, "custom_id": "s", "options": options });
    let option = json!({ "label": "l", "value": "v" });
    let at = "components.0.components";
    let cases = [
        (json!(rows), "components".to_owned(), "BASE_TYPE_MAX_LENGTH"),
        (json!([row(&json!(buttons))]), at.to_owned(), "BASE_TYPE_BAD_LENGTH"),
        (json!([row(&json!([]))]), at.to_owned(), "BASE_TYPE_BAD_LENGTH"),
        (json!([button("a")]), "components.0.type".to_owned(), "UNION_TYPE_CHOICES"),
        (
            json!([row(&json!([{ "type": 2, "style": 1 }]))]),
            format!("{at}.0.custom_id"),
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!([row(&json!([button(&"x".repeat(101))]))]),
            format!("{at}.0.custom_id"),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!([row(&json!([button("a"), button("a")]))]),
            format!("{at}.1.custom_id"),
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            json!([row(&json!([{ "type": 2, "style": 5, "label": "b" }]))]),
            format!("{at}.0.url"),
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!([row(&json!([select(json!([]))]))]),
            format!("{at}.0.options"),
            "BASE_TYPE_REQUIRED",
        ),
        (
            json!([row(&json!([select(json!([option, option]))]))]),
            format!("{at}.0.options.1.value"),
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (
            json!([row(&json!([select(json!([option])), button("a")]))]),
            format!("{at}.1"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (
            json!([{ "type": 17, "components": [] }]),
            "components.0.type".to_owned(),
            "UNION_TYPE_CHOICES",
        ),
    ];
    for (components, path, code) in cases {
        let body = json!({ "content": "x", "components": components });
        let (status, error) = world.ask("POST", &messages, body).await;
        assert_eq!((status, code_at(&error, &path)), (400, json!(code)), "{components}: {error}");
    }
}

#[tokio::test]
async fn a_select_menu_is_completed() {
    let world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let option = json!({ "label": "l", "value": "v" });
    let select = row(&json!([{ "type": 3, "custom_id": "s", "options": [option] }]));
    let sent = world.ok("POST", &messages, json!({ "content": "x", "components": [select] })).await;
    let menu = &sent["components"][0]["components"][0];
    assert_eq!((&menu["min_values"], &menu["max_values"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn a_message_made_of_components_nests_as_documented() {
    let world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let text = json!({ "type": 10, "content": "t" });
    let container = |inside: Value| json!({ "type": 17, "components": inside });
    let section = json!({ "type": 9, "components": [text], "accessory": button("a") });
    let of = |components: Value| json!({ "flags": 1 << 15, "components": components });
    let cases = [
        (
            of(json!([container(json!([container(json!([text]))]))])),
            "components.0.components.0.type",
            "UNION_TYPE_CHOICES",
        ),
        (
            of(json!([{ "type": 9, "components": [], "accessory": button("a") }])),
            "components.0.components",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            of(json!([{ "type": 9, "components": [text], "accessory": text }])),
            "components.0.accessory.0.type",
            "UNION_TYPE_CHOICES",
        ),
        (of(json!([{ "type": 10, "content": "" }])), "components.0.content", "BASE_TYPE_REQUIRED"),
        (
            of(json!([container(json!(vec![text.clone(); 40]))])),
            "components",
            "BASE_TYPE_MAX_LENGTH",
        ),
    ];
    for (body, path, code) in cases {
        let (status, error) = world.ask("POST", &messages, body).await;
        assert_eq!((status, code_at(&error, path)), (400, json!(code)), "{error}");
    }
    let mut mixed = of(json!([text]));
    mixed["content"] = json!("x");
    let (_, error) = world.ask("POST", &messages, mixed).await;
    assert_eq!(code_at(&error, "content"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
    let sent = world.ok("POST", &messages, of(json!([container(json!([section, text]))]))).await;
    assert_eq!(
        (&sent["components"][0]["accent_color"], &sent["components"][0]["spoiler"]),
        (&Value::Null, &json!(false))
    );
    // Omitted fields get their defaults; the answer is compared with the OpenAPI description.
    let media = json!({ "url": "https://example.com/a.png" });
    let all = json!([
        { "type": 9, "components": [text], "accessory": { "type": 11, "media": media } },
        { "type": 12, "items": [{ "media": media }] },
        { "type": 14 },
    ]);
    let sent = world.ok("POST", &messages, of(json!([container(all)]))).await;
    assert_eq!(sent["components"][0]["components"][2]["spacing"], 1);
    // It still consists of components when it is edited without its flags.
    let one = format!("{messages}/{}", sent["id"].as_str().unwrap());
    world.ok("PATCH", &one, json!({ "components": [container(json!([text]))] })).await;
}

#[tokio::test]
async fn polls_are_checked_and_completed_and_mentions_must_not_contradict() {
    let world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let answer = |text: &str| json!({ "poll_media": { "text": text } });
    let poll = |question: &str, answers: Value| json!({ "poll": { "question": { "text": question }, "answers": answers } });
    let cases = [
        (poll(&"x".repeat(301), json!([answer("a")])), "poll.question.text"),
        (poll("q", json!([])), "poll.answers"),
        (poll("q", json!(vec![answer("a"); 11])), "poll.answers"),
        (poll("q", json!([answer(&"x".repeat(56))])), "poll.answers.0.poll_media.text"),
    ];
    for (body, path) in cases {
        let (status, error) = world.ask("POST", &messages, body).await;
        assert_eq!(status, 400);
        assert!(code_at(&error, path).is_string(), "{error}");
    }
    let sent = world.ok("POST", &messages, poll("q", json!([answer("a"), answer("b")]))).await;
    let poll = &sent["poll"];
    assert_eq!(
        (&poll["answers"][1]["answer_id"], &poll["allow_multiselect"]),
        (&json!(2), &json!(false))
    );
    assert_eq!(poll["results"], json!({ "is_finalized": false, "answer_counts": [] }));
    assert!(poll["expiry"].as_str() > sent["timestamp"].as_str());
    let body =
        json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["5"] } });
    let (_, error) = world.ask("POST", &messages, body).await;
    assert_eq!(code_at(&error, "allowed_mentions"), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE");
}

#[tokio::test]
async fn timeouts_are_of_28_days_at_most() {
    let world = World::start().await;
    let path = format!("~/members/{}", world.member(2));
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let in_days = |days: i64| {
        let ms = i64::try_from(now).unwrap() + days * 24 * 60 * 60 * 1000;
        json!({ "communication_disabled_until": gateway_model::Timestamp::from_unix_ms(ms) })
    };
    let (status, error) = world.ask("PATCH", &path, in_days(29)).await;
    assert_eq!(status, 400);
    assert!(code_at(&error, "communication_disabled_until").is_string());
    world.ok("PATCH", &path, in_days(27)).await;
}

#[tokio::test]
async fn bulk_deletes_are_of_distinct_and_young_messages() {
    let world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let bulk = format!("{messages}/bulk-delete");
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(world.ok("POST", &messages, json!({ "content": "x" })).await["id"].clone());
    }
    let of = |ids: Value| json!({ "messages": ids });
    let twice = of(json!([ids[0], ids[0]]));
    assert_eq!(world.refused("POST", &bulk, twice).await, (400, 50_035));
    let many: Vec<String> = (0..101).map(|number| (u64::MAX / 2 + number).to_string()).collect();
    assert_eq!(world.refused("POST", &bulk, of(json!(many))).await, (400, 50_035));
    assert_eq!(world.refused("POST", &bulk, of(json!([ids[0], "5"]))).await, (400, 50_034));
    world.ok("POST", &bulk, of(json!(ids))).await;
}

#[tokio::test]
async fn forms_and_encoded_paths_and_no_version_are_taken_and_the_last_is_a_warning() {
    let world = World::start().await;
    let path = format!("/api/v10{}/messages", world.general());
    let form = "application/x-www-form-urlencoded";
    let body = "payload_json=%7B%22content%22%3A%22of+a+form%22%7D";
    let (status, message) = send(&world.sim, "POST", &path, form, body).await;
    assert_eq!((status, &message["content"]), (200, &json!("of a form")));
    let multipart =
        "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nof a part\r\n--b--\r\n";
    let kind = "multipart/form-data; boundary=b";
    let (status, message) = send(&world.sim, "POST", &path, kind, multipart).await;
    assert_eq!((status, &message["content"]), (200, &json!("of a part")));
    let (status, me) = rest(&world.sim, "GET", "/users/%40me", Value::Null).await;
    assert_eq!((status, &me["locale"]), (200, &json!("en-US")));
    assert!(world.sim.warnings().is_empty());
    let (status, me) = send(&world.sim, "GET", "/api/users/@me", "", "").await;
    assert_eq!((status, &me["bot"]), (200, &json!(true)));
    let warnings = world.sim.warnings();
    assert_eq!(warnings.values().sum::<u64>(), 1, "{warnings:?}");
    let told = send(&world.sim, "GET", "/sim/warnings", "", "").await;
    assert_eq!(told, (200, json!(warnings)));
    let strict = gateway_sim::Sim::builder().strict(true).start().await.unwrap();
    assert_eq!(send(&strict, "GET", "/api/users/@me", "", "").await.1["code"], 50_041);
}

#[tokio::test]
async fn commands_say_whether_they_are_for_direct_messages_in_both_ways() {
    let world = World::start().await;
    let id = world.ok("GET", "/users/@me", Value::Null).await["id"].as_str().unwrap().to_owned();
    let commands = format!("/applications/{id}/commands");
    for (name, given, in_dms, contexts) in [
        ("a", json!({}), true, Value::Null),
        ("b", json!({ "dm_permission": false }), false, json!([0])),
        ("c", json!({ "contexts": [0] }), false, json!([0])),
        ("d", json!({ "contexts": [0, 1] }), true, json!([0, 1])),
    ] {
        let mut body = json!({ "name": name, "description": "d" });
        for (field, value) in given.as_object().unwrap() {
            body[field] = value.clone();
        }
        let made = world.ok("POST", &commands, body).await;
        assert_eq!(
            (&made["dm_permission"], &made["contexts"]),
            (&json!(in_dms), &contexts),
            "{name}"
        );
    }
}

#[tokio::test]
async fn answers_to_callbacks_have_no_rate_limit_headers() {
    let sim = gateway_sim::Sim::builder().start().await.unwrap();
    let (_client, _) = Client::live(&sim, "v=10", 0).await;
    let path = "/api/v10/interactions/5/token/callback";
    let (status, headers, _) =
        crate::support::request(&sim, "POST", path, json!({ "type": 1 }), false).await;
    assert_eq!(status, 404);
    assert!(headers.keys().all(|name| !name.as_str().starts_with("x-ratelimit")), "{headers:?}");
}
