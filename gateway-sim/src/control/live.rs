//! `GET /sim/live`: a stream of everything that happens, as Server-Sent Events.
//!
//! Each event has an id. A client that reconnects with the id of its last event (`Last-Event-ID`, or `?after=`)
//! receives the events after it. If these are no longer kept, or if the client names no id, the stream starts with
//! `SIM_HELLO`: no event after it is missing, and the client must read the earlier state from the other paths.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{Stream, unfold};
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::StreamBody;
use hyper::body::Frame;
use tokio::sync::watch;

use crate::core::Place;
use crate::hub::Hub;

/// The path of the stream.
pub(crate) const LIVE: &str = "/sim/live";

/// A response body without an end: it lasts until its reader leaves.
pub(crate) type LiveBody =
    StreamBody<Pin<Box<dyn Stream<Item = Result<Frame<Bytes>, Infallible>> + Send>>>;

/// About how many bytes of events are sent at once.
const CHUNK: usize = 64 << 10;

/// The longest pause in the stream. After it a comment is sent, so that a lost connection is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A client that reads the stream. Dropping it frees its place, because the number of clients is limited.
struct Watcher {
    hub: Arc<Hub>,
    changes: watch::Receiver<u64>,
    /// The position after the last event that it received; `None` before `SIM_HELLO`.
    place: Option<Place>,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.hub.with(|state, now| state.core.live_mut().leave(now));
    }
}

/// Answers with the stream.
///
/// # Errors
///
/// Returns the status 503 if too many clients read the stream.
pub(crate) fn watch<B>(
    hub: &Arc<Hub>,
    request: &Request<B>,
) -> Result<Response<LiveBody>, StatusCode> {
    let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok());
    let query = request.uri().query().unwrap_or_default().split('&');
    let after = last.or_else(|| query.filter_map(|pair| pair.strip_prefix("after=")).next());
    let place = after.and_then(|place| place.parse().ok());
    // Subscribed before the position is read, so that every event after that wakes the stream.
    let changes = hub.live_changes.subscribe();
    let joined = hub.with(|state, now| {
        let unix_ms = state.core.unix_ms_at(now);
        state.core.live_mut().join(unix_ms)
    });
    if !joined {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    let watcher = Watcher { hub: Arc::clone(hub), changes, place };
    let chunks = unfold(watcher, |mut watcher| async {
        let text = watcher.next().await;
        Some((Ok(Frame::data(Bytes::from(text))), watcher))
    });
    let mut response = Response::new(StreamBody::new(Box::pin(chunks) as Pin<Box<_>>));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

impl Watcher {
    /// Waits for the next part of the stream.
    async fn next(&mut self) -> String {
        loop {
            self.changes.mark_unchanged();
            let text = self.read();
            if !text.is_empty() {
                return text;
            }
            if tokio::time::timeout(KEEP_ALIVE, self.changes.changed()).await.is_err() {
                return ":\n\n".to_owned();
            }
        }
    }

    /// Returns the new events, up to the size of one chunk.
    fn read(&mut self) -> String {
        let place = &mut self.place;
        self.hub.with(|state, _| {
            let live = state.core.live();
            let mut text = String::new();
            let Some(events) = place.and_then(|place| live.since(place)) else {
                let end = live.end();
                *place = Some(end);
                let _ = write!(
                    text,
                    "retry: 1000\nid: {end}\ndata: {{\"t\":\"SIM_HELLO\",\"d\":{{}}}}\n\n"
                );
                return text;
            };
            for (after, event) in events {
                let _ = write!(text, "id: {after}\ndata: {event}\n\n");
                *place = Some(after);
                if text.len() > CHUNK {
                    break;
                }
            }
            text
        })
    }
}
