//! What an event does, and what a machine requests.

use std::time::Instant;

use crate::input::{Input, ReadOutcome, WriteId, WriteOutcome};
use crate::output::Output;

use super::world::{Event, Request, World};

/// How long a process waits for the answer to a write.
const TIMEOUT: u64 = 2000;

impl World {
    pub(super) fn deliver(&mut self, event: Event) {
        match event {
            Event::Wake(process) => {
                let (now, woken) = (self.now, &mut self.processes[process]);
                if woken.wake_at.is_some_and(|at| at <= now) {
                    woken.wake_at = None;
                    self.input(process, Input::Timeout);
                }
            }
            Event::Apply(request) => self.apply(request),
            Event::Answer { process, input, else_unknown } => {
                if self.processes[process].hears() {
                    self.input(process, input);
                } else if let Some((write, at)) = else_unknown {
                    let input = Input::Written(write, WriteOutcome::Unknown);
                    self.push(at.saturating_sub(self.now), Event::Input(process, input));
                }
            }
            Event::Input(process, input) => self.input(process, input),
            Event::Read { process, write, key } => self.read(process, write, &key),
            Event::Poke { process, watch, upto } => self.poke(process, watch, upto),
            Event::Reconnect(process) => self.reconnect(process),
            Event::Snapshot { process, watch } => self.snapshot(process, watch),
            Event::Shard { process, lease, generation, what } => {
                self.shard_event(process, lease, generation, what);
            }
            Event::Progress(process) => self.progress(process),
            Event::Fault(index) => {
                let fault = self.steps[index].fault.clone();
                self.fault(fault);
            }
            Event::Continue(process) => self.continue_process(process),
            Event::CutOver(process) => {
                let now = self.now;
                let process_now = &mut self.processes[process];
                if process_now.cut.is_some_and(|(_, until)| until <= now) {
                    process_now.cut = None;
                    self.reconnect(process);
                }
            }
            Event::StallOver(process) => {
                let (watch, upto) = (self.processes[process].watch, self.bucket.log.len());
                self.poke(process, watch, upto);
            }
            Event::Spawn { id, capacity } => drop(self.spawn(&id, capacity)),
            Event::KillNow(process) => self.kill(process),
            Event::Look => self.look(),
        }
    }

    /// Passes an input to a process, or keeps it while the process is stopped.
    pub(super) fn input(&mut self, index: usize, input: Input) {
        let now = self.instant();
        let process = &mut self.processes[index];
        if !process.is_running() {
            return;
        }
        if process.paused_until.is_some() {
            return process.backlog.push_back(input);
        }
        let before: Vec<_> = match self.checks.moves {
            Some(_) => process.fleet.leases().collect(),
            None => Vec::new(),
        };
        let is_answer = matches!(input, Input::StartLimit(..));
        let window = process.fleet.window().filter(|_| !is_answer);
        process.fleet.handle(input, now);
        self.check_window(index, window);
        self.note_moves(index, &before);
        self.drain(index);
        self.check_owners(index);
    }

    fn drain(&mut self, index: usize) {
        loop {
            let output = self.processes[index].fleet.poll();
            match output {
                Output::WaitUntil(at, timer) => {
                    self.check_wait(index, at, timer);
                    return self.wake_at(index, at);
                }
                Output::Left { .. } => {
                    self.processes[index].has_left = true;
                    self.processes[index].shards.clear();
                    return self.discord.drop_process(index);
                }
                Output::Write { write, key, expected, value } => {
                    self.send(index, write, key, expected, value);
                }
                Output::Read { write, key } => self.send_read(index, write, key),
                Output::Rewatch => {
                    let after = self.latency();
                    self.push(after, Event::Reconnect(index));
                }
                Output::Start { lease, resume, .. } => self.start_shard(index, lease, resume),
                Output::Stop { lease, how } => self.stop_shard(index, lease, how),
                Output::GrantIdentify { lease, until } => self.granted(index, lease, until),
                // No fault requests it.
                Output::Restart { .. } => {}
                Output::AskStartLimit => {
                    self.processes[index].asked += 1;
                    let (limit, asked_at) = (self.limit(), self.instant());
                    let after = self.rng.between(100, 1500);
                    self.push(after, Event::Input(index, Input::StartLimit(limit, asked_at)));
                }
                Output::Trouble(trouble) => {
                    self.checks.troubles.insert(trouble);
                }
                Output::WaitsForId { .. } | Output::TroubleOver(_) => {}
            }
        }
    }

    fn wake_at(&mut self, index: usize, at: Instant) {
        let at = self.millis(at).max(self.now);
        let process = &mut self.processes[index];
        if process.wake_at.is_none_or(|before| at < before) {
            process.wake_at = Some(at);
            self.push(at - self.now, Event::Wake(index));
        }
    }

    fn send(
        &mut self,
        process: usize,
        write: WriteId,
        key: String,
        expected: u64,
        value: Option<Vec<u8>>,
    ) {
        self.writes += 1;
        let unknown = Event::Input(process, Input::Written(write, WriteOutcome::Unknown));
        if !self.processes[process].reaches() {
            return self.push(TIMEOUT, unknown);
        }
        let per_mille = if self.now < self.flaky.1 { self.flaky.0 } else { self.settings.flaky };
        let (there, back) = (self.latency(), self.latency());
        let (unknown_at, era) = (self.now + TIMEOUT, self.era);
        let value = Self::value(value);
        let mut request =
            Request { process, write, key, expected, value, answer: Some(back), unknown_at, era };
        let mut after = there;
        if self.rng.happens(per_mille) || there + back >= TIMEOUT {
            request.answer = None;
            self.push(TIMEOUT, unknown);
            match self.rng.below(3) {
                0 => return,
                1 => {}
                _ => after += self.rng.between(TIMEOUT, 4 * TIMEOUT),
            }
        }
        self.push(after, Event::Apply(request));
    }

    fn apply(&mut self, request: Request) {
        let Request { process, write, key, expected, value, answer, unknown_at, era } = request;
        if era != self.era {
            if answer.is_some() {
                let input = Input::Written(write, WriteOutcome::Unknown);
                self.push(unknown_at.saturating_sub(self.now), Event::Input(process, input));
            }
            return;
        }
        let outcome = match self.bucket.write(&key, expected, value) {
            Some(revision) => {
                self.poke_all();
                WriteOutcome::Done(revision)
            }
            None => WriteOutcome::Refused,
        };
        if let Some(after) = answer {
            let input = Input::Written(write, outcome);
            let else_unknown = Some((write, unknown_at));
            self.push(after, Event::Answer { process, input, else_unknown });
        }
    }

    fn send_read(&mut self, process: usize, write: WriteId, key: String) {
        if self.processes[process].reaches() && self.processes[process].hears() {
            let after = self.latency();
            self.push(after, Event::Read { process, write, key });
        } else {
            let input = Input::ReadBack(write, ReadOutcome::Failed);
            self.push(TIMEOUT, Event::Input(process, input));
        }
    }

    fn read(&mut self, process: usize, write: WriteId, key: &str) {
        let stale = self.rng.below(3) == 0;
        let found = if stale { self.bucket.get_stale(key) } else { self.bucket.get(key) };
        let outcome = found.map_or(ReadOutcome::Missing, |entry| ReadOutcome::Found {
            revision: entry.revision,
            value: entry.value.as_ref().map(|value| value.to_vec()),
        });
        let after = self.latency();
        self.push(after, Event::Input(process, Input::ReadBack(write, outcome)));
    }

    /// Something was written: every watch reports it after a delay.
    fn poke_all(&mut self) {
        let upto = self.bucket.log.len();
        for process in 0..self.processes.len() {
            if self.processes[process].is_running() {
                let (after, watch) = (self.latency(), self.processes[process].watch);
                self.push(after, Event::Poke { process, watch, upto });
            }
        }
    }

    fn poke(&mut self, index: usize, watch: u64, upto: usize) {
        let now = self.now;
        let process = &mut self.processes[index];
        let deaf = !process.hears() || now < process.stalled_until || process.cursor == usize::MAX;
        if watch != process.watch || deaf {
            return;
        }
        let from = process.cursor;
        process.cursor = from.max(upto.min(self.bucket.log.len()));
        for place in from..self.processes[index].cursor {
            let entry = &self.bucket.log[place];
            let input = entry_input(entry);
            self.input(index, input);
        }
    }

    fn reconnect(&mut self, index: usize) {
        let process = &mut self.processes[index];
        if !process.is_running() || !process.hears() {
            return;
        }
        process.watch += 1;
        process.cursor = usize::MAX;
        let watch = process.watch;
        self.input(index, Input::WatchStarted);
        let after = self.latency();
        self.push(after, Event::Snapshot { process: index, watch });
    }

    fn snapshot(&mut self, index: usize, watch: u64) {
        let length = self.bucket.log.len();
        let process = &mut self.processes[index];
        if process.watch != watch || !process.hears() {
            return;
        }
        process.cursor = length;
        for entry in self.bucket.snapshot() {
            self.input(index, entry_input(&entry));
        }
        self.input(index, Input::WatchCurrent);
    }

    fn continue_process(&mut self, index: usize) {
        let now = self.now;
        let process = &mut self.processes[index];
        if process.paused_until.is_none_or(|until| until > now) {
            return;
        }
        process.paused_until = None;
        let backlog = std::mem::take(&mut process.backlog);
        for input in backlog {
            self.input(index, input);
        }
        self.input(index, Input::Timeout);
    }
}

fn entry_input(entry: &super::bucket::Entry) -> Input {
    Input::Entry {
        key: entry.key.to_string(),
        revision: entry.revision,
        value: entry.value.as_ref().map(|value| value.to_vec()),
    }
}
