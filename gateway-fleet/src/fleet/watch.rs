//! Processes what the watch delivers.

use std::time::{Duration, Instant};

use crate::key::Key;
use crate::value::stamp_of;

use super::machine::Fleet;
use super::view::Entry;

/// How long a snapshot may take, and how long a refusal may stay unexplained.
const SNAPSHOT: Duration = Duration::from_secs(10);
const EXPLAINED: Duration = Duration::from_secs(5);

impl Fleet {
    pub(super) fn on_watch_started(&mut self, now: Instant) {
        self.view.begin_snapshot(now);
        self.presence.echo_by = None;
    }

    pub(super) fn on_entry(
        &mut self,
        name: &str,
        revision: u64,
        value: Option<&[u8]>,
        now: Instant,
    ) {
        let Some(key) = Key::parse(name, self.config.kind) else { return };
        let entry = self.view.judge(&key, revision, value);
        if entry == Entry::Back && self.view.is_current() {
            // A watch that goes back is of no more use: a new one shows the current state.
            self.rewatch(now);
            self.went_back = true;
            return;
        }
        if entry == Entry::Back {
            self.went_back = true;
        }
        if entry != Entry::Known {
            self.view.store(&key, revision, value, now);
            // The owner of a lease is processed first: a write that this entry refuses must not be retried.
            if let Key::Lease(lease) = key
                && entry == Entry::New
            {
                self.lease_seen(lease, now);
            }
            self.watch_shows(&key, revision, value, now);
        }
        let own = key == self.own_key();
        if own && self.view.is_current() {
            self.own_record_seen(revision, value.and_then(stamp_of).as_ref(), now);
        }
        match key {
            Key::Identify(_) | Key::Starts if entry == Entry::New => self.identify_at = Some(now),
            Key::Plan if entry == Entry::New => self.plan_changed(now),
            // A worker's record is processed at the next beat.
            Key::Worker(id) if self.view.is_current() && id != self.config.worker => {
                let record = self.view.workers.get(&id).and_then(|seen| seen.record.as_ref());
                let resets_in = record.and_then(|record| record.resets_in);
                self.hear_of_the_window(resets_in, now);
            }
            _ => {}
        }
    }

    pub(super) fn on_watch_current(&mut self, now: Instant) {
        let gone = self.view.end_snapshot(now);
        self.went_back |= !gone.is_empty();
        for key in &gone {
            self.view.forget(key, now);
        }
        self.writes.forget_refusals();
        self.settle_writes(now);
        self.find_place(now);
        if std::mem::take(&mut self.went_back) {
            self.history_lost(now);
        }
        self.tend_all(now);
        self.plan_changed(now);
        self.identify_at = Some(now);
    }

    /// Returns when the watch is given up.
    pub(super) fn watch_at(&self) -> Option<Instant> {
        if !self.view.is_current() {
            return Some(self.view.watched_at + SNAPSHOT);
        }
        let explained = self.writes.refused_since().map(|since| since + EXPLAINED);
        [self.presence.echo_by, explained].into_iter().flatten().min()
    }
}
