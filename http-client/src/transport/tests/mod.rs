//! Connections that fail, refuse or send wrong data, with scripted servers on loopback.

mod errors;
mod hostile;
mod http1;
mod http2;
mod lookup;
mod secrets;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gateway_model::{Id, id::marker};

use crate::ratelimit::Notice;
use crate::{Client, ClientBuilder, ConnectionErrorKind, Error, TransportError};

/// Long enough for an answer on loopback, short for a test.
const SHORT: Duration = Duration::from_millis(60);

/// Returns a client that probes no connection, and considers none dead, unless the test says so.
fn client(url: &str) -> ClientBuilder {
    let mut builder = Client::builder("abc").api_url(url).back_off(Duration::from_millis(1));
    let hour = Duration::from_secs(3_600);
    builder.transport.ping_after = hour;
    builder.transport.suspect_after = hour;
    builder.transport.dropped_after = hour;
    builder
}

/// Counts the requests that are sent again because they were certainly not processed.
fn counting(builder: ClientBuilder) -> (Client, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let observer = move |_: &'static str, notice: Notice<'_>| {
        let again = matches!(notice, Notice::NotProcessed { .. });
        counted.fetch_add(usize::from(again), Ordering::Relaxed);
    };
    (builder.observer(observer).build().unwrap(), count)
}

/// Sends a request that must not be sent twice, each with its own bucket.
async fn post(client: &Client, timeout: Duration) -> Result<(), Error> {
    let channel: Id<marker::Channel> = Id::new(fastrand::u64(1..)).unwrap();
    client.create_message(channel).content("x").timeout(timeout).raw().await.map(drop)
}

/// Sends a request that may be sent any number of times, each with its own bucket.
async fn delete(client: &Client) -> Result<(), Error> {
    let channel: Id<marker::Channel> = Id::new(fastrand::u64(1..)).unwrap();
    client.delete_channel(channel).raw().await.map(drop)
}

fn timed_out(result: &Result<(), Error>) -> bool {
    matches!(result, Err(Error::Transport(TransportError::TryTimeout(_))))
}

fn kind(result: Result<(), Error>) -> ConnectionErrorKind {
    match result {
        Err(Error::Transport(TransportError::Connection(error))) => error.kind(),
        other => panic!("{other:?}"),
    }
}
