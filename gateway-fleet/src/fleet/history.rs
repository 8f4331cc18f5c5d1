//! Detects a bucket that has lost writes it had acknowledged.
//!
//! A server that died without a sync may come back with an older state: revisions go back, and keys are gone. The loss
//! is noticed when a new watch reports a key at an earlier revision than the known one, or not at all, or when the live
//! watch goes back.
//!
//! Then every lease is in doubt, and its key is written again over the bucket's current value. Nothing is taken over
//! for `T_dead`, so that each owner can write first. If a key names another, living owner whose record reports the
//! lease, that owner keeps it. A worker that does not notice the loss is kept from claiming a lease by the owner's
//! record (see `takeover`). So a lease may be without an owner for a while, or resumed twice, but has two confirmed
//! owners for no longer than `T`.

use std::time::Instant;

use crate::key::Key;
use crate::lease::Lease;

use super::machine::Fleet;

impl Fleet {
    /// Marks every ownership as doubted.
    pub(super) fn history_lost(&mut self, now: Instant) {
        self.hold_off = Some(now + self.config.times.dead);
        self.presence.lapses += 1;
        self.view.identify_since = now;
        for lease in self.local.keys().copied().collect::<Vec<_>>() {
            self.contest(lease, now);
        }
        self.notice_troubles(now);
    }

    /// Processes the bucket's current value for a lease that was written here before.
    fn contest(&mut self, lease: Lease, now: Instant) {
        let revision = self.view.revision(&Key::Lease(lease));
        let owner = self.view.owner(lease);
        let others = owner.is_some_and(|owner| {
            *owner != self.me()
                && !self.is_gone(owner)
                && self.report(owner, lease).is_some_and(|report| report.1 == revision)
        });
        if others { self.lose(lease, now) } else { self.tend(lease, now) }
    }
}
