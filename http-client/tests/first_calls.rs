//! What the first bot and a shard's start need, over a real socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use gateway_model::{Id, id::marker};
use http_client::ratelimit::Refusal;
use http_client::{Client, Error};
use support::{Server, empty, json};

fn channel() -> Id<marker::Channel> {
    Id::new(41_771_983_423_143_937).unwrap()
}

#[tokio::test]
async fn gateway_bot_is_typed_and_the_request_is_as_discord_wants_it() {
    let server = Server::start(|_, _| {
        json(
            200,
            r#"{"url":"wss://gateway.discord.gg/","shards":9,"session_start_limit":
               {"total":1000,"remaining":999,"reset_after":14400000,"max_concurrency":1}}"#,
        )
    })
    .await;
    let client = Client::builder("Bot abc.def")
        .api_url(server.api_url())
        .user_agent("test/1.0")
        .build()
        .unwrap();
    let bot = client.gateway_bot().await.unwrap();
    assert_eq!((bot.shards, bot.session_start_limit.remaining), (9, 999));
    let request = &server.seen()[0];
    assert_eq!(request.uri().path(), "/api/v10/gateway/bot");
    assert_eq!(request.headers()["authorization"], "Bot abc.def");
    let agent = request.headers()["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("DiscordBot (https://") && agent.ends_with("test/1.0"), "{agent}");
}

#[tokio::test]
async fn a_message_and_a_reaction() {
    let server = Server::start(
        |number, _| if number == 0 { json(200, r#"{"id":"5"}"#) } else { empty(204) },
    )
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    client.create_message(channel()).content("pong").raw().await.unwrap();
    client.create_reaction(channel(), Id::new(5).unwrap(), "🔥").await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].body(), r#"{"content":"pong"}"#);
    assert_eq!(seen[0].headers()["content-type"], "application/json");
    assert_eq!(
        seen[1].uri().path(),
        "/api/v10/channels/41771983423143937/messages/5/reactions/%F0%9F%94%A5/@me"
    );
}

#[tokio::test]
async fn answers_are_typed() {
    let user = r#"{"id":"7","username":"pong","discriminator":"0","avatar":null,"global_name":null,"bot":true}"#;
    let message = format!(
        r#"{{"id":"5","channel_id":"41771983423143937","author":{user},"content":"pong",
        "timestamp":"2026-01-01T00:00:00.000000+00:00","edited_timestamp":null,"tts":false,
        "mention_everyone":false,"mentions":[],"mention_roles":[],"attachments":[],"embeds":[],
        "pinned":false,"type":0}}"#
    );
    let server = Server::start(move |number, _| {
        json(200, if number == 0 { user } else { message.as_str() })
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let me = client.current_user().await.unwrap();
    let sent = client.create_message(channel()).content("pong").await.unwrap();
    assert_eq!((&*me.username, &*sent.content, sent.channel_id), ("pong", "pong", channel()));
    assert_eq!(sent.author.id, me.id);
}

#[tokio::test]
async fn a_401_stops_all_that_needs_the_token_until_it_changes() {
    let server = Server::start(|number, _| {
        if number == 0 {
            json(401, r#"{"message":"401: Unauthorized","code":0}"#)
        } else {
            json(200, "{}")
        }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let error = client.current_user().raw().await.unwrap_err();
    assert_eq!(error.as_api().unwrap().status, 401);
    for _ in 0..10 {
        let error = client.create_message(channel()).content("x").raw().await.unwrap_err();
        assert!(matches!(error, Error::Refused(Refusal::TokenRefused)), "{error}");
    }
    assert_eq!(server.seen().len(), 1, "nothing more was sent");
    client.set_token("def").unwrap();
    client.current_user().raw().await.unwrap();
    assert_eq!(server.seen()[1].headers()["authorization"], "Bot def");
}

#[tokio::test]
async fn a_refused_request_names_code_and_message_and_no_token() {
    let server =
        Server::start(|_, _| json(403, r#"{"message":"Missing Permissions","code":50013}"#)).await;
    let client = Client::builder("secret").api_url(server.api_url()).build().unwrap();
    let error = client.create_message(channel()).content("x").raw().await.unwrap_err();
    let api = error.as_api().unwrap();
    assert_eq!(api.code, http_client::ErrorCode::MISSING_PERMISSIONS);
    assert_eq!(api.message, "Missing Permissions");
    assert!(!format!("{error:?} {error}").contains("secret"));
    assert_eq!(client.guard().invalid_requests(), 1);
}
