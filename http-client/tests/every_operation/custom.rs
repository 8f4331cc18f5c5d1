//! An unknown operation is sent like the others, with the same limits.

use std::time::Duration;

use bytes::Bytes;
use gateway_model::oauth2::{ClientSecret, OAuth2Scope, RefreshToken, TokenKind};
use gateway_model::{Id, id::marker};
use http::Response;
use http_body_util::Full;
use http_client::ratelimit::{Limit, Refusal};
use http_client::{BuildError, Client, Empty, Error, Json, Method, Param, Upload};
use serde_json::{Value, json};

use crate::support::{Server, json as answer};

const THINGS: &str = "/guilds/{guild_id}/things/{name}";

fn guild(id: u64) -> Id<marker::Guild> {
    Id::new(id).unwrap()
}

/// A client that waits for nothing.
fn client(server: &Server) -> Client {
    let builder =
        Client::builder("abc").api_url(server.api_url()).back_off(Duration::from_millis(1));
    builder.max_wait(Duration::from_millis(10)).build().unwrap()
}

fn limited(status: u16, headers: &[(&str, &str)]) -> Response<Full<Bytes>> {
    let mut response = answer(status, r#"{"message":"","retry_after":600,"global":false}"#);
    for (name, value) in headers {
        let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

/// Returns the limit because of which a request was not sent.
fn limit(error: Error) -> Limit {
    match error {
        Error::Refused(Refusal::WaitTooLong { limit, .. }) => limit,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn an_operation_that_is_not_known_is_sent_whole_and_its_answer_is_typed() {
    let server = Server::start(|_, _| answer(200, r#"{"name":"gold"}"#)).await;
    let request = client(&server).request::<Json<Value>>(
        Method::PATCH,
        THINGS,
        &[guild(5).into(), "a/b?".into()],
    );
    let request = request.query("ids", &[1, 2]).query("text", "a&b").reason("why");
    let thing = request.json(&json!({ "color": 1 })).await.unwrap();
    assert_eq!(thing["name"], "gold");
    let seen = server.seen().pop().unwrap();
    assert_eq!(seen.method(), "PATCH");
    let target = "/api/v10/guilds/5/things/a%2Fb%3F?ids=1&ids=2&text=a%26b";
    assert_eq!(seen.uri().path_and_query().unwrap(), target);
    assert_eq!(seen.headers()["authorization"], "Bot abc");
    assert_eq!(seen.headers()["x-audit-log-reason"], "why");
    assert_eq!(seen.headers()["content-type"], "application/json");
    assert_eq!(seen.body(), r#"{"color":1}"#);
    let with_file = client(&server).request::<Empty>(Method::POST, "/things", &[]);
    with_file.json(&json!({ "a": 1 })).file(Upload::bytes("a.txt", "hello")).await.unwrap();
    let body = String::from_utf8_lossy(server.seen()[1].body()).into_owned();
    assert!(body.contains("payload_json") && body.contains("name=\"files[0]\""), "{body}");
}

#[tokio::test]
async fn what_names_another_resource_is_not_sent() {
    let server = Server::start(|_, _| answer(200, "{}")).await;
    let client = client(&server);
    for bad in ["", ".", ".."] {
        let params = [guild(5).into(), bad.into()];
        let error = client.request::<Empty>(Method::GET, THINGS, &params).await.unwrap_err();
        assert!(matches!(error, Error::Build(BuildError::PathParameter { name: "name", .. })));
    }
    for path in ["guilds", "/guilds/../users", "/guilds/%2e%2e", "/guilds/5/things", THINGS] {
        let error = client.request::<Empty>(Method::GET, path, &[]).await.unwrap_err();
        let Error::Build(BuildError::Path { path: named, .. }) = error else { panic!("{error:?}") };
        assert_eq!(named, path);
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn its_requests_share_a_bucket_for_each_top_level_resource() {
    let used_up = [
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "600"),
        ("x-ratelimit-bucket", "b"),
    ];
    let server = Server::start(move |_, _| limited(200, &used_up)).await;
    let client = client(&server);
    let get = |id: Param<'static>, name: &'static str| {
        client.request::<Empty>(Method::GET, THINGS, &[id, name.into()])
    };
    get(guild(1).into(), "a").await.unwrap();
    for same in [guild(1).into(), Param::from("1")] {
        let limit = limit(get(same, "b").await.unwrap_err());
        assert!(matches!(limit, Limit::Bucket { bucket: Some(ref name), .. } if &**name == "b"));
    }
    get(guild(2).into(), "a").await.unwrap();
    // A known operation, given by its path, is treated as itself.
    let channel = Id::<marker::Channel>::new(7).unwrap();
    client.request::<Empty>(Method::GET, "/channels/{id}", &[channel.into()]).await.unwrap();
    let limit = limit(client.channel(channel).await.unwrap_err());
    assert!(matches!(limit, Limit::Bucket { .. }), "{limit}");
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn its_hidden_limit_holds_up_the_requests_with_the_same_fields() {
    let room = [
        ("x-ratelimit-limit", "10"),
        ("x-ratelimit-remaining", "8"),
        ("x-ratelimit-reset-after", "300"),
        ("x-ratelimit-bucket", "c"),
        ("x-ratelimit-scope", "user"),
        ("retry-after", "600"),
    ];
    let server = Server::start(move |_, request| {
        limited(if request.body().starts_with(br#"{"name""#) { 429 } else { 200 }, &room)
    })
    .await;
    let client = client(&server);
    let patch = |body: Value| {
        client.request::<Empty>(Method::PATCH, THINGS, &[guild(1).into(), "a".into()]).json(&body)
    };
    for _ in 0..2 {
        let limit = limit(patch(json!({ "name": "x" })).await.unwrap_err());
        let operation = "PATCH /guilds/{guild_id}/things/{name}";
        assert_eq!(limit, Limit::Hidden { operation });
    }
    assert_eq!(server.seen().len(), 1, "the second was not sent");
    patch(json!({ "color": 1 })).await.unwrap();
}

#[tokio::test]
async fn it_is_repeated_if_that_is_safe_and_counts_for_the_guard() {
    let server = Server::start(|_, request| {
        if request.uri().path().ends_with("/refused") { answer(403, "{}") } else { answer(503, "") }
    })
    .await;
    let client = client(&server);
    let send = |method, name: &'static str| {
        client.request::<Empty>(method, THINGS, &[guild(1).into(), name.into()])
    };
    send(Method::PUT, "a").retries(2).await.unwrap_err();
    assert_eq!(server.seen().len(), 3);
    send(Method::POST, "a").retries(2).await.unwrap_err();
    assert_eq!(server.seen().len(), 4, "it might be done twice");
    send(Method::GET, "refused").await.unwrap_err();
    assert_eq!(client.guard().invalid_requests(), 1);
}

#[tokio::test]
async fn a_401_stops_it_like_all_that_needs_the_token() {
    let server =
        Server::start(|_, _| answer(401, r#"{"message":"401: Unauthorized","code":0}"#)).await;
    let client = client(&server);
    let send = || client.request::<Empty>(Method::GET, "/things", &[]);
    assert_eq!(send().await.unwrap_err().as_api().unwrap().status, 401);
    // The token is being checked, and is refused by then.
    let error = send().max_wait(Duration::from_secs(5)).await.unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::TokenRefused)), "{error}");
    assert_eq!(server.seen().len(), 2, "the request and one that confirms");
}

#[tokio::test]
async fn the_clients_token_is_kept_out_of_paths_with_their_own() {
    let server = Server::start(|_, _| answer(200, "{}")).await;
    let params = [Id::<marker::Webhook>::new(5).unwrap().into(), "hush".into()];
    let path = "/webhooks/{webhook_id}/{webhook_token}/things";
    let request = client(&server).request::<Empty>(Method::POST, path, &params);
    let shown = format!("{request:?} {params:?}");
    assert!(!shown.contains("hush") && !shown.contains("abc"), "{shown}");
    request.await.unwrap();
    assert!(!server.seen()[0].headers().contains_key("authorization"));
}

#[tokio::test]
async fn tokens_are_asked_for_and_revoked_by_forms_that_are_not_shown() {
    let token = r#"{"access_token":"hushA","token_type":"Bearer","expires_in":604800,
        "refresh_token":"hushR","scope":"identify guilds"}"#;
    let server = Server::start(move |number, _| match number {
        3 => answer(200, "{}"),
        4 => answer(
            400,
            r#"{"error":"invalid_grant","error_description":"Invalid \"code\" in request."}"#,
        ),
        _ => answer(200, token),
    })
    .await;
    let client = client(&server);
    let (id, secret) = (Id::new(5).unwrap(), ClientSecret::new("hush S"));
    let exchange = client.exchange_authorization_code(id, &secret, "hushC", "https://a.example/b");
    assert!(!format!("{exchange:?}").contains("hush"));
    let token = exchange.code_verifier("hushV").await.unwrap();
    assert_eq!(*token.scopes, [OAuth2Scope::Identify, OAuth2Scope::Guilds]);
    assert!(!format!("{token:?}").contains("hush"));
    client.refresh_access_token(id, &secret, &RefreshToken::new("hushR")).await.unwrap();
    let scopes = [OAuth2Scope::Identify, OAuth2Scope::Connections];
    client.client_credentials_token(id, &secret, &scopes).await.unwrap();
    let revoke = client.revoke_token(id, &secret, token.access_token.as_str());
    revoke.token_type_hint(TokenKind::AccessToken).await.unwrap();
    let error = client.exchange_authorization_code(id, &secret, "old", "https://a.example/b").await;
    let text = error.unwrap_err().to_string();
    assert!(text.ends_with(r#": Invalid "code" in request."#), "{text}");
    let seen = server.seen();
    let who = "client_id=5&client_secret=hush%20S&";
    for (request, path, form) in [
        (
            &seen[0],
            "/api/v10/oauth2/token",
            "grant_type=authorization_code&code=hushC&redirect_uri=https:%2F%2Fa.example%2Fb&code_verifier=hushV",
        ),
        (&seen[1], "/api/v10/oauth2/token", "grant_type=refresh_token&refresh_token=hushR"),
        (
            &seen[2],
            "/api/v10/oauth2/token",
            "grant_type=client_credentials&scope=identify%20connections",
        ),
        (&seen[3], "/api/v10/oauth2/token/revoke", "token=hushA&token_type_hint=access_token"),
    ] {
        assert_eq!(request.uri().path(), path);
        assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
        assert!(!request.headers().contains_key("authorization"), "the bot's token is another");
        assert_eq!(String::from_utf8_lossy(request.body()), format!("{who}{form}"));
    }
}
