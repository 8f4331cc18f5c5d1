//! A request to another worker, and its answer.

use std::time::Duration;

use async_nats::StatusCode;
use futures_util::StreamExt as _;
use gateway_shard::Members;

use super::body::{Ask, Done, Reply, Request, VERSION, whole};
use super::error::FleetCommandError;
use crate::nats::Link;

/// How long to wait without a message from the worker. A worker reports every 3 s that it is still working.
const SILENCE: Duration = Duration::from_secs(10);

/// Asks the worker that listens at this subject to run a command. `worker` is its name in errors.
pub(super) async fn ask(
    link: &Link,
    subject: String,
    worker: &str,
    ask: Ask,
) -> Result<Done, FleetCommandError> {
    let nats = |source: Box<dyn std::error::Error + Send + Sync>| FleetCommandError::Nats {
        worker: worker.to_owned(),
        source,
    };
    let unreadable = |source| FleetCommandError::Unreadable { worker: worker.to_owned(), source };
    let body = serde_json::to_vec(&Request { v: VERSION, command: ask }).map_err(unreadable)?;
    let inbox = link.client.new_inbox();
    let mut answers =
        link.client.subscribe(inbox.clone()).await.map_err(|error| nats(error.into()))?;
    let sent = link.client.publish_with_reply(subject, inbox, body.into());
    let timed_out = || FleetCommandError::TimedOut { worker: worker.to_owned(), after: SILENCE };
    // While NATS cannot be reached, the client buffers what is sent.
    let sent = tokio::time::timeout(SILENCE, sent).await.map_err(|_| timed_out())?;
    sent.map_err(|error| nats(error.into()))?;
    let mut before = Members::default();
    loop {
        let answer = tokio::time::timeout(SILENCE, answers.next()).await;
        let message = answer
            .map_err(|_| timed_out())?
            .ok_or_else(|| nats("the connection to NATS is closed".into()))?;
        if message.status == Some(StatusCode::NO_RESPONDERS) {
            return Err(FleetCommandError::Gone { worker: worker.to_owned() });
        }
        let reply: Reply = serde_json::from_slice(&message.payload).map_err(unreadable)?;
        if let Some(error) = reply.error {
            return Err(FleetCommandError::Refused {
                worker: reply.worker,
                code: error.code,
                message: error.message,
                is_retryable: error.retryable,
            });
        }
        if let Some(part) = reply.part
            && let Done::Members(sum) = whole(std::mem::take(&mut before), Done::Members(part))
        {
            before = sum;
        }
        if let Some(done) = reply.done {
            return Ok(whole(before, done));
        }
    }
}
