//! Acknowledgements on their way to JetStream: gathered, because one is for everything before it.

use std::time::{Duration, Instant};

use async_nats::{Client, Subject};

use super::lane::now;

/// How long acknowledgements are gathered.
const GATHER: Duration = Duration::from_millis(50);

/// Sends acknowledgements.
#[derive(Debug)]
pub(super) struct Acknowledger {
    client: Client,
    timeout: Duration,
    /// The last one that is not sent, and since when the first one waits.
    unsent: Option<(Subject, Instant)>,
}

impl Acknowledger {
    pub(super) const fn new(client: Client, timeout: Duration) -> Self {
        Self { client, timeout, unsent: None }
    }

    /// Everything up to the message with this subject is handled.
    pub(super) fn add(&mut self, reply: Subject) {
        let since = self.unsent.take().map_or_else(now, |(_, since)| since);
        self.unsent = Some((reply, since));
    }

    /// What is not sent is of a consumer that is no more.
    pub(super) fn clear(&mut self) {
        self.unsent = None;
    }

    /// When to [send](Self::send).
    pub(super) fn due(&self) -> Option<Instant> {
        self.unsent.as_ref().map(|(_, since)| *since + GATHER)
    }

    /// Sends. If it is lost on the way, a later one is for it too.
    pub(super) async fn send(&mut self) {
        let Some((reply, _)) = self.unsent.take() else { return };
        let sent = self.client.publish(reply, "+ACK".into());
        if !matches!(tokio::time::timeout(self.timeout, sent).await, Ok(Ok(()))) {
            tracing::debug!("an acknowledgement could not be sent");
        }
    }

    /// Sends, and waits until the server says that it has it.
    pub(super) async fn send_surely(&mut self) {
        let Some((reply, _)) = self.unsent.take() else { return };
        let sent = self.client.request(reply, "+ACK".into());
        if !matches!(tokio::time::timeout(self.timeout, sent).await, Ok(Ok(_))) {
            tracing::debug!("an acknowledgement was not confirmed; its events may come again");
        }
    }
}
