//! What a webhook's answer means.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gateway_forward::webhook::{SecretHeaders, Webhook, WebhookConfig};
use gateway_forward::{ForwardEvent, Outcome, SigningKey, Sink, Tls};
use gateway_model::gateway::Intents;
use http::HeaderMap;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{Seen, endpoint};

pub(super) fn event() -> ForwardEvent {
    ForwardEvent {
        id: "session:0:1".into(),
        name: "MESSAGE_CREATE".into(),
        shard: 0,
        guild: None,
        intents: Intents::GUILD_MESSAGES,
        received_ms: 1_700_000_000_000,
        fleet: None,
        data: Bytes::from_static(b"{}"),
    }
}

fn webhook(url: &str, final_statuses: &[u16]) -> Webhook {
    Webhook::new(WebhookConfig {
        url: url.parse().unwrap(),
        key: SigningKey::generate().unwrap().0,
        application_id: "42".into(),
        headers: SecretHeaders(HeaderMap::new()),
        timeout: Duration::from_secs(30),
        final_statuses: final_statuses.iter().copied().collect(),
        proxy: None,
        tls: Tls::default(),
    })
    .unwrap()
}

#[tokio::test]
async fn every_failure_that_a_deploy_or_an_operator_heals_is_tried_again() {
    let seen = Arc::new(Seen::default());
    let url = endpoint(Arc::clone(&seen)).await;
    let webhook = webhook(&url, &[]);
    let failures = (300..=308).chain(400..=431).chain(451..=451).chain(500..=599);
    for status in failures {
        seen.answers.lock().unwrap().push(status);
        let outcome = webhook.deliver(&event(), 1).await;
        let Outcome::Retry(reason) = outcome else { panic!("{status}: {outcome:?}") };
        assert!(reason.contains(&status.to_string()), "{reason}");
        assert_eq!(reason.contains("redirects are not followed"), status < 400, "{reason}");
    }
    for status in [200, 201, 202, 204, 299] {
        seen.answers.lock().unwrap().push(status);
        assert_eq!(webhook.deliver(&event(), 1).await, Outcome::Delivered, "{status}");
    }
}

#[tokio::test]
async fn only_a_status_that_is_configured_as_final_is() {
    let seen = Arc::new(Seen::default());
    let url = endpoint(Arc::clone(&seen)).await;
    let webhook = webhook(&url, &[410, 413]);
    seen.answers.lock().unwrap().extend([404, 413, 410]);
    for is_final in [true, true, false] {
        let outcome = webhook.deliver(&event(), 1).await;
        assert_eq!(matches!(outcome, Outcome::Refused(_)), is_final, "{outcome:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_status_decides_though_its_body_hangs_or_never_ends() {
    for endless in [false, true] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                tokio::spawn(async move {
                    let _ = socket.read(&mut [0; 4096]).await;
                    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n";
                    let _ = socket.write_all(head).await;
                    while endless && socket.write_all(&[b' '; 8192]).await.is_ok() {}
                    std::future::pending::<()>().await;
                });
            }
        });
        let webhook = webhook(&url, &[]);
        for _ in 0..2 {
            assert_eq!(webhook.deliver(&event(), 1).await, Outcome::Delivered);
        }
    }
}
