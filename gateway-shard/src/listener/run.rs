//! Runs the listeners, with one loop for each shard.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::task::JoinSet;

use super::bot::Bot;
use super::host::BotGateway;
use super::needs;
use super::shard_loop::{ShardLoop, still_run};
use crate::error::{Refused, StartError};
use crate::events::{Events, StreamPart};
use crate::gateway::{GRACE, Gateway, GatewayBuilder};

/// The listeners of a bot that was [started](Bot::start). This future runs them, and completes when the bot has
/// stopped.
///
/// Dropping it closes every connection and keeps the sessions resumable, and drops running listeners.
///
/// # Errors
///
/// Returns an error if the bot stopped because Discord refused a shard.
#[must_use = "listeners run only while this is awaited"]
pub struct BotRun(BoxFuture<'static, Result<(), Refused>>);

impl std::fmt::Debug for BotRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BotRun").finish_non_exhaustive()
    }
}

impl Future for BotRun {
    type Output = Result<(), Refused>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl Bot {
    /// Starts the shards as the listeners require: the connections deliver only events that have a listener or that the
    /// library itself needs, and the intents are checked. Await the [`BotRun`] to run the listeners.
    ///
    /// ```no_run
    /// # use gateway_model::event::MessageCreate;
    /// # use gateway_model::gateway::Intents;
    /// # use gateway_shard::{Bot, Gateway};
    /// # async fn run(token: String) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut bot = Bot::new();
    /// bot.on::<MessageCreate>(|_, message| async move { println!("{}", message.content) });
    /// let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    /// let (gateway, run) = bot.start(Gateway::builder(token, intents)).await?;
    /// println!("{} shards", gateway.shards().len());
    /// run.await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`GatewayBuilder::start`], [`StartError::MissingIntents`] if a listener would never be
    /// called, and [`StartError::MissingStates`] if a listener takes a state that the bot does not have.
    ///
    /// # Cancel safety
    ///
    /// Same as [`GatewayBuilder::start`].
    pub fn start(
        self,
        mut builder: GatewayBuilder,
    ) -> impl Future<Output = Result<(Gateway, BotRun), StartError>> + Send {
        // Boxed, so that it is compiled in this crate and not in each crate that awaits it.
        async move {
            needs::check(&self.registry, builder.intents)?;
            self.check_states()?;
            builder.events = needs::events(&self.registry);
            let (gateway, events) = builder.start().await?;
            let run = self.run_listeners(gateway.clone(), events).boxed();
            Ok((gateway, BotRun(run)))
        }
        .boxed()
    }

    /// Runs the listeners until the gateway has stopped and every listener has ended or marked its event as
    /// [handled](super::Context::mark_handled).
    ///
    /// [`Gateway::shutdown`] waits for them too. Listeners that have not ended at its deadline are dropped, their
    /// events count as not handled, and this future completes, even if something hangs. Dropping the future does the
    /// same.
    ///
    /// It is for a gateway that was started separately, with [`GatewayBuilder::start`]: its connections deliver every
    /// event, and a listener whose event no intent brings is never called. [`start`](Self::start) avoids both. It also
    /// checks the states; here, call [`check_states`](Self::check_states) before.
    ///
    /// # Errors
    ///
    /// Returns an error if the gateway stopped because Discord refused a shard.
    pub fn run(
        self,
        gateway: &Gateway,
        events: Events,
    ) -> impl Future<Output = Result<(), Refused>> + Send {
        // Boxed, so that it is compiled in this crate and not in each crate that awaits it.
        self.run_listeners(gateway.clone(), events).boxed()
    }

    async fn run_listeners(self, gateway: Gateway, mut events: Events) -> Result<(), Refused> {
        let lifecycle = &gateway.inner.lifecycle;
        let attached = lifecycle.attach();
        let host = BotGateway::new(gateway.clone(), self.states);
        let registry = Arc::new(self.registry);
        let mut loops = JoinSet::new();
        // Listeners that marked their events as handled, of shards that have stopped.
        let mut waiting = Vec::new();
        let all = async {
            while let Some(part) = events.next_part().await {
                let shard = match &part {
                    StreamPart::Shard(shard) => shard.shard(),
                    StreamPart::Notice(event) => event.shard,
                };
                let name = shard.to_string().into();
                let mut shard_loop = ShardLoop::new(&host, &registry, name, self.concurrency);
                match part {
                    StreamPart::Shard(events) => loops.spawn(shard_loop.run(events)),
                    StreamPart::Notice(event) => loops.spawn(async move {
                        shard_loop.take(event).await;
                        shard_loop.finish().await
                    }),
                };
                while let Some(ended) = loops.try_join_next() {
                    waiting.extend(ended);
                }
                waiting.retain_mut(still_run);
            }
            while let Some(ended) = loops.join_next().await {
                waiting.extend(ended);
            }
        };
        let in_time = tokio::select! {
            () = all => true,
            () = lifecycle.given_up() => false,
        };
        if !in_time {
            tracing::warn!("listeners did not end by the deadline and are dropped");
        }
        let dropped = async {
            loops.shutdown().await;
            for jobs in &mut waiting {
                jobs.shutdown().await;
            }
        };
        // A listener that blocks its thread cannot be dropped until it stops blocking, so it is not waited for.
        if tokio::time::timeout(GRACE, dropped).await.is_err() {
            tracing::warn!("a listener blocks its thread and cannot be dropped");
        }
        drop(events);
        drop(attached);
        lifecycle.ended_or_abandoned().await;
        gateway.refused().cloned().map_or(Ok(()), Err)
    }
}
