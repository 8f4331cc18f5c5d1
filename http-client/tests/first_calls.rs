//! The calls that a first bot and the start of a shard need, over a real socket.

use crate::support::{Server, empty, json};
use gateway_model::{Id, id::marker};
use http_client::ratelimit::{Limit, Notice, Refusal};
use http_client::{BuildError, Client, Error};

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

#[tokio::test]
async fn a_path_parameter_that_names_another_resource_is_not_sent() {
    let server = Server::start(|_, _| empty(204)).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let message = Id::new(5).unwrap();
    for bad in ["..", ".", ""] {
        let emoji = client.delete_all_reactions_for_emoji(channel(), message, bad).await;
        let invite = client.invite(bad).raw().await.map(drop);
        let hook = client.execute_webhook(Id::new(1).unwrap(), bad).content("x").raw().await;
        for result in [emoji.map(drop), invite, hook.map(drop)] {
            let error = result.unwrap_err();
            let Error::Build(BuildError::PathParameter { value, .. }) = &error else {
                panic!("{error:?}")
            };
            assert_eq!(value, bad);
        }
    }
    assert_eq!(server.seen().len(), 0);
}

const UNAUTHORIZED: &str = r#"{"message":"401: Unauthorized","code":0}"#;

fn path(request: &crate::support::Seen) -> &str {
    request.uri().path().strip_prefix("/api/v10").unwrap()
}

/// Returns the paths of the requests that a server has received.
fn paths(server: &Server) -> Vec<String> {
    server.seen().iter().map(|request| path(request).to_owned()).collect()
}

#[tokio::test]
async fn case_26_a_401_of_what_bots_cannot_call_says_nothing_of_the_token() {
    let server = Server::start(|_, request| {
        if path(request) == "/oauth2/@me" { json(401, UNAUTHORIZED) } else { json(200, "{}") }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let error = client.current_authorization_information().raw().await.unwrap_err();
    assert_eq!(error.as_api().unwrap().status, 401);
    client.create_message(channel()).content("x").raw().await.unwrap();
    assert_eq!(server.seen().len(), 2, "nothing had to be found out");
}

#[tokio::test]
async fn case_26_another_401_is_confirmed_before_everything_stops() {
    let server = Server::start(|_, request| {
        if request.method() == "DELETE" { json(401, UNAUTHORIZED) } else { json(200, "{}") }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    for _ in 0..2 {
        let error = client.delete_channel(channel()).raw().await.unwrap_err();
        assert_eq!(error.as_api().unwrap().status, 401);
        client.create_message(channel()).content("x").raw().await.unwrap();
    }
    let (delete, me) = (format!("/channels/{}", channel()), "/users/@me".to_owned());
    let post = format!("{delete}/messages");
    assert_eq!(paths(&server), [&delete, &me, &post, &delete, &me, &post].map(Clone::clone));
}

#[tokio::test]
async fn case_26_a_users_token_is_confirmed_by_what_every_users_token_may_read() {
    // The token lacks the scope `identify`.
    let server = Server::start(|_, request| {
        if path(request) == "/users/@me" { json(401, UNAUTHORIZED) } else { json(200, "{}") }
    })
    .await;
    let client = Client::bearer("abc").api_url(server.api_url()).build().unwrap();
    client.current_user().raw().await.unwrap_err();
    client.current_authorization_information().raw().await.unwrap();
    assert_eq!(paths(&server), ["/users/@me", "/oauth2/@me", "/oauth2/@me"]);
}

#[tokio::test]
async fn case_26_a_401_of_other_credentials_says_nothing_of_the_token() {
    let server = Server::start(|_, request| {
        let own = request.headers().contains_key("authorization");
        if own { json(200, "{}") } else { json(401, UNAUTHORIZED) }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let response = gateway_model::interaction::InteractionResponse::deferred_update();
    client.execute_webhook(Id::new(1).unwrap(), "t").content("x").raw().await.unwrap_err();
    client.create_interaction_response(Id::new(4).unwrap(), "t", &response).await.unwrap_err();
    client.current_user().raw().await.unwrap();
    assert_eq!(server.seen().len(), 3);
}

/// Sends requests while the check of the token is in progress, and then lets it end with this status. Returns how the
/// requests ended, and how many the server received.
async fn during_the_check(status: u16) -> (Vec<Result<(), Error>>, usize, u32) {
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    let server = Server::start(move |_, request| match path(request) {
        "/users/@me" => {
            released.lock().unwrap().recv().unwrap();
            json(status, UNAUTHORIZED)
        }
        _ if request.method() == "DELETE" => json(401, UNAUTHORIZED),
        _ => json(200, "{}"),
    })
    .await;
    let waiting = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = std::sync::Arc::clone(&waiting);
    let observer = move |_: &'static str, notice: Notice<'_>| {
        if let Notice::Waiting { limit: Limit::Token, .. } = notice {
            counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    };
    let client = Client::builder("abc").api_url(server.api_url()).observer(observer);
    let client = client.build().unwrap();
    let error = client.delete_channel(channel()).raw().await.unwrap_err();
    assert_eq!(error.as_api().unwrap().status, 401);
    let calls = (1..=30).map(|id| client.create_message(Id::new(id).unwrap()).content("x").raw());
    let calls: Vec<_> = calls.map(tokio::spawn).collect();
    let all_wait = async {
        while waiting.load(std::sync::atomic::Ordering::SeqCst) < 30 {
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_secs(20);
    tokio::time::timeout(limit, all_wait).await.expect("all wait for the check");
    let sent = |server: &Server| paths(server).iter().filter(|path| path.ends_with("s")).count();
    assert_eq!(sent(&server), 0, "nothing is sent meanwhile");
    release.send(()).unwrap();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap().map(drop));
    }
    (results, server.seen().len(), client.guard().invalid_requests())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn case_26_a_token_that_is_not_valid_costs_two_401s() {
    let (results, seen, invalid) = during_the_check(401).await;
    for result in results {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::Refused(Refusal::TokenRefused)), "{error}");
    }
    assert_eq!((seen, invalid), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn case_26_what_waited_for_the_check_of_a_valid_token_goes_on() {
    // A 404 shows that the token is valid, like every status except 401.
    for status in [200, 404] {
        let (results, seen, invalid) = during_the_check(status).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!((seen, invalid), (32, 1));
    }
}
