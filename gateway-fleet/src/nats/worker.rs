//! The program's side of its worker: the orders it receives, and a handle to report the results.

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

/// An instruction to the program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Start this lease: resume the session, or ask to identify ([`Worker::wants_identify`]).
    Start {
        /// The lease.
        lease: Lease,
        /// The epoch of its ownership.
        epoch: u64,
        /// The session to resume.
        resume: Option<Checkpoint>,
    },
    /// Stop this lease, then call [`Worker::ended`].
    Stop {
        /// The lease.
        lease: Lease,
        /// How to stop it.
        how: StopHow,
    },
    /// The lease may identify once, and not after this time. If it is too late, it has to ask again.
    Identify {
        /// The lease.
        lease: Lease,
        /// The last moment for the Identify.
        until: Instant,
    },
    /// Reconnect this lease; it stays this worker's meanwhile.
    Restart {
        /// The lease.
        lease: Lease,
        /// Whether its session ends and a new one begins; if not, it is resumed.
        new_session: bool,
    },
    /// Request `GET /gateway/bot`, then call [`Worker::start_limit`].
    AskStartLimit,
    /// A trouble has begun.
    Trouble(Trouble),
    /// A trouble is over.
    TroubleOver(Trouble),
    /// The worker has left; this is the last order.
    Left {
        /// How many leases were not released.
        unreleased: usize,
    },
}

/// The orders of a worker. If they are dropped, the worker ends as in a crash: others take its
/// leases over after `T_dead`.
#[derive(Debug)]
pub struct Orders {
    pub(super) orders: mpsc::UnboundedReceiver<Order>,
}

impl Orders {
    /// Returns the next order; `None` once the worker has ended.
    ///
    /// Cancel-safe: no order is lost.
    pub async fn next(&mut self) -> Option<Order> {
        self.orders.recv().await
    }
}

/// The worker has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the worker has left the fleet")]
pub struct Gone;

/// A worker's connection to NATS, and the subjects of its fleet.
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
    /// Returns the subject on which the worker with this id receives commands.
    #[cfg(feature = "shards")]
    pub(crate) fn worker_subject(&self, worker: &str) -> String {
        format!("gateway-fleet.{}.worker.{worker}", self.bucket)
    }

    /// Returns the subject on which any worker receives commands.
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
    /// Notified when the machine has processed an input.
    pub(super) changed: Arc<Notify>,
}

impl Worker {
    async fn report(&self, input: Input) -> Result<(), Gone> {
        self.reports.send(input).await.map_err(|_| Gone)
    }

    /// Reports that the lease is live, with this session if it has one, and events handled up to its sequence.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the report may be lost.
    pub async fn live(&self, lease: Lease, reached: Option<Checkpoint>) -> Result<(), Gone> {
        self.report(Input::Live(lease, reached)).await
    }

    /// Reports that all events up to this sequence were handled.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the report may be lost.
    pub async fn progress(&self, lease: Lease, sequence: u64) -> Result<(), Gone> {
        self.report(Input::Progress(lease, sequence)).await
    }

    /// Reports that the lease has no session, and waits for [`Order::Identify`].
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the report may be lost.
    pub async fn wants_identify(&self, lease: Lease) -> Result<(), Gone> {
        self.report(Input::WantsIdentify(lease)).await
    }

    /// Reports that the lease has ended; `Some` if its session can be resumed.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the report may be lost.
    pub async fn ended(&self, lease: Lease, left: Option<Checkpoint>) -> Result<(), Gone> {
        self.report(Input::Ended(lease, left)).await
    }

    /// Reports the vitals of leases, for the status page. Once a second is enough.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the report may be lost.
    pub async fn vitals(&self, vitals: Vec<(Lease, Vitals)>) -> Result<(), Gone> {
        self.report(Input::Vitals(vitals)).await
    }

    /// Reports the answer of `GET /gateway/bot`, and when it was requested.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the report may be lost.
    pub async fn start_limit(&self, limit: SessionStartLimit, asked: Instant) -> Result<(), Gone> {
        self.report(Input::StartLimit(limit, asked)).await
    }

    /// Sends a request to the worker.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the request may be lost.
    pub async fn request(&self, request: Request) -> Result<(), Gone> {
        self.report(Input::Request(request)).await
    }

    /// Gives all leases away within this time, and leaves. Ends with [`Order::Left`].
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready, the request may be lost.
    pub async fn drain(&self, within: Duration) -> Result<(), Gone> {
        self.request(Request::Drain(within)).await
    }

    /// Waits until a lease may be resumed. Call it right before each Resume.
    ///
    /// # Errors
    ///
    /// Returns an error if the worker has ended.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn until_may_resume(&self, lease: Lease) -> Result<(), Gone> {
        loop {
            // Created before the machine is asked, so that no change in between is missed.
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

    /// Returns the id of this worker.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    #[cfg(feature = "shards")]
    pub(crate) const fn link(&self) -> &Link {
        &self.link
    }

    /// Returns whether a lease may be resumed now.
    #[must_use]
    pub fn may_resume(&self, lease: Lease) -> bool {
        self.look(|fleet| fleet.may_resume_until(lease)).is_some_and(|until| now() < until)
    }

    /// Returns the state of a lease.
    #[must_use]
    pub fn state(&self, lease: Lease) -> LeaseState {
        self.look(|fleet| fleet.state(lease))
    }

    /// Returns the worker that owns a lease, as far as this one knows.
    #[must_use]
    pub fn owner(&self, lease: Lease) -> Option<String> {
        self.look(|fleet| fleet.owner(lease).map(str::to_owned))
    }

    /// Returns the whole fleet, as this worker sees it now.
    #[must_use]
    pub fn status(&self) -> FleetStatus {
        self.look(|fleet| fleet.status(now()))
    }

    /// Gives access to the state machine, for everything that has no method here. The driver waits meanwhile.
    pub fn look<T>(&self, look: impl FnOnce(&Fleet) -> T) -> T {
        look(&self.fleet.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The current time of the driver's clock.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
