//! The collections of the limiter: queues, bucket names, and the lists of ready and waiting buckets.

use std::collections::hash_map::Entry as HashEntry;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Instant;

use super::hidden::Head;
use super::{
    Asked, Bucket, BucketId, BucketName, BucketState, Entry, Limiter, Major, Place, Room, SWEEP_AT,
    Stage, Ticket,
};

impl Limiter {
    pub(super) fn fresh_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    pub(super) fn bucket_of(&mut self, asked: &Asked) -> BucketId {
        // A bucket without a name keeps its requests together, in order, until its own response names it.
        if let Some(id) = self.ids.get(&(BucketName::Route(asked.route), asked.major)) {
            return *id;
        }
        let name = match self.hashes.get(asked.route) {
            Some(hash) => BucketName::Hash(Arc::clone(hash)),
            None => BucketName::Route(asked.route),
        };
        self.bucket_named(name, asked.major)
    }

    pub(super) fn bucket_named(&mut self, name: BucketName, major: Major) -> BucketId {
        if let Some(id) = self.ids.get(&(name.clone(), major)) {
            return *id;
        }
        let id = BucketId(self.fresh_id());
        self.ids.insert((name.clone(), major), id);
        let bucket = Bucket {
            name,
            major,
            state: BucketState::new(),
            in_flight: 0,
            ordered_in_flight: 0,
            waiting: BTreeSet::new(),
            waiting_ordered: BTreeSet::new(),
            place: Place::Nowhere,
        };
        self.buckets.insert(id, bucket);
        id
    }

    pub(super) fn resolve(&self, mut id: BucketId) -> BucketId {
        while let Some(next) = self.moved.get(&id) {
            id = *next;
        }
        id
    }

    pub(super) fn wait_in(&mut self, id: BucketId, ticket: Ticket, ordered: bool, now: Instant) {
        self.waiting += 1;
        if let Some(bucket) = self.buckets.get_mut(&id) {
            let queue = if ordered { &mut bucket.waiting_ordered } else { &mut bucket.waiting };
            queue.insert(ticket);
        }
        self.replace(id, now);
    }

    /// A request that will be sent again keeps its place: no ordered one overtakes it.
    pub(super) fn rest(&mut self, ticket: Ticket, asked: Asked, id: BucketId) {
        let entry = Entry { asked, bucket: id, stage: Stage::Resting, connects: false };
        self.entries.insert(ticket, entry);
        self.waiting += 1;
        if let Some(bucket) = self.buckets.get_mut(&id) {
            bucket.ordered_in_flight += u32::from(asked.ordered);
        }
    }

    /// Records that a resting request no longer blocks later ordered ones.
    pub(super) fn let_pass(&mut self, id: BucketId, asked: Asked) {
        if let Some(bucket) = self.buckets.get_mut(&id) {
            let held = u32::from(asked.ordered);
            bucket.ordered_in_flight = bucket.ordered_in_flight.saturating_sub(held);
        }
    }

    pub(super) fn grant(&mut self, ticket: Ticket, id: BucketId, now: Instant) {
        self.waiting -= 1;
        let Some(entry) = self.entries.get_mut(&ticket) else { return };
        entry.stage = Stage::Sent(now);
        let asked = entry.asked;
        if let Some(bucket) = self.buckets.get_mut(&id) {
            let queue =
                if asked.ordered { &mut bucket.waiting_ordered } else { &mut bucket.waiting };
            queue.remove(&ticket);
        }
        self.depart(id, &asked, now);
        self.replace(id, now);
    }

    /// Returns the slot of a granted request.
    pub(super) fn landed(&mut self, ticket: Ticket) -> Option<(Entry, BucketId)> {
        let HashEntry::Occupied(entry) = self.entries.entry(ticket) else { return None };
        entry.get().sent()?;
        let entry = entry.remove();
        let id = self.resolve(entry.bucket);
        self.hidden.landed(&entry.asked);
        if let Some(bucket) = self.buckets.get_mut(&id) {
            bucket.in_flight = bucket.in_flight.saturating_sub(1);
            if entry.asked.ordered {
                bucket.ordered_in_flight = bucket.ordered_in_flight.saturating_sub(1);
            }
        }
        Some((entry, id))
    }

    /// Records a response: the global limit has counted the request. Returns when it was sent.
    pub(super) fn arrived(&mut self, entry: &Entry, now: Instant) -> Instant {
        let sent = entry.departure(now);
        self.trip.seen(sent, now);
        if entry.asked.global {
            self.global.answered(sent.at, &self.trip, now);
        }
        sent.at
    }

    /// Records the bucket that a response names for a route. Returns that bucket; a bucket without a name is merged
    /// into it.
    pub(super) fn learn(
        &mut self,
        asked: Asked,
        id: BucketId,
        hash: &str,
        now: Instant,
    ) -> BucketId {
        let Some(bucket) = self.buckets.get(&id) else { return id };
        if matches!(&bucket.name, BucketName::Hash(known) if **known == *hash) {
            return id;
        }
        let known = self.hashes.get(asked.route).filter(|known| ***known == *hash);
        let hash = known.map_or_else(|| hash.into(), Arc::clone);
        self.hashes.insert(asked.route, Arc::clone(&hash));
        let named = matches!(bucket.name, BucketName::Hash(_));
        let major = bucket.major;
        let target = self.bucket_named(BucketName::Hash(hash), major);
        if named {
            // The route now uses another bucket. Requests that wait in the previous one stay there, because it still
            // exists.
            if let Some(old) = self.buckets.get_mut(&id) {
                old.state.unanswered(old.in_flight);
            }
            self.replace(id, now);
            return target;
        }
        self.unplace(id);
        if let Some(old) = self.buckets.remove(&id) {
            self.ids.remove(&(old.name, old.major));
            self.moved.insert(id, target);
            if let Some(bucket) = self.buckets.get_mut(&target) {
                bucket.in_flight += old.in_flight;
                bucket.ordered_in_flight += old.ordered_in_flight;
                bucket.waiting.extend(old.waiting);
                bucket.waiting_ordered.extend(old.waiting_ordered);
            }
        }
        target
    }

    pub(super) fn unplace(&mut self, id: BucketId) {
        let Some(bucket) = self.buckets.get_mut(&id) else { return };
        match std::mem::replace(&mut bucket.place, Place::Nowhere) {
            Place::Nowhere => {}
            Place::Ready { head, global: true } => {
                self.ready.remove(&(head, id));
            }
            Place::Ready { head, global: false } => {
                self.ready_without_global.remove(&(head, id));
            }
            Place::Timer(at) => {
                self.timers.remove(&(at, id));
            }
        }
    }

    /// Moves a bucket to the list in which it belongs now.
    pub(super) fn replace(&mut self, id: BucketId, now: Instant) {
        // Most buckets have no queue.
        if self.buckets.get(&id).is_none_or(Bucket::is_unplaced) {
            return;
        }
        self.unplace(id);
        let head = self.head(id, now);
        let Some(bucket) = self.buckets.get_mut(&id) else { return };
        let (head, room) = match head {
            Head::Next(head) => (head, bucket.state.room(bucket.in_flight, &self.trip, now)),
            Head::NotBefore(at) => return self.place_by_time(id, at),
            Head::Nobody => return,
        };
        match room {
            Room::Now => {
                let global = self.entries.get(&head).is_none_or(|entry| entry.asked.global);
                let list = if global { &mut self.ready } else { &mut self.ready_without_global };
                list.insert((head, id));
                bucket.place = Place::Ready { head, global };
            }
            Room::At(at) => self.place_by_time(id, at),
            Room::WhenAnswered => {}
        }
    }

    fn place_by_time(&mut self, id: BucketId, at: Instant) {
        if let Some(bucket) = self.buckets.get_mut(&id) {
            self.timers.insert((at, id));
            bucket.place = Place::Timer(at);
        }
    }

    /// Removes full, unused buckets if many are known.
    pub(super) fn sweep(&mut self, now: Instant) {
        if self.buckets.len() < self.sweep_at {
            return;
        }
        let ids = &mut self.ids;
        self.buckets.retain(|_, bucket| {
            let keep =
                bucket.in_flight > 0 || bucket.head().is_some() || !bucket.state.is_idle(now);
            let keep = keep || !bucket.waiting_ordered.is_empty() || bucket.ordered_in_flight > 0;
            if !keep {
                ids.remove(&(bucket.name.clone(), bucket.major));
            }
            keep
        });
        let mut used: Vec<BucketId> = self.entries.values().map(|entry| entry.bucket).collect();
        let mut still = HashSet::new();
        while let Some(id) = used.pop() {
            if let Some(next) = self.moved.get(&id)
                && still.insert(id)
            {
                used.push(*next);
            }
        }
        self.moved.retain(|id, _| still.contains(id));
        self.sweep_at = (self.buckets.len() * 2).max(SWEEP_AT);
    }
}
