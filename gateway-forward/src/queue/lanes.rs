//! Lanes: one for each guild, with one event in delivery at a time.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use gateway_model::id::{Id, marker};

use super::Order;
use crate::event::ForwardEvent;

/// The unit that shares a limit: the events of a guild, or the events of a shard that have no guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    /// The events of a guild.
    Guild(Id<marker::Guild>),
    /// The events of a shard that have no guild.
    Shard(u32),
}

impl Group {
    /// Returns the group of an event.
    pub(crate) fn of(event: &ForwardEvent) -> Self {
        event.guild.map_or(Self::Shard(event.shard), Self::Guild)
    }
}

/// Events of one lane are delivered in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LaneKey {
    /// The events of a group.
    Group(Group),
    /// A single event.
    Single(u64),
}

/// The size of what something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Events, including those in delivery.
    pub(crate) events: usize,
    /// Their approximate size in bytes.
    pub(crate) bytes: usize,
}

impl Held {
    fn add(&mut self, bytes: usize) {
        self.events += 1;
        self.bytes += bytes;
    }

    fn take(&mut self, bytes: usize) {
        self.events -= 1;
        self.bytes -= bytes;
    }
}

#[derive(Debug)]
struct Entry<T> {
    group: Group,
    bytes: usize,
    item: T,
}

/// Events that wait or are in delivery. It does no I/O, and the caller limits it.
#[derive(Debug)]
pub(crate) struct Lanes<T> {
    order: Order,
    lanes: HashMap<LaneKey, VecDeque<Entry<T>>>,
    /// Lanes whose first event was not tried yet.
    fresh: VecDeque<LaneKey>,
    /// Lanes whose first event is to be retried.
    again: VecDeque<LaneKey>,
    /// Whether the next lane is one with a retry.
    turn_of_again: bool,
    held: Held,
    groups: HashMap<Group, Held>,
    singles: u64,
}

impl<T> Lanes<T> {
    pub(crate) fn new(order: Order) -> Self {
        Self {
            order,
            lanes: HashMap::new(),
            fresh: VecDeque::new(),
            again: VecDeque::new(),
            turn_of_again: false,
            held: Held::default(),
            groups: HashMap::new(),
            singles: 0,
        }
    }

    /// Returns the size of everything in it.
    pub(crate) const fn held(&self) -> Held {
        self.held
    }

    /// Returns the size of a group.
    pub(crate) fn held_of(&self, group: Group) -> Held {
        self.groups.get(&group).copied().unwrap_or_default()
    }

    /// Adds an event at the end of its lane.
    pub(crate) fn push(&mut self, event: &ForwardEvent, item: T) {
        let (group, bytes) = (Group::of(event), event.size());
        let key = match self.order {
            Order::Guild => LaneKey::Group(group),
            Order::None => {
                self.singles += 1;
                LaneKey::Single(self.singles)
            }
        };
        let lane = self.lanes.entry(key).or_default();
        if lane.is_empty() {
            self.fresh.push_back(key);
        }
        lane.push_back(Entry { group, bytes, item });
        self.held.add(bytes);
        self.groups.entry(group).or_default().add(bytes);
    }

    /// Returns a lane whose first event may be tried, in rotation. The event stays the first of its lane until
    /// [`done`](Self::done). Without `repeats`, lanes whose first event was tried before are skipped.
    pub(crate) fn take(&mut self, repeats: bool) -> Option<LaneKey> {
        let (fresh, again) = (&mut self.fresh, &mut self.again);
        let key = match (repeats, self.turn_of_again) {
            (false, _) => fresh.pop_front(),
            (true, true) => again.pop_front().or_else(|| fresh.pop_front()),
            (true, false) => fresh.pop_front().or_else(|| again.pop_front()),
        };
        self.turn_of_again = !self.turn_of_again;
        key
    }

    /// Returns the first event of this lane.
    pub(crate) fn first(&self, key: LaneKey) -> Option<&T> {
        self.lanes.get(&key)?.front().map(|entry| &entry.item)
    }

    /// Notes that the first event of this lane is to be retried now.
    pub(crate) fn again(&mut self, key: LaneKey) {
        self.again.push_back(key);
    }

    /// Removes and returns the first event of this lane, with its group.
    pub(crate) fn done(&mut self, key: LaneKey) -> Option<(Group, T)> {
        let lane = self.lanes.get_mut(&key)?;
        let Entry { group, bytes, item } = lane.pop_front()?;
        if lane.is_empty() {
            self.lanes.remove(&key);
        } else {
            self.fresh.push_back(key);
        }
        self.held.take(bytes);
        if let Some(held) = self.groups.get_mut(&group) {
            held.take(bytes);
            if held.events == 0 {
                self.groups.remove(&group);
            }
        }
        Some((group, item))
    }

    /// Returns all events, each lane in order.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.lanes.values_mut().flatten().map(|entry| &mut entry.item)
    }

    /// Returns the events of a group, in order if order is kept.
    pub(crate) fn group_mut(&mut self, group: Group) -> Box<dyn Iterator<Item = &mut T> + '_> {
        match self.order {
            Order::Guild => {
                let lane = self.lanes.get_mut(&LaneKey::Group(group));
                Box::new(lane.into_iter().flatten().map(|entry| &mut entry.item))
            }
            // No order is kept.
            Order::None => Box::new(std::iter::empty()),
        }
    }

    /// Returns all events.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.lanes.values().flatten().map(|entry| &entry.item)
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
            fleet: None,
            data: Bytes::new(),
        }
    }

    impl<T: Copy> Lanes<T> {
        fn take_first(&mut self) -> Option<(LaneKey, T)> {
            let key = self.take(true)?;
            Some((key, *self.first(key)?))
        }
    }

    #[test]
    fn a_lane_has_one_event_on_its_way_and_others_do_not_wait_for_it() {
        let mut lanes = Lanes::new(Order::Guild);
        for (guild, item) in [(1, "a1"), (1, "a2"), (2, "b1"), (0, "none")] {
            lanes.push(&event(guild), item);
        }
        let (a, first) = lanes.take_first().unwrap();
        assert_eq!(first, "a1");
        assert_eq!(lanes.take_first().unwrap().1, "b1");
        assert_eq!(lanes.take_first().unwrap().1, "none");
        assert!(lanes.take_first().is_none(), "a2 waits for a1");
        lanes.again(a);
        assert_eq!(lanes.take_first().unwrap().1, "a1");
        assert_eq!(lanes.done(a).unwrap().1, "a1");
        assert_eq!(lanes.take_first().unwrap().1, "a2");
        assert_eq!(lanes.held().events, 3);
    }

    #[test]
    fn without_order_nothing_waits() {
        let mut lanes = Lanes::new(Order::None);
        lanes.push(&event(1), 1);
        lanes.push(&event(1), 2);
        assert_eq!((lanes.take_first().unwrap().1, lanes.take_first().unwrap().1), (1, 2));
    }

    #[test]
    fn repeats_and_first_tries_take_turns_and_repeats_can_be_held_back() {
        let mut lanes = Lanes::new(Order::Guild);
        for guild in 1..=6 {
            lanes.push(&event(guild), guild);
        }
        for _ in 0..3 {
            let key = lanes.take(false).unwrap();
            lanes.again(key);
        }
        let turns: Vec<_> = (0..4).map(|_| lanes.take_first().unwrap().1).collect();
        assert_eq!(turns.iter().filter(|guild| **guild <= 3).count(), 2, "{turns:?}");
        assert!(lanes.take(false).is_some_and(|key| lanes.first(key).is_some_and(|it| *it > 3)));
        assert_eq!(lanes.take(false), None, "what is left was tried before");
        assert!(lanes.take(true).is_some());
    }

    #[test]
    fn what_a_group_holds_is_counted_whatever_the_order() {
        for order in [Order::Guild, Order::None] {
            let mut lanes = Lanes::new(order);
            let (one, size) = (Group::of(&event(1)), event(1).size());
            for guild in [1, 1, 2] {
                lanes.push(&event(guild), ());
            }
            assert_eq!(lanes.held(), Held { events: 3, bytes: 3 * size });
            assert_eq!(lanes.held_of(one), Held { events: 2, bytes: 2 * size });
            while let Some(key) = lanes.take(true) {
                lanes.done(key).unwrap();
            }
            assert_eq!((lanes.held(), lanes.held_of(one)), (Held::default(), Held::default()));
            assert!(lanes.groups.is_empty(), "a guild that is quiet takes no memory");
        }
    }

    proptest! {
        /// However deliveries and tries interleave, each guild's events are delivered in order, each once.
        #[test]
        fn order_and_count_hold(guilds in prop::collection::vec(0_u64..4, 1..60), choices in any::<u64>()) {
            let mut rng = fastrand::Rng::with_seed(choices);
            let mut lanes = Lanes::new(Order::Guild);
            for (at, guild) in guilds.iter().enumerate() {
                lanes.push(&event(*guild), (*guild, at));
            }
            let mut on_their_way = Vec::new();
            let mut left: Vec<(u64, usize)> = Vec::new();
            while lanes.held().events > 0 {
                on_their_way.extend(lanes.take(rng.bool()));
                if on_their_way.is_empty() || rng.bool() { continue; }
                let key = on_their_way.swap_remove(rng.usize(..on_their_way.len()));
                if rng.u8(..4) == 0 { lanes.again(key) } else { left.extend(lanes.done(key).map(|(_, item)| item)) }
            }
            prop_assert_eq!(lanes.held(), Held::default());
            prop_assert_eq!(left.len(), guilds.len());
            for guild in 0..4 {
                let order: Vec<_> = left.iter().filter(|(of, _)| *of == guild).collect();
                prop_assert!(order.is_sorted());
            }
        }
    }
}
