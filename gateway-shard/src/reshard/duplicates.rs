//! Matches the events of two fleets, so that every event is delivered exactly once, the old fleet's first.
//!
//! While an old and a new fleet run at the same time, Discord sends every event to both, each with sequences of its own
//! session. Duplicates are recognized by their content: both have the same name and data. Docs: Gateway,
//! [Sharding](https://docs.discord.com/developers/events/gateway#sharding), which allows sessions "with different
//! `num_shards` values" for "zero-downtime" scaling.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use gateway_model::Dispatch;

/// Equal events that arrive further apart than this are two different events.
const APART: Duration = Duration::from_secs(10);

/// The maximum number of events of the new fleet that wait for their duplicates. Beyond it, its shards are not read
/// until there is room.
const MAX_WAITING: usize = 100_000;

/// Events with the same content that the old fleet delivered.
#[derive(Debug)]
struct Passed {
    /// The shard of the new fleet that receives the duplicates.
    shard: u32,
    count: u32,
    last: Instant,
}

/// An event of the new fleet that waits for its duplicate: its shard, and a rising number.
type Place = (u32, u64);

/// Matches the events of two fleets. It has no I/O.
///
/// The old fleet's events are always delivered. The new fleet's are dropped if the old fleet delivered the duplicate,
/// and otherwise wait until the old fleet has stopped. The events that still wait then are those that the old fleet
/// never received; they are delivered in order. So the events of a guild stay in order, and none is lost or duplicated.
#[derive(Debug)]
pub(crate) struct Duplicates<E> {
    count: NonZeroU32,
    /// Shards of the new fleet that will send an Identify. Events before that have no duplicate.
    without_session: BTreeSet<u32>,
    /// Contents that the old fleet delivered and whose duplicate has not arrived, with their number and the time of the
    /// last.
    passed: HashMap<u64, Passed>,
    /// When each of them arrived, oldest first.
    ages: VecDeque<(Instant, u64)>,
    waiting: BTreeMap<Place, (u64, E)>,
    by_content: HashMap<u64, VecDeque<Place>>,
    next: u64,
}

/// The decision about an event of the new fleet.
#[derive(Debug)]
pub(crate) enum Fate<E> {
    /// It is delivered.
    Pass(E),
    /// Its duplicate was delivered.
    Drop(E),
    /// It waits.
    Wait,
}

impl<E> Duplicates<E> {
    /// Creates the state for a new fleet with this number of shards. Each shard is assumed to have a session, here or
    /// in another process.
    pub(crate) fn new(count: NonZeroU32) -> Self {
        Self {
            count,
            without_session: BTreeSet::new(),
            passed: HashMap::new(),
            ages: VecDeque::new(),
            waiting: BTreeMap::new(),
            by_content: HashMap::new(),
            next: 0,
        }
    }

    /// Records that a shard of the new fleet has no session yet.
    pub(crate) fn will_identify(&mut self, shard: u32) {
        self.without_session.insert(shard);
    }

    /// Records that a shard of the new fleet sends an Identify. Its session begins at Discord before this process reads
    /// its Ready, and the two sessions are read at different speeds, so events count as duplicates from here on.
    pub(crate) fn identifies(&mut self, shard: u32) {
        self.without_session.remove(&shard);
        self.passed.retain(|_, passed| passed.shard != shard);
    }

    /// Records that a shard of the new fleet has moved to another process, which takes over its waiting events.
    pub(crate) fn shard_left(&mut self, shard: u32) {
        self.without_session.remove(&shard);
        self.take(|at, _| at == shard);
    }

    /// Handles an event of the old fleet, which is delivered. Returns its duplicate if that arrived before.
    pub(crate) fn old(&mut self, dispatch: &Dispatch, now: Instant) -> Option<E> {
        self.forget(now);
        let shard = shard_of(dispatch, self.count);
        if self.without_session.contains(&shard) {
            return None;
        }
        let content = content(dispatch);
        if let Some(place) = self.first_waiting(content) {
            return self.waiting.remove(&place).map(|(_, event)| event);
        }
        let passed = self.passed.entry(content).or_insert(Passed { shard, count: 0, last: now });
        passed.count += 1;
        passed.last = now;
        self.ages.push_back((now, content));
        None
    }

    /// Handles an event of the new fleet, which may have to wait for its duplicate.
    pub(crate) fn new_event(
        &mut self,
        shard: u32,
        dispatch: &Dispatch,
        event: E,
        now: Instant,
        waits: bool,
    ) -> Fate<E> {
        self.forget(now);
        let content = content(dispatch);
        if let Some(passed) = self.passed.get_mut(&content) {
            passed.count -= 1;
            if passed.count == 0 {
                self.passed.remove(&content);
            }
            return Fate::Drop(event);
        }
        if !waits {
            return Fate::Pass(event);
        }
        let place = (shard, self.next);
        self.next += 1;
        self.waiting.insert(place, (content, event));
        self.by_content.entry(content).or_default().push_back(place);
        Fate::Wait
    }

    /// Records that the old fleet has stopped. Returns the waiting events in order, each with its shard.
    pub(crate) fn release(&mut self) -> Vec<(u32, E)> {
        self.by_content.clear();
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        waiting.map(|((shard, _), (_, event))| (shard, event)).collect()
    }

    /// Takes the waiting events that match, in order, each with its shard.
    pub(crate) fn take(&mut self, is_meant: impl Fn(u32, &E) -> bool) -> Vec<(u32, E)> {
        let meant = self.waiting.iter().filter(|((shard, _), (_, event))| is_meant(*shard, event));
        let places: Vec<Place> = meant.map(|(place, _)| *place).collect();
        let mut taken = Vec::new();
        for place in places {
            let Some((content, event)) = self.waiting.remove(&place) else { continue };
            if let Some(others) = self.by_content.get_mut(&content) {
                others.retain(|other| *other != place);
                if others.is_empty() {
                    self.by_content.remove(&content);
                }
            }
            taken.push((place.0, event));
        }
        taken
    }

    /// Returns whether more events of the new fleet may wait.
    pub(crate) fn has_room(&self) -> bool {
        self.waiting.len() < MAX_WAITING
    }

    fn first_waiting(&mut self, content: u64) -> Option<Place> {
        let places = self.by_content.get_mut(&content)?;
        let place = places.pop_front();
        if places.is_empty() {
            self.by_content.remove(&content);
        }
        place
    }

    fn forget(&mut self, now: Instant) {
        while let Some((at, content)) = self.ages.front().copied() {
            if now.saturating_duration_since(at) < APART {
                break;
            }
            self.ages.pop_front();
            if self.passed.get(&content).is_some_and(|passed| passed.last <= at) {
                self.passed.remove(&content);
            }
        }
    }
}

/// Returns which of `count` shards receives an event.
///
/// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding); shard 0 receives events
/// without a guild.
pub(super) fn shard_of(dispatch: &Dispatch, count: NonZeroU32) -> u32 {
    dispatch.guild_id().map_or(0, |guild| guild.shard(count))
}

/// A hash of the event's name and data. It does not depend on the order of JSON keys, if the data can be parsed.
fn content(dispatch: &Dispatch) -> u64 {
    let mut hasher = DefaultHasher::new();
    dispatch.name().hash(&mut hasher);
    match dispatch.decode::<serde_json::Value>() {
        // `serde_json`'s map is sorted by key, and is hashed in that order.
        Ok(data) => data.hash(&mut hasher),
        Err(_) => dispatch.data().hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use gateway_model::Bytes;
    use proptest::prelude::*;

    use super::*;

    fn event(sequence: u64, content: u64) -> Dispatch {
        let text = format!(
            r#"{{"op":0,"s":{sequence},"t":"MESSAGE_CREATE","d":{{"id":"{content}","content":"x"}}}}"#
        );
        Dispatch::parse(Bytes::from(text)).unwrap()
    }

    fn duplicates() -> Duplicates<u64> {
        Duplicates::new(NonZeroU32::MIN)
    }

    #[test]
    fn the_order_of_keys_does_not_hide_a_duplicate() {
        let now = Instant::now();
        let mut duplicates = duplicates();
        let turned = Dispatch::parse(Bytes::from_static(
            br#"{"t":"MESSAGE_CREATE","s":900,"op":0,"d":{"content":"x", "id":"5"}}"#,
        ));
        assert_eq!(duplicates.old(&event(1, 5), now), None);
        assert!(matches!(duplicates.new_event(0, &turned.unwrap(), 5, now, true), Fate::Drop(5)));
        assert!(duplicates.passed.is_empty());
    }

    #[test]
    fn before_the_identify_there_are_no_duplicates_and_after_a_while_neither() {
        let now = Instant::now();
        let mut duplicates = duplicates();
        assert_eq!(duplicates.old(&event(1, 4), now), None, "another process may run the shard");
        duplicates.will_identify(0);
        assert_eq!(duplicates.old(&event(1, 5), now), None);
        duplicates.identifies(0);
        assert!(matches!(duplicates.new_event(0, &event(1, 4), 4, now, true), Fate::Wait));
        assert!(matches!(duplicates.new_event(0, &event(1, 5), 5, now, true), Fate::Wait));
        assert_eq!(duplicates.old(&event(2, 6), now), None);
        let later = now + APART;
        assert!(matches!(duplicates.new_event(0, &event(1, 6), 6, later, true), Fate::Wait));
        assert_eq!(duplicates.release(), [(0, 4), (0, 5), (0, 6)]);
    }

    #[test]
    fn what_the_old_fleet_handed_on_is_matched_though_the_ready_is_read_later() {
        let now = Instant::now();
        let mut duplicates = duplicates();
        duplicates.will_identify(0);
        duplicates.identifies(0);
        assert_eq!(duplicates.old(&event(1, 5), now), None);
        assert!(matches!(duplicates.new_event(0, &event(1, 5), 5, now, true), Fate::Drop(5)));
    }

    #[test]
    fn what_was_handed_on_while_another_process_ran_the_new_shard_is_matched_when_it_comes() {
        let now = Instant::now();
        let mut duplicates = duplicates();
        assert_eq!(duplicates.old(&event(1, 5), now), None);
        assert!(matches!(duplicates.new_event(0, &event(7, 5), 5, now, true), Fate::Drop(5)));
    }

    #[test]
    fn what_is_taken_waits_no_more_and_the_rest_is_matched_still() {
        let now = Instant::now();
        let mut duplicates = duplicates();
        for content in [5, 6, 5] {
            assert!(matches!(
                duplicates.new_event(0, &event(content, content), content, now, true),
                Fate::Wait
            ));
        }
        assert!(matches!(duplicates.new_event(1, &event(9, 5), 50, now, true), Fate::Wait));
        assert_eq!(duplicates.take(|shard, content| shard == 0 && *content == 6), [(0, 6)]);
        duplicates.shard_left(1);
        let found: Vec<_> = (0..3).map(|_| duplicates.old(&event(1, 5), now)).collect();
        assert_eq!(found, [Some(5), Some(5), None], "that of shard 1 is gone");
        assert!(duplicates.waiting.is_empty() && duplicates.by_content.is_empty());
    }

    #[test]
    fn what_waits_is_released_in_order_shard_by_shard() {
        let now = Instant::now();
        let mut duplicates = duplicates();
        for (shard, content) in [(0, 1), (1, 2), (2, 3), (1, 4)] {
            duplicates.new_event(shard, &event(content, content), content, now, true);
        }
        assert_eq!(duplicates.release(), [(0, 1), (1, 2), (1, 4), (2, 3)]);
        assert_eq!(duplicates.release(), []);
    }

    proptest! {
        /// The old fleet receives events up to some point, the new one from some point on, both in order and with
        /// repeated contents, interleaved in any way. All events must be delivered once, in order.
        #[test]
        fn every_event_is_handed_on_once_and_in_order(
            contents in prop::collection::vec(0..20_u64, 1..60),
            joins_at in 0..60_usize,
            ends_at in 0..60_usize,
            turns in prop::collection::vec(any::<bool>(), 120),
        ) {
            let now = Instant::now();
            let joins_at = joins_at.min(contents.len());
            let ends_at = ends_at.clamp(joins_at, contents.len());
            let mut duplicates = duplicates();
            duplicates.will_identify(0);
            let mut handed_on = contents[..joins_at].to_vec();
            for content in &contents[..joins_at] {
                prop_assert_eq!(duplicates.old(&event(1, *content), now), None);
            }
            duplicates.identifies(0);
            let (mut old, mut new) = (contents[joins_at..ends_at].iter(), contents[joins_at..].iter());
            let mut turns = turns.into_iter();
            while old.len() > 0 {
                if turns.next().unwrap_or(true) {
                    let content = *old.next().unwrap();
                    duplicates.old(&event(1, content), now);
                    handed_on.push(content);
                } else if let Some(content) = new.next() {
                    prop_assert!(!matches!(
                        duplicates.new_event(0, &event(1, *content), *content, now, true), Fate::Pass(_)
                    ));
                }
            }
            handed_on.extend(duplicates.release().into_iter().map(|(_, content)| content));
            for content in new {
                if let Fate::Pass(content) = duplicates.new_event(0, &event(1, *content), *content, now, false) {
                    handed_on.push(content);
                }
            }
            // Events with the same content cannot be distinguished, so either may count as the duplicate.
            prop_assert_eq!(handed_on.len(), contents.len());
            let mut sorted = (handed_on.clone(), contents.clone());
            sorted.0.sort_unstable();
            sorted.1.sort_unstable();
            prop_assert_eq!(sorted.0, sorted.1);
            let unique = contents.iter().collect::<BTreeSet<_>>().len() == contents.len();
            prop_assert!(!unique || handed_on == contents, "{:?}", handed_on);
        }
    }
}
