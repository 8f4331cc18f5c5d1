//! The effects of a fault.

use crate::input::{Input, Request as Ask};
use crate::lease::Lease;

use super::faults::Fault;
use super::process::Cut;
use super::world::{Event, ShardEvent, World};

impl World {
    pub(super) fn kill(&mut self, index: usize) {
        self.processes[index].is_alive = false;
        self.processes[index].shards.clear();
        self.discord.drop_process(index);
    }

    fn pick(&self, number: u64) -> Option<usize> {
        let running: Vec<_> = self.running().map(|(index, _)| index).collect();
        running.get(number as usize % running.len().max(1)).copied()
    }

    fn cut(&mut self, index: usize, cut: Cut, lasts: u64) {
        let until = self.now + lasts;
        let process = &mut self.processes[index];
        if process.cut.is_none_or(|(_, before)| before < until) {
            process.cut = Some((cut, until));
            self.push(lasts, Event::CutOver(index));
        }
    }

    fn over_after(&mut self, lasts: u64) {
        self.quiet_from = self.quiet_from.max(self.now + lasts);
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        *self.checks.faults.entry(fault.name()).or_default() += 1;
        self.over_after(0);
        match fault {
            Fault::Kill { worker, back, same_id } => {
                let Some(index) = self.pick(worker) else { return };
                self.kill(index);
                self.come_back(index, back, same_id);
            }
            Fault::Pause { worker, lasts } => {
                let Some(index) = self.pick(worker) else { return };
                let until = self.now + lasts;
                let process = &mut self.processes[index];
                if process.paused_until.is_none_or(|before| before < until) {
                    process.paused_until = Some(until);
                    self.push(lasts, Event::Continue(index));
                }
                self.over_after(lasts);
            }
            Fault::Cut { worker, cut, lasts } => {
                let Some(index) = self.pick(worker) else { return };
                self.cut(index, cut, lasts);
                self.over_after(lasts);
            }
            Fault::LoseWrites { count } => self.lose_writes(count),
            Fault::Stall { worker, lasts } => {
                let Some(index) = self.pick(worker) else { return };
                let until = self.now + lasts;
                let process = &mut self.processes[index];
                process.stalled_until = process.stalled_until.max(until);
                self.push(lasts, Event::StallOver(index));
                self.over_after(lasts);
            }
            other => self.network(other),
        }
    }

    /// Faults of the bucket, or of the connection to it.
    fn network(&mut self, fault: Fault) {
        match fault {
            Fault::Outage { lasts } => {
                for index in 0..self.processes.len() {
                    let late = self.rng.below(2000);
                    self.cut(index, Cut::Both, lasts + late);
                }
                self.over_after(lasts + 2000);
            }
            Fault::Slow { extra, lasts } => {
                self.slow = (extra, self.now + lasts);
                self.over_after(lasts);
            }
            Fault::Flaky { per_mille, lasts } => {
                self.flaky = (per_mille, self.now + lasts);
                self.over_after(lasts);
            }
            other => self.unusual(other),
        }
    }

    /// The server comes back with an older state. Every connection is lost.
    fn lose_writes(&mut self, count: u64) {
        self.checks.writes_lost = true;
        self.era += 1;
        self.bucket.lose(count as usize);
        for index in 0..self.processes.len() {
            self.processes[index].watch += 1;
            self.processes[index].cursor = usize::MAX;
            let lasts = self.rng.between(50, 2000);
            let process = &mut self.processes[index];
            // Whatever the cut is at this time, the connection is lost for a moment.
            let until = process.cut.map_or(0, |(_, until)| until).max(self.now + lasts);
            process.cut = Some((Cut::Both, until));
            self.push(until - self.now, Event::CutOver(index));
        }
        self.over_after(2000);
    }

    fn come_back(&mut self, index: usize, back: Option<u64>, same_id: bool) {
        let Some(after) = back else { return };
        let capacity = self.processes[index].config.capacity;
        let id = if same_id {
            self.processes[index].id.clone()
        } else {
            format!("w{}x{}", index, self.processes.len())
        };
        self.push(after, Event::Spawn { id, capacity });
        self.over_after(after);
    }

    /// Events that are not faults, but unusual.
    fn unusual(&mut self, fault: Fault) {
        match fault {
            Fault::Drain { worker, back } => {
                let Some(index) = self.pick(worker) else { return };
                let within = std::time::Duration::from_secs(20);
                self.input(index, Input::Request(Ask::Drain(within)));
                self.come_back(index, back.map(|after| after + 26_000), true);
                self.over_after(26_000);
            }
            Fault::Join { capacity } => {
                let id = format!("j{}", self.processes.len());
                self.spawn(&id, capacity as u32);
            }
            Fault::Twin { worker, lasts } => {
                let Some(index) = self.pick(worker) else { return };
                let id = self.processes[index].id.clone();
                let twin = self.spawn(&id, 3);
                self.push(lasts, Event::KillNow(twin));
                self.over_after(lasts);
            }
            Fault::Disconnect { lease } => self.disconnect(lease, false),
            Fault::EndSession { lease } => self.disconnect(lease, true),
            Fault::ShardEnds { lease } => self.shard_ends(lease),
            Fault::Move { lease, worker } => {
                let Some(index) = self.pick(worker) else { return };
                let to = Some(self.processes[index].id.clone());
                let index_of_lease = lease as u32 % self.settings.total;
                let Some(asked) = self.pick(lease) else { return };
                let request = Ask::Move { index: index_of_lease, to };
                self.input(asked, Input::Request(request));
            }
            Fault::Capacity { worker, capacity } => {
                let Some(index) = self.pick(worker) else { return };
                self.input(index, Input::Request(Ask::Capacity(capacity as u32)));
            }
            Fault::Reshard { total } => self.reshard(total as u32),
            Fault::Refuse { total } => {
                self.discord.refused.insert(total as u32);
                self.reshard(total as u32);
            }
            Fault::Ask { worker } => {
                let Some(index) = self.pick(worker) else { return };
                let (limit, asked_at) = (self.limit(), self.instant());
                let after = self.rng.between(50, 1500);
                self.push(after, Event::Input(index, Input::StartLimit(limit, asked_at)));
            }
            _ => {}
        }
    }

    fn reshard(&mut self, total: u32) {
        let Some(index) = self.pick(u64::from(total)) else { return };
        self.input(index, Input::Request(Ask::Reshard(total)));
        self.check_room(index, total);
        self.over_after(30_000);
    }

    /// Closes the connection of a connected session; with `ends` the session ends too.
    fn disconnect(&mut self, number: u64, ends: bool) {
        let connected: Vec<_> = (0..self.discord.sessions.len())
            .filter(|session| self.discord.sessions[*session].connected.is_some())
            .collect();
        let Some(session) = connected.get(number as usize % connected.len().max(1)) else { return };
        let session = &mut self.discord.sessions[*session];
        session.is_over |= ends;
        let (lease, owner) = (session.lease, session.connected.take());
        let Some((process, generation)) = owner else { return };
        self.push(5, Event::Shard { process, lease, generation, what: ShardEvent::Closed });
    }

    fn shard_ends(&mut self, number: u64) {
        let shards: Vec<(usize, Lease)> = self
            .running()
            .filter(|(_, process)| process.paused_until.is_none())
            .flat_map(|(index, process)| process.shards.keys().map(move |lease| (index, *lease)))
            .collect();
        let Some((index, lease)) = shards.get(number as usize % shards.len().max(1)) else {
            return;
        };
        self.end_shard(*index, *lease);
        self.over_after(30_000);
    }
}
