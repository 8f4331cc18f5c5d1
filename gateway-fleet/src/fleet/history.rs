//! A bucket that has lost writes it had acknowledged.
//!
//! A server that died without a sync may come back with an older state: revisions go back, keys are gone. It shows when a
//! new watch brings a key at an earlier revision than it is known at, or not at all, or when the live watch goes back.
//!
//! Then every lease is in doubt and its key is written again over what the bucket has now; nothing is taken over for
//! `T_dead`, so that each owner can do so first. A key that names another, living owner which reports the lease is left to
//! that one. Whoever does not notice the loss is kept from a lease by its owner's record (see `takeover`). So a lease is
//! without an owner for a while, or resumed twice, and has two confirmed owners for no longer than `T`.

use std::time::Instant;

use crate::key::Key;
use crate::lease::Lease;

use super::machine::Fleet;

impl Fleet {
    /// Every ownership is in doubt.
    pub(super) fn history_lost(&mut self, now: Instant) {
        self.hold_off = Some(now + self.config.times.dead);
        self.presence.lapses += 1;
        self.view.identify_since = now;
        for lease in self.local.keys().copied().collect::<Vec<_>>() {
            self.contest(lease, now);
        }
        self.notice_troubles(now);
    }

    /// Takes up what the bucket says now of a lease that was written here before.
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
