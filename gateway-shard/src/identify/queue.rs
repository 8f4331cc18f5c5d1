//! The identify queue of one process, in which shards wait until they may identify.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gateway_conn::{IdentifyQueue, Permit, PermitFuture};
use gateway_model::gateway::{SessionStartLimit, ShardId};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::ledger::Ledger;
use super::ledger_file::{LedgerFile, Turn};
use super::scheduler::{Delay, DelayCause, Scheduler, Step, Ticket};
use crate::clock::WallClock;
use crate::disk::on_a_thread;

impl IdentifyQueue for LocalQueue {
    fn acquire(&self, shard: ShardId) -> PermitFuture {
        let queue = self.clone();
        Box::pin(async move {
            Self::acquire(&queue, shard).await;
            Permit::new()
        })
    }
}

/// How long to wait for the disk.
const DISK: Duration = Duration::from_secs(10);

/// A callback that is called for a long wait.
type OnDelay = Box<dyn Fn(&Delay) + Send + Sync>;

/// The identify queue of one process, shared by all its shards. Cheap to clone.
///
/// It runs no task: the waiting shards drive it.
#[derive(Clone)]
pub struct LocalQueue {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Notify,
    on_delay: Option<OnDelay>,
    /// The wall clock and the timer clock at the same moment. The wall clock is read only once, so that setting it
    /// while the process runs does not allow more Identifies.
    epoch: (u64, Instant),
}

struct State {
    scheduler: Scheduler,
    /// When the rules must be checked again, unless something changes before. If many shards wait, each of them would
    /// otherwise check at every change.
    next_look: Option<Option<Instant>>,
    granted: HashMap<Ticket, oneshot::Sender<()>>,
    ledger_file: Option<Arc<Mutex<LedgerFile>>>,
}

impl fmt::Debug for LocalQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.shared.lock();
        f.debug_struct("LocalQueue")
            .field("waiting", &state.scheduler.waiting())
            .field("remaining", &state.scheduler.remaining())
            .finish()
    }
}

impl LocalQueue {
    /// Creates a queue with the limits from `GET /gateway/bot`. Must be called within a tokio runtime.
    #[must_use]
    pub fn new(limit: SessionStartLimit) -> Self {
        Self::build(limit, None, None, &WallClock::default())
    }

    /// Creates a queue that also respects and writes a ledger on disk.
    #[must_use]
    pub fn with_ledger(limit: SessionStartLimit, file: LedgerFile, ledger: Ledger) -> Self {
        Self::build(limit, Some((file, ledger)), None, &WallClock::default())
    }

    pub(crate) fn build(
        limit: SessionStartLimit,
        ledger: Option<(LedgerFile, Ledger)>,
        on_delay: Option<OnDelay>,
        clock: &WallClock,
    ) -> Self {
        let now = Instant::now();
        let mut scheduler = Scheduler::new(limit, now.into_std());
        let mut ledger_file = None;
        if let Some((file, entries)) = ledger {
            scheduler = scheduler.with_ledger(entries, now.into_std(), clock.now_ms());
            ledger_file = Some(Arc::new(Mutex::new(file)));
        }
        let state = State { scheduler, next_look: None, granted: HashMap::new(), ledger_file };
        let shared = Shared {
            state: Mutex::new(state),
            changed: Notify::new(),
            on_delay,
            epoch: (clock.now_ms(), now),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Updates the limits from a later response of `GET /gateway/bot`.
    pub fn update(&self, limit: SessionStartLimit) {
        let mut state = self.shared.lock();
        state.scheduler.update(limit, Instant::now().into_std());
        state.next_look = None;
        drop(state);
        self.shared.changed.notify_waiters();
    }

    /// Waits until the shard may send Identify. From then on the Identify counts as sent.
    ///
    /// Dropping the future withdraws the request.
    pub async fn acquire(&self, shard: ShardId) {
        let (granted, mut grant) = oneshot::channel();
        let request = {
            let mut state = self.shared.lock();
            let ticket = state.scheduler.request(shard);
            state.next_look = None;
            state.granted.insert(ticket, granted);
            Request { shared: Arc::clone(&self.shared), ticket }
        };
        let mut told = None;
        loop {
            // Registered before the rules are checked, so that no change in between is missed.
            let changed = self.shared.changed.notified();
            let wait = self.shared.advance();
            self.shared.tell(shard, request.ticket, &mut told);
            let timeout = async {
                match wait {
                    Some(until) => tokio::time::sleep_until(until).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                _ = &mut grant => break,
                () = timeout => {}
                () = changed => {}
            }
        }
        drop(request);
    }

    /// Returns what would delay the shard for longer than the usual few seconds if it requested an Identify now.
    pub(crate) fn long_wait(&self, shard: ShardId) -> Option<Delay> {
        let now = Instant::now();
        let now_ms = self.shared.unix_ms(now);
        let mut state = self.shared.lock();
        let delay = state.scheduler.delay_of(shard, now.into_std(), now_ms)?;
        delay.cause.is_notable().then_some(delay)
    }

    /// Why each waiting shard waits, ordered by shard id.
    #[must_use]
    pub fn delays(&self) -> Vec<Delay> {
        let now = Instant::now();
        self.shared.lock().scheduler.delays(now.into_std(), self.shared.unix_ms(now))
    }

    /// How many session starts are left in Discord's window, as far as known.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.shared.lock().scheduler.remaining()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Every change leaves the state consistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unix_ms(&self, now: Instant) -> u64 {
        let (unix, start) = self.epoch;
        unix + u64::try_from((now - start).as_millis()).unwrap_or(u64::MAX - unix)
    }

    /// Grants what can be granted, and returns when to check again.
    fn advance(self: &Arc<Self>) -> Option<Instant> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if let Some(look) = state.next_look
                && look.is_none_or(|at| now < at)
            {
                return look;
            }
            let now_ms = self.unix_ms(now);
            state.next_look = match state.scheduler.poll(now.into_std(), now_ms) {
                Step::Grant { ticket, shard } => {
                    self.grant(&mut state, ticket, shard);
                    None
                }
                Step::Wait(until) => Some(Some(Instant::from_std(until))),
                Step::Idle => Some(None),
            };
        }
    }

    /// Reports a long wait, once for each cause.
    fn tell(
        &self,
        shard: ShardId,
        ticket: Ticket,
        told: &mut Option<std::mem::Discriminant<DelayCause>>,
    ) {
        let now = Instant::now();
        let delay = {
            let scheduler = &mut self.lock().scheduler;
            let waits = scheduler.waits(shard, ticket);
            waits.then(|| scheduler.delay_of(shard, now.into_std(), self.unix_ms(now))).flatten()
        };
        let Some(delay) = delay else { return };
        let cause = std::mem::discriminant(&delay.cause);
        if !delay.cause.is_notable() || *told == Some(cause) {
            return;
        }
        *told = Some(cause);
        let seconds = delay.time_left.as_secs();
        tracing::warn!(shard = %shard, seconds, cause = %delay.cause, "a shard has to wait for its Identify");
        if let Some(on_delay) = &self.on_delay {
            on_delay(&delay);
        }
    }
}

impl Shared {
    fn grant(self: &Arc<Self>, state: &mut State, ticket: Ticket, shard: ShardId) {
        // The caller may be gone meanwhile; the Identify is then counted and not sent.
        let Some(granted) = state.granted.remove(&ticket) else { return };
        match state.ledger_file.clone() {
            None => drop(granted.send(())),
            // The task ends when the line is written, when the time limit of the disk is over, or when nobody waits any
            // more.
            Some(file) => drop(tokio::spawn(Arc::clone(self).note(file, shard, granted))),
        }
    }

    /// Grants an Identify once it is on disk, and in turn with other processes that use the ledger.
    async fn note(
        self: Arc<Self>,
        file: Arc<Mutex<LedgerFile>>,
        shard: ShardId,
        mut granted: oneshot::Sender<()>,
    ) {
        loop {
            let now_ms = self.unix_ms(Instant::now());
            let max_concurrency = self.lock().scheduler.max_concurrency();
            let file = Arc::clone(&file);
            let append = move || {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.append_in_turn(shard, now_ms, max_concurrency)
            };
            // A full or hanging disk must not stop a bot: Discord's own count still protects the token.
            let wait = match tokio::time::timeout(DISK, on_a_thread(append)).await {
                Ok(Ok(Ok(turn))) => self.learn(shard, &turn),
                Ok(Ok(Err(error))) => {
                    tracing::error!(%shard, %error, "failed to write the ledger of Identifies");
                    None
                }
                Ok(Err(error)) => {
                    tracing::error!(%shard, %error, "failed to write the ledger of Identifies");
                    None
                }
                Err(_) => {
                    tracing::error!(%shard, "failed to write the ledger of Identifies: the disk does not respond");
                    None
                }
            };
            let Some(wait) = wait else { break };
            tokio::select! {
                () = granted.closed() => return,
                () = tokio::time::sleep(wait) => {}
            }
        }
        let _ = granted.send(());
    }

    /// Records the Identifies of other processes. Returns how long the shard has to wait for them.
    fn learn(&self, shard: ShardId, turn: &Turn) -> Option<Duration> {
        let now = Instant::now();
        let now_ms = self.unix_ms(now);
        let wait = turn.wait_ms.map(Duration::from_millis);
        let mut state = self.lock();
        for entry in &turn.others {
            state.scheduler.sent_elsewhere(*entry, now.into_std(), now_ms);
        }
        if let Some(wait) = wait {
            state.scheduler.put_off(shard, (now + wait).into_std());
        }
        // The next check may now be too early, which only costs another check.
        wait
    }
}

/// A request in the queue. Dropping it withdraws it.
struct Request {
    shared: Arc<Shared>,
    ticket: Ticket,
}

impl Drop for Request {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.scheduler.withdraw(self.ticket);
        state.granted.remove(&self.ticket);
        drop(state);
        self.shared.changed.notify_waiters();
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
