//! Decides whether an event goes to memory, to disk, or has to wait.

use super::backlog::Backlog;
use super::{DeliveryTask, Item, Tracked, WhenFull};
use crate::queue::{Group, Lanes};
use crate::spill::SpillError;
use crate::stats::SinkCounters;

impl DeliveryTask {
    /// Finds a place for the waiting event.
    pub(super) fn place_waiting(&mut self) {
        if let Some(tracked) = self.waiting.take() {
            self.waiting = self.place(tracked);
        }
    }

    /// Finds a place for an event; returns the event if there is none now.
    fn place(&mut self, tracked: Tracked) -> Option<Tracked> {
        let (limits, group) = (self.config.limits, Group::of(&tracked.event));
        // If order is kept, events on disk come first.
        let in_turn = self.backlog.as_ref().is_none_or(|backlog| !backlog.has(group));
        let room = in_turn && limits.has_room(self.lanes.held());
        let in_share = limits.share().has_room(self.lanes.held_of(group));
        if room && in_share {
            return self.hold(tracked);
        }
        let to_disk = self.config.when_full == WhenFull::Spill || !in_turn || !in_share;
        let tracked = match &mut self.backlog {
            Some(backlog) if to_disk => {
                let tracked = match spill(backlog, &mut self.lanes, group, tracked) {
                    Ok(()) => return None,
                    Err(tracked) => tracked,
                };
                // Memory will do while the disk fails.
                if room {
                    return self.hold(tracked);
                }
                tracked
            }
            _ => tracked,
        };
        match self.config.when_full {
            WhenFull::Drop => {
                SinkCounters::add(&self.counters.dropped);
                tracked.mark_handled();
                None
            }
            // No disk is configured for events beyond the guild's share.
            WhenFull::Wait if room => self.hold(tracked),
            WhenFull::Wait | WhenFull::Spill => Some(tracked),
        }
    }

    fn hold(&mut self, tracked: Tracked) -> Option<Tracked> {
        let event = std::sync::Arc::clone(&tracked.event);
        self.lanes.push(&event, tracked.into());
        None
    }
}

/// Writes an event to disk; returns the event if that fails.
fn spill(
    backlog: &mut Backlog,
    lanes: &mut Lanes<Item>,
    group: Group,
    tracked: Tracked,
) -> Result<(), Tracked> {
    if !backlog.is_writable() {
        return Err(tracked);
    }
    if !backlog.has(group)
        && let Err(_error) = keep_all(backlog, lanes, group)
    {
        return Err(tracked);
    }
    // The log reports the problem once.
    backlog.append(tracked).map_err(|(tracked, _)| tracked)
}

/// The group's events in memory are written first, so that after a crash the disk has all of them, in order.
fn keep_all(
    backlog: &mut Backlog,
    lanes: &mut Lanes<Item>,
    group: Group,
) -> Result<(), SpillError> {
    lanes.group_mut(group).try_for_each(|item| backlog.keep(item))
}
