//! Answers the requests of other workers.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Message;
use futures_util::StreamExt as _;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::body::{Failure, Reply, Request, VERSION, replies};
use super::commands::Commands;

/// How often a worker reports that a request is still in progress.
const WORKING: Duration = Duration::from_secs(3);

/// The largest number of concurrent requests of other workers; further ones wait.
const AT_ONCE: usize = 256;

/// The queue group of the subject that every worker subscribes to.
const GROUP: &str = "workers";

/// Answers requests until it is dropped. Its subscriptions survive a lost connection.
pub(crate) async fn serve(commands: Commands) {
    let link = commands.worker.link().clone();
    let own = link.client.subscribe(link.worker_subject(commands.worker.id())).await;
    let all = link.client.queue_subscribe(link.command_subject(), GROUP.to_owned()).await;
    let (mut own, mut all) = match (own, all) {
        (Ok(own), Ok(all)) => (own, all),
        (Err(error), _) | (_, Err(error)) => {
            return tracing::error!(%error, "could not subscribe to the commands of other workers; they are not answered");
        }
    };
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    loop {
        let (message, is_ours) = tokio::select! {
            Some(_) = running.join_next() => continue,
            Some(message) = own.next() => (message, true),
            Some(message) = all.next() => (message, false),
            else => return,
        };
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        let commands = commands.clone();
        running.spawn(async move {
            answer(&commands, message, is_ours).await;
            drop(place);
        });
    }
}

async fn answer(commands: &Commands, message: Message, is_ours: bool) {
    let Some(to) = message.reply else { return };
    let id = commands.worker.id();
    let send = |reply: Reply| {
        let (client, to) = (commands.worker.link().client.clone(), to.clone());
        let body = serde_json::to_vec(&reply).unwrap_or_default();
        async move {
            if let Err(error) = client.publish(to, body.into()).await {
                tracing::warn!(%error, "the answer to a command could not be sent");
            }
        }
    };
    let request = match serde_json::from_slice::<Request>(&message.payload) {
        Ok(request) if request.v == VERSION => request,
        Ok(Request { v, .. }) => {
            return send(refusal(id, format!("version {v} is not known here"))).await;
        }
        Err(error) => return send(refusal(id, error.to_string())).await,
    };
    let run = async {
        if is_ours {
            commands.run_here(request.command).await
        } else {
            commands.run(request.command).await
        }
    };
    let mut run = std::pin::pin!(run);
    let done = loop {
        match tokio::time::timeout(WORKING, &mut run).await {
            Ok(done) => break done,
            Err(_) => send(Reply { working: true, ..Reply::of(id) }).await,
        }
    };
    match done {
        Ok(done) => {
            for reply in replies(id, done) {
                send(reply).await;
            }
        }
        Err(error) => send(Reply { error: Some(error.failure()), ..Reply::of(id) }).await,
    }
}

fn refusal(worker: &str, message: String) -> Reply {
    let failure = Failure { code: "unreadable".to_owned(), message, retryable: false };
    Reply { error: Some(failure), ..Reply::of(worker) }
}
