//! The durable consumer of one ownership of a partition.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull};
use async_nats::jetstream::context::ConsumerInfoErrorKind;
use async_nats::jetstream::stream::Stream;
use async_nats::jetstream::{self, context};
use futures_util::TryStreamExt as _;

use super::position::{self, Known, Note};
use crate::config::Start;

/// How long JetStream waits for an acknowledgement before it redelivers. The worker ignores redeliveries, because they
/// come after later events. It recognises lost messages by their numbers.
const ACK_WAIT: std::time::Duration = std::time::Duration::from_secs(60 * 60);

/// The partition, and its owner.
#[derive(Clone, Debug)]
pub(crate) struct Ownership {
    pub(crate) stream: String,
    pub(crate) prefix: String,
    pub(crate) group: String,
    pub(crate) partitions: std::num::NonZeroU32,
    pub(crate) partition: u32,
    /// The epoch of the lease, or a higher one if the epochs of leases started again.
    pub(crate) epoch: Arc<AtomicU64>,
    pub(crate) in_flight: usize,
    pub(crate) start: Start,
}

/// The name of a consumer, and the two numbers in it.
#[derive(Debug)]
struct Name {
    epoch: u64,
    number: u64,
    name: String,
}

/// A consumer that was created.
pub(super) struct Made {
    pub(super) consumer: PullConsumer,
    pub(super) described: Described,
    /// The time at which the stream was created, because a stream that is created again counts from 1.
    pub(super) stream_made: String,
}

/// The consumer's description, as the server stores it.
#[derive(Clone, Debug)]
pub(super) struct Described {
    stream: Stream,
    config: pull::Config,
    pub(super) note: Note,
}

impl Described {
    /// Records which event is being handled.
    pub(super) async fn write_in_hand(
        &mut self,
        sequence: u64,
    ) -> Result<(), jetstream::stream::ConsumerError> {
        self.note.in_hand = sequence;
        self.config.description = describe(self.note);
        self.stream.create_consumer(self.config.clone()).await.map(drop)
    }
}

fn describe(note: Note) -> Option<String> {
    serde_json::to_string(&note).ok()
}

/// Why a partition cannot be taken over now.
#[derive(Debug, thiserror::Error)]
pub(super) enum TakeUpError {
    /// Another worker owns it, with this higher epoch.
    #[error("another worker owns the partition, with epoch {0}")]
    Fenced(u64),
    #[error("cannot look up the stream: {0}")]
    Stream(#[from] context::GetStreamError),
    #[error("cannot list its consumers: {0}")]
    List(String),
    #[error("cannot look up an earlier consumer: {0}")]
    Info(context::ConsumerInfoError),
    #[error("cannot create its consumer: {0}")]
    Consumer(#[from] jetstream::stream::ConsumerError),
}

impl Ownership {
    fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Relaxed)
    }

    pub(super) fn filter(&self) -> String {
        gateway_fleet::stream::events_of(&self.prefix, self.partitions, self.partition)
    }

    /// Creates the consumer of this ownership at the position, and deletes older ones. `reached` is the note
    /// of this ownership, if it had a consumer before, and when that consumer's stream was created.
    pub(super) async fn take_up(
        &self,
        context: &jetstream::Context,
        reached: Option<(Note, String)>,
    ) -> Result<Made, TakeUpError> {
        let stream = context.get_stream(&self.stream).await?;
        let stream_made = stream.cached_info().created.to_string();
        let names = self.names(&stream).await?;
        if let Some(epoch) = position::fenced(names.iter().map(|it| it.epoch), self.epoch()) {
            return Err(TakeUpError::Fenced(epoch));
        }
        let note = match reached.filter(|(_, made)| *made == stream_made) {
            // In a cluster that has lost a server, earlier consumers may not answer for long.
            Some((note, _)) => Some(note),
            None => position::take_up(&known(&stream, &names).await?),
        };
        let (policy, note) = match note {
            Some(note) => (after(note.position), note),
            None => self.first(&stream),
        };
        let config = self.config(&names, policy, note);
        let consumer = stream.create_consumer(config.clone()).await?;
        for old in &names {
            // If it cannot be deleted, its owner is gone, and the next call finds it again.
            if let Err(error) = stream.delete_consumer(&old.name).await {
                tracing::debug!(consumer = %old.name, %error, "could not delete an older consumer");
            }
        }
        Ok(Made { consumer, described: Described { stream, config, note }, stream_made })
    }

    fn config(&self, names: &[Name], deliver_policy: DeliverPolicy, note: Note) -> pull::Config {
        let base = position::base(&self.group, self.partitions.get(), self.partition);
        let epoch = self.epoch();
        let own = names.iter().filter(|one| one.epoch == epoch).map(|one| one.number);
        let number = own.max().map_or(0, |last| last + 1);
        pull::Config {
            durable_name: Some(format!("{base}{epoch}-{number}")),
            description: describe(note),
            deliver_policy,
            ack_policy: AckPolicy::All,
            ack_wait: ACK_WAIT,
            max_ack_pending: i64::try_from(self.in_flight).unwrap_or(i64::MAX),
            filter_subject: self.filter(),
            ..pull::Config::default()
        }
    }

    /// Returns the position at which the first owner of a partition begins.
    fn first(&self, stream: &Stream) -> (DeliverPolicy, Note) {
        match self.start {
            Start::All => (DeliverPolicy::All, Note::default()),
            Start::New => {
                let position = stream.cached_info().state.last_sequence;
                (after(position), Note { position, ..Note::default() })
            }
        }
    }

    /// Returns the names of this partition's consumers.
    async fn names(&self, stream: &Stream) -> Result<Vec<Name>, TakeUpError> {
        let base = position::base(&self.group, self.partitions.get(), self.partition);
        let mut ours = Vec::new();
        let mut names = stream.consumer_names();
        while let Some(name) =
            names.try_next().await.map_err(|error| TakeUpError::List(error.to_string()))?
        {
            if let Some((epoch, number)) = position::parse(&base, &name) {
                ours.push(Name { epoch, number, name });
            }
        }
        Ok(ours)
    }
}

/// Returns the states of these consumers.
///
/// The server is asked for each separately. For a list of all, a cluster would ask all of its servers and wait 4 s for
/// one that is away, which is longer than the time limit of a request.
async fn known(stream: &Stream, names: &[Name]) -> Result<Vec<Known>, TakeUpError> {
    let mut known = Vec::new();
    for Name { epoch, number, name } in names {
        let info = match stream.consumer_info(name).await {
            Ok(info) => info,
            // The consumer was deleted meanwhile.
            Err(error) if error.kind() == ConsumerInfoErrorKind::NotFound => continue,
            Err(error) => return Err(TakeUpError::Info(error)),
        };
        let note = info.config.description.as_deref();
        known.push(Known {
            epoch: *epoch,
            number: *number,
            acknowledged: info.ack_floor.stream_sequence,
            delivered: info.delivered.stream_sequence,
            is_pending: info.num_ack_pending > 0,
            note: note.and_then(|note| serde_json::from_str(note).ok()).unwrap_or_default(),
        });
    }
    Ok(known)
}

const fn after(position: u64) -> DeliverPolicy {
    DeliverPolicy::ByStartSequence { start_sequence: position + 1 }
}
