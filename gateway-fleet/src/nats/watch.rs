//! The task that delivers the entries of all keys.

use std::time::Duration;

use async_nats::jetstream::consumer::push::OrderedConfig;
use async_nats::jetstream::consumer::{DeliverPolicy, ReplayPolicy};
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::bucket::{Bucket, value_of};
use crate::input::Input;

/// The largest number of entries that wait for the machine; the server holds back further ones.
const ENTRIES: usize = 256;
/// How long to wait before a failed watch is restarted.
const AGAIN: Duration = Duration::from_millis(500);

/// A watch of all keys. It ends when dropped.
pub(super) struct Watch {
    task: JoinHandle<()>,
    entries: mpsc::Receiver<Input>,
}

impl Watch {
    pub(super) fn start(bucket: &Bucket) -> Self {
        let (sender, entries) = mpsc::channel(ENTRIES);
        let bucket = bucket.clone();
        let task = tokio::spawn(async move {
            while !sender.is_closed() {
                if let Err(error) = watch(&bucket, &sender).await {
                    tracing::warn!(%error, "the watch of the fleet's bucket failed; restarting it");
                }
                tokio::time::sleep(AGAIN).await;
            }
        });
        Self { task, entries }
    }

    /// Returns the next entry. The task runs until this value is dropped.
    pub(super) async fn next(&mut self) -> Option<Input> {
        self.entries.recv().await
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Delivers the present values, then all changes, until something fails.
async fn watch(
    bucket: &Bucket,
    entries: &mpsc::Sender<Input>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let stream = bucket.prepare().await?;
    // If the receiver is gone, the watch ends at the next entry.
    entries.send(Input::WatchStarted).await?;
    let config = OrderedConfig {
        deliver_subject: bucket.inbox(),
        filter_subject: bucket.subject(">"),
        replay_policy: ReplayPolicy::Instant,
        deliver_policy: DeliverPolicy::LastPerSubject,
        ..OrderedConfig::default()
    };
    let consumer = stream.create_consumer(config).await?;
    let mut current = consumer.cached_info().num_pending == 0;
    let mut messages = consumer.messages().await?;
    if current {
        entries.send(Input::WatchCurrent).await?;
    }
    while let Some(message) = messages.next().await {
        let message = message?;
        let info = message.info()?;
        if let Some(key) = bucket.key(&message.subject) {
            let value = value_of(message.headers.as_ref(), &message.payload);
            let (key, revision) = (key.to_owned(), info.stream_sequence);
            entries.send(Input::Entry { key, revision, value }).await?;
        }
        if !current && info.pending == 0 {
            current = true;
            entries.send(Input::WatchCurrent).await?;
        }
    }
    Ok(())
}
