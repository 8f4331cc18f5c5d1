//! Every operation, called with as little as it needs and with everything it takes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod call;
mod decode;
mod generated;
mod prism;
mod sample;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use gateway_model::Id;
use http_client::ops::ROUTES;
use http_client::{BuildError, Client, Error};
use support::{Server, json};

/// Whether a path is one of a route's.
fn fits(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(name), Some(part)) if name.starts_with('{') && !part.is_empty() => {}
            (Some(name), Some(part)) if name == part => {}
            _ => return false,
        }
    }
}

#[tokio::test]
async fn every_operation_has_a_method_that_calls_its_route() {
    let server = Server::start(|_, _| json(200, "{}")).await;
    let client = Client::builder("abc").api_url(server.api_url()).global_limit(1_000_000);
    let client = client.build().unwrap();
    let mut called = BTreeSet::new();
    for call in generated::all() {
        (call.send)(&client).await.unwrap_or_else(|error| panic!("{}: {error}", call.operation));
        let route = ROUTES.iter().find(|route| route.name == call.operation).unwrap();
        let seen = server.seen().pop().unwrap();
        let path = seen.uri().path().strip_prefix("/api/v10").unwrap();
        assert_eq!(seen.method(), route.method, "{}", route.name);
        assert!(fits(route.path, path), "{path} is not {}", route.path);
        let authorized = seen.headers().contains_key("authorization");
        let own = route.authorization == http_client::Authorization::None;
        assert_eq!(authorized, !own, "{}", route.name);
        called.insert(call.operation);
    }
    assert_eq!(called.len(), ROUTES.len());
}

#[tokio::test]
async fn a_message_of_nothing_is_not_sent() {
    let server = Server::start(|_, _| json(200, "{}")).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    for empty in [
        client.create_message(Id::new(1).unwrap()).raw().await,
        client.create_message(Id::new(1).unwrap()).content("").embeds(&[]).raw().await,
        client.execute_webhook(Id::new(1).unwrap(), "token").wait(true).raw().await,
    ] {
        let error = empty.unwrap_err();
        assert!(matches!(error, Error::Build(BuildError::Incomplete { .. })), "{error:?}");
    }
    assert_eq!(server.seen().len(), 0);
}
