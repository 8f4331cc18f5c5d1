//! Lanes: one for each guild, with one event at a time on its way.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use gateway_model::id::{Id, marker};

use super::Order;
use crate::event::ForwardEvent;

/// Events of one lane are delivered in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LaneKey {
    /// Those of a guild.
    Guild(Id<marker::Guild>),
    /// Those of no guild, of a shard.
    Shard(u32),
    /// One event on its own.
    Single(u64),
}

/// Events that wait or are on their way. Pure; the caller limits it.
#[derive(Debug)]
pub(crate) struct Lanes<T> {
    order: Order,
    lanes: HashMap<LaneKey, VecDeque<T>>,
    /// Lanes whose first event is neither on its way nor waiting for another try.
    ready: VecDeque<LaneKey>,
    len: usize,
    singles: u64,
}

impl<T: Clone> Lanes<T> {
    pub(crate) fn new(order: Order) -> Self {
        Self { order, lanes: HashMap::new(), ready: VecDeque::new(), len: 0, singles: 0 }
    }

    /// Events in it, those on their way included.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Puts an event behind those of its lane.
    pub(crate) fn push(&mut self, event: &ForwardEvent, item: T) {
        let key = match (self.order, event.guild) {
            (Order::Guild, Some(guild)) => LaneKey::Guild(guild),
            (Order::Guild, None) => LaneKey::Shard(event.shard),
            (Order::None, _) => {
                self.singles += 1;
                LaneKey::Single(self.singles)
            }
        };
        let lane = self.lanes.entry(key).or_default();
        if lane.is_empty() {
            self.ready.push_back(key);
        }
        lane.push_back(item);
        self.len += 1;
    }

    /// The first event of a lane that is ready; lanes take turns. It stays first of its lane until
    /// [`done`](Self::done).
    pub(crate) fn take(&mut self) -> Option<(LaneKey, T)> {
        let key = self.ready.pop_front()?;
        let first = self.lanes.get(&key)?.front()?;
        Some((key, first.clone()))
    }

    /// The event taken from this lane is to be tried again, now.
    pub(crate) fn again(&mut self, key: LaneKey) {
        self.ready.push_front(key);
    }

    /// The event taken from this lane needs no more; it is returned.
    pub(crate) fn done(&mut self, key: LaneKey) -> Option<T> {
        let lane = self.lanes.get_mut(&key)?;
        let item = lane.pop_front()?;
        self.len -= 1;
        if lane.is_empty() {
            self.lanes.remove(&key);
        } else {
            self.ready.push_back(key);
        }
        Some(item)
    }

    /// All events, each lane in its order.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.lanes.values_mut().flatten()
    }

    /// The same, to look at.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.lanes.values().flatten()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use gateway_model::gateway::Intents;
    use proptest::prelude::*;

    use super::*;

    fn event(guild: u64) -> ForwardEvent {
        ForwardEvent {
            id: "".into(),
            name: "".into(),
            shard: 0,
            guild: Id::new(guild),
            intents: Intents::empty(),
            received_ms: 0,
            data: Bytes::new(),
        }
    }

    #[test]
    fn a_lane_has_one_event_on_its_way_and_others_do_not_wait_for_it() {
        let mut lanes = Lanes::new(Order::Guild);
        for (guild, item) in [(1, "a1"), (1, "a2"), (2, "b1"), (0, "none")] {
            lanes.push(&event(guild), item);
        }
        let (a, first) = lanes.take().unwrap();
        assert_eq!(first, "a1");
        assert_eq!(lanes.take().unwrap().1, "b1");
        assert_eq!(lanes.take().unwrap().1, "none");
        assert!(lanes.take().is_none(), "a2 waits for a1");
        lanes.again(a);
        assert_eq!(lanes.take().unwrap().1, "a1");
        assert_eq!(lanes.done(a), Some("a1"));
        assert_eq!(lanes.take().unwrap().1, "a2");
        assert_eq!(lanes.len(), 3);
    }

    #[test]
    fn without_order_nothing_waits() {
        let mut lanes = Lanes::new(Order::None);
        lanes.push(&event(1), 1);
        lanes.push(&event(1), 2);
        assert_eq!((lanes.take().unwrap().1, lanes.take().unwrap().1), (1, 2));
    }

    proptest! {
        /// However deliveries and tries interleave, each guild's events leave in order, each once.
        #[test]
        fn order_and_count_hold(guilds in prop::collection::vec(0_u64..4, 1..60), choices in any::<u64>()) {
            let mut rng = fastrand::Rng::with_seed(choices);
            let mut lanes = Lanes::new(Order::Guild);
            for (at, guild) in guilds.iter().enumerate() {
                lanes.push(&event(*guild), (*guild, at));
            }
            let mut on_their_way = Vec::new();
            let mut left: Vec<(u64, usize)> = Vec::new();
            while lanes.len() > 0 {
                on_their_way.extend(lanes.take());
                if on_their_way.is_empty() || rng.bool() { continue; }
                let (key, _) = on_their_way.swap_remove(rng.usize(..on_their_way.len()));
                if rng.u8(..4) == 0 { lanes.again(key) } else { left.extend(lanes.done(key)) }
            }
            prop_assert_eq!(left.len(), guilds.len());
            for guild in 0..4 {
                let order: Vec<_> = left.iter().filter(|(of, _)| *of == guild).collect();
                prop_assert!(order.is_sorted());
            }
        }
    }
}
