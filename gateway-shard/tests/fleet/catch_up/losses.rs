//! Sessions that are lost repeatedly: every message is delivered once and in order.

use super::*;

/// Checks the logs of all seeds of a test.
fn none_is_missed_and_many_are_caught_up(logs: &[Log]) {
    let (mut came, mut caught_up) = (0, 0);
    for log in logs {
        let log = log.lock().unwrap();
        assert!(log.missed.is_empty(), "{:?}", log.missed);
        came += log.ids().values().map(Vec::len).sum::<usize>();
        caught_up += log.caught_up();
    }
    assert!(caught_up > came / 10, "{came} messages, {caught_up} of them caught up with");
}

#[tokio::test(start_paused = true)]
async fn every_message_comes_once_and_in_order_though_sessions_are_lost_at_random() {
    let mut logs = Vec::new();
    for seed in 0..12 {
        let sim = sim().start().await.unwrap();
        let (log, mut random) = (Log::default(), Random(seed));
        let gateway = start(&sim, None, CatchUp::new(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        for round in 0..6 {
            if round < 2 {
                start_thread(&sim, &gateway).await;
            }
            life(&sim, &mut random).await;
            match random.below(4) {
                0 => lose(&sim, Target::All),
                1 | 2 => lose(&sim, Target::Shard(u32::try_from(random.below(2)).unwrap())),
                _ => _ = sim.drop_connections(None),
            }
            life(&sim, &mut random).await;
        }
        all_came(&sim, &log).await;
        assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.in_time);
        logs.push(log);
    }
    none_is_missed_and_many_are_caught_up(&logs);
}

#[tokio::test(start_paused = true)]
async fn every_message_comes_once_and_in_order_over_restarts() {
    let mut logs = Vec::new();
    for seed in 0..8 {
        let sim = sim().start().await.unwrap();
        let (log, folder, mut random) = (Log::default(), TestFolder::new(), Random(100 + seed));
        let settings = CatchUp::new();
        let mut gateway = start(&sim, Some(folder.path()), settings.clone(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        for _ in 0..5 {
            life(&sim, &mut random).await;
            if random.below(2) == 0 {
                lose(&sim, Target::All);
                life(&sim, &mut random).await;
            }
            // At any time, also while catching up.
            let kind =
                random.of(&[Shutdown::KeepSession, Shutdown::KeepSession, Shutdown::Offline]);
            if kind == Shutdown::Offline {
                all_came(&sim, &log).await;
            }
            let report = gateway.shutdown(kind, PATIENCE).await;
            assert!(report.in_time, "{report:?}");
            life(&sim, &mut random).await;
            if random.below(2) == 0 {
                // The session no longer exists when the next process starts.
                tokio::time::sleep(Duration::from_secs(200)).await;
            }
            gateway = start(&sim, Some(folder.path()), settings.clone(), &log).await;
            if random.below(3) > 0 {
                assert!(gateway.wait_ready(PATIENCE).await);
            }
        }
        all_came(&sim, &log).await;
        assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
        logs.push(log);
    }
    none_is_missed_and_many_are_caught_up(&logs);
}

/// A process is killed: messages handled in the last second may be delivered again, and none is missed.
#[tokio::test(start_paused = true)]
async fn a_process_that_is_killed_while_it_catches_up_loses_no_message() {
    let mut repeats = 0;
    for seed in 0..6 {
        let sim = sim().start().await.unwrap();
        let (mut random, mut folder) = (Random(200 + seed), TestFolder::new());
        let mut all: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for _ in 0..6 {
            let log = Log::default();
            let builder = builder(&sim).catch_up(CatchUp::new()).state_folder(folder.path());
            let (gateway, events) = builder.start().await.unwrap();
            let process = read(events, &log);
            assert!(gateway.wait_ready(PATIENCE).await);
            // The first knowledge of a guild is on the disk within a second.
            tokio::time::sleep(Duration::from_secs(2)).await;
            life(&sim, &mut random).await;
            if random.below(3) > 0 {
                lose(&sim, Target::All);
            }
            life(&sim, &mut random).await;
            tokio::time::sleep(Duration::from_millis(random.below(9000))).await;
            // The next process finds what is on the disk now.
            let next = TestFolder::new();
            copy(folder.path(), next.path());
            process.abort();
            for (channel, ids) in log.lock().unwrap().ids() {
                all.entry(channel).or_default().extend(ids);
            }
            folder = next;
        }
        let log = Log::default();
        let gateway = start(&sim, Some(folder.path()), CatchUp::new(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        let with_last = |last: &Came| {
            let mut came = all.clone();
            for (channel, ids) in last.ids() {
                came.entry(channel).or_default().extend(ids);
            }
            came
        };
        let wanted = written(&sim);
        let is_there = |last: &Came| {
            let came = with_last(last);
            wanted.iter().all(|(channel, ids)| {
                let came = came.get(channel).map_or(&[][..], Vec::as_slice);
                ids.iter().all(|id| came.contains(id))
            })
        };
        until("all messages", &log, is_there).await;
        let came = with_last(&log.lock().unwrap());
        for (channel, came) in came {
            let (mut first, before) = (Vec::new(), came.len());
            for id in came {
                if !first.contains(&id) {
                    first.push(id);
                }
            }
            repeats += before - first.len();
            assert_eq!(first, wanted[&channel], "the first time of each is in order");
        }
    }
    println!("{repeats} repeats");
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_number_of_shards_misses_nothing() {
    for seed in 0..4 {
        let sim = sim().start().await.unwrap();
        let (log, mut random) = (Log::default(), Random(300 + seed));
        let gateway = start(&sim, None, CatchUp::new(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        life(&sim, &mut random).await;
        if seed % 2 == 1 {
            lose(&sim, Target::All);
        }
        let changing = gateway.clone();
        let change = tokio::spawn(async move { changing.reshard(3).await });
        while !change.is_finished() {
            life(&sim, &mut random).await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        change.await.unwrap().unwrap();
        lose(&sim, Target::Shard(0));
        life(&sim, &mut random).await;
        all_came(&sim, &log).await;
        assert!(log.lock().unwrap().missed.is_empty());
        assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.in_time);
    }
}
