//! Lost sessions, pages and stops at random.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Told::{CaughtUp as Caught, Live};
use super::{Bench, Told, page, stopped};
use crate::catch_up::pages::Fetch;
use crate::catch_up::settings::CatchUp;

/// A step of the world, or the arrival of an answer.
#[derive(Clone, Debug)]
enum Act {
    Write(u64),
    Lose,
    /// A new session, with this many messages from the gateway before the Guild Create.
    Begin(u8),
    Answer,
    Handle,
    Restart,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        8 => (10..13_u64).prop_map(Act::Write),
        2 => Just(Act::Lose),
        3 => (0..3_u8).prop_map(Act::Begin),
        4 => Just(Act::Answer),
        2 => Just(Act::Handle),
        1 => Just(Act::Restart),
    ];
    prop::collection::vec(act, 1..80)
}

/// A simulated Discord with one guild, and the machine.
struct World {
    bench: Bench,
    written: BTreeMap<u64, Vec<u64>>,
    next: u64,
    is_live: bool,
    /// The messages that the gateway sent in this session, with their sequences.
    sent: Vec<(u64, u64, u64)>,
    asked: Vec<Fetch>,
    told: Vec<Told>,
}

impl World {
    fn new() -> Self {
        let mut this = Self {
            bench: Bench::new(CatchUp::new().concurrency(2)),
            written: (10..13).map(|channel| (channel, vec![channel])).collect(),
            next: 1000,
            is_live: true,
            sent: Vec::new(),
            asked: Vec::new(),
            told: Vec::new(),
        };
        this.bench.ready();
        this.create();
        this
    }

    fn create(&mut self) {
        let last: Vec<_> =
            self.written.iter().map(|(channel, ids)| (*channel, *ids.last().unwrap())).collect();
        self.bench.create(&last);
    }

    fn write(&mut self, channel: u64) {
        self.next += 1;
        self.written.get_mut(&channel).unwrap().push(self.next);
        if self.is_live {
            self.bench.live(channel, self.next);
            self.sent.push((self.bench.sequence, channel, self.next));
        }
    }

    fn answer(&mut self) {
        while let Some(fetch) = self.bench.next() {
            self.asked.push(fetch);
        }
        if !self.asked.is_empty() {
            let fetch = self.asked.remove(0);
            let ids = self.written[&fetch.channel.get()].clone();
            self.bench.answer(fetch, Ok(page(fetch, &ids)));
        }
    }

    /// Stops and restarts the process. It resumes if its session still exists.
    fn restart(&mut self) {
        self.bench.take(stopped(true));
        self.told.append(&mut self.bench.told);
        self.bench.handle();
        self.asked.clear();
        let mark = self.bench.acknowledged.mark();
        let settings = CatchUp::new().concurrency(2);
        self.bench = Bench::with(settings, self.bench.stored());
        if self.is_live {
            let missing = self.sent.iter().filter(|(sequence, ..)| *sequence > mark);
            let missing: Vec<_> = missing.map(|(_, channel, id)| (*channel, *id)).collect();
            self.sent.clear();
            for (channel, id) in missing {
                self.bench.live(channel, id);
                self.sent.push((self.bench.sequence, channel, id));
            }
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Write(channel) => self.write(*channel),
            Act::Lose => self.is_live = false,
            Act::Begin(before) => {
                self.is_live = true;
                self.sent.clear();
                self.bench.ready();
                for message in 0..*before {
                    self.write(10 + u64::from(message));
                }
                self.create();
            }
            Act::Answer => self.answer(),
            Act::Handle => self.bench.handle(),
            Act::Restart => self.restart(),
        }
        self.told.append(&mut self.bench.told);
    }
}

fn id_of(told: &Told) -> Option<(u64, u64)> {
    match told {
        Live(channel, id) | Caught(channel, id) => Some((*channel, *id)),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Sessions are lost, pages arrive late, processes stop: every message is delivered once, in the order of its
    /// channel.
    #[test]
    fn every_message_comes_once_and_in_order(acts in acts()) {
        let mut world = World::new();
        for act in &acts {
            world.act(act);
        }
        world.act(&Act::Begin(1));
        for _ in 0..40 {
            world.act(&Act::Answer);
        }
        prop_assert_eq!(world.bench.machine.held, 0);
        prop_assert!(world.bench.machine.runs.is_empty());
        for (channel, ids) in &world.written {
            let told = world.told.iter().filter_map(id_of);
            let came: Vec<u64> = told.filter(|(of, _)| of == channel).map(|(_, id)| id).collect();
            prop_assert_eq!(&came, &ids[1..], "channel {}: {:?}", channel, world.told);
        }
    }
}
