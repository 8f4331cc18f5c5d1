//! The number of shards changes while they run.

use std::num::NonZeroU32;

use gateway_fleet::{Request, TileState};
use gateway_sim::Sim;
use tokio::runtime::Runtime;

use crate::support::{Log, Process, Server, say, until};

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn the_number_of_shards_changes_and_no_event_is_lost() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let sim = Sim::builder().guilds(16).members(2).recommended_shards(2).max_concurrency(4);
    let sim = outside.block_on(sim.start()).unwrap();
    let log = Log::default();
    let first = Process::start(&server, &sim, &log, "first", Some(2));
    until("both on the first", || first.ready() == 2);
    let second = Process::start(&server, &sim, &log, "second", None);
    until("one and one", || (first.ready(), second.ready()) == (1, 1));
    let ask = |request: Request| {
        let worker = first.member.as_ref().unwrap().worker();
        first.runtime.as_ref().unwrap().block_on(worker.request(request)).unwrap();
    };
    let troubles = || -> Vec<String> {
        second.status().troubles.into_iter().map(|trouble| trouble.code).collect()
    };

    // Refused, and reported on every worker with the remedy.
    ask(Request::Reshard(5000));
    until("the refusal is told", || troubles() == ["reshard_refused"]);
    assert_eq!(second.status().plan.unwrap().next, None);

    let mut said = 0;
    let mut change = |from: u32, to: u32| {
        ask(Request::Reshard(to));
        until("it is under way", || second.status().plan.unwrap().next == Some(to));
        let mut seen_both = false;
        until("it is over", || {
            // Messages are sent all the time.
            say(&sim, said..said + 1);
            said += 1;
            let status = second.status();
            seen_both |= status.shards.len() as u32 == from + to;
            let plan = status.plan.unwrap();
            plan.total == to && plan.next.is_none() && plan.ending == 0
        });
        assert!(seen_both, "the old ones serve while the new ones begin");
        until("all are here", || (first.ready() + second.ready()) as u32 == to);
        until("all are live", || {
            second.status().shards.iter().all(|tile| tile.state == TileState::Live)
        });
        until("the overlap is over", || {
            let totals = |worker: &Process| worker.gateway.leased_totals().unwrap();
            [&first, &second].iter().all(|worker| {
                let totals = totals(worker);
                totals.serving == to && totals.beside.or(totals.ending).is_none()
            })
        });
        until("what was said has come", || log.numbers().len() as u64 == said);
    };
    change(2, 4);
    // Each of the three shards has guilds of several of the four, so some are in two processes.
    change(4, 3);
    let counts = log.counts();
    assert!(counts.values().all(|(unmarked, _)| *unmarked <= 1), "what is doubled is marked");
    let marked: u32 = counts.values().map(|(_, marked)| marked).sum();
    let doubled = first.gateway.doubled_events() + second.gateway.doubled_events();
    assert!(marked > 0 && u64::from(marked) <= doubled, "{marked} of {doubled}");
    let stats = sim.stats();
    assert_eq!(stats.identifies, 2 + 4 + 3);
    assert_eq!(
        stats.sessions.values().filter(|session| session.ended).count(),
        2 + 4,
        "closed for good"
    );
    first.leave();
    second.leave();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn a_worker_that_joins_while_old_sessions_end_marks_what_they_hand_on_too() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let sim = Sim::builder().guilds(16).members(2).recommended_shards(1).max_concurrency(4);
    let sim = outside.block_on(sim.start()).unwrap();
    let (held, log, late) = (Log::default(), Log::default(), Log::default());
    let first = Process::start(&server, &sim, &held, "first", Some(1));
    until("the shard is on the first", || first.ready() == 1);
    let second = Process::start(&server, &sim, &log, "second", None);
    // Otherwise it may first take a shard of the second worker, which cannot move while its listener does not
    // continue.
    until("the first knows the second", || first.knows("second"));

    // The listener of the old session does not continue, so that session ends as late as possible.
    held.hold(true);
    say(&sim, 0..16);
    let worker = first.member.as_ref().unwrap().worker();
    let reshard = worker.request(Request::Reshard(2));
    first.runtime.as_ref().unwrap().block_on(reshard).unwrap();
    let ending = |process: &Process| {
        process.status().plan.is_some_and(|plan| plan.total == 2 && plan.ending == 1)
    };
    until("the new ones serve, and the old one ends", || ending(&second));
    let third = Process::start(&server, &sim, &late, "third", None);
    until("the others know the third", || first.knows("third") && second.knows("third"));
    second.leave();
    until("one is on the third", || third.ready() == 1);
    let total = NonZeroU32::new(2).unwrap();
    let guilds: Vec<_> = sim.inspect(|core| core.world().guilds().collect());
    let is_third = |number: u64| {
        let guild = guilds[usize::try_from(number).unwrap() % guilds.len()];
        third.gateway.shards().iter().any(|shard| shard.id() == guild.shard(total))
    };
    say(&sim, 16..48);
    let theirs: Vec<u64> = (16..48).filter(|number| is_third(*number)).collect();
    assert!(!theirs.is_empty());
    until("the third has handed them on", || {
        let numbers = late.numbers();
        theirs.iter().all(|number| numbers.contains(number))
    });
    assert!(ending(&third), "the old one may still hand them on");
    let counts = late.counts();
    for number in &theirs {
        assert_eq!(counts[number], (0, 1), "{number} is marked");
    }
    assert!(third.gateway.doubled_events() >= theirs.len() as u64);

    held.hold(false);
    until("the old one has ended", || !ending(&third));
    until("every number has come", || {
        let (held, late) = (held.numbers(), late.numbers());
        (0..48).all(|number| held.contains(&number) || late.contains(&number))
    });
    assert_eq!(sim.stats().identifies, 1 + 2);
    first.leave();
    third.leave();
}
