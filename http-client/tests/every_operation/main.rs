//! Every operation, called with only its required values and with all values.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod call;
mod check;
mod custom;
mod decode;
mod fields;
mod generated;
mod prism;
mod rich;
mod sample;
#[path = "../support/mod.rs"]
mod support;
mod variants;

use std::collections::BTreeSet;

use gateway_model::Id;
use http_client::ops::ROUTES;
use http_client::{BuildError, Client, Error};
use support::{Server, json};

/// Returns whether a path belongs to a route.
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

/// Returns a path without the names of its parameters, because those of the docs differ from those of the description.
fn unnamed(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn case_29_every_operation_to_which_the_docs_give_files_takes_them_and_no_other() {
    let server = Server::start(|_, _| json(200, "{}")).await;
    let client = Client::builder("abc").api_url(server.api_url()).global_limit(1_000_000);
    let client = client.build().unwrap();
    let mut of_messages = BTreeSet::new();
    let table = include_str!("../../../testdata/discord/files.tsv");
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let [title, method, path, part, _] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let is_meant = |route: &&&http_client::Route| {
            route.method == method && unnamed(route.path) == unnamed(path)
        };
        let route = ROUTES.iter().find(is_meant).unwrap_or_else(|| panic!("{title} is missing"));
        let how = if part == "files[n]" { "files" } else { "full" };
        let mut calls = generated::all().into_iter();
        let call = calls.find(|call| call.operation == route.name && call.how == how);
        let call = call.unwrap_or_else(|| panic!("{title} takes no files"));
        (call.send)(&client).await.unwrap();
        let seen = server.seen().pop().unwrap();
        let kind = seen.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("multipart/form-data; boundary="), "{title}: {kind}");
        let body = String::from_utf8_lossy(seen.body());
        let names = if part == "files[n]" { vec!["files[0]", "files[1]"] } else { vec![part] };
        for name in names {
            assert!(body.contains(&format!("name=\"{name}\"; filename=")), "{title}: {body}");
        }
        if part == "files[n]" {
            of_messages.insert(route.name);
        }
    }
    let ours = generated::all().into_iter().filter(|call| call.how == "files");
    assert_eq!(ours.map(|call| call.operation).collect::<BTreeSet<_>>(), of_messages);
}

#[tokio::test]
async fn case_29_a_forum_post_has_files() {
    let server = Server::start(|_, _| json(200, "{}")).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let message = http_client::objects::ForumThreadMessage::text("look");
    let post = client.start_forum_thread(Id::new(1).unwrap(), "title", &message);
    let file = http_client::Upload::bytes("a.txt", "hello");
    post.file(file).raw().await.unwrap();
    let seen = server.seen().pop().unwrap();
    let body = std::str::from_utf8(seen.body()).unwrap();
    let json = r#"{"name":"title","message":{"content":"look"}}"#;
    assert!(body.contains("name=\"payload_json\"") && body.contains(json), "{body}");
    assert!(body.contains("name=\"files[0]\"; filename=\"a.txt\"") && body.contains("hello"));
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
