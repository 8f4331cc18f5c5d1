//! The stream as a plain work queue: one durable consumer for all workers, and each event is acknowledged separately.
//!
//! An unacknowledged event is redelivered to any worker, after other events. While its listeners run, progress is
//! reported to JetStream. The events of a worker that died are redelivered after 30 s.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_nats::Subject;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull};
use async_nats::jetstream::{self, AckKind};
use futures_util::StreamExt as _;
use gateway_shard::{Lane, ShardEvent};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::config::{Start, WorkerConfig};
use crate::dead_letters::{DeadLetters, Letter};
use crate::host::Seen;
use crate::message::{Head, Received};
use crate::metric;
use crate::partition::{Acks, End, Ended, Tries};
use crate::repeats::{Repeats, Verdict};
use crate::stop::time_to_stop;

/// How long JetStream waits for an acknowledgement before it redelivers.
const ACK_WAIT: Duration = Duration::from_secs(30);
/// How often progress is reported while listeners run.
const PROGRESS: Duration = Duration::from_secs(10);
/// How long to wait before NATS is asked again.
const TRY_AGAIN: Duration = Duration::from_millis(500);
/// The largest number of unacknowledged events of all workers together.
const MOST_PENDING: i64 = 100_000;
/// The number of events between the consumer and the listeners.
const HANDOVER: usize = 64;

/// The source of events from the work queue.
pub(crate) struct Source {
    context: jetstream::Context,
    stream: String,
    consumer: pull::Config,
    in_flight: usize,
    timeout: Duration,
    tries: Tries,
    dead_letters: DeadLetters,
    saw: Arc<Seen>,
    lanes: mpsc::UnboundedSender<Lane>,
}

/// An event that is being handled.
struct InHand {
    message: Received,
    reply: Subject,
    /// How many times it was delivered.
    tries: u32,
    parts: usize,
    failed: Option<(String, bool)>,
}

/// The loop's state.
struct Running {
    source: Source,
    events: mpsc::Sender<ShardEvent>,
    acks: Acks,
    ended: mpsc::UnboundedReceiver<Ended>,
    in_hand: HashMap<u64, InHand>,
    repeats: Repeats,
    burying: JoinSet<Subject>,
}

impl Source {
    pub(crate) fn new(
        config: &WorkerConfig,
        context: &jetstream::Context,
        saw: &Arc<Seen>,
        lanes: mpsc::UnboundedSender<Lane>,
    ) -> Self {
        let consumer = pull::Config {
            durable_name: Some(format!("{}-queue", config.group)),
            deliver_policy: match config.start {
                Start::All => DeliverPolicy::All,
                Start::New => DeliverPolicy::New,
            },
            ack_policy: AckPolicy::Explicit,
            ack_wait: ACK_WAIT,
            max_ack_pending: MOST_PENDING,
            filter_subject: gateway_fleet::stream::all_events(&config.prefix),
            ..pull::Config::default()
        };
        Self {
            context: context.clone(),
            stream: config.stream.clone(),
            consumer,
            in_flight: config.in_flight.max(1),
            timeout: config.timeout,
            tries: Tries::of(config),
            dead_letters: DeadLetters::of(config, context),
            saw: Arc::clone(saw),
            lanes,
        }
    }

    /// Passes events to listeners until it has to stop, within the given time.
    pub(crate) async fn run(self, mut stop: watch::Receiver<Option<Duration>>) {
        let (events, mut coming) = mpsc::channel(HANDOVER);
        let (acks, ended) = Acks::channel();
        let coming = futures_util::stream::poll_fn(move |cx| coming.poll_recv(cx));
        if self.lanes.send(Lane::new("queue", coming)).is_err() {
            return;
        }
        let mut running = Running {
            source: self,
            events,
            acks,
            ended,
            in_hand: HashMap::new(),
            repeats: Repeats::default(),
            burying: JoinSet::new(),
        };
        let mut is_told = false;
        let within = loop {
            let consumer = running.source.consumer().await;
            match consumer {
                Ok(consumer) => {
                    is_told = false;
                    if let Some(within) = running.consume(consumer, &mut stop).await {
                        break within;
                    }
                }
                Err(error) if !is_told => {
                    is_told = true;
                    tracing::warn!(error, "could not read the work queue; retrying");
                }
                Err(error) => tracing::debug!(error, "still could not read the work queue"),
            }
            tokio::select! {
                () = tokio::time::sleep(TRY_AGAIN) => {}
                within = time_to_stop(&mut stop) => break within,
            }
        };
        running.finish(within).await;
    }

    async fn consumer(&self) -> Result<PullConsumer, String> {
        let made = async {
            let stream =
                self.context.get_stream(&self.stream).await.map_err(|error| error.to_string())?;
            let name = self.consumer.durable_name.as_deref().unwrap_or_default();
            let made = stream.get_or_create_consumer(name, self.consumer.clone());
            made.await.map_err(|error| error.to_string())
        };
        tokio::time::timeout(self.timeout * 2, made)
            .await
            .unwrap_or_else(|_| Err("NATS does not answer".to_owned()))
    }
}

impl Running {
    /// Reads until the consumer fails, or until it has to stop, and then within the given time.
    async fn consume(
        &mut self,
        consumer: PullConsumer,
        stop: &mut watch::Receiver<Option<Duration>>,
    ) -> Option<Duration> {
        let batch = (self.source.in_flight / 2).max(1);
        let messages = consumer.stream().max_messages_per_batch(batch);
        let messages = messages.heartbeat(Duration::from_secs(5)).expires(Duration::from_secs(30));
        let mut messages = messages.messages().await.ok()?;
        let mut progress = tokio::time::interval(PROGRESS);
        loop {
            let has_room =
                self.in_hand.len() < self.source.in_flight && self.events.capacity() >= 2;
            let events = self.events.clone();
            tokio::select! {
                biased;
                within = time_to_stop(stop) => return Some(within),
                Some(ended) = self.ended.recv() => self.take_ended(ended).await,
                Some(Ok(reply)) = self.burying.join_next() => self.acknowledge(reply, AckKind::Ack).await,
                _ = progress.tick() => self.tell_progress().await,
                message = messages.next(), if has_room => match message {
                    Some(Ok(message)) => self.take(message).await,
                    Some(Err(error)) => {
                        tracing::debug!(%error, "restarting to read the work queue");
                        return None;
                    }
                    None => return None,
                },
                _ = events.reserve_many(2), if !has_room && self.in_hand.len() < self.source.in_flight => {}
            }
        }
    }

    async fn take(&mut self, message: jetstream::Message) {
        let (sequence, delivered) = match message.info() {
            Ok(info) => (info.stream_sequence, u32::try_from(info.delivered).unwrap_or(u32::MAX)),
            Err(_) => return,
        };
        let Some(reply) = message.reply.clone() else { return };
        // It is running here: the server did not get the progress report in time.
        if self.in_hand.contains_key(&sequence) {
            return;
        }
        let (shard, session, number, verdict) = match Head::read(message.headers.as_ref()) {
            Ok(head) => {
                // An event that is redelivered because it was not handled is not a repeat.
                let verdict = if delivered > 1 { Verdict::New } else { self.repeats.check(&head) };
                (head.shard, self.repeats.session(&head), head.sequence, verdict)
            }
            Err(error) if error.is_of_a_later_version() => {
                tracing::error!(%error, "an event was left to a newer worker");
                return self.acknowledge(reply, AckKind::Nak(Some(ACK_WAIT))).await;
            }
            Err(error) => {
                let async_nats::Message { subject, headers, payload, .. } = message.message;
                let (why, tries) = (error.to_string(), delivered);
                let letter = Letter { subject, headers, payload, sequence, why, tries };
                return self.bury(letter, reply);
            }
        };
        if verdict != Verdict::New {
            let counter =
                if verdict == Verdict::Repeat { metric::REPEATS } else { metric::FORMER_OWNERS };
            metrics::counter!(counter).increment(1);
            return self.acknowledge(reply, AckKind::Ack).await;
        }
        let async_nats::Message { subject, headers, payload, .. } = message.message;
        let message = Received { subject, headers, payload, shard, session, sequence: number };
        self.begin(sequence, InHand { message, reply, tries: delivered, parts: 0, failed: None });
    }

    fn begin(&mut self, sequence: u64, mut event: InHand) {
        let most = self.source.tries.most.get();
        let read = if event.tries > most {
            let ended = event.tries - 1;
            Err(format!(
                "{ended} workers ended while its listeners ran, or did not say how they ended"
            ))
        } else {
            event.message.event().map_err(|error| error.to_string())
        };
        let read = match read {
            Ok(read) => read,
            Err(why) => return self.give_up(sequence, event, why),
        };
        let shard = event.message.shard;
        self.source.saw.shard(shard);
        event.parts = read.parts();
        let session = Arc::clone(&event.message.session);
        self.in_hand.insert(sequence, event);
        for event in read.for_listeners(shard, session, || self.acks.of(sequence)) {
            // There is room. If nobody listens any more, its acknowledgement is dropped, which says so.
            let _ = self.events.try_send(event);
        }
    }

    async fn take_ended(&mut self, Ended { sequence, end }: Ended) {
        let Some(event) = self.in_hand.get_mut(&sequence) else { return };
        event.parts = event.parts.saturating_sub(1);
        let was_dropped = end.is_none();
        if let Some(End::Failed { why, is_final }) = end {
            event.failed.get_or_insert((why, is_final));
        }
        if event.parts > 0 && !was_dropped {
            return;
        }
        let Some(mut event) = self.in_hand.remove(&sequence) else { return };
        match event.failed.take() {
            // It will be redelivered.
            None if was_dropped => {}
            None => {
                metrics::counter!(metric::HANDLED).increment(1);
                self.acknowledge(event.reply, AckKind::Ack).await;
            }
            Some((why, is_final)) if is_final || event.tries >= self.source.tries.most.get() => {
                self.give_up(sequence, event, why);
            }
            Some((why, _)) => {
                metrics::counter!(metric::TRIED_AGAIN).increment(1);
                tracing::warn!(sequence, tries = event.tries, error = %why, "a listener of an event failed; the event will be retried");
                let wait = self.source.tries.wait_after(event.tries);
                self.acknowledge(event.reply, AckKind::Nak(Some(wait))).await;
            }
        }
    }

    fn give_up(&mut self, sequence: u64, event: InHand, why: String) {
        let InHand { message: Received { subject, headers, payload, .. }, reply, tries, .. } =
            event;
        self.bury(Letter { subject, headers, payload, sequence, why, tries }, reply);
    }

    fn bury(&mut self, letter: Letter, reply: Subject) {
        metrics::counter!(metric::DEAD_LETTERS).increment(1);
        tracing::error!(sequence = letter.sequence, subject = %letter.subject, tries = letter.tries, error = %letter.why, "an event was given up and becomes a dead letter");
        let dead_letters = self.source.dead_letters.clone();
        self.burying.spawn(async move {
            dead_letters.bury(letter).await;
            reply
        });
    }

    async fn tell_progress(&self) {
        for event in self.in_hand.values() {
            self.acknowledge(event.reply.clone(), AckKind::Progress).await;
        }
        metrics::gauge!(metric::IN_FLIGHT, "partition" => "queue").set(self.in_hand.len() as f64);
    }

    async fn acknowledge(&self, reply: Subject, kind: AckKind) {
        let client = self.source.context.client();
        let sent = client.publish(reply, kind.into());
        if !matches!(tokio::time::timeout(self.source.timeout, sent).await, Ok(Ok(()))) {
            tracing::debug!("could not send an acknowledgement; its event may be redelivered");
        }
    }

    /// Waits until started events have finished.
    async fn finish(mut self, within: Duration) {
        let until = Instant::now() + within;
        let _ = self.events.try_send(ShardEvent::stopped(self.source.saw.any_shard()));
        while !self.in_hand.is_empty() || !self.burying.is_empty() {
            tokio::select! {
                Some(ended) = self.ended.recv() => self.take_ended(ended).await,
                Some(Ok(reply)) = self.burying.join_next() => self.acknowledge(reply, AckKind::Ack).await,
                () = tokio::time::sleep_until(until) => break,
            }
        }
        let _ =
            tokio::time::timeout(self.source.timeout, self.source.context.client().flush()).await;
    }
}
