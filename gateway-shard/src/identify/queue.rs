//! The identify queue of one process: shards wait here until the rules let them identify.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gateway_conn::{IdentifyQueue, Permit, PermitFuture};
use gateway_model::gateway::{SessionStartLimit, ShardId};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::ledger::Ledger;
use super::scheduler::{Delay, DelayCause, Scheduler, Step, Ticket};
use crate::blocking::on_a_thread;
use crate::clock::WallClock;
use crate::store::LedgerFile;

impl IdentifyQueue for LocalQueue {
    fn acquire(&self, shard: ShardId) -> PermitFuture {
        let queue = self.clone();
        Box::pin(async move {
            Self::acquire(&queue, shard).await;
            Permit::new()
        })
    }
}

/// Longest wait for the disk.
const DISK: Duration = Duration::from_secs(10);

/// What is told of a notable wait.
type OnDelay = Box<dyn Fn(&Delay) + Send + Sync>;

/// The identify queue of one process, shared by all its shards (cheap to clone).
///
/// It needs no task of its own: each shard that waits drives it.
#[derive(Clone)]
pub struct LocalQueue {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Notify,
    on_delay: Option<OnDelay>,
    /// Wall clock and timer clock at one moment. The wall clock is only read once, so that setting it
    /// while the process runs cannot give starts back.
    epoch: (u64, Instant),
}

struct State {
    scheduler: Scheduler,
    /// When the rules are to be asked again, unless something changes before: with many shards waiting, each of
    /// them looks at every change.
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
    /// A queue for the limits that `GET /gateway/bot` named. Call it within a tokio runtime.
    #[must_use]
    pub fn new(limit: SessionStartLimit) -> Self {
        Self::build(limit, None, None, &WallClock::default())
    }

    /// A queue that also keeps to, and writes, a ledger on disk.
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

    /// Takes over a later answer of `GET /gateway/bot`.
    pub fn update(&self, limit: SessionStartLimit) {
        let mut state = self.shared.lock();
        state.scheduler.update(limit, Instant::now().into_std());
        state.next_look = None;
        drop(state);
        self.shared.changed.notify_waiters();
    }

    /// Waits until the shard may send Identify. From then on the Identify counts as sent.
    ///
    /// Dropping the future takes the request back.
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
            // Armed before the rules are asked, so that no change in between is missed.
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

    /// What holds the shard back for longer than the daily business of a few seconds, if it asked now.
    pub(crate) fn long_wait(&self, shard: ShardId) -> Option<Delay> {
        let now = Instant::now();
        let now_ms = self.shared.unix_ms(now);
        let mut state = self.shared.lock();
        let delay = state.scheduler.delay_of(shard, now.into_std(), now_ms)?;
        delay.cause.is_notable().then_some(delay)
    }

    /// Why each shard that waits does, in the order of their ids.
    #[must_use]
    pub fn delays(&self) -> Vec<Delay> {
        let now = Instant::now();
        self.shared.lock().scheduler.delays(now.into_std(), self.shared.unix_ms(now))
    }

    /// Session starts left in Discord's window, as far as known.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.shared.lock().scheduler.remaining()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is changed in whole steps only.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unix_ms(&self, now: Instant) -> u64 {
        let (unix, start) = self.epoch;
        unix + u64::try_from((now - start).as_millis()).unwrap_or(u64::MAX - unix)
    }

    /// Grants what can be granted; says when to look again.
    fn advance(&self) -> Option<Instant> {
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
                    state.grant(ticket, shard, now_ms);
                    None
                }
                Step::Wait(until) => Some(Some(Instant::from_std(until))),
                Step::Idle => Some(None),
            };
        }
    }

    /// Says once a cause why a shard waits long.
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
        tracing::warn!(shard = %shard, seconds, cause = %delay.cause, "Identify has to wait");
        if let Some(on_delay) = &self.on_delay {
            on_delay(&delay);
        }
    }
}

impl State {
    fn grant(&mut self, ticket: Ticket, shard: ShardId, now_ms: u64) {
        // Whoever asked may have gone meanwhile; then the Identify is counted and not sent.
        let Some(granted) = self.granted.remove(&ticket) else { return };
        let Some(file) = self.ledger_file.clone() else {
            let _ = granted.send(());
            return;
        };
        // On the disk before it is sent. The task is short and ends by itself.
        tokio::spawn(async move {
            let append =
                move || file.lock().unwrap_or_else(PoisonError::into_inner).append(shard, now_ms);
            // A full or stuck disk must not stop a bot: Discord's own count still guards the token.
            match tokio::time::timeout(DISK, on_a_thread(append)).await {
                Ok(Ok(Ok(()))) => {}
                Ok(Ok(Err(error))) => tracing::error!(%shard, %error, "the ledger of Identifies"),
                Ok(Err(error)) => tracing::error!(%shard, %error, "the ledger of Identifies"),
                Err(_) => tracing::error!(%shard, "the ledger of Identifies: the disk is stuck"),
            }
            let _ = granted.send(());
        });
    }
}

/// A request in the queue; dropped, it is taken back.
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
mod tests {
    use super::super::buckets::WINDOW;
    use super::*;
    use crate::clock::unix_ms;
    use crate::test_folder::TestFolder;

    const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

    fn limit(max_concurrency: u32, remaining: u32) -> SessionStartLimit {
        SessionStartLimit { total: 1000, remaining, reset_after: 3_600_000, max_concurrency }
    }

    #[tokio::test(start_paused = true)]
    async fn sixty_four_shards_at_sixteen_need_the_least_time_and_five_percent() {
        let queue = LocalQueue::new(limit(16, 1000));
        let start = Instant::now();
        let shards = (0..64).map(|id| {
            let queue = queue.clone();
            async move {
                queue.acquire(ShardId::new(id, 64).unwrap()).await;
                (id, start.elapsed())
            }
        });
        let mut done = futures_util::future::join_all(shards).await;
        done.sort_unstable();
        for (id, at) in done {
            let least = Duration::from_secs(5) * (id / 16);
            assert!(at >= least && at <= least.mul_f64(1.05), "shard {id} after {at:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_request_holds_nobody_up() {
        let queue = LocalQueue::new(limit(1, 1000));
        queue.acquire(ShardId::new(0, 3).unwrap()).await;
        let second = tokio::spawn({
            let queue = queue.clone();
            async move { queue.acquire(ShardId::new(1, 3).unwrap()).await }
        });
        let third = tokio::spawn({
            let queue = queue.clone();
            async move { queue.acquire(ShardId::new(2, 3).unwrap()).await }
        });
        tokio::task::yield_now().await;
        second.abort();
        let start = Instant::now();
        third.await.unwrap();
        assert!(start.elapsed() <= WINDOW, "{:?}", start.elapsed());
        assert!(queue.delays().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_spent_limit_is_told_with_its_reset_and_waited_for() {
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let on_delay: OnDelay = Box::new(move |delay| tell.send(delay.clone()).unwrap());
        let queue = LocalQueue::build(limit(1, 5), None, Some(on_delay), &WallClock::default());
        let start = Instant::now();
        queue.acquire(ShardId::ONE).await;
        assert_eq!(start.elapsed().as_secs(), 3600);
        let delay = told.recv().await.unwrap();
        assert_eq!(delay.cause, DelayCause::SessionStartLimit { remaining: 5, total: 1000 });
        assert_eq!(delay.time_left.as_secs(), 3600);
        assert!(told.try_recv().is_err(), "said once");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_with_more_starts_ends_the_wait() {
        let queue = LocalQueue::new(limit(1, 0));
        let waiter = tokio::spawn({
            let queue = queue.clone();
            async move { queue.acquire(ShardId::ONE).await }
        });
        tokio::task::yield_now().await;
        let start = Instant::now();
        queue.update(limit(1, 1000));
        waiter.await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test]
    async fn the_identify_is_on_disk_before_it_is_granted() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
        let queue = LocalQueue::with_ledger(limit(1, 1000), file, ledger);
        queue.acquire(ShardId::ONE).await;
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1);
        let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
        assert_eq!(ledger.spent(ShardId::ONE), 1);
        drop(file);
    }

    #[tokio::test]
    #[allow(clippy::await_holding_lock, reason = "it is the lock that the disk waits for")]
    async fn nothing_is_granted_before_the_ledgers_line_is_on_the_disk() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
        let queue = LocalQueue::with_ledger(limit(1, 1000), file, ledger);
        let file = queue.shared.lock().ledger_file.clone().unwrap();
        // As a disk that does not answer: the line cannot be written.
        let stuck = file.lock().unwrap();
        let mut granted = tokio::spawn({
            let queue = queue.clone();
            async move { queue.acquire(ShardId::ONE).await }
        });
        for _ in 0..100 {
            tokio::task::yield_now().await;
            assert!(!granted.is_finished());
        }
        drop(stuck);
        (&mut granted).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_crash_loop_is_spaced_out_over_the_day() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
        let queue = LocalQueue::with_ledger(limit(1, 1000), file, ledger);
        let start = Instant::now();
        let mut sent = 0;
        while start.elapsed() < A_DAY {
            queue.acquire(ShardId::ONE).await;
            sent += 1;
        }
        assert!((50..100).contains(&sent), "{sent}");
    }
}
