//! No secret is logged at any level.

use std::io;
use std::sync::Mutex;

use tracing_subscriber::fmt::MakeWriter;

use super::server::{Act, At, Server};
use super::*;

const SECRETS: [&str; 4] = ["the-bots-own", "of-the-webhook", "of-the-interaction", "of-the-proxy"];

/// Everything that is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for &Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}

impl Log {
    fn subscriber(&self) -> impl tracing::Subscriber + Send + Sync + use<> {
        let level = tracing::Level::TRACE;
        tracing_subscriber::fmt().with_max_level(level).with_writer(self.clone()).finish()
    }
}

/// Successes, errors, limits, and connections that break, one after another.
fn script(at: At) -> Act {
    let answer = |status: &str, body: &str| {
        let length = body.len();
        Act::Raw(format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}").into())
    };
    match at.connection % 8 {
        0 => Act::AnswerAndClose,
        1 => answer("200 OK", "{}"),
        2 => answer("404 Not Found", "{}"),
        3 => answer("500 Internal Server Error", "{}"),
        4 => answer("429 Too Many Requests", r#"{"retry_after":0.001}"#),
        5 => Act::Reset(7),
        6 => Act::Raw(b"what?".to_vec()),
        _ => Act::GoAway { last: 1, code: 7, close: true },
    }
}

/// Calls operations whose path or headers contain secrets. Returns the messages of the results.
async fn call_all(client: &Client) -> Vec<String> {
    let mut texts = vec![format!("{client:?}")];
    for number in 1..=8 {
        let (webhook, interaction) = (Id::new(number).unwrap(), Id::new(number).unwrap());
        let pong = gateway_model::interaction::InteractionResponse::pong();
        let results = [
            client.gateway().await.map(drop),
            client.execute_webhook(webhook, SECRETS[1]).content("x").await.map(drop),
            client.create_interaction_response(interaction, SECRETS[2], &pong).await.map(drop),
        ];
        for error in results.into_iter().filter_map(Result::err) {
            texts.push(format!("{} {error:?}", error.with_sources()));
        }
    }
    texts
}

#[tokio::test]
async fn no_secret_is_logged_at_trace_nor_in_an_error() {
    let log = Log::default();
    // With one subscriber in the process, `tracing` asks only that of the current thread whether a line is wanted, so a
    // test on another thread would disable it.
    let _second = tracing::Dispatch::new(Log::default().subscriber());
    let _kept = tracing::subscriber::set_default(log.subscriber());
    let plain = Server::http1(script).await;
    let secure = Server::http2(script).await;
    let proxy = Server::http1(|_| Act::Raw(b"HTTP/1.1 407 No\r\n\r\n".to_vec())).await;
    let of = |url: &str| {
        let builder = Client::builder(SECRETS[0]).api_url(url);
        builder.retries(1).back_off(Duration::from_millis(1)).timeout(Duration::from_secs(5))
    };
    let through = format!("http://me:{}@127.0.0.1:{}", SECRETS[3], proxy.port);
    let through = gateway_dial::Proxy::new(&through).unwrap();
    let mut texts = Vec::new();
    for builder in [
        of(&plain.http_url()),
        of(&secure.https_url()).tls(secure.tls.clone()),
        of("https://api.test/api").proxy(through),
    ] {
        texts.extend(call_all(&builder.build().unwrap()).await);
    }
    texts.push(String::from_utf8(log.0.lock().unwrap().clone()).unwrap());
    assert!(texts.last().unwrap().lines().count() > 500, "everything is logged");
    for secret in SECRETS {
        for text in &texts {
            let line = text.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{secret}");
        }
    }
}
