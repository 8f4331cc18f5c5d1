//! Handles an event from any source: logs it, counts it, and answers `!ping`.

use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use http_client::Client;
use serde::Deserialize;

use crate::describe::describe;
use crate::live_log::{LiveLog, Tone};
use crate::summary::Summary;

/// Logs a dispatch, counts it, and answers it if it is `!ping`.
pub(crate) fn show(
    shard: u32,
    dispatch: &Dispatch,
    rest: &Client,
    summary: &mut Summary,
    log: LiveLog,
) {
    summary.count(dispatch.name());
    match describe(dispatch) {
        Ok(text) => log.line(Tone::Event, Some(shard), dispatch.name(), text),
        Err(error) => {
            summary.undecoded += 1;
            log.line(Tone::Warning, Some(shard), dispatch.name(), error);
        }
    }
    if dispatch.kind() == EventKind::MessageCreate && is_answered(shard, dispatch, rest, log) {
        summary.pings += 1;
    }
}

/// Answers `!ping` through REST, in a separate task, so that the next event does not wait for it.
fn is_answered(shard: u32, dispatch: &Dispatch, rest: &Client, log: LiveLog) -> bool {
    #[derive(Deserialize)]
    struct Author {
        #[serde(default)]
        bot: bool,
    }
    #[derive(Deserialize)]
    struct View {
        channel_id: Id<marker::Channel>,
        author: Author,
        #[serde(default)]
        content: String,
    }
    // The caller has reported an event that cannot be decoded.
    let Ok(view) = dispatch.decode::<View>() else { return false };
    if view.author.bot || !is_ping(&view.content) {
        return false;
    }
    let rest = rest.clone();
    tokio::spawn(async move {
        match rest.create_message(view.channel_id).content("pong").await {
            Ok(_) => log.line(Tone::Good, Some(shard), "answered", "!ping with pong, through REST"),
            // Discord created the message, so it must not be sent again.
            Err(error) if error.request_succeeded() => {
                log.line(Tone::Warning, Some(shard), "answered", error.with_sources())
            }
            Err(error) => {
                log.line(Tone::Warning, Some(shard), "not answered", error.with_sources())
            }
        }
    });
    true
}

/// Returns whether a message is `!ping`, with or without a mention before it.
fn is_ping(content: &str) -> bool {
    let content = content.trim();
    let after_mention = content.strip_prefix("<@").and_then(|rest| rest.split_once('>'));
    after_mention.map_or(content, |(_, rest)| rest.trim_start()) == "!ping"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ping_may_follow_a_mention() {
        for ping in ["!ping", " !ping ", "<@81384788765712384> !ping", "<@!81384788765712384>!ping"]
        {
            assert!(is_ping(ping), "{ping}");
        }
        for other in ["", "!pin", "!ping!", "<@1 !ping", "a <@1> !ping", "<@1>"] {
            assert!(!is_ping(other), "{other}");
        }
    }
}
