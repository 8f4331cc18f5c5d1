//! A webhook's kept connections that die silently (hard case 24).

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use gateway_forward::webhook::{SecretHeaders, Webhook, WebhookConfig};
use gateway_forward::{Outcome, SigningKey, Sink, Tls};
use http::HeaderMap;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use super::statuses::event;

/// How many connections die.
const DEAD: usize = 12;

/// Reads a request; the head contains the length of its body.
async fn read_request(stream: &mut BufStream<TcpStream>) -> std::io::Result<()> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.to_lowercase();
        if let Some(text) = line.strip_prefix("content-length:") {
            length = text.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            return stream.read_exact(&mut vec![0; length]).await.map(drop);
        }
    }
}

/// Answers, but each of the first connections only once, after all of them are open.
async fn serve(stream: TcpStream, number: usize, together: Arc<Barrier>) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    for request in 0.. {
        read_request(&mut stream).await?;
        if number < DEAD && request == 0 {
            together.wait().await;
        } else if number < DEAD {
            std::future::pending::<()>().await;
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await?;
        stream.flush().await?;
    }
    Ok(())
}

#[tokio::test]
async fn case_24_twelve_forgotten_connections_cost_one_try() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let together = Arc::new(Barrier::new(DEAD));
    tokio::spawn(async move {
        for number in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that disconnects ends its connection and nothing else.
            tokio::spawn(serve(stream, number, Arc::clone(&together)));
        }
    });
    let webhook = Webhook::new(WebhookConfig {
        url: url.parse().unwrap(),
        key: SigningKey::generate().unwrap().0,
        application_id: "42".into(),
        headers: SecretHeaders(HeaderMap::new()),
        timeout: Duration::from_secs(10),
        final_statuses: [].into(),
        proxy: None,
        tls: Tls::default(),
    })
    .unwrap();
    let event = event();
    let first = join_all((0..DEAD).map(|_| webhook.deliver(&event, 1))).await;
    assert_eq!(first, vec![Outcome::Delivered; DEAD]);
    // The time limit of an attempt is shorter than the time for which an unused connection is trusted.
    tokio::time::pause();
    assert_eq!(webhook.deliver(&event, 1).await, Outcome::Retry("timeout".into()));
    tokio::time::resume();
    for attempt in 2..20 {
        assert_eq!(webhook.deliver(&event, attempt).await, Outcome::Delivered);
    }
}
