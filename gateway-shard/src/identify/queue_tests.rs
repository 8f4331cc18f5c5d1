//! When shards may identify, and what is on the disk before that.

use super::super::buckets::WINDOW;
use super::*;
use crate::clock::unix_ms;
use crate::disk::TestFolder;
use crate::store::StateFolder;

const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn limit(max_concurrency: u32, remaining: u32) -> SessionStartLimit {
    SessionStartLimit { total: 1000, remaining, reset_after: 3_600_000, max_concurrency }
}

#[tokio::test(start_paused = true)]
async fn sixty_four_shards_at_sixteen_need_the_least_time_and_five_percent() {
    let queue = LocalQueue::new(limit(16, 1000));
    let start = Instant::now();
    let shards = (0..64).map(|id| {
        let queue = queue.clone();
        async move {
            queue.acquire(ShardId::new(id, 64).unwrap()).await;
            (id, start.elapsed())
        }
    });
    let mut done = futures_util::future::join_all(shards).await;
    done.sort_unstable();
    for (id, at) in done {
        let least = Duration::from_secs(5) * (id / 16);
        assert!(at >= least && at <= least.mul_f64(1.05), "shard {id} after {at:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_request_holds_nobody_up() {
    let queue = LocalQueue::new(limit(1, 1000));
    queue.acquire(ShardId::new(0, 3).unwrap()).await;
    let second = tokio::spawn({
        let queue = queue.clone();
        async move { queue.acquire(ShardId::new(1, 3).unwrap()).await }
    });
    let third = tokio::spawn({
        let queue = queue.clone();
        async move { queue.acquire(ShardId::new(2, 3).unwrap()).await }
    });
    tokio::task::yield_now().await;
    second.abort();
    let start = Instant::now();
    third.await.unwrap();
    assert!(start.elapsed() <= WINDOW, "{:?}", start.elapsed());
    assert!(queue.delays().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_spent_limit_is_told_with_its_reset_and_waited_for() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let on_delay: OnDelay = Box::new(move |delay| tell.send(delay.clone()).unwrap());
    let queue = LocalQueue::build(limit(1, 5), None, Some(on_delay), &WallClock::default());
    let start = Instant::now();
    queue.acquire(ShardId::ONE).await;
    assert_eq!(start.elapsed().as_secs(), 3600);
    let delay = told.recv().await.unwrap();
    assert_eq!(delay.cause, DelayCause::SessionStartLimit { remaining: 5, total: 1000 });
    assert_eq!(delay.time_left.as_secs(), 3600);
    assert!(told.try_recv().is_err(), "said once");
}

#[tokio::test(start_paused = true)]
async fn a_cause_is_told_once_and_only_by_those_that_wait() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let on_delay: OnDelay = Box::new(move |delay| tell.send(delay.clone()).unwrap());
    let queue = LocalQueue::build(limit(1, 12), None, Some(on_delay), &WallClock::default());
    let ask = |id| {
        let queue = queue.clone();
        tokio::spawn(async move { queue.acquire(ShardId::new(id, 4).unwrap()).await })
    };
    // The second waits for the window of 5 seconds, and uses the last allowed session start.
    let start = Instant::now();
    ask(0).await.unwrap();
    assert!(queue.long_wait(ShardId::new(1, 4).unwrap()).is_none());
    ask(1).await.unwrap();
    assert_eq!(start.elapsed(), WINDOW);
    assert_eq!(queue.remaining(), 10);
    assert!(told.try_recv().is_err(), "both were let through");
    let third = ask(2);
    let fourth = ask(3);
    tokio::task::yield_now().await;
    // The third checks again because the fourth is withdrawn.
    fourth.abort();
    assert!(fourth.await.is_err());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let cause = DelayCause::SessionStartLimit { remaining: 10, total: 1000 };
    let delays = queue.delays();
    assert_eq!(
        delays.iter().map(|delay| (delay.shard.id(), delay.cause)).collect::<Vec<_>>(),
        [(2, cause)]
    );
    assert_eq!(queue.long_wait(ShardId::new(2, 4).unwrap()).map(|delay| delay.cause), Some(cause));
    third.await.unwrap();
    let mut shards: Vec<_> =
        std::iter::from_fn(|| told.try_recv().ok()).map(|delay| delay.shard.id()).collect();
    shards.sort_unstable();
    assert_eq!(shards, [2, 3]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_with_more_starts_ends_the_wait() {
    let queue = LocalQueue::new(limit(1, 0));
    let waiter = tokio::spawn({
        let queue = queue.clone();
        async move { queue.acquire(ShardId::ONE).await }
    });
    tokio::task::yield_now().await;
    let start = Instant::now();
    queue.update(limit(1, 1000));
    waiter.await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn the_identify_is_on_disk_before_it_is_granted() {
    let folder = TestFolder::new();
    let path = folder.path().join("identifies.log");
    let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
    let queue = LocalQueue::with_ledger(limit(1, 1000), file, ledger);
    queue.acquire(ShardId::ONE).await;
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1);
    let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
    assert_eq!(ledger.spent(ShardId::ONE), 1);
    drop(file);
}

#[tokio::test]
#[allow(clippy::await_holding_lock, reason = "it is the lock that the disk waits for")]
async fn nothing_is_granted_before_the_ledgers_line_is_on_the_disk() {
    let folder = TestFolder::new();
    let path = folder.path().join("identifies.log");
    let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
    let queue = LocalQueue::with_ledger(limit(1, 1000), file, ledger);
    let file = queue.shared.lock().ledger_file.clone().unwrap();
    // Simulates a disk that does not respond: the line cannot be written.
    let stuck = file.lock().unwrap();
    let mut granted = tokio::spawn({
        let queue = queue.clone();
        async move { queue.acquire(ShardId::ONE).await }
    });
    for _ in 0..100 {
        tokio::task::yield_now().await;
        assert!(!granted.is_finished());
    }
    drop(stuck);
    (&mut granted).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_crash_loop_is_spaced_out_over_the_day() {
    let folder = TestFolder::new();
    let path = folder.path().join("identifies.log");
    let (file, ledger) = LedgerFile::open(&path, unix_ms()).unwrap();
    let queue = LocalQueue::with_ledger(limit(1, 1000), file, ledger);
    let start = Instant::now();
    let mut sent = 0;
    while start.elapsed() < A_DAY {
        queue.acquire(ShardId::ONE).await;
        sent += 1;
    }
    assert!((50..100).contains(&sent), "{sent}");
}

const UNIX: u64 = 1_700_000_000_000;

/// Returns a process that started at this moment.
fn process(
    folder: &TestFolder,
    start: Instant,
    part: &str,
    limit: SessionStartLimit,
) -> (LocalQueue, impl Drop + use<>) {
    let clock = WallClock::new(move || UNIX + u64::try_from(start.elapsed().as_millis()).unwrap());
    let opened = StateFolder::open_at(folder.path(), "1", part, &|_| false, clock.now_ms());
    let (_, file, ledger, lock) = opened.unwrap().into_parts();
    (LocalQueue::build(limit, Some((file, ledger)), None, &clock), lock)
}

#[tokio::test(start_paused = true)]
async fn shards_of_different_keys_do_not_wait_for_another_process() {
    let (folder, start) = (TestFolder::new(), Instant::now());
    let (first, _first_lock) = process(&folder, start, "range-0-4", limit(16, 1000));
    let (second, _second_lock) = process(&folder, start, "range-4-8", limit(16, 1000));
    first.acquire(ShardId::new(0, 8).unwrap()).await;
    second.acquire(ShardId::new(4, 8).unwrap()).await;
    assert!(start.elapsed() < WINDOW, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn processes_that_share_a_folder_take_turns_and_know_what_the_others_spent() {
    let (folder, start) = (TestFolder::new(), Instant::now());
    let process = |part: &str| process(&folder, start, part, limit(1, 1000));
    let ((first, _first_lock), (second, _second_lock)) =
        (process("range-0-4"), process("range-4-8"));
    let shards = (0..8).map(|id| {
        let queue = if id < 4 { first.clone() } else { second.clone() };
        async move {
            queue.acquire(ShardId::new(id, 8).unwrap()).await;
            (start.elapsed(), id < 4)
        }
    });
    let mut sent = futures_util::future::join_all(shards).await;
    sent.sort_unstable();
    for pair in sent.windows(2) {
        assert!(pair[1].0 - pair[0].0 >= WINDOW, "{sent:?}");
    }
    assert!(sent[7].0 <= WINDOW * 8, "{sent:?}");
    // Each has seen everything up to its own last one, in whatever order they were written.
    for (queue, is_first) in [(&first, true), (&second, false)] {
        let seen = sent.iter().rposition(|(_, by_first)| *by_first == is_first).unwrap() + 1;
        assert_eq!(queue.remaining() as usize, 1000 - seen, "{sent:?}");
    }
    // The next process uses the same ledger, whatever range it runs.
    let (third, _third_lock) = process("range-0-2");
    let state = third.shared.lock();
    assert_eq!(state.scheduler.ledger().unwrap().entries().len(), 8);
}
