//! Runs that end before everything was read.

use gateway_model::Permissions;
use serde_json::{Value, json};

use super::Told::{CaughtUp as Caught, Done, Live, Missed};
use super::{Bench, GUILD, Told, guild, page, stopped};
use crate::catch_up::last_seen::LastSeen;
use crate::catch_up::settings::CatchUp;
use crate::events::{NotCaughtUpReason, ShardEventKind};

#[test]
fn each_bound_gives_a_channel_up_and_says_so() {
    let missed = |settings: CatchUp| {
        let mut bench = Bench::new(settings);
        bench.create(&[(10, 1000), (11, 1000)]);
        bench.ready();
        bench.create(&[(10, 2000), (11, 2000)]);
        bench.live(11, 3000);
        let all: Vec<u64> = (1001..=1300).collect();
        while let Some(fetch) = bench.next() {
            bench.answer(fetch, Ok(page(fetch, &all)));
        }
        let told = bench.told();
        let read = |channel| {
            told.iter().filter(|told| matches!(told, Caught(of, _) if *of == channel)).count()
        };
        let spans: Vec<_> =
            told.iter().filter(|told| matches!(told, Missed(..))).cloned().collect();
        assert!(told.contains(&Live(11, 3000)), "it goes on");
        (read(10), read(11), spans)
    };
    assert_eq!(missed(CatchUp::new()), (300, 300, vec![]));
    assert_eq!(
        missed(CatchUp::new().max_messages_per_channel(150)),
        (150, 150, vec![Missed(11, 1150, 2000), Missed(10, 1150, 2000)])
    );
    assert_eq!(
        missed(CatchUp::new().max_messages(250)),
        (0, 250, vec![Missed(11, 1250, 2000), Missed(10, 1000, 2000)])
    );
    assert_eq!(
        missed(CatchUp::new().max_requests(2).concurrency(1)),
        (0, 200, vec![Missed(11, 1200, 2000), Missed(10, 1000, 2000)])
    );
    assert_eq!(missed(CatchUp::new().max_held(0)), (300, 0, vec![Missed(11, 1000, 2000)]));
}

#[test]
fn what_waits_too_long_goes_on_and_a_late_answer_changes_nothing() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100)]);
    bench.create(&[(10, 120)]);
    let fetch = bench.next().unwrap();
    bench.live(10, 130);
    bench.now = bench.machine.deadline().unwrap();
    let now = bench.now;
    bench.run(|machine, out| machine.tick(now, out));
    assert_eq!(bench.told(), [Missed(10, 100, 120), Live(10, 130), Done(0, 0, 1)]);
    bench.answer(fetch, Ok(page(fetch, &[110, 120])));
    assert_eq!((bench.told(), bench.next()), (vec![], None));
    assert_eq!(bench.machine.messages, 20_000, "the bound is whole again");
}

#[test]
fn where_the_bot_may_not_read_nothing_is_asked_and_each_span_is_told_once() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100), (11, 100)]);
    bench.live(10, 105);
    let hidden = guild(&[(10, 110), (11, 120)], &[10, 11]);
    bench.dispatch("GUILD_CREATE", &hidden);
    let ShardEventKind::NotCaughtUp(missed) = &bench.events.last().unwrap().event.kind else {
        panic!("{:?}", bench.told)
    };
    let spans: Vec<_> =
        missed.channels.iter().map(|span| (span.after.get(), span.until.get())).collect();
    assert_eq!(spans, [(105, 110), (100, 120)]);
    let needed = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
    let is_meant = |reason: &NotCaughtUpReason| matches!(reason, NotCaughtUpReason::NoPermission { missing } if *missing == needed);
    assert!(is_meant(&missed.reason), "{}", missed.reason);
    bench.told.clear();
    // Not handled, so the next process reports it again.
    let mut next = Bench::with(CatchUp::new(), bench.stored());
    next.dispatch("GUILD_CREATE", &hidden);
    assert_eq!(next.told(), [Missed(10, 104, 110)]);
    bench.handle();
    for bench in [&mut bench, &mut Bench::with(CatchUp::new(), bench_stored(&bench_of(&hidden)))] {
        bench.dispatch("GUILD_CREATE", &hidden);
        assert_eq!((bench.told(), bench.next()), (vec![], None));
    }
}

/// Returns a process that has handled the report that these channels cannot be read.
fn bench_of(hidden: &Value) -> Bench {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100), (11, 100)]);
    bench.live(10, 105);
    bench.dispatch("GUILD_CREATE", hidden);
    bench.handle();
    bench
}

fn bench_stored(bench: &Bench) -> LastSeen {
    bench.stored()
}

#[test]
fn a_guild_that_was_left_while_there_was_no_session_is_new_when_it_is_joined() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100)]);
    bench.dispatch("READY", &json!({ "guilds": [] }));
    bench.create(&[(10, 200)]);
    assert_eq!((bench.next(), bench.told()), (None, vec![]));
}

#[test]
fn a_bound_that_is_only_reserved_is_waited_for() {
    let mut bench = Bench::new(CatchUp::new().max_messages(100));
    bench.create(&[(10, 100), (11, 100)]);
    bench.create(&[(10, 110), (11, 110)]);
    let fetch = bench.next().unwrap();
    assert_eq!(bench.next(), None);
    bench.answer(fetch, Ok(page(fetch, &[110])));
    let fetch = bench.next().unwrap();
    assert_eq!(fetch.limit, 99);
    bench.answer(fetch, Ok(page(fetch, &[110])));
    assert_eq!(bench.told(), [Caught(10, 110), Caught(11, 110), Done(2, 2, 0)]);
}

#[test]
fn a_request_that_fails_costs_its_channel_alone() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100), (11, 100)]);
    bench.create(&[(10, 110), (11, 110)]);
    bench.live(10, 120);
    let fetch = bench.next().unwrap();
    assert_eq!(fetch.channel.get(), 10);
    bench.answer(fetch, Err(NotCaughtUpReason::Unreadable("[".into())));
    bench.page(&[110]);
    assert_eq!(bench.told(), [Missed(10, 100, 110), Live(10, 120), Caught(11, 110), Done(1, 1, 1)]);
}

#[test]
fn a_channel_or_guild_that_goes_is_told_and_lets_go_before_it_goes() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100), (11, 100), (12, 100)]);
    bench.create(&[(10, 110), (11, 110), (12, 110)]);
    bench.live(10, 120);
    bench.live(11, 130);
    bench.told.clear();
    bench.dispatch("CHANNEL_DELETE", &json!({ "id": "10", "guild_id": GUILD.to_string() }));
    bench.dispatch("GUILD_DELETE", &json!({ "id": GUILD.to_string(), "unavailable": true }));
    bench.dispatch("GUILD_DELETE", &json!({ "id": GUILD.to_string() }));
    let other = |name: &str| Told::Other(name.to_owned());
    assert_eq!(
        bench.told,
        [
            Missed(10, 100, 110),
            Live(10, 120),
            other("CHANNEL_DELETE"),
            other("GUILD_DELETE"),
            Missed(11, 100, 110),
            Live(11, 130),
            Missed(12, 100, 110),
            Done(0, 0, 3),
            other("GUILD_DELETE"),
        ]
    );
    bench.create(&[(10, 500)]);
    assert_eq!(bench.next(), None, "a guild that is joined anew");
}

#[test]
fn a_stop_leaves_the_rest_to_the_next_process_or_tells_it() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100), (11, 100)]);
    bench.create(&[(10, 120), (11, 120)]);
    bench.live(10, 130);
    bench.page(&[110]);
    bench.live(11, 130);
    let edit = json!({ "id": "99", "channel_id": "11", "guild_id": GUILD.to_string() });
    bench.dispatch("MESSAGE_UPDATE", &edit);
    bench.told.clear();
    bench.take(stopped(true));
    assert_eq!(bench.told(), [], "nothing out of order");
    bench.handle();
    // An edit of an older message keeps the sequence back. The message does not.
    assert_eq!((bench.acknowledged.mark(), bench.acknowledged.unhandled()), (4, 1));
    let mut next = Bench::with(CatchUp::new(), bench.stored());
    next.dispatch("MESSAGE_UPDATE", &edit);
    let fetch = next.next().unwrap();
    assert_eq!((fetch.channel.get(), fetch.after), (11, 100));
    next.answer(fetch, Ok(page(fetch, &[110, 120, 130])));
    let edited = Told::Other("MESSAGE_UPDATE".to_owned());
    assert_eq!(
        next.told,
        [Caught(11, 110), Caught(11, 120), Caught(11, 130), edited, Done(1, 3, 0)]
    );

    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100)]);
    bench.create(&[(10, 120)]);
    bench.live(10, 130);
    bench.take(stopped(false));
    assert_eq!(bench.told(), [Missed(10, 100, 120), Live(10, 130), Done(0, 0, 1)]);
}
