//! Which events are delivered when, and in which order.

use std::time::Duration;

use serde_json::json;

use super::Told::{CaughtUp as Caught, Done, Live, Missed};
use super::{Bench, GUILD, Told, page};
use crate::catch_up::settings::CatchUp;

#[test]
fn missed_messages_come_oldest_first_before_those_of_the_new_session() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100), (11, 90)]);
    bench.live(10, 110);
    bench.ready();
    bench.create(&[(10, 130), (11, 90), (12, 140)]);
    bench.live(10, 150);
    bench.live(11, 151);
    assert_eq!(bench.told(), [Live(10, 110), Live(11, 151)], "the first is held back");
    let fetch = bench.next().unwrap();
    assert_eq!((fetch.channel.get(), fetch.after, fetch.limit), (10, 110, 100), "urgent first");
    // Messages newer than the Guild Create arrive from the gateway.
    bench.answer(fetch, Ok(page(fetch, &[120, 130, 150])));
    assert_eq!(bench.told(), [Caught(10, 120), Caught(10, 130), Live(10, 150)]);
    let fetch = bench.next().unwrap();
    assert_eq!((fetch.channel.get(), fetch.after), (12, 100), "an unknown one from the floor on");
    bench.answer(fetch, Ok(page(fetch, &[140])));
    assert_eq!(bench.told(), [Caught(12, 140), Done(2, 3, 0)]);
    assert_eq!(bench.next(), None);
    bench.live(12, 160);
    assert_eq!(bench.told(), [Live(12, 160)]);
}

#[test]
fn the_first_session_and_a_new_guild_miss_nothing() {
    let mut bench = Bench::new(CatchUp::new());
    bench.ready();
    bench.create(&[(10, 100)]);
    assert_eq!((bench.next(), bench.told()), (None, vec![]));
    // An outage in between, in which nothing was written.
    bench.create(&[(10, 100)]);
    assert_eq!((bench.next(), bench.told()), (None, vec![]));
}

#[test]
fn edits_wait_with_their_messages_and_interactions_never_wait() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100)]);
    bench.create(&[(10, 110)]);
    bench.told.clear();
    bench.live(10, 120);
    let place = json!({ "id": "120", "channel_id": "10", "guild_id": GUILD.to_string() });
    bench.dispatch("MESSAGE_UPDATE", &place);
    bench.dispatch("INTERACTION_CREATE", &place);
    bench.dispatch("TYPING_START", &place);
    bench.page(&[110]);
    let other = |name: &str| Told::Other(name.to_owned());
    assert_eq!(
        bench.told,
        [
            other("INTERACTION_CREATE"),
            other("TYPING_START"),
            Caught(10, 110),
            Live(10, 120),
            other("MESSAGE_UPDATE"),
            Done(1, 1, 0),
        ]
    );
}

#[test]
fn a_second_loss_while_a_page_is_under_way_extends_the_first() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100)]);
    bench.ready();
    bench.create(&[(10, 120)]);
    let fetch = bench.next().unwrap();
    // An event is held back, and then the session is lost again.
    bench.live(10, 130);
    bench.ready();
    bench.create(&[(10, 150)]);
    bench.live(10, 160);
    let asked_before = page(fetch, &[110, 120]);
    bench.answer(fetch, Ok(asked_before));
    assert_eq!(bench.told(), [Caught(10, 110), Caught(10, 120)]);
    bench.page(&[130, 140, 150]);
    let rest = [Live(10, 130), Caught(10, 140), Caught(10, 150), Live(10, 160), Done(1, 4, 0)];
    assert_eq!(bench.told(), rest);
}

#[test]
fn a_message_that_was_read_is_dropped_when_it_comes_by_the_gateway() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100)]);
    bench.ready();
    bench.create(&[(10, 120)]);
    bench.page(&[110, 120]);
    bench.told.clear();
    bench.live(10, 110);
    bench.live(10, 120);
    bench.live(10, 130);
    assert_eq!(bench.told(), [Live(10, 130)]);
    assert!(bench.machine.is_idle() && bench.machine.deadline().is_none());
    // Also from another shard, while the number of shards changes.
    let mut other = bench.beside();
    other.live(10, 120);
    other.live(10, 140);
    assert_eq!(other.told(), [Live(10, 140)]);
}

#[test]
fn what_comes_before_its_guild_waits_for_it() {
    let mut bench = Bench::new(CatchUp::new());
    bench.create(&[(10, 100), (11, 100)]);
    bench.ready();
    bench.live(10, 120);
    bench.live(11, 130);
    assert_eq!(bench.told(), []);
    bench.create(&[(10, 120), (11, 100)]);
    assert_eq!(bench.told(), [Live(11, 130)], "nothing older is missed");
    bench.page(&[110, 120]);
    assert_eq!(bench.told(), [Caught(10, 110), Live(10, 120), Done(1, 1, 0)]);
    // A guild that does not arrive.
    bench.ready();
    bench.live(10, 140);
    bench.now += Duration::from_secs(60);
    let now = bench.now;
    bench.run(|machine, out| machine.tick(now, out));
    assert_eq!(bench.told(), [Missed(10, 120, 139), Live(10, 140)]);
}
