//! What a process does with its leases: in reality the driver and its shards do this.

use std::time::Instant;

use crate::input::{Input, Request};
use crate::lease::Lease;
use crate::output::StopHow;
use crate::value::{Checkpoint, LeaseValue, Rest, Session, Stamp, VERSION, encode};

use super::discord::Resumed;
use super::process::Shard;
use super::world::{Event, ShardEvent, World};

fn session(number: usize) -> Session {
    let (id, rest) = (number.to_string(), serde_json::Map::new());
    Session { id, resume_gateway_url: Some("wss://resume".to_owned()), rest }
}

impl World {
    fn later(&mut self, process: usize, lease: Lease, after: u64, what: ShardEvent) {
        if let Some((generation, _)) = self.processes[process].shards.get(&lease) {
            let generation = *generation;
            self.push(after, Event::Shard { process, lease, generation, what });
        }
    }

    fn set(&mut self, process: usize, lease: Lease, shard: Shard) {
        if let Some((_, old)) = self.processes[process].shards.get_mut(&lease) {
            *old = shard;
        }
    }

    /// A session that nobody is connected to, and a key that records it.
    pub(super) fn free_session(&mut self, lease: Lease) {
        let number = self.discord.identify(lease, (usize::MAX, 0), self.now);
        self.discord.disconnect((usize::MAX, 0));
        let value = LeaseValue {
            v: VERSION,
            by: Stamp { worker: "before".into(), instance: "before".into(), write: 1 },
            owner: None,
            epoch: None,
            session: Some(session(number)),
            sequence: 1,
            rest: Rest::new(),
        };
        let key = format!("shard.{}.{}", lease.total, lease.index);
        self.bucket.write(&key, 0, World::value(Some(encode(&value)))).unwrap();
    }

    pub(super) fn start_shard(&mut self, index: usize, lease: Lease, resume: Option<Checkpoint>) {
        self.check_start(index, lease);
        let resume = resume.map(|at| (at.session.id.parse().unwrap(), at.sequence));
        let process = &mut self.processes[index];
        process.last_generation += 1;
        let shard = (process.last_generation, Shard::Connecting(resume));
        if process.shards.insert(lease, shard).is_some() {
            self.fail("a lease is started once", format!("{lease} at {index}"));
        }
        let after = self.rng.between(200, 800);
        self.later(index, lease, after, ShardEvent::Opened);
    }

    pub(super) fn stop_shard(&mut self, index: usize, lease: Lease, how: StopHow) {
        let Some((_, shard)) = self.processes[index].shards.get_mut(&lease) else { return };
        let session = match shard {
            Shard::Live(session) | Shard::Connecting(Some((session, _))) => Some(*session),
            _ => None,
        };
        *shard = Shard::Closing(session);
        let after = self.rng.between(50, 300);
        self.later(index, lease, after, ShardEvent::Drained(how == StopHow::ForGood));
    }

    pub(super) fn granted(&mut self, index: usize, lease: Lease, until: Instant) {
        if let Some((_, Shard::AwaitingPermit)) = self.processes[index].shards.get(&lease) {
            self.set(index, lease, Shard::Identifying);
            let after = self.rng.between(1, 60);
            self.later(index, lease, after, ShardEvent::SendIdentify(until));
        }
    }

    /// The shard ends on its own, together with its session.
    pub(super) fn end_shard(&mut self, index: usize, lease: Lease) {
        let Some((generation, shard)) = self.processes[index].shards.remove(&lease) else { return };
        if let Shard::Live(session) = shard {
            self.discord.sessions[session].is_over = true;
        }
        self.discord.disconnect((index, generation));
        self.input(index, Input::Ended(lease, None));
    }

    pub(super) fn progress(&mut self, index: usize) {
        if !self.processes[index].is_running() {
            return;
        }
        self.push(2000, Event::Progress(index));
        if self.processes[index].paused_until.is_some() {
            return;
        }
        for (lease, (generation, shard)) in self.processes[index].shards.clone() {
            match shard {
                Shard::Live(session) => {
                    let sequence = self.discord.handle(session, (index, generation), self.now);
                    self.input(index, Input::Progress(lease, sequence));
                }
                Shard::Refused => {
                    let (total, why) = (lease.total, "refused".to_owned());
                    let give_up = Request::GiveUpReshard { total, why };
                    self.input(index, Input::Request(give_up));
                }
                _ => {}
            }
        }
    }

    pub(super) fn shard_event(
        &mut self,
        index: usize,
        lease: Lease,
        generation: u64,
        what: ShardEvent,
    ) {
        let now = self.now;
        // Everything that was sent arrives, also from a process that is stopped.
        let on_the_way = matches!(what, ShardEvent::IdentifyArrives);
        if let Some(until) = self.processes[index].paused_until.filter(|_| !on_the_way) {
            let after = (until - now) + self.rng.below(5);
            return self.push(after, Event::Shard { process: index, lease, generation, what });
        }
        let Some(shard) = self.processes[index].shard(lease, generation).cloned() else { return };
        match (what, shard) {
            (ShardEvent::Opened, Shard::Connecting(resume)) => {
                self.opened(index, lease, generation, resume);
            }
            (ShardEvent::SendIdentify(until), Shard::Identifying) => {
                let (instant, fleet) = (self.instant(), &self.processes[index].fleet);
                let confirmed = fleet.confirmed(lease).is_some_and(|until| instant < until);
                if instant <= until && confirmed {
                    let after = self.rng.between(1, 90);
                    self.later(index, lease, after, ShardEvent::IdentifyArrives);
                } else {
                    self.set(index, lease, Shard::AwaitingPermit);
                    self.input(index, Input::WantsIdentify(lease));
                }
            }
            (ShardEvent::IdentifyArrives, _) => {
                self.check_counted(lease);
                let session = self.discord.identify(lease, (index, generation), now);
                self.check_gap();
                if self.discord.refused.contains(&lease.total) {
                    return self.refused(index, lease, session);
                }
                self.later(index, lease, 200, ShardEvent::Ready(session));
            }
            (ShardEvent::Ready(number), Shard::Identifying) => {
                self.set(index, lease, Shard::Live(number));
                let reached = self.reached(number);
                self.input(index, Input::Live(lease, Some(reached)));
                // It was closed before Ready was read; Ready still comes first.
                if self.discord.sessions[number].connected != Some((index, generation)) {
                    self.later(index, lease, 5, ShardEvent::Closed);
                }
            }
            (ShardEvent::Drained(ends), Shard::Closing(number)) => {
                self.drained(index, lease, generation, number, ends);
            }
            (ShardEvent::Closed, Shard::Live(number)) => {
                let sequence = self.discord.sessions[number].handled;
                self.set(index, lease, Shard::Connecting(Some((number, sequence))));
                let after = self.rng.between(200, 1500);
                self.later(index, lease, after, ShardEvent::Opened);
            }
            _ => {}
        }
    }

    /// Discord closes the connection, and refuses this shard.
    fn refused(&mut self, index: usize, lease: Lease, session: usize) {
        let session = &mut self.discord.sessions[session];
        (session.is_over, session.connected) = (true, None);
        if let Some((_, Shard::Identifying)) = self.processes[index].shards.get(&lease) {
            self.set(index, lease, Shard::Refused);
        }
    }

    fn opened(
        &mut self,
        index: usize,
        lease: Lease,
        generation: u64,
        resume: Option<(usize, u64)>,
    ) {
        let Some((number, sequence)) = resume else {
            self.set(index, lease, Shard::AwaitingPermit);
            return self.input(index, Input::WantsIdentify(lease));
        };
        let (now, fleet) = (self.instant(), &self.processes[index].fleet);
        if fleet.may_resume_until(lease).is_none_or(|until| until <= now) {
            return self.later(index, lease, 500, ShardEvent::Opened);
        }
        self.check_resume(lease, number, sequence);
        match self.discord.resume(number, (index, generation)) {
            Resumed::Refused => {
                self.discord.sessions[number].is_over = true;
                self.set(index, lease, Shard::Connecting(None));
                let after = self.rng.between(1000, 5000);
                return self.later(index, lease, after, ShardEvent::Opened);
            }
            Resumed::Replaces((process, generation)) => {
                let what = ShardEvent::Closed;
                self.push(5, Event::Shard { process, lease, generation, what });
            }
            Resumed::Done => {}
        }
        self.checks.taken_up.push((self.now, index, lease));
        self.set(index, lease, Shard::Live(number));
        let reached = self.reached(number);
        self.input(index, Input::Live(lease, Some(reached)));
    }

    fn reached(&self, number: usize) -> Checkpoint {
        Checkpoint { session: session(number), sequence: self.discord.sessions[number].handled }
    }

    fn drained(
        &mut self,
        index: usize,
        lease: Lease,
        generation: u64,
        number: Option<usize>,
        ends: bool,
    ) {
        let by = (index, generation);
        let left = number.map(|number| {
            let sequence = self.discord.handle(number, by, self.now);
            if ends {
                self.check_end(lease);
                self.discord.sessions[number].is_over = true;
            }
            Checkpoint { session: session(number), sequence }
        });
        self.discord.disconnect(by);
        self.checks.closed.push((self.now, lease));
        self.processes[index].shards.remove(&lease);
        self.input(index, Input::Ended(lease, left.filter(|_| !ends)));
    }
}
