//! Events that can never be delivered.

use std::io::ErrorKind;

use super::*;
use crate::dead_letters::replay_dead_letters;
use crate::spill::test_disk::{Installed, Op, TestDisk};

fn config() -> (DeadLettersConfig, DeliveryConfig) {
    let letters = DeadLettersConfig::new("/dead");
    let dead_letters = Some(letters.clone());
    (letters, DeliveryConfig { dead_letters, ..DeliveryConfig::default() })
}

fn refuses_the_first() -> Scripted {
    let sink = Scripted::default();
    sink.answers.lock().unwrap().push_back(Outcome::Refused("status 410".into()));
    sink
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_refused_becomes_a_dead_letter_and_its_guild_goes_on() {
    let disk = TestDisk::default();
    let _on = Installed::new(&disk);
    let (letters, config) = config();
    let running = start(refuses_the_first(), config);
    let handled = [running.send(1, 0).await, running.send(1, 1).await];
    let counters = Arc::clone(&running.counters);
    assert_eq!(running.end().await, ["1-1"]);
    assert!(handled.iter().all(Handled::is_handled));
    let stats = counters.snapshot("");
    assert_eq!((stats.dead, stats.dead_letters, stats.sent), (1, 1, 1));
    let sink = Scripted::default();
    assert_eq!(replay_dead_letters(&letters, &sink).await.unwrap().delivered, 1);
    assert_eq!(*sink.tries.lock().unwrap(), [("1-0".to_owned(), 2)], "the second try");
}

#[tokio::test(start_paused = true)]
async fn without_a_place_for_dead_letters_nothing_is_given_up() {
    let retry = RetryPolicy { max_attempts: NonZeroU32::new(1), ..RetryPolicy::default() };
    let running = start(refuses_the_first(), DeliveryConfig { retry, ..DeliveryConfig::default() });
    running.send(1, 0).await;
    let counters = Arc::clone(&running.counters);
    assert_eq!(running.end().await, ["1-0"]);
    assert_eq!((counters.snapshot("").dead, counters.snapshot("").retried), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn an_event_whose_dead_letter_cannot_be_written_is_tried_again() {
    let disk = TestDisk::default();
    let _on = Installed::new(&disk);
    disk.fail(|op, _| (op == Op::Write).then_some(ErrorKind::StorageFull));
    let running = start(refuses_the_first(), config().1);
    let handled = [running.send(1, 0).await, running.send(1, 1).await];
    let counters = Arc::clone(&running.counters);
    assert_eq!(running.end().await, ["1-0", "1-1"], "in order");
    assert!(handled.iter().all(Handled::is_handled));
    assert_eq!(counters.snapshot("").dead, 0);
}
