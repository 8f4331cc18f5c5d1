//! Every request, checked by an independent validating server: Stoplight Prism.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use http_client::{Client, ClientBuilder};
use serde_json::Value;

use crate::call::Call;
use crate::generated;
use crate::sample::id;

/// Errors of Prism or of Discord's description: operation, place, and reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("bulk_set_application_commands", "body.0.default_member_permissions: ", PERMISSIONS),
    ("bulk_set_guild_application_commands", "body.0.default_member_permissions: ", PERMISSIONS),
    ("create_application_command", "body.default_member_permissions: ", PERMISSIONS),
    ("create_guild_application_command", "body.default_member_permissions: ", PERMISSIONS),
    ("create_lobby_message", "body.message_reference", FORWARD),
    ("create_message", "body.message_reference", FORWARD),
    ("create_guild_channel", "body.permission_overwrites.0.", PERMISSIONS),
    ("create_guild_role", "body.permissions: ", PERMISSIONS),
    ("set_channel_permission_overwrite", "body.allow: ", PERMISSIONS),
    ("set_channel_permission_overwrite", "body.deny: ", PERMISSIONS),
    ("update_application", "body.install_params", PERMISSIONS),
    ("update_application", "body.integration_types_config.0", PERMISSIONS),
    ("update_application_command", "body.default_member_permissions: ", PERMISSIONS),
    ("update_guild_application_command", "body.default_member_permissions: ", PERMISSIONS),
    ("update_guild_role", "body.permissions: ", PERMISSIONS),
    ("update_my_application", "body.install_params", PERMISSIONS),
    ("update_my_application", "body.integration_types_config.0", PERMISSIONS),
    ("update_application", "body.description: ", DESCRIPTION),
    ("update_my_application", "body.description: ", DESCRIPTION),
    ("create_interaction_response", "body: ", PAYLOAD_JSON),
    ("create_thread", "body: ", PAYLOAD_JSON),
];

const PERMISSIONS: &str = "the file says integer; the docs say that permissions are written as text \
    (https://docs.discord.com/developers/topics/permissions), as they outgrow the numbers of JavaScript";
const FORWARD: &str = "the file knows replies only; the docs have references that forward a message, too \
    (https://docs.discord.com/developers/resources/message#message-reference-types)";
const DESCRIPTION: &str = "the file says object; the docs say string \
    (https://docs.discord.com/developers/resources/application#edit-current-application)";
const PAYLOAD_JSON: &str = "with files, the file wants each field as a part of its own; the docs say payload_json \
    (https://docs.discord.com/developers/reference#uploading-files)";

/// Operations that accept only a user's token.
const BEARER: &[&str] = &[
    "delete_application_user_role_connection",
    "get_application_user_role_connection",
    "get_current_user_application_entitlements",
    "get_my_guild_member",
    "update_application_user_role_connection",
];

/// Returns Prism's complaints about a request, as `place: message`.
async fn violations(client: &Client, call: Call) -> Vec<String> {
    let error = match (call.send)(client).await {
        Ok(_) => return Vec::new(),
        Err(error) => error,
    };
    let Some(api) = error.as_api() else { return vec![format!("no answer: {error}")] };
    let body: Value = serde_json::from_slice(&api.body).unwrap_or_default();
    let Some(list) = body["validation"].as_array() else {
        return vec![format!("{}: {}", api.status, String::from_utf8_lossy(&api.body))];
    };
    list.iter()
        .map(|problem| {
            let place = problem["location"].as_array().into_iter().flatten();
            let place: Vec<&str> = place.filter_map(Value::as_str).collect();
            format!("{}: {}", place.join("."), problem["message"].as_str().unwrap_or_default())
        })
        .collect()
}

fn excused(call: Call, violation: &str) -> Option<usize> {
    EXCEPTIONS.iter().position(|(operation, place, why)| {
        *operation == call.operation
            && violation.starts_with(place)
            && (*why != PAYLOAD_JSON || call.how == "files")
    })
}

/// Run by `interop/prism/run`, which starts Prism and sets its address.
#[tokio::test]
#[ignore = "needs Prism: interop/prism/run"]
async fn prism_has_nothing_against_any_request() {
    let url = std::env::var("PRISM_URL").expect("PRISM_URL: interop/prism/run sets it");
    let settings =
        |builder: ClientBuilder| builder.api_url(&url).global_limit(1_000_000).retries(0);
    let client = settings(Client::builder("abc")).build().unwrap();
    let bearer = settings(Client::bearer("abc")).build().unwrap();
    // Prism detects this: a colour has 24 bits.
    let wrong = Call::new("create_guild_role", "wrong", |client| {
        Box::pin(client.create_guild_role(id()).color(1 << 24).raw())
    });
    let noticed = violations(&client, wrong).await;
    assert!(noticed.iter().any(|text| text.starts_with("body.color: ")), "{noticed:?}");
    let mut used = vec![0; EXCEPTIONS.len()];
    let mut problems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let described = crate::support::read_json("testdata/discord/openapi.json").to_string();
    let mut calls = generated::all();
    // Prism knows only the operations of the description.
    calls.retain(|call| described.contains(&format!("\"operationId\":\"{}\"", call.operation)));
    for call in &calls {
        let client = if BEARER.contains(&call.operation) { &bearer } else { &client };
        for violation in violations(client, *call).await {
            match excused(*call, &violation) {
                Some(exception) => used[exception] += 1,
                None => {
                    let name = format!("{} ({})", call.operation, call.how);
                    problems.entry(name).or_default().push(violation);
                }
            }
        }
    }
    let mut text = String::new();
    for (name, violations) in &problems {
        writeln!(text, "{name}\n    {}", violations.join("\n    ")).unwrap();
    }
    assert!(problems.is_empty(), "{} of {} calls:\n{text}", problems.len(), calls.len());
    for (exception, used) in EXCEPTIONS.iter().zip(used) {
        assert!(used > 0, "this exception is no longer needed: {exception:?}");
    }
}
