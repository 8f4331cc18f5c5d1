//! What a program has of its worker: orders that come, and a handle to say what became of them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gateway_model::gateway::SessionStartLimit;
use tokio::sync::{Notify, mpsc};

use crate::fleet::Fleet;
use crate::input::{Input, Request};
use crate::lease::{Lease, LeaseState};
use crate::output::StopHow;
use crate::status::FleetStatus;
use crate::trouble::Trouble;
use crate::value::Checkpoint;
use crate::vitals::Vitals;

/// What the program has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Start this lease: resume the session, or ask to identify ([`Worker::wants_identify`]).
    Start {
        /// Which lease.
        lease: Lease,
        /// The epoch of its ownership.
        epoch: u64,
        /// What to resume.
        resume: Option<Checkpoint>,
    },
    /// Stop this lease, and say [`Worker::ended`].
    Stop {
        /// Which lease.
        lease: Lease,
        /// How.
        how: StopHow,
    },
    /// The lease may identify, once, and not after this time; if it is late, it asks again.
    Identify {
        /// Which lease.
        lease: Lease,
        /// Until when.
        until: Instant,
    },
    /// Connect this lease anew; it stays this worker's meanwhile.
    Restart {
        /// Which lease.
        lease: Lease,
        /// Whether its session is ended and another begun; if not, it is resumed.
        new_session: bool,
    },
    /// Ask `GET /gateway/bot`, and say [`Worker::start_limit`].
    AskStartLimit,
    /// Something is wrong.
    Trouble(Trouble),
    /// It is over.
    TroubleOver(Trouble),
    /// The worker has left; nothing comes after this.
    Left {
        /// How many leases were not released.
        unreleased: usize,
    },
}

/// The orders of a worker. Dropping them ends the worker as a crash would: others take over after `T_dead`.
#[derive(Debug)]
pub struct Orders {
    pub(super) orders: mpsc::UnboundedReceiver<Order>,
}

impl Orders {
    /// The next order; `None` once the worker is over.
    ///
    /// Cancel-safe: an order is not lost.
    pub async fn next(&mut self) -> Option<Order> {
        self.orders.recv().await
    }
}

/// The worker is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the worker has left the fleet")]
pub struct Gone;

/// The connection to NATS of a worker, and the subjects of its fleet.
#[derive(Clone)]
pub(crate) struct Link {
    #[cfg_attr(
        not(feature = "shards"),
        expect(dead_code, reason = "only commands are sent by it")
    )]
    pub(crate) client: async_nats::Client,
    pub(crate) bucket: Arc<str>,
}

impl Link {
    /// The subject that the worker with this id takes commands at.
    #[cfg(feature = "shards")]
    pub(crate) fn worker_subject(&self, worker: &str) -> String {
        format!("gateway-fleet.{}.worker.{worker}", self.bucket)
    }

    /// The subject that any worker takes commands at.
    #[cfg(feature = "shards")]
    pub(crate) fn command_subject(&self) -> String {
        format!("gateway-fleet.{}.command", self.bucket)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

/// A running worker. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Worker {
    #[cfg_attr(
        not(feature = "shards"),
        expect(dead_code, reason = "only commands are sent by it")
    )]
    pub(super) link: Link,
    pub(super) id: Arc<str>,
    pub(super) fleet: Arc<Mutex<Fleet>>,
    pub(super) reports: mpsc::Sender<Input>,
    /// The machine has taken something in.
    pub(super) changed: Arc<Notify>,
}

impl Worker {
    async fn report(&self, input: Input) -> Result<(), Gone> {
        self.reports.send(input).await.map_err(|_| Gone)
    }

    /// The lease is live, with this session if it has one, handled so far.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the report out.
    pub async fn live(&self, lease: Lease, reached: Option<Checkpoint>) -> Result<(), Gone> {
        self.report(Input::Live(lease, reached)).await
    }

    /// Everything up to this sequence was handled.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the report out.
    pub async fn progress(&self, lease: Lease, sequence: u64) -> Result<(), Gone> {
        self.report(Input::Progress(lease, sequence)).await
    }

    /// The lease has no session, and waits for [`Order::Identify`].
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the report out.
    pub async fn wants_identify(&self, lease: Lease) -> Result<(), Gone> {
        self.report(Input::WantsIdentify(lease)).await
    }

    /// The lease has ended; `Some` if its session can be resumed.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the report out.
    pub async fn ended(&self, lease: Lease, left: Option<Checkpoint>) -> Result<(), Gone> {
        self.report(Input::Ended(lease, left)).await
    }

    /// How leases run, for those who look at the fleet; once a second is enough.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the report out.
    pub async fn vitals(&self, vitals: Vec<(Lease, Vitals)>) -> Result<(), Gone> {
        self.report(Input::Vitals(vitals)).await
    }

    /// What `GET /gateway/bot` said, and when it was asked.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the report out.
    pub async fn start_limit(&self, limit: SessionStartLimit, asked: Instant) -> Result<(), Gone> {
        self.report(Input::StartLimit(limit, asked)).await
    }

    /// Asks for something.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the request out.
    pub async fn request(&self, request: Request) -> Result<(), Gone> {
        self.report(Input::Request(request)).await
    }

    /// Gives all leases away and leaves, within this time. Ends with [`Order::Left`].
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Dropping the future before it is ready may leave the request out.
    pub async fn drain(&self, within: Duration) -> Result<(), Gone> {
        self.request(Request::Drain(within)).await
    }

    /// Waits until a lease may be resumed: right before each Resume.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker is over. Cancel-safe.
    pub async fn until_may_resume(&self, lease: Lease) -> Result<(), Gone> {
        loop {
            // Armed before the machine is asked, so that no change in between is missed.
            let changed = self.changed.notified();
            if self.may_resume(lease) {
                return Ok(());
            }
            tokio::select! {
                () = changed => {}
                () = self.reports.closed() => return Err(Gone),
            }
        }
    }

    /// The id of this worker.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    #[cfg(feature = "shards")]
    pub(crate) const fn link(&self) -> &Link {
        &self.link
    }

    /// Whether a lease may be resumed now.
    #[must_use]
    pub fn may_resume(&self, lease: Lease) -> bool {
        self.look(|fleet| fleet.may_resume_until(lease)).is_some_and(|until| now() < until)
    }

    /// Where a lease is.
    #[must_use]
    pub fn state(&self, lease: Lease) -> LeaseState {
        self.look(|fleet| fleet.state(lease))
    }

    /// Which worker owns a lease, as far as this one knows.
    #[must_use]
    pub fn owner(&self, lease: Lease) -> Option<String> {
        self.look(|fleet| fleet.owner(lease).map(str::to_owned))
    }

    /// The whole fleet, as this worker sees it now.
    #[must_use]
    pub fn status(&self) -> FleetStatus {
        self.look(|fleet| fleet.status(now()))
    }

    /// Looks at the machine, for what else there is to know of it. The driver waits meanwhile.
    pub fn look<T>(&self, look: impl FnOnce(&Fleet) -> T) -> T {
        look(&self.fleet.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The present of the clock that the driver has.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
