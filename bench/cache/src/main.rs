//! Memory, CPU per update and reads per second of gateway-cache, twilight-cache-inmemory and serenity's cache; and of stores for
//! bounded messages.
//!
//! `bench-cache` runs all of it, each contender in processes of its own: `cargo run --release -p bench-cache`.

// The guild object in one `json!`.
#![recursion_limit = "256"]

mod bounded;
mod contender;
mod world;

use std::hint::black_box;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use contender::{Contender, KINDS, Ours, Serenity, Twilight};
use fastrand::Rng;
use rustix::time::{ClockId, clock_gettime};
use world::{GUILDS, MEMBERS};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        None => {
            for part in ["memory-everything", "memory-roles-channels", "memory-messages", "updates", "reads"] {
                for contender in ["ours", "twilight", "serenity"] {
                    again(&[contender, part]);
                }
            }
            again(&["bounded", "all"]);
        }
        Some("bounded") => bounded::run(arguments.get(1).map_or("all", String::as_str)),
        Some("ours") => run::<Ours>("gateway-cache", &arguments[1]),
        Some("serenity") => run::<Serenity>("serenity", &arguments[1]),
        Some(_) => run::<Twilight>("twilight", &arguments[1]),
    }
}

/// Runs a part in a process of its own.
fn again(arguments: &[&str]) {
    let own = std::env::current_exe().unwrap();
    assert!(Command::new(own).args(arguments).status().unwrap().success());
}

fn run<C: Contender>(name: &str, part: &str) {
    match part {
        "memory-everything" => memory::<C>(name, part, true),
        "memory-roles-channels" => memory::<C>(name, part, false),
        "memory-messages" => messages::<C>(name),
        "updates" => updates::<C>(name),
        _ => reads::<C>(name),
    }
}

/// Bytes that are allocated by the cache, and by how much the process grew.
fn memory<C: Contender>(name: &str, part: &str, everything: bool) {
    let mut rng = Rng::with_seed(1);
    let guilds: Vec<String> = (0..GUILDS).map(|number| world::guild(&mut rng, number).to_string()).collect();
    // What decoding needs once is there before it counts.
    let read = |text: &String| C::read("GUILD_CREATE", &serde_json::from_str(text).unwrap());
    C::new(everything).update(&mut read(&guilds[0]));
    let before = resident();
    let mut cache = None;
    let allocated = allocation_counter::measure(|| {
        let new = C::new(everything);
        for text in &guilds {
            new.update(&mut read(text));
        }
        cache = Some(new);
    });
    let grown = resident().saturating_sub(before);
    let count = i64::try_from(GUILDS).unwrap();
    println!(
        "{name:<14} {part:<24} {:>9} bytes a guild, {:>6} allocations, {:>9} bytes of resident memory",
        allocated.bytes_current / count,
        allocated.count_current / count,
        grown / GUILDS
    );
    drop(black_box(cache));
}

/// Bytes that a message takes when a hundred of a channel are kept, of one guild's 49 channels.
fn messages<C: Contender>(name: &str) {
    let mut rng = Rng::with_seed(1);
    let cache = C::new(true);
    cache.update(&mut C::read("GUILD_CREATE", &world::guild(&mut rng, 0)));
    let texts: Vec<String> = (0..40_000).map(|at| world::message_in(&mut rng, 0, at).to_string()).collect();
    let update = |text: &String| cache.update(&mut C::read("MESSAGE_CREATE", &serde_json::from_str(text).unwrap()));
    let allocated = allocation_counter::measure(|| texts.iter().for_each(update));
    // By then, each of the channels that messages are written in has its hundred.
    let kept = i64::try_from((world::CHANNELS - 1) * 100).unwrap();
    println!(
        "{name:<14} {:<24} {:>9} bytes a message, {:.1} allocations",
        "memory-messages",
        allocated.bytes_current / kept,
        allocated.count_current as f64 / kept as f64,
    );
}

fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

fn cpu(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec.try_into().unwrap())
}

fn filled<C: Contender>() -> (C, Rng) {
    let mut rng = Rng::with_seed(1);
    let cache = C::new(true);
    for number in 0..GUILDS {
        cache.update(&mut C::read("GUILD_CREATE", &world::guild(&mut rng, number)));
    }
    (cache, rng)
}

fn some_events<C: Contender>(rng: &mut Rng, kind: &str, count: u64) -> Vec<C::Event> {
    let data = (0..count).map(|at| match kind {
        "GUILD_MEMBER_UPDATE" => world::member_update(rng),
        "PRESENCE_UPDATE" => world::presence_update(rng),
        "MESSAGE_CREATE" => world::message(rng, at),
        "GUILD_ROLE_UPDATE" => world::role_update(rng),
        _ => world::channel_update(rng),
    });
    data.map(|data| C::read(kind, &data)).collect()
}

/// CPU time of an update of each kind, with everything on: the median of the rounds.
fn updates<C: Contender>(name: &str) {
    let (cache, mut rng) = filled::<C>();
    for kind in KINDS {
        let mut rounds: Vec<u128> = (0..9)
            .map(|_| {
                let mut events = some_events::<C>(&mut rng, kind, 10_000);
                let before = cpu(ClockId::ThreadCPUTime);
                for event in &mut events {
                    cache.update(event);
                }
                (cpu(ClockId::ThreadCPUTime) - before).as_nanos() / 10_000
            })
            .collect();
        rounds.sort_unstable();
        println!("{name:<14} {kind:<24} {:>6} ns an update", rounds[rounds.len() / 2]);
    }
    let mut guilds: Vec<C::Event> = (0..GUILDS).map(|number| C::read("GUILD_CREATE", &world::guild(&mut rng, number))).collect();
    let before = cpu(ClockId::ThreadCPUTime);
    for guild in &mut guilds {
        cache.update(guild);
    }
    let took = (cpu(ClockId::ThreadCPUTime) - before) / u32::try_from(GUILDS).unwrap();
    println!("{name:<14} {:<24} {:>6} µs an update, of a guild that is known", "GUILD_CREATE", took.as_micros());
}

/// Reads per second of one thread while two others write member updates.
fn reads<C: Contender>(name: &str) {
    let (cache, mut rng) = filled::<C>();
    let mut events: Vec<Vec<C::Event>> =
        (0..2).map(|_| some_events::<C>(&mut rng, "GUILD_MEMBER_UPDATE", 20_000)).collect();
    type Read<C> = fn(&C, u64, u64) -> bool;
    let whole: Read<C> = |cache, guild, user| cache.member(guild, user);
    let roles: Read<C> = |cache, guild, user| cache.roles_of(guild, user) > 0;
    for (what, read) in [("roles and permissions", roles), ("member and user", whole)] {
        let stop = AtomicBool::new(false);
        let (stop, cache) = (&stop, &cache);
        std::thread::scope(|scope| {
            for events in &mut events {
                scope.spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        for event in &mut *events {
                            cache.update(event);
                        }
                    }
                });
            }
            let reader = scope.spawn(move || {
                let mut rng = Rng::with_seed(9);
                let (start, begun) = (std::time::Instant::now(), cpu(ClockId::ThreadCPUTime));
                let mut count = 0_u64;
                while start.elapsed() < Duration::from_secs(4) {
                    for _ in 0..1_000 {
                        let guild = rng.u64(0..GUILDS);
                        let user = world::user_id(guild, rng.u64(0..MEMBERS));
                        black_box(read(cache, world::guild_id(guild), user));
                    }
                    count += 1_000;
                }
                let (wall, cpu) = (start.elapsed(), cpu(ClockId::ThreadCPUTime) - begun);
                (count as f64 / wall.as_secs_f64(), count as f64 / cpu.as_secs_f64())
            });
            let (wall, cpu) = reader.join().unwrap();
            stop.store(true, Ordering::Relaxed);
            println!("{name:<14} {what:<24} {:>9.0} reads a second, {:>9.0} a second of CPU", wall, cpu);
        });
    }
}
