//! The lock around the limiter, and the timer that releases waiting requests.
//!
//! No task runs while no request waits. The first request that has to wait starts one in its runtime; it ends when no
//! request waits any more.

mod permit;
mod token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, oneshot, watch};

pub(crate) use self::permit::{Permit, Resting};
pub use self::token::Doubt;
use self::token::TokenState;

use super::counts::Counts;
use super::limiter::{Asked, HashMap, Limiter, Ticket, until};
use super::refusal::Refusal;

/// The time on tokio's clock, which tests can pause.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// The limits of one token. Cheap to clone; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Notified when a deadline may have changed.
    changed: Notify,
    /// Notified when the timer's task ended with its runtime; a waiting request then starts another.
    timer_lost: Notify,
    /// The state of the token. It is changed only while the lock of `state` is held.
    token: watch::Sender<TokenState>,
}

#[derive(Debug)]
struct State {
    limiter: Limiter,
    callers: HashMap<Ticket, oneshot::Sender<Result<(), Refusal>>>,
    max_waiting: usize,
    timer_runs: bool,
}

impl Gate {
    /// Creates limits of `global_per_second` requests per second, and of `max_waiting` requests in all queues together.
    pub(crate) fn new(global_per_second: u32, max_waiting: usize) -> Self {
        let state = State {
            limiter: Limiter::new(global_per_second),
            callers: HashMap::default(),
            max_waiting,
            timer_runs: false,
        };
        let shared = Shared {
            state: Mutex::new(state),
            changed: Notify::new(),
            timer_lost: Notify::new(),
            token: watch::Sender::new(TokenState::default()),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Waits until the request may be sent. Dropping the future removes the request from its queue.
    #[cfg(test)]
    pub(crate) async fn acquire(
        &self,
        asked: Asked,
        max_wait: Option<Duration>,
    ) -> Result<Permit, Refusal> {
        self.acquire_watched(asked, max_wait, |_, _| {}).await
    }

    /// Waits until the request may be sent. Dropping the future removes the request from its queue. If the request has
    /// to wait, `waits` is called with the limit, and with the length of the wait if it is known.
    pub(crate) async fn acquire_watched(
        &self,
        asked: Asked,
        max_wait: Option<Duration>,
        waits: impl FnOnce(&super::Limit, Option<Duration>),
    ) -> Result<Permit, Refusal> {
        match self.enter(asked)? {
            Entered::Goes(permit) => Ok(permit),
            Entered::Waits(waiting) => {
                if let Some((limit, at)) = waiting.reason() {
                    waits(&limit, at.map(|at| until(at, now())));
                }
                waiting.granted(max_wait).await
            }
        }
    }

    fn enter(&self, asked: Asked) -> Result<Entered, Refusal> {
        let mut state = self.lock();
        if asked.authorized && self.is_token_refused() {
            return Err(Refusal::TokenRefused);
        }
        let now = now();
        let (ticket, goes) = state.limiter.enter(asked, now);
        if goes {
            return Ok(Entered::Goes(Permit::new(self.clone(), ticket)));
        }
        let waiting = Waiting { gate: self.clone(), ticket, left: false };
        if !state.settle(now).contains(&ticket) && state.limiter.waiting() > state.max_waiting {
            let (limit, _) =
                state.limiter.reason(ticket, now).unwrap_or((super::Limit::Global, None));
            let count = state.limiter.waiting() - 1;
            drop(state);
            return Err(Refusal::QueueFull { limit, waiting: count });
        }
        Ok(Entered::Waits(waiting))
    }

    /// Sets the global limit, in requests per second.
    pub(crate) fn set_global(&self, per_second: u32) {
        self.change(|limiter, _| limiter.set_global(per_second));
    }

    /// Learns the global limit from use, up to this number of requests per second.
    pub(crate) fn learn_global(&self, most_per_second: u32) {
        self.change(|limiter, _| limiter.learn_global(most_per_second));
    }

    /// The counts of the limiter.
    pub(crate) fn counts(&self) -> Counts {
        let limiter = &self.lock().limiter;
        Counts {
            waiting: limiter.waiting(),
            in_flight: limiter.in_flight(),
            buckets: limiter.buckets(),
            global_limit: limiter.global_limit(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.lock()
    }

    /// Changes the limiter and releases the requests that may be sent then.
    fn change(&self, f: impl FnOnce(&mut Limiter, Instant)) {
        let mut state = self.lock();
        let now = now();
        f(&mut state.limiter, now);
        state.settle(now);
        let timer_runs = state.timer_runs;
        drop(state);
        if timer_runs {
            // The timer must use another deadline, or end because no request waits any more.
            self.shared.changed.notify_one();
        }
    }

    fn ensure_timer(&self) {
        let mut state = self.lock();
        if std::mem::replace(&mut state.timer_runs, true) {
            // The timer may be sleeping for other requests, longer than this one has to wait.
            self.shared.changed.notify_one();
        } else {
            tokio::spawn(run_timer(TimerGuard(Arc::clone(&self.shared))));
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // The limiter's methods leave it consistent, so a panic elsewhere does no harm.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Notifies the requests that may be sent.
    fn settle(&mut self, now: Instant) -> Vec<Ticket> {
        let granted = self.limiter.pump(now);
        for ticket in &granted {
            if let Some(caller) = self.callers.remove(ticket) {
                // A caller that is gone gives its slot back when its `Waiting` is dropped.
                let _ = caller.send(Ok(()));
            }
        }
        granted
    }
}

/// The result of entering the limits.
enum Entered {
    /// The request may be sent immediately.
    Goes(Permit),
    /// The request is in a queue, or was released meanwhile.
    Waits(Waiting),
}

/// A request in a queue. Dropping it removes the request.
struct Waiting {
    gate: Gate,
    ticket: Ticket,
    /// Whether it has become a permit, or the limiter has removed it.
    left: bool,
}

impl Waiting {
    /// What it waits for, if it waits.
    fn reason(&self) -> Option<(super::Limit, Option<Instant>)> {
        self.gate.lock().limiter.reason(self.ticket, now())
    }

    async fn granted(self, max_wait: Option<Duration>) -> Result<Permit, Refusal> {
        let Some(mut told) = self.listen(max_wait)? else { return Ok(self.into_permit()) };
        let shared = Arc::clone(&self.gate.shared);
        let out_of_time = async {
            match max_wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::pin!(out_of_time);
        loop {
            let timer_lost = shared.timer_lost.notified();
            self.gate.ensure_timer();
            tokio::select! {
                biased;
                answer = &mut told => return self.told(answer.unwrap_or(Ok(()))),
                () = &mut out_of_time => {
                    let allowed = max_wait.unwrap_or_default();
                    return match told.try_recv() {
                        Ok(answer) => self.told(answer),
                        Err(_) => Err(self.too_long(allowed, &mut self.gate.lock())),
                    };
                }
                () = timer_lost => {}
            }
        }
    }

    /// Registers for the release. Returns `None` if the request may already be sent, and an error if its wait is known
    /// to be too long.
    fn listen(
        &self,
        max_wait: Option<Duration>,
    ) -> Result<Option<oneshot::Receiver<Result<(), Refusal>>>, Refusal> {
        let mut state = self.gate.lock();
        if !state.limiter.is_waiting(self.ticket) {
            return Ok(None);
        }
        if let Some(allowed) = max_wait {
            let known = state.limiter.reason(self.ticket, now()).and_then(|(_, at)| at);
            if known.is_some_and(|at| until(at, now()) > allowed) {
                return Err(self.too_long(allowed, &mut state));
            }
        }
        let (sender, receiver) = oneshot::channel();
        state.callers.insert(self.ticket, sender);
        Ok(Some(receiver))
    }

    fn too_long(&self, allowed: Duration, state: &mut State) -> Refusal {
        let (limit, at) =
            state.limiter.reason(self.ticket, now()).unwrap_or((super::Limit::Global, None));
        Refusal::WaitTooLong { limit, allowed, retry_in: at.map(|at| until(at, now())) }
    }

    fn told(mut self, answer: Result<(), Refusal>) -> Result<Permit, Refusal> {
        match answer {
            Ok(()) => Ok(self.into_permit()),
            Err(refusal) => {
                self.left = true;
                Err(refusal)
            }
        }
    }

    fn into_permit(mut self) -> Permit {
        self.left = true;
        Permit::new(self.gate.clone(), self.ticket)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.left {
            return;
        }
        let ticket = self.ticket;
        self.gate.lock().callers.remove(&ticket);
        self.gate.change(|limiter, now| {
            if limiter.is_waiting(ticket) {
                limiter.cancel(ticket, now);
            } else {
                limiter.unused(ticket, false, now);
            }
        });
    }
}

/// Notifies the waiting requests if the timer's task ends early, with its runtime.
struct TimerGuard(Arc<Shared>);

impl Drop for TimerGuard {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.timer_runs = false;
        if state.limiter.waiting() > 0 {
            drop(state);
            self.0.timer_lost.notify_waiters();
        }
    }
}

async fn run_timer(guard: TimerGuard) {
    loop {
        let changed = guard.0.changed.notified();
        let deadline = {
            let mut state = guard.0.lock();
            state.settle(now());
            if state.limiter.waiting() == 0 {
                return;
            }
            state.limiter.next_deadline(now())
        };
        match deadline {
            Some(at) => {
                tokio::select! {
                    () = tokio::time::sleep_until(at.into()) => {}
                    () = changed => {}
                }
            }
            None => changed.await,
        }
    }
}

#[cfg(test)]
mod tests;
