//! Compares the table of routes with Discord's OpenAPI description.

use std::collections::BTreeSet;

use crate::support::{description, read_json};
use http_client::Authorization;
use http_client::ops::ROUTES;
use serde_json::Value;

/// Returns the name, method and path of each operation of the description.
fn described(description: &Value) -> BTreeSet<(String, String, String)> {
    let mut operations = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                operations.insert((id.into(), method.to_uppercase(), path.clone()));
            }
        }
    }
    operations
}

#[test]
fn no_operation_is_missing_and_none_is_invented() {
    let routes: BTreeSet<(String, String, String)> = ROUTES
        .iter()
        .map(|route| (route.name.into(), route.method.to_string(), route.path.into()))
        .collect();
    assert_eq!(routes.len(), ROUTES.len(), "a route is listed twice");
    assert_eq!(routes.len(), 246);
    // Method and path are compared as a whole, including the parameters of the path and their order.
    assert_eq!(routes, described(&description()));
}

#[test]
fn what_only_the_docs_have_is_not_in_the_description() {
    let additional = described(&read_json("xtask/tables/additional.json"));
    assert_eq!(additional.len(), 4);
    assert!(additional.is_disjoint(&described(&read_json("testdata/discord/openapi.json"))));
}

#[test]
fn what_needs_no_token_is_what_the_description_says() {
    let description = description();
    for route in ROUTES {
        let method = route.method.as_str().to_lowercase();
        let security = &description["paths"][route.path][method]["security"];
        let without = security
            .as_array()
            .unwrap()
            .iter()
            .any(|kind| kind.as_object().is_some_and(serde_json::Map::is_empty));
        assert_eq!(route.authorization != Authorization::Token, without, "{}", route.name);
        let own = route.path.contains("_token}") || route.path.starts_with("/oauth2/token");
        assert!(!own || route.authorization == Authorization::None, "{}", route.name);
    }
}

#[test]
fn case_26_what_a_bots_token_cannot_call_is_what_the_description_and_the_docs_say() {
    let description = description();
    for route in ROUTES {
        let method = route.method.as_str().to_lowercase();
        let security = &description["paths"][route.path][method]["security"];
        let of_users = security.as_array().unwrap().iter().all(|kind| {
            kind.as_object().is_some_and(|kind| kind.len() == 1 && kind.contains_key("OAuth2"))
        });
        // "Requires authentication with a bearer token"; the description differs.
        let of_users = of_users || route.name == "get_my_oauth2_authorization";
        assert_eq!(!route.takes_bot_token(), of_users, "{}", route.name);
    }
}

#[test]
fn the_top_level_resource_is_channel_guild_or_webhook() {
    for route in ROUTES {
        let expected = match route.path.split('/').nth(1).unwrap() {
            "channels" => 1,
            "guilds" if !route.path.starts_with("/guilds/templates") => 1,
            "webhooks" | "interactions" if route.path.contains("_token}") => 2,
            "webhooks" => 1,
            _ => 0,
        };
        assert_eq!(route.major, expected, "{}", route.name);
    }
}
