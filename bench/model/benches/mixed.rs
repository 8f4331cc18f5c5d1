//! Typed decoding of the mix of events that `bench/replay` replays; time and allocations.
//!
//! `cargo bench -p bench-model --bench mixed --profile lto` in `bench/`.

#![recursion_limit = "256"]

#[allow(dead_code, reason = "the replay uses more of it")]
#[path = "../../replay/src/events.rs"]
mod events;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use events::Random;
use gateway_model::{Bytes, Dispatch};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

/// Events of one pass: some 0.8 MB of JSON, more than a first-level cache holds, as in real life.
const EVENTS: usize = 1000;

fn main() {
    divan::main();
}

/// The events of the mix whose names `wanted` takes.
fn dispatches(wanted: impl Fn(&str) -> bool) -> Vec<Dispatch> {
    let mut random = Random::new(7);
    let mixed = std::iter::repeat_with(|| events::mixed(&mut random));
    let messages = mixed.filter(|(name, _)| wanted(name)).enumerate().map(|(sequence, (name, data))| {
        Bytes::from(format!(r#"{{"t":"{name}","s":{sequence},"op":0,"d":{data}}}"#))
    });
    messages.take(EVENTS).map(|message| Dispatch::parse(message).expect("a dispatch")).collect()
}

/// Each event is decoded by `Dispatch::event` and dropped.
fn decode(bencher: Bencher<'_, '_>, wanted: impl Fn(&str) -> bool) {
    let dispatches = dispatches(wanted);
    bencher.counter(ItemsCount::new(EVENTS)).bench_local(|| {
        for dispatch in &dispatches {
            drop(black_box(black_box(dispatch).event().expect("an event")));
        }
    });
}

#[divan::bench]
fn all(bencher: Bencher<'_, '_>) {
    decode(bencher, |_| true);
}

#[divan::bench(args = [
    "MESSAGE_CREATE", "MESSAGE_UPDATE", "PRESENCE_UPDATE", "MESSAGE_REACTION_ADD", "TYPING_START",
    "GUILD_MEMBER_UPDATE", "VOICE_STATE_UPDATE",
])]
fn only(bencher: Bencher<'_, '_>, wanted: &str) {
    decode(bencher, |name| name == wanted);
}
