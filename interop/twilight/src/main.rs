//! An unmodified twilight-http behind rest-proxy, one of several processes of a bot.
//!
//! Sends COUNT messages to each of CHANNELS at once. PROXY_ADDRESS is the proxy's host and port. It prints one line of JSON:
//! what was answered, what failed, and what it saw of limits.

use std::env::var;
use std::error::Error;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use twilight_http::Client;
use twilight_http::error::ErrorType;
use twilight_model::id::Id;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // As the README of rest-proxy says: the limits are left to the proxy, and its waits are no time-out.
    let client = Client::builder()
        .token(var("SIM_TOKEN")?)
        .proxy(var("PROXY_ADDRESS")?, true)
        .ratelimiter(None)
        .timeout(Duration::from_secs(300))
        .build();
    let (name, channels, count) = (var("NAME")?, var("CHANNELS")?, var("COUNT")?.parse()?);
    let mut sending = Vec::new();
    for channel in channels.split(',') {
        for number in 0..count {
            let content = format!("{name} {channel} {number}");
            sending.push(send(&client, channel.parse()?, content));
        }
    }
    let results = join_all(sending).await;
    let (answered, failed): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    let answered: Vec<Value> = answered.into_iter().flatten().collect();
    let failed: Vec<(String, bool)> = failed.into_iter().filter_map(Result::err).collect();
    let limited = failed.iter().filter(|(_, limited)| *limited).count();
    let failures: Vec<String> = failed.into_iter().map(|(error, _)| error).collect();
    println!(
        "{}",
        json!({ "answered": answered, "failures": failures, "limited": limited, "waited": 0 })
    );
    Ok(())
}

/// The message, or an error and whether it is a 429.
async fn send(client: &Client, channel: u64, content: String) -> Result<Value, (String, bool)> {
    let response = client.create_message(Id::new(channel)).content(&content).await;
    let response = response.map_err(|error| {
        let limited =
            matches!(error.kind(), ErrorType::Response { status, .. } if status.get() == 429);
        (error.to_string(), limited)
    })?;
    let message = response.model().await.map_err(|error| (error.to_string(), false))?;
    Ok(json!({ "content": content, "id": message.id.to_string() }))
}
