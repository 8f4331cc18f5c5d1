//! The interface to a driver: creates a state machine, feeds it with inputs, and returns outputs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Instant;

use crate::config::FleetConfig;
use crate::input::{Input, Request};
use crate::output::Output;
use crate::timer::Timer;

use super::drain::Drain;
use super::ledger::Ledger;
use super::machine::Fleet;
use super::plan::Edit;
use super::presence::Presence;
use super::view::View;
use super::writes::Writes;

impl Fleet {
    /// Creates a worker that joins as soon as it has seen the bucket. `now` is the current time of a monotonic clock.
    #[must_use]
    pub fn new(config: FleetConfig, now: Instant) -> Self {
        Self {
            config,
            now,
            outputs: VecDeque::new(),
            view: View::new(now),
            writes: Writes::default(),
            presence: Presence::new(now),
            proven_at: None,
            local: BTreeMap::new(),
            handed: BTreeMap::new(),
            backoff: BTreeMap::new(),
            waiting: BTreeMap::new(),
            identify_at: None,
            ledger: Ledger::default(),
            edits: VecDeque::new(),
            assign_at: None,
            hold_off: None,
            ownerless: BTreeMap::new(),
            drain: None,
            troubles: BTreeSet::new(),
            reshard_refused: None,
            went_back: false,
            has_agreed: false,
        }
    }

    /// Processes an input. Never fails: an input that does not fit the current state is ignored.
    ///
    /// Everything that is due is done at each input, so the worker does not depend on the Timeout of a driver that is
    /// late.
    pub fn handle(&mut self, input: Input, now: Instant) {
        let now = self.advance(now);
        if let Some(Drain::Left(_)) = self.drain {
            return;
        }
        match input {
            Input::WatchStarted => self.on_watch_started(now),
            Input::Entry { key, revision, value } => {
                self.on_entry(&key, revision, value.as_deref(), now);
            }
            Input::WatchCurrent => self.on_watch_current(now),
            Input::Written(write, outcome) => self.on_written(write, outcome, now),
            Input::ReadBack(write, outcome) => self.on_read_back(write, outcome, now),
            Input::Live(lease, reached) => self.on_live(lease, reached, now),
            Input::Progress(lease, sequence) => self.on_progress(lease, sequence),
            Input::Vitals(vitals) => self.on_vitals(vitals),
            Input::WantsIdentify(lease) => self.on_wants_identify(lease, now),
            Input::Ended(lease, left) => self.on_ended(lease, left, now),
            Input::StartLimit(limit, asked_at) => self.on_start_limit(limit, asked_at, now),
            Input::Request(request) => self.on_request(request, now),
            Input::Timeout => {}
        }
        self.run_due(now);
    }

    fn on_request(&mut self, request: Request, now: Instant) {
        match request {
            Request::Drain(within) => self.begin_drain(within, now),
            Request::Move { index, to } => {
                self.edits.push_back(Edit::Pin(index, to));
                self.assign_soon(now);
            }
            Request::Reshard(total) => self.request_reshard(total, now),
            Request::GiveUpReshard { total, why } => self.give_up_reshard(total, why, now),
            Request::Restart { lease, new_session } => self.restart(lease, new_session),
            Request::Capacity(capacity) => {
                self.config.capacity = capacity;
                self.presence.next_beat = now;
                self.assign_soon(now);
            }
        }
    }

    /// Returns the next thing to do. Call it until it returns [`Output::WaitUntil`] or [`Output::Left`].
    pub fn poll(&mut self) -> Output {
        if let Some(output) = self.outputs.pop_front() {
            return output;
        }
        if let Some(Drain::Left(unreleased)) = self.drain {
            return Output::Left { unreleased };
        }
        // The beat always runs. Without a timer the state machine would ask to be woken immediately.
        let (at, timer) = self.next_timer().unwrap_or((self.now, Timer::Beat));
        Output::WaitUntil(at, timer)
    }
}
