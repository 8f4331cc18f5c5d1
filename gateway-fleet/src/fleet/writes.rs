//! Writes in progress, and those with unknown outcome.
//!
//! Every write is a compare-and-set: it takes effect only while the key has the expected revision. So a write with
//! unknown outcome may be sent again with the same expectation, and at most one of the tries takes effect. The mark in
//! the value (worker, run, number of the write) tells which one, or whether another worker was first. It may be seen
//! first in the answer, in the watch or in a read-back. A refusal of the first try is final. A refusal of a later try
//! is not, because an earlier try may be what changed the key.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::input::{ReadOutcome, WriteId, WriteOutcome};
use crate::key::Key;
use crate::output::Output;
use crate::planted::{WrongRule, planted};
use crate::value::{IdentifyValue, LeaseValue, PlanValue, Stamp, StartsValue, encode, stamp_of};

use super::machine::Fleet;

/// How long a driver may take to answer before the outcome counts as unknown.
const ANSWER: Duration = Duration::from_secs(10);

/// The value to write.
#[derive(Clone, Debug)]
pub(super) enum Draft {
    /// The worker's record, created when it is sent.
    Record,
    Lease(LeaseValue),
    Identify(IdentifyValue),
    Starts(StartsValue),
    Plan(PlanValue),
    Delete,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// An answer is expected until this time.
    Sent(Instant),
    /// The key is being read back; an answer is expected until this time.
    Reading(Instant),
    /// It is sent again at this time.
    Again(Instant),
}

/// One write and all its tries.
#[derive(Debug)]
pub(super) struct Pending {
    expected: u64,
    draft: Draft,
    /// Number and time of each try.
    tries: Vec<(u64, Instant)>,
    step: Step,
    /// The number of lapses when it was first sent.
    pub(super) lapses: u64,
}

impl Pending {
    /// Returns when the try with this number was sent; `None` if it is not one of this write.
    fn sent_at(&self, write: u64) -> Option<Instant> {
        self.tries.iter().find(|(number, _)| *number == write).map(|(_, at)| *at)
    }

    pub(super) const fn draft(&self) -> &Draft {
        &self.draft
    }
}

#[derive(Debug, Default)]
pub(super) struct Writes {
    last: u64,
    pending: BTreeMap<Key, Pending>,
    /// The key of each try in progress.
    keys: BTreeMap<u64, Key>,
    /// Revisions that the bucket refused as expectation and that the view still shows, and since when.
    refused: BTreeMap<Key, (u64, Instant)>,
}

impl Writes {
    pub(super) fn is_pending(&self, key: &Key) -> bool {
        self.pending.contains_key(key)
    }

    /// Returns whether a write with this expectation can succeed, as far as is known.
    pub(super) fn is_free(&self, key: &Key, expected: u64) -> bool {
        let refused = self.refused.get(key).is_some_and(|(revision, _)| *revision == expected);
        !refused && !self.is_pending(key)
    }

    /// Returns the earliest time at which a write needs attention.
    pub(super) fn due(&self) -> Option<Instant> {
        let steps = self.pending.values().map(|pending| match pending.step {
            Step::Sent(at) | Step::Reading(at) | Step::Again(at) => at,
        });
        steps.min()
    }

    /// Returns since when the oldest refusal is not explained by the view.
    pub(super) fn refused_since(&self) -> Option<Instant> {
        self.refused.values().map(|(_, since)| *since).min()
    }

    pub(super) fn forget_refusals(&mut self) {
        self.refused.clear();
    }

    /// A new revision of a key was seen.
    pub(super) fn moved(&mut self, key: &Key) {
        self.refused.remove(key);
    }

    fn take(&mut self, key: &Key) -> Option<Pending> {
        let pending = self.pending.remove(key)?;
        for (write, _) in &pending.tries {
            self.keys.remove(write);
        }
        Some(pending)
    }
}

impl Fleet {
    /// Sends a write, unless another write of this key is in progress or the write would certainly be refused.
    pub(super) fn write(&mut self, key: Key, expected: u64, draft: Draft, now: Instant) -> bool {
        if !self.writes.is_free(&key, expected) {
            return false;
        }
        let (lapses, step) = (self.presence.lapses, Step::Again(now));
        let pending = Pending { expected, draft, tries: Vec::new(), step, lapses };
        self.writes.pending.insert(key.clone(), pending);
        self.send_write(&key, now);
        true
    }

    fn send_write(&mut self, key: &Key, now: Instant) {
        self.writes.last += 1;
        let number = self.writes.last;
        let stamp = Stamp {
            worker: self.config.worker.clone(),
            instance: self.config.instance.clone(),
            write: number,
        };
        let Some(pending) = self.writes.pending.get_mut(key) else { return };
        pending.tries.push((number, now));
        pending.step = Step::Sent(now + ANSWER);
        let expected = pending.expected;
        let record = matches!(pending.draft, Draft::Record);
        let value = match &mut pending.draft {
            Draft::Lease(value) => stamped(value, |value| &mut value.by, stamp.clone()),
            Draft::Identify(value) => stamped(value, |value| &mut value.by, stamp.clone()),
            Draft::Starts(value) => stamped(value, |value| &mut value.by, stamp.clone()),
            Draft::Plan(value) => stamped(value, |value| &mut value.by, stamp.clone()),
            Draft::Record | Draft::Delete => None,
        };
        let value = if record { Some(encode(&self.record(stamp))) } else { value };
        self.writes.keys.insert(number, key.clone());
        let name = key.name(self.config.kind);
        self.outputs.push_back(Output::Write {
            write: WriteId(number),
            key: name,
            expected,
            value,
        });
    }

    pub(super) fn on_written(&mut self, write: WriteId, outcome: WriteOutcome, now: Instant) {
        let Some(key) = self.writes.keys.get(&write.0).cloned() else { return };
        match outcome {
            WriteOutcome::Done(revision) => self.landed(&key, revision, write.0, now),
            WriteOutcome::Refused if self.is_first_try(&key) => self.refused(&key, now),
            WriteOutcome::Refused | WriteOutcome::Unknown => self.read_back(&key, write, now),
        }
    }

    fn is_first_try(&self, key: &Key) -> bool {
        self.writes.pending.get(key).is_some_and(|pending| pending.tries.len() == 1)
    }

    fn read_back(&mut self, key: &Key, write: WriteId, now: Instant) {
        let Some(pending) = self.writes.pending.get_mut(key) else { return };
        if planted(WrongRule::UnknownIsDone) {
            let revision = pending.expected + 1;
            return self.landed(key, revision, write.0, now);
        }
        pending.step = Step::Reading(now + ANSWER);
        let name = key.name(self.config.kind);
        self.outputs.push_back(Output::Read { write, key: name });
    }

    /// A read-back may be stale: it is used only if it shows that the key has changed.
    pub(super) fn on_read_back(&mut self, write: WriteId, outcome: ReadOutcome, now: Instant) {
        let Some(key) = self.writes.keys.get(&write.0).cloned() else { return };
        let found = match &outcome {
            ReadOutcome::Found { revision, value } => self.shows(&key, *revision, value.as_deref()),
            ReadOutcome::Missing | ReadOutcome::Failed => None,
        };
        match found {
            Some(Shown::Ours { revision, write }) => self.landed(&key, revision, write, now),
            Some(Shown::Another) => self.refused(&key, now),
            None if is_used_once(&key) => {
                self.refused(&key, now);
                self.writes.moved(&key);
            }
            None => {
                if let Some(pending) = self.writes.pending.get_mut(&key) {
                    pending.step = Step::Again(now + self.config.times.retry);
                }
            }
        }
    }

    /// Returns what a revision of a key shows about the pending write there; `None` if nothing.
    fn shows(&self, key: &Key, revision: u64, value: Option<&[u8]>) -> Option<Shown> {
        let pending = self.writes.pending.get(key)?;
        if revision <= pending.expected {
            return None;
        }
        // An earlier write of this worker, which was given up before it took effect, counts like another worker's.
        let own = |stamp: &Stamp| {
            stamp.instance == self.config.instance && pending.sent_at(stamp.write).is_some()
        };
        let last = pending.tries.last().map_or(0, |(number, _)| *number);
        Some(match value {
            // A deletion has no mark. It has the desired effect whichever worker deleted the key.
            None if matches!(pending.draft, Draft::Delete) => Shown::Ours { revision, write: last },
            None => Shown::Another,
            Some(value) => match stamp_of(value).filter(own) {
                Some(stamp) => Shown::Ours { revision, write: stamp.write },
                None => Shown::Another,
            },
        })
    }

    /// The watch delivered a new revision of a key.
    pub(super) fn watch_shows(
        &mut self,
        key: &Key,
        revision: u64,
        value: Option<&[u8]>,
        now: Instant,
    ) {
        self.writes.moved(key);
        match self.shows(key, revision, value) {
            Some(Shown::Ours { revision, write }) => self.landed(key, revision, write, now),
            Some(Shown::Another) => self.refused(key, now),
            None => {}
        }
    }

    /// The write has taken effect.
    fn landed(&mut self, key: &Key, revision: u64, write: u64, now: Instant) {
        let Some(pending) = self.writes.take(key) else { return };
        let Some(sent_at) = pending.sent_at(write) else { return };
        self.writes.moved(key);
        if revision < self.view.revision(key) {
            // The revision was used before: the bucket has lost writes.
            self.went_back = true;
            self.rewatch(now);
        }
        self.view.wrote(key, pending.draft.clone(), revision, now);
        match key {
            Key::Worker(_) => self.record_landed(revision, write, sent_at, now),
            Key::Lease(lease) => self.lease_landed(*lease, &pending, revision, now),
            Key::Identify(_) => self.identify_landed(&pending, sent_at, now),
            Key::Starts => self.starts_landed(now),
            Key::Plan => self.plan_changed(now),
        }
    }

    /// The write has not taken effect, and will not.
    fn refused(&mut self, key: &Key, now: Instant) {
        let Some(pending) = self.writes.take(key) else { return };
        if self.view.revision(key) == pending.expected {
            self.writes.refused.entry(key.clone()).or_insert((pending.expected, now));
        }
        match key {
            Key::Worker(_) => self.record_refused(now),
            Key::Lease(lease) => self.lease_refused(*lease, now),
            Key::Identify(_) => self.identify_at = Some(now),
            Key::Starts => self.starts_refused(now),
            Key::Plan => {}
        }
    }

    /// A snapshot is complete: writes that expect another revision than it shows are refused, unless their mark was in
    /// it.
    pub(super) fn settle_writes(&mut self, now: Instant) {
        let keys: Vec<_> = self.writes.pending.keys().cloned().collect();
        for key in keys {
            let stale = self
                .writes
                .pending
                .get(&key)
                .is_some_and(|pending| pending.expected != self.view.revision(&key));
            if stale {
                self.refused(&key, now);
            }
        }
    }

    pub(super) fn run_writes(&mut self, now: Instant) {
        let due: Vec<_> = self
            .writes
            .pending
            .iter()
            .filter_map(|(key, pending)| match pending.step {
                Step::Sent(at) | Step::Reading(at) if at <= now => {
                    Some((key.clone(), pending.tries.last().map(|(number, _)| *number)))
                }
                Step::Again(at) if at <= now => Some((key.clone(), None)),
                _ => None,
            })
            .collect();
        for (key, unanswered) in due {
            match unanswered {
                Some(number) => self.read_back(&key, WriteId(number), now),
                None => self.send_write(&key, now),
            }
        }
    }
}

/// A grant is used immediately or never. It is not sent again; instead the rule decides again whether the key is free.
const fn is_used_once(key: &Key) -> bool {
    matches!(key, Key::Identify(_))
}

enum Shown {
    Ours { revision: u64, write: u64 },
    Another,
}

fn stamped<T: serde::Serialize>(
    value: &mut T,
    by: impl Fn(&mut T) -> &mut Stamp,
    stamp: Stamp,
) -> Option<Vec<u8>> {
    *by(value) = stamp;
    Some(encode(value))
}
