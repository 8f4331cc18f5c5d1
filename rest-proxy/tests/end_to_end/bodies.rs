//! Bodies of any size, streamed both ways.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use gateway_sim::Sim;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use crate::support::{Pair, answer, channel, config, full};

const LARGE: usize = 30 << 20;

/// A message with one file, as multipart.
fn multipart(file: &[u8]) -> Bytes {
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"file\"}\r\n\
        --b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.bin\"\r\n\r\n"
        .to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    body.into()
}

#[tokio::test]
async fn an_upload_of_30_mb_arrives_whole() {
    let pair = Pair::before(|request: http::Request<Incoming>| async move {
        let mut body = request.into_body();
        let mut bytes = 0;
        while let Some(frame) = body.frame().await {
            bytes += frame.unwrap().into_data().unwrap().len();
        }
        answer(200, &[], &bytes.to_string())
    })
    .await;
    let request = pair.client.request("POST", "/api/v10/channels/1/messages");
    let read = pair.client.send(request.body(full(vec![7; LARGE])).unwrap()).await;
    assert_eq!(read.body, LARGE.to_string());
}

#[tokio::test]
async fn a_multipart_upload_becomes_a_message_with_its_file() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let pair = Pair::start(&config(&sim.api_url())).await;
    let request =
        pair.client.request("POST", &format!("/api/v10/channels/{}/messages", channel(&sim)));
    let request = request
        .header("authorization", format!("Bot {}", sim.token()))
        .header("content-type", "multipart/form-data; boundary=b");
    let file = vec![7; 1 << 20];
    let read = pair.client.send(request.body(full(multipart(&file))).unwrap()).await;
    let message = read.json();
    assert_eq!(read.status, 200, "{message}");
    assert_eq!(message["attachments"][0]["size"], file.len());
}

#[tokio::test]
async fn a_429_to_a_streamed_upload_reaches_the_client_and_one_to_a_small_body_does_not() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let pair = Pair::before_with(
        move |request: http::Request<Incoming>| {
            let first = counted.fetch_add(1, Ordering::SeqCst).is_multiple_of(2);
            async move {
                let length = request.into_body().collect().await.unwrap().to_bytes().len();
                let limited = [("retry-after", "1"), ("x-ratelimit-scope", "user")];
                match first {
                    true => answer(429, &limited, r#"{"retry_after":0.01,"global":false}"#),
                    false => answer(200, &[], &length.to_string()),
                }
            }
        },
        |config| config.buffered_body = 10_000,
    )
    .await;
    let send = |bytes: usize| {
        let request = pair.client.request("POST", "/api/v10/channels/1/messages");
        pair.client.send(request.body(full(vec![7; bytes])).unwrap())
    };
    let streamed = send(1_000_000).await;
    assert_eq!((streamed.status.as_u16(), streamed.header("retry-after")), (429, Some("1")));
    assert_eq!(&*send(1_000_000).await.body, b"1000000");
    assert_eq!(&*send(5).await.body, b"5");
    assert_eq!(calls.load(Ordering::SeqCst), 4);
}
