//! The loop of a partition: receives messages, starts their listeners in order, and acknowledges handled events.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::jetstream;
use async_nats::jetstream::consumer::pull;
use futures_util::StreamExt as _;
use gateway_shard::{Lane, ShardEvent};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use super::acknowledge::Acknowledger;
use super::acks::{Acks, Ended};
use super::careful::Care;
use super::consumer::Made;
use super::intake::{Intake, Item, Taken};
use super::lane::{self, LOOK_AGAIN, now};
use super::queue::{End, Next, Queue};
use super::taking_up::{Partition, TRY_AGAIN, take_up};
use crate::dead_letters::Letter;
use crate::metric;
use crate::stop::{self, Stop};

/// The number of events between the queue and the listeners of a partition.
const HANDOVER: usize = 64;

/// Why the consumer is no longer read.
enum Why {
    /// The lease is given away, or lost.
    Stop(Stop),
    /// The consumer has to be created again.
    Again,
}

/// Handles the events of a partition until its lease is given away. By then, all started events have finished or were
/// dropped, and handled ones are acknowledged.
pub(crate) async fn run(mut partition: Partition, mut stop: watch::Receiver<Stop>) {
    partition.connections.mark_unchanged();
    let Some(made) = take_up(&partition, None, &mut stop).await else { return };
    let (mut task, lane, cancel) = Task::new(partition, &made);
    if task.partition.lanes.send(lane).is_err() {
        return;
    }
    let mut made = Some(made);
    let why = loop {
        let Some(now) = made.take() else { break stop.borrow().clone() };
        match task.consume(now, &mut stop).await {
            Why::Stop(why) => break why,
            Why::Again => {
                tokio::time::sleep(LOOK_AGAIN).await;
                made = task.take_up_again(&mut stop).await;
            }
        }
    };
    task.finish(why, cancel).await;
}

struct Task {
    partition: Partition,
    queue: Queue<Item>,
    intake: Intake,
    events: mpsc::Sender<ShardEvent>,
    acks: Acks,
    ended: mpsc::UnboundedReceiver<Ended>,
    /// Dead letters that are being written.
    burying: JoinSet<u64>,
    acknowledger: Acknowledger,
    confirmed_until: Option<Instant>,
    /// A suspect waits until another partition has handled its own.
    is_kept: bool,
    care: Care,
    stream_made: String,
    is_halted: bool,
}

impl Task {
    fn new(partition: Partition, made: &Made) -> (Self, Lane, oneshot::Sender<()>) {
        let (events, coming) = mpsc::channel(HANDOVER);
        let (acks, ended) = Acks::channel();
        let (lane, cancel) =
            lane::lane(partition.ownership.partition, coming, &partition.confirmed);
        let task = Self {
            queue: Queue::new(made.described.note.position, partition.tries),
            acknowledger: Acknowledger::new(partition.context.client(), partition.timeout),
            care: Care::new(made.described.clone(), Arc::clone(&partition.alone)),
            partition,
            intake: Intake::new(),
            events,
            acks,
            ended,
            burying: JoinSet::new(),
            confirmed_until: None,
            is_kept: false,
            stream_made: made.stream_made.clone(),
            is_halted: false,
        };
        (task, lane, cancel)
    }

    /// Takes the partition over again, while started events continue.
    async fn take_up_again(&mut self, stop: &mut watch::Receiver<Stop>) -> Option<Made> {
        self.partition.connections.mark_unchanged();
        let reached = (self.care.note_at(self.queue.mark()), self.stream_made.clone());
        let made = take_up(&self.partition, Some(reached), stop).await?;
        self.intake.begin_again();
        self.acknowledger.clear();
        self.care.renew(made.described.clone());
        if made.stream_made != self.stream_made {
            tracing::warn!(
                partition = self.partition.ownership.partition,
                "the stream was created again"
            );
            // Its sequences start again; running events of the old stream cannot be acknowledged any more.
            self.queue = Queue::new(made.described.note.position, self.partition.tries);
            (self.acks, self.ended) = Acks::channel();
            self.stream_made.clone_from(&made.stream_made);
        }
        Some(made)
    }

    /// Reads a consumer until there is a reason to stop.
    async fn consume(&mut self, made: Made, stop: &mut watch::Receiver<Stop>) -> Why {
        let batch = self.partition.ownership.in_flight.clamp(2, 1024);
        let messages = made.consumer.stream().max_messages_per_batch(batch);
        let messages = messages.heartbeat(Duration::from_secs(5)).expires(Duration::from_secs(30));
        let mut messages = match messages.messages().await {
            Ok(messages) => messages,
            Err(error) => {
                tracing::debug!(%error, "could not read the consumer");
                tokio::time::sleep(TRY_AGAIN).await;
                return Why::Again;
            }
        };
        loop {
            self.begin_events().await;
            if let Some(why) = self.turn(&mut messages, stop).await {
                return why;
            }
        }
    }

    async fn turn(
        &mut self,
        messages: &mut pull::Stream,
        stop: &mut watch::Receiver<Stop>,
    ) -> Option<Why> {
        let acknowledge_at = self.acknowledger.due();
        let wants_room = self.events.capacity() < 2 && self.queue.has_next();
        let wakes_at = self.wakes_at();
        let events = self.events.clone();
        tokio::select! {
            biased;
            why = stop::asked(stop) => return Some(Why::Stop(why)),
            Ok(()) = self.partition.connections.changed() => {
                tracing::debug!(partition = self.partition.ownership.partition, "reconnected; messages in transit are lost");
                return Some(Why::Again);
            }
            () = self.partition.restart.notified() => {
                tracing::info!(partition = self.partition.ownership.partition, "creating the consumer again, as requested by an operator");
                return Some(Why::Again);
            }
            Some(ended) = self.ended.recv() => self.take_ended(ended).await,
            Some(Ok(sequence)) = self.burying.join_next() => {
                self.queue.buried(sequence);
                self.note_mark().await;
            }
            () = at(acknowledge_at), if acknowledge_at.is_some() => self.acknowledge().await,
            message = messages.next(), if !self.is_halted && self.has_room() => match message {
                Some(Ok(message)) => return self.take(message).await,
                Some(Err(error)) => {
                    tracing::debug!(partition = self.partition.ownership.partition, %error, "creating the consumer again");
                    return Some(Why::Again);
                }
                None => return Some(Why::Again),
            },
            _ = events.reserve_many(2), if wants_room => {}
            () = at(wakes_at), if wakes_at.is_some() => {}
        }
        None
    }

    /// Returns whether there is room for another message. The server enforces it too, by the unacknowledged messages.
    fn has_room(&self) -> bool {
        self.queue.len() < self.partition.ownership.in_flight.max(1)
    }

    /// Returns when an event may start that may not start now.
    fn wakes_at(&self) -> Option<Instant> {
        let waits = (self.confirmed_until.is_none() || self.is_kept) && self.queue.has_next();
        let look_again = waits.then(|| now() + LOOK_AGAIN);
        self.queue.next_try().into_iter().chain(look_again).min()
    }

    async fn take(&mut self, message: jetstream::Message) -> Option<Why> {
        let partition = self.partition.ownership.partition;
        match self.intake.take(message, &mut self.queue) {
            Taken::In => {
                self.note_mark().await;
                None
            }
            Taken::Gap => {
                tracing::debug!(
                    partition,
                    "messages were lost in transit; creating the consumer again"
                );
                Some(Why::Again)
            }
            Taken::TooNew(error) => {
                tracing::error!(partition, %error, "stopped handling the partition");
                self.is_halted = true;
                None
            }
        }
    }

    /// Returns whether the ownership is confirmed. It is checked again only when the last answer has expired.
    fn is_confirmed(&mut self) -> bool {
        if self.confirmed_until.is_none_or(|until| until <= now()) {
            self.confirmed_until = (self.partition.confirmed)();
        }
        self.confirmed_until.is_some()
    }

    /// Starts as many events as there is room for.
    async fn begin_events(&mut self) {
        self.is_kept = false;
        while self.events.capacity() >= 2 && self.queue.has_next() && self.is_confirmed() {
            let mark = self.queue.mark();
            if mark < self.care.up_to() && self.queue.running() > 0 {
                return;
            }
            self.is_kept = !self.care.may_begin(mark);
            if self.is_kept {
                return;
            }
            let Some(sequence) = self.queue.next(now()) else { return };
            self.care.begins(sequence).await;
            self.begin(sequence);
        }
    }

    fn begin(&mut self, sequence: u64) {
        let deaths = self.care.deaths_of(sequence);
        let event = match self.queue.get(sequence) {
            None => return,
            Some(Item::Unreadable(_, error)) => Err(error.to_string()),
            Some(Item::Event(_)) if deaths >= self.partition.tries.most.get() => {
                Err(format!("{deaths} workers ended while its listeners ran"))
            }
            Some(Item::Event(received)) => match received.event() {
                Ok(event) => Ok((event, received.shard, Arc::clone(&received.session))),
                Err(error) => Err(error.to_string()),
            },
        };
        let (event, shard, session) = match event {
            Ok(event) => event,
            Err(why) => {
                self.queue.began(sequence, 1);
                let end = End::Failed { why, is_final: true };
                return self.judge(sequence, end);
            }
        };
        self.partition.saw.shard(shard);
        self.queue.began(sequence, event.parts());
        for event in event.for_listeners(shard, session, || self.acks.of(sequence)) {
            // There is room. If the listeners are gone, the acknowledgement is dropped, which reports it.
            let _ = self.events.try_send(event);
        }
    }

    async fn take_ended(&mut self, ended: Ended) {
        let mut next = Some(ended);
        while let Some(Ended { sequence, end }) = next {
            match end {
                Some(end) => self.judge(sequence, end),
                // Its listeners were dropped, because this process ends or the lane was cancelled.
                None => tracing::debug!(sequence, "listeners were dropped before they finished"),
            }
            next = self.ended.try_recv().ok();
        }
        self.note_mark().await;
    }

    fn judge(&mut self, sequence: u64, end: End) {
        match self.queue.ended(sequence, end, now()) {
            Next::Goes => {}
            Next::Handled => metrics::counter!(metric::HANDLED).increment(1),
            Next::TriedAgain(tries) => {
                metrics::counter!(metric::TRIED_AGAIN).increment(1);
                tracing::warn!(
                    partition = self.partition.ownership.partition,
                    sequence,
                    tries,
                    "a listener of an event failed; the event will be retried, and later events of its guild wait"
                );
            }
            Next::GivenUp(tries, why) => self.bury(sequence, tries, why),
        }
    }

    fn bury(&mut self, sequence: u64, tries: u32, why: String) {
        let (subject, headers, payload) = match self.queue.get(sequence) {
            Some(Item::Event(it)) => (&it.subject, &it.headers, &it.payload),
            Some(Item::Unreadable(it, _)) => (&it.subject, &it.headers, &it.payload),
            None => return,
        };
        metrics::counter!(metric::DEAD_LETTERS).increment(1);
        tracing::error!(partition = self.partition.ownership.partition, sequence, %subject, tries, error = %why, "an event was given up and becomes a dead letter");
        let letter = Letter {
            subject: subject.clone(),
            headers: headers.clone(),
            payload: payload.clone(),
            sequence,
            why,
            tries,
        };
        let dead_letters = self.partition.dead_letters.clone();
        self.burying.spawn(async move {
            dead_letters.bury(letter).await;
            sequence
        });
    }

    /// Records what can be acknowledged.
    async fn note_mark(&mut self) {
        let mark = self.queue.mark();
        if let Some(reply) = self.intake.acknowledge(mark) {
            self.acknowledger.add(reply);
        }
        // Acknowledged exactly, because the position has to show which event was being handled.
        if mark <= self.care.up_to() {
            self.acknowledger.send_surely().await;
        }
        self.care.handled(mark);
    }

    async fn acknowledge(&mut self) {
        let number = self.partition.ownership.partition.to_string();
        metrics::gauge!(metric::IN_FLIGHT, "partition" => number).set(self.queue.len() as f64);
        self.acknowledger.send().await;
    }

    /// Waits until started events have finished, if the lease was not lost, and acknowledges them.
    async fn finish(mut self, stop: Stop, cancel: oneshot::Sender<()>) {
        let within = match stop {
            Stop::No | Stop::Lost => Duration::ZERO,
            Stop::Move => self.partition.move_timeout,
            Stop::End(within) => {
                let stopped = ShardEvent::stopped(self.partition.saw.any_shard());
                let _ = tokio::time::timeout(within, self.events.send(stopped)).await;
                within
            }
        };
        let until = tokio::time::Instant::now() + within;
        while self.queue.running() > 0 {
            tokio::select! {
                Some(ended) = self.ended.recv() => self.take_ended(ended).await,
                Some(Ok(sequence)) = self.burying.join_next() => {
                    self.queue.buried(sequence);
                    self.note_mark().await;
                }
                () = tokio::time::sleep_until(until) => break,
            }
        }
        if self.queue.running() > 0 {
            let partition = self.partition.ownership.partition;
            if !matches!(stop, Stop::Lost) {
                tracing::warn!(
                    partition,
                    events = self.queue.running(),
                    "listeners did not finish in time and are dropped; the next owner of the partition receives their events"
                );
            }
            let _ = cancel.send(());
            // Until they are gone: no other worker may have the partition before.
            let _ = tokio::time::timeout(self.partition.timeout, self.events.closed()).await;
        }
        self.acknowledger.send_surely().await;
    }
}

async fn at(time: Option<Instant>) {
    if let Some(time) = time {
        tokio::time::sleep_until(time.into()).await;
    }
}
