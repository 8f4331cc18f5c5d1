//! The faults.

use std::time::Duration;

use anyhow::Result;
use tokio::time::{Instant, sleep};

use crate::bench::{Bench, Scale};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// kill -9 of a worker, which is then restarted.
    Kill,
    /// SIGSTOP of a worker, then SIGCONT.
    Pause,
    /// Everything that a worker sends to NATS is dropped.
    Cut,
    /// kill -9 of the server that leads the bucket.
    Leader,
    /// kill -9 of all nats-servers.
    Outage,
    /// Everything is restarted, one after the other.
    Rolling,
}

/// Returns the worker that gets the faults: the one whose connection to NATS can be cut.
fn victim(bench: &Bench) -> usize {
    bench.workers.len() - 1
}

impl Fault {
    /// Returns the faults to test.
    pub(crate) fn of(scale: Scale, servers: usize) -> Vec<Self> {
        if scale.is_short {
            return vec![Self::Kill, Self::Pause, Self::Rolling];
        }
        let mut all = vec![Self::Kill, Self::Pause, Self::Cut, Self::Outage, Self::Rolling];
        if servers > 1 {
            all.insert(3, Self::Leader);
        }
        all
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kill => "kill -9 of a worker",
            Self::Pause => "SIGSTOP of a worker",
            Self::Cut => "one-way cut of a worker",
            Self::Leader => "kill -9 of the NATS leader",
            Self::Outage => "all of NATS away",
            Self::Rolling => "rolling restart of everything",
        }
    }

    /// Causes the fault; returns how long the others took to run all shards, if they have to.
    pub(crate) async fn run(self, bench: &mut Bench) -> Result<Option<Duration>> {
        let (begun, victim) = (Instant::now(), victim(bench));
        let mut takeover = None;
        match self {
            Self::Kill => {
                bench.workers[victim].kill();
                bench.until_taken_over(victim).await?;
                takeover = Some(begun.elapsed());
                bench.workers[victim].start_again()?;
            }
            Self::Pause => {
                bench.workers[victim].signal("-STOP")?;
                let taken_over = bench.until_taken_over(victim).await;
                takeover = Some(begun.elapsed());
                sleep(bench.scale.pause.saturating_sub(begun.elapsed())).await;
                bench.workers[victim].signal("-CONT")?;
                taken_over?;
            }
            Self::Cut => {
                bench.proxy.set_cut(true);
                let taken_over = bench.until_taken_over(victim).await;
                takeover = Some(begun.elapsed());
                sleep(bench.scale.pause.saturating_sub(begun.elapsed())).await;
                bench.proxy.set_cut(false);
                taken_over?;
            }
            Self::Leader => {
                let leader = bench.servers.leader().await?;
                bench.servers.kill(leader);
                sleep(bench.scale.pause / 2).await;
                bench.servers.start_again(leader)?;
                bench.servers.until_whole().await?;
            }
            Self::Outage => {
                let all = 0..bench.servers.count();
                all.clone().for_each(|index| bench.servers.kill(index));
                sleep(bench.scale.outage).await;
                all.clone().try_for_each(|index| bench.servers.start_again(index))?;
                bench.servers.until_whole().await?;
            }
            Self::Rolling => rolling(bench).await?,
        }
        Ok(takeover)
    }
}

async fn rolling(bench: &mut Bench) -> Result<()> {
    for index in 0..bench.workers.len() {
        bench.workers[index].leave().await?;
        bench.workers[index].start_again()?;
        bench.until_whole().await?;
    }
    for consumer in &mut bench.consumers {
        consumer.kill();
        consumer.start_again()?;
        sleep(Duration::from_millis(500)).await;
    }
    for index in 0..bench.servers.count() {
        bench.servers.kill(index);
        bench.servers.start_again(index)?;
        bench.servers.until_whole().await?;
    }
    Ok(())
}
