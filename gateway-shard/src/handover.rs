//! Two fleets at once: every event of either is handed on exactly once.
//!
//! While an old and a new fleet run beside each other, Discord sends every event to both, each with
//! numbers of its own session. The twins are told by what they say: shard count aside, name and data of
//! one event are the same on both. Docs: Gateway,
//! [Sharding](https://docs.discord.com/developers/events/gateway#sharding), which allows sessions "with
//! different `num_shards` values" for "zero-downtime" scaling.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use gateway_model::Dispatch;

/// Which fleet an event came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Old,
    New,
}

/// Matches the events of two fleets. Pure.
///
/// For each content it counts how often each side said it, and hands on as many as the side that said it
/// more often: so it does not matter which side is faster, nor that two events have the same content.
#[derive(Debug)]
pub(crate) struct Handover {
    counts: HashMap<u64, Counts>,
    /// When each content came last, oldest first; a content may be in here more than once.
    ages: VecDeque<(Instant, u64)>,
    keep: Duration,
}

#[derive(Clone, Copy, Debug)]
struct Counts {
    old: u32,
    new: u32,
    last: Instant,
}

impl Handover {
    /// Twins that come more than `keep` apart are taken for two events.
    pub(crate) fn new(keep: Duration) -> Self {
        Self { counts: HashMap::new(), ages: VecDeque::new(), keep }
    }

    /// Whether an event is to be handed on; `false` for the twin of one that was.
    pub(crate) fn is_first(&mut self, side: Side, dispatch: &Dispatch, now: Instant) -> bool {
        self.forget(now);
        let content = content(dispatch);
        let counts = self.counts.entry(content).or_insert(Counts { old: 0, new: 0, last: now });
        counts.last = now;
        let handed_on = counts.old.max(counts.new);
        let mine = match side {
            Side::Old => &mut counts.old,
            Side::New => &mut counts.new,
        };
        *mine += 1;
        let first = *mine > handed_on;
        if counts.old == counts.new {
            self.counts.remove(&content);
        } else {
            self.ages.push_back((now, content));
        }
        first
    }

    fn forget(&mut self, now: Instant) {
        while let Some((at, content)) = self.ages.front().copied() {
            if now.saturating_duration_since(at) < self.keep {
                break;
            }
            self.ages.pop_front();
            if self.counts.get(&content).is_some_and(|counts| counts.last <= at) {
                self.counts.remove(&content);
            }
        }
    }

    /// How many events wait for their twin.
    pub(crate) fn open(&self) -> usize {
        self.counts.len()
    }
}

/// A hash of the event's name and data. The order of keys is not the event's own, so it is taken out
/// where the data is JSON that can be read.
fn content(dispatch: &Dispatch) -> u64 {
    let mut hasher = DefaultHasher::new();
    dispatch.name().hash(&mut hasher);
    match dispatch.decode::<serde_json::Value>() {
        // `serde_json`'s map keeps its keys sorted, and is hashed in that order.
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

    #[test]
    fn the_order_of_keys_does_not_hide_a_twin() {
        let now = Instant::now();
        let mut handover = Handover::new(Duration::from_secs(60));
        let turned = Dispatch::parse(Bytes::from_static(
            br#"{"t":"MESSAGE_CREATE","s":900,"op":0,"d":{"content":"x", "id":"5"}}"#,
        ));
        assert!(handover.is_first(Side::Old, &event(1, 5), now));
        assert!(!handover.is_first(Side::New, &turned.unwrap(), now));
        assert_eq!(handover.open(), 0);
    }

    #[test]
    fn what_never_gets_a_twin_is_forgotten() {
        let now = Instant::now();
        let mut handover = Handover::new(Duration::from_secs(60));
        assert!(handover.is_first(Side::Old, &event(1, 5), now));
        let later = now + Duration::from_secs(61);
        assert!(handover.is_first(Side::New, &event(1, 5), later), "another event by now");
        assert!(handover.is_first(Side::New, &event(1, 6), later + Duration::from_secs(61)));
        assert_eq!(handover.open(), 1);
    }

    proptest! {
        /// However the two streams mix, and with repeated contents: as many are handed on as there are.
        #[test]
        fn every_event_is_handed_on_once(
            contents in prop::collection::vec(0..20_u64, 1..60),
            turns in prop::collection::vec(any::<bool>(), 120),
        ) {
            let now = Instant::now();
            let mut handover = Handover::new(Duration::from_secs(60));
            let (mut old, mut new) = (contents.iter(), contents.iter());
            let mut handed_on = Vec::new();
            let mut turns = turns.into_iter();
            while old.len() + new.len() > 0 {
                let old_first = turns.next().unwrap_or(true);
                let side = if (old_first && old.len() > 0) || new.len() == 0 { Side::Old } else { Side::New };
                let next = match side { Side::Old => old.next(), Side::New => new.next() };
                let content = *next.unwrap();
                if handover.is_first(side, &event(1, content), now) {
                    handed_on.push(content);
                }
            }
            handed_on.sort_unstable();
            let mut expected = contents.clone();
            expected.sort_unstable();
            prop_assert_eq!(handed_on, expected);
            prop_assert_eq!(handover.open(), 0);
        }
    }
}
