//! Sends acknowledgements to JetStream. They are collected, because one covers everything before it.

use std::time::{Duration, Instant};

use async_nats::{Client, Subject};

use super::lane::now;

/// How long acknowledgements are collected.
const GATHER: Duration = Duration::from_millis(50);

/// Sends acknowledgements.
#[derive(Debug)]
pub(super) struct Acknowledger {
    client: Client,
    timeout: Duration,
    /// The last unsent acknowledgement, and since when the first one waits.
    unsent: Option<(Subject, Instant)>,
}

impl Acknowledger {
    pub(super) const fn new(client: Client, timeout: Duration) -> Self {
        Self { client, timeout, unsent: None }
    }

    /// Records that everything up to the message with this subject is handled.
    pub(super) fn add(&mut self, reply: Subject) {
        let since = self.unsent.take().map_or_else(now, |(_, since)| since);
        self.unsent = Some((reply, since));
    }

    /// Discards unsent acknowledgements, because their consumer no longer exists.
    pub(super) fn clear(&mut self) {
        self.unsent = None;
    }

    /// Returns when to [send](Self::send).
    pub(super) fn due(&self) -> Option<Instant> {
        self.unsent.as_ref().map(|(_, since)| *since + GATHER)
    }

    /// Sends what was collected. If that is lost in transit, a later acknowledgement covers it.
    pub(super) async fn send(&mut self) {
        let Some((reply, _)) = self.unsent.take() else { return };
        let sent = self.client.publish(reply, "+ACK".into());
        if !matches!(tokio::time::timeout(self.timeout, sent).await, Ok(Ok(()))) {
            tracing::debug!("could not send an acknowledgement");
        }
    }

    /// Sends what was collected, and waits for the server's confirmation.
    pub(super) async fn send_surely(&mut self) {
        let Some((reply, _)) = self.unsent.take() else { return };
        let sent = self.client.request(reply, "+ACK".into());
        if !matches!(tokio::time::timeout(self.timeout, sent).await, Ok(Ok(_))) {
            tracing::debug!("an acknowledgement was not confirmed; its events may be redelivered");
        }
    }
}
