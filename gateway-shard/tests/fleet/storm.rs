//! The restart storm: a crash loop under a supervisor, for a simulated day.
//!
//! Docs: [Gateway, Identifying](https://docs.discord.com/developers/events/gateway#identifying): an app that
//! identifies more than 1000 times in 24 hours has its token reset.

use std::fs;
use std::path::Path;
use std::time::Duration;

use gateway_model::EventKind;
use gateway_shard::{Events, ShardEventKind, StateChange};
use gateway_sim::Sim;
use tokio::time::Instant;

use crate::support::{PATIENCE, TestFolder, builder, copy, say_to_any};

const RESTARTS: u32 = 3000;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const START_MS: u64 = 1_767_225_600_000;

/// When the process dies. Each dies at the end of its part of the day at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Death {
    /// As soon as Identify or Resume is sent.
    BeforeReady,
    /// With Ready or Resumed, before anything is written.
    OnReady,
    After100Events,
    /// While the state file is written: half of the next one exists too.
    InAWrite,
}

/// Reads events until the process must die.
async fn live_until(death: Death, sim: &Sim, events: &mut Events) {
    let mut messages = 0;
    while let Some(event) = events.next().await {
        let sent = matches!(
            event.kind,
            ShardEventKind::State(StateChange::Identifying | StateChange::Resuming { .. })
        );
        let live = matches!(event.event_kind(), Some(EventKind::Ready | EventKind::Resumed));
        messages += u32::from(event.event_kind() == Some(EventKind::MessageCreate));
        match death {
            Death::BeforeReady if sent => return,
            Death::OnReady if live => return,
            // A session that an earlier process could not store still exists, and gets them too.
            Death::After100Events if live => assert!(say_to_any(sim, 0..100) >= 100),
            Death::After100Events if messages >= 100 => return,
            Death::InAWrite if live => return tokio::time::sleep(Duration::from_secs(2)).await,
            _ => {}
        }
    }
}

/// Leaves the files of an interrupted write.
fn cut_off_a_write(folder: &Path) {
    let application = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let part = application.join("all");
    if let Ok(whole) = fs::read(part.join("sessions.json")) {
        fs::write(part.join("sessions.json.new"), &whole[..whole.len() / 2]).unwrap();
    }
    let ledger = fs::OpenOptions::new().append(true).open(application.join("identifies.log"));
    std::io::Write::write_all(&mut ledger.unwrap(), b"17672256").unwrap();
}

/// Runs one process from its start to its death. Returns its disk.
async fn live_and_die(sim: &Sim, disk: TestFolder, death: Death, start: Instant) -> TestFolder {
    let clock = move || START_MS + u64::try_from(start.elapsed().as_millis()).unwrap();
    let builder = builder(sim).state_folder(disk.path()).wall_clock(clock);
    let (gateway, mut events) = builder.start().await.unwrap();
    let share = DAY / RESTARTS - Duration::from_secs(1);
    let _ = tokio::time::timeout(share, live_until(death, sim, &mut events)).await;
    // Nothing after this comes from the dead process, but what it sent arrives.
    let left = TestFolder::new();
    copy(disk.path(), left.path());
    tokio::time::sleep(Duration::from_millis(1)).await;
    if death == Death::InAWrite {
        cut_off_a_write(left.path());
    }
    sim.drop_connections(None);
    drop(events);
    tokio::time::timeout(PATIENCE, gateway.ended()).await.unwrap().unwrap();
    left
}

#[tokio::test(start_paused = true)]
async fn three_thousand_restarts_in_a_day_cost_under_a_hundred_identifies() {
    let sim = Sim::builder().guilds(2).members(2).start().await.unwrap();
    let start = Instant::now();
    let mut disk = TestFolder::new();
    let deaths = [Death::BeforeReady, Death::OnReady, Death::After100Events, Death::InAWrite];
    for restart in 0..RESTARTS {
        let death = deaths[restart as usize * deaths.len() / RESTARTS as usize];
        disk = live_and_die(&sim, disk, death, start).await;
        tokio::time::sleep_until(start + DAY / RESTARTS * (restart + 1)).await;
        if (restart + 1) % 750 == 0 {
            let stats = sim.stats();
            println!(
                "{} restarts, the last ones {death:?}: {} Identifies, {} resumed, {} connections",
                restart + 1,
                stats.identifies,
                stats.resumed,
                stats.connections
            );
        }
    }
    assert!(start.elapsed() <= DAY + Duration::from_secs(1));
    let stats = sim.stats();
    assert_eq!(stats.token_resets, 0);
    assert!(stats.identifies < 100, "{} Identifies", stats.identifies);
    // Processes that could resume did so: nearly all restarts of the second half of the day. In the first half the
    // process died with its sessions, and its Identifies were spaced out.
    assert!(stats.resumed > 1000, "{} resumed", stats.resumed);
    assert!(
        stats.identifies > 40,
        "the deaths before Ready did not cost any: {}",
        stats.identifies
    );
    let application = fs::read_dir(disk.path()).unwrap().next().unwrap().unwrap().path();
    let ledger = fs::read_to_string(application.join("identifies.log")).unwrap();
    assert!(ledger.lines().count() < 100, "{} in the ledger", ledger.lines().count());
}
