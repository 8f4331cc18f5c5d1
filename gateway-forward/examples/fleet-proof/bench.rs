//! The test setup of the fleet: simulated Discord, nats-servers, workers and consumers.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;
use tokio::time::Instant;

use crate::Options;
use crate::check::{self, Came};
use crate::consumer::Consumer;
use crate::fault::Fault;
use crate::proxy::Proxy;
use crate::report::Row;
use crate::servers::Servers;
use crate::source::Source;
use crate::worker::{Place, Worker};

/// The time limit for the fleet to be whole again, and for events to arrive. It is generous, and only ends a run that
/// hangs.
const LIMIT: Duration = Duration::from_secs(180);

/// The sizes and times of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub(crate) shards: u32,
    pub(crate) workers: usize,
    /// `max_concurrency` of the simulated Discord.
    pub(crate) concurrency: u32,
    /// Events a second.
    pub(crate) rate: u32,
    /// After which time a silent worker is dead.
    pub(crate) dead_after: Duration,
    /// How long a worker is paused or cut off.
    pub(crate) pause: Duration,
    /// How long NATS is down.
    pub(crate) outage: Duration,
    pub(crate) is_short: bool,
}

impl Scale {
    pub(crate) const FULL: Self = Self {
        shards: 32,
        workers: 4,
        concurrency: 16,
        rate: 2000,
        dead_after: Duration::from_secs(15),
        pause: Duration::from_secs(30),
        outage: Duration::from_secs(60),
        is_short: false,
    };
    pub(crate) const SHORT: Self = Self {
        shards: 8,
        rate: 200,
        dead_after: Duration::from_secs(6),
        pause: Duration::from_secs(10),
        outage: Duration::from_secs(5),
        is_short: true,
        ..Self::FULL
    };

    /// The number of shards that a worker may hold: all shards fit if one worker is missing.
    pub(crate) fn capacity(self) -> u32 {
        self.shards / 2
    }
}

pub(crate) struct Bench {
    pub(crate) scale: Scale,
    pub(crate) source: Source,
    pub(crate) servers: Servers,
    /// The connection of the last worker to NATS.
    pub(crate) proxy: Proxy,
    pub(crate) workers: Vec<Worker>,
    pub(crate) consumers: Vec<Consumer>,
    folder: TempDir,
}

/// Returns the path of the program `gateway-forward`: the one from the options, or the one next to this program.
pub(crate) fn program(options: &Options) -> Result<PathBuf> {
    let program = match &options.program {
        Some(program) => program.clone(),
        None => {
            let this = std::env::current_exe()?;
            let folder = this.parent().and_then(|examples| examples.parent());
            folder.context("no folder")?.join("gateway-forward")
        }
    };
    let build = "build it: cargo build -p gateway-forward, or name it with --program";
    ensure!(program.exists(), "{} is not there; {build}", program.display());
    Ok(program)
}

impl Bench {
    pub(crate) async fn start(options: &Options, scale: Scale, servers: usize) -> Result<Self> {
        let (program, folder) = (program(options)?, tempfile::tempdir()?);
        let source = Source::start(scale).await?;
        let servers = Servers::start(&options.nats, folder.path(), servers).await?;
        let proxy = Proxy::start(servers.ports()).await?;
        let (api_url, token) = (source.sim().api_url(), source.sim().token());
        let (direct, mut workers) = (servers.url(), Vec::new());
        for index in 0..scale.workers {
            let is_last = index + 1 == scale.workers;
            let place = Place {
                program: &program,
                folder: folder.path(),
                api_url: &api_url,
                token: &token,
                nats: if is_last { proxy.url() } else { &direct },
                replicas: servers.count(),
            };
            workers.push(Worker::start(&format!("worker-{index}"), &place, scale)?);
        }
        let consumers = (0..2).map(|index| {
            Consumer::start(servers.url(), folder.path().join(format!("consumer-{index}")))
        });
        let consumers = consumers.collect::<Result<_>>()?;
        let bench = Self { scale, source, servers, proxy, workers, consumers, folder };
        if let Err(error) = bench.until_whole().await {
            return Err(error.context(format!("the logs are in {}", bench.folder.keep().display())));
        }
        let identifies = bench.source.identifies();
        ensure!(
            identifies == u64::from(scale.shards),
            "the start took {identifies} Identifies for {} shards",
            scale.shards
        );
        Ok(bench)
    }

    /// Keeps the logs after the end of this program.
    pub(crate) fn keep_logs(&mut self) {
        self.folder.disable_cleanup(true);
        eprintln!("  the logs are in {}", self.folder.path().display());
    }

    /// Returns how many shards are ready at each worker that answers.
    pub(crate) async fn ready(&self) -> Vec<Option<usize>> {
        futures_util::future::join_all(self.workers.iter().map(Worker::ready)).await
    }

    /// Waits until every worker has shards and all shards are ready.
    pub(crate) async fn until_whole(&self) -> Result<()> {
        self.until("every worker has shards, and all are ready", |ready| {
            ready.iter().all(|count| count.is_some_and(|count| count > 0))
                && ready.iter().flatten().sum::<usize>() == self.scale.shards as usize
        })
        .await
    }

    /// Waits until all shards are ready at workers other than this one.
    pub(crate) async fn until_taken_over(&self, from: usize) -> Result<()> {
        self.until("the others have all shards", |ready| {
            let others = ready.iter().enumerate().filter(|(index, _)| *index != from);
            others.filter_map(|(_, count)| *count).sum::<usize>() >= self.scale.shards as usize
        })
        .await
    }

    async fn until(&self, what: &str, holds: impl Fn(&[Option<usize>]) -> bool) -> Result<()> {
        let until = Instant::now() + LIMIT;
        loop {
            let ready = self.ready().await;
            if holds(&ready) {
                return Ok(());
            }
            ensure!(Instant::now() < until, "in vain: {what}; ready are {ready:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Lets events flow during a fault, and compares what arrived.
    pub(crate) async fn run(&mut self, fault: Fault) -> Result<Row> {
        let (first, identifies) = (self.source.count(), self.source.identifies());
        let stored = self.servers.last_sequence().await?;
        self.source.set_flowing(true);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let begun = Instant::now();
        let done = fault.run(self).await;
        let done = match done {
            Ok(takeover) => self.until_whole().await.map(|()| takeover),
            Err(error) => Err(error),
        };
        let took = begun.elapsed();
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.source.set_flowing(false);
        let sent = self.source.sent_since(first);
        let came = self.settled(first, stored + 1, &sent).await;
        let identifies = self.source.identifies() - identifies;
        let servers = self.servers.count();
        let takeover = done.map_err(|error| format!("{error:#}"));
        let came = came.map_err(|error| format!("{error:#}"));
        Ok(Row { fault: fault.name(), servers, took, takeover, sent: sent.len(), came, identifies })
    }

    /// Returns what became of these events, once none is missing any more.
    async fn settled(&self, first: usize, from: u64, sent: &[u64]) -> Result<Came> {
        let until = Instant::now() + LIMIT;
        self.servers.until_whole().await?;
        loop {
            let came = check::compare(&self.servers, &self.consumers, first, from, sent).await;
            let is_late = Instant::now() > until;
            match came {
                Ok(came) if came.is_good() || is_late => return Ok(came),
                Err(error) if is_late => return Err(error),
                _ => tokio::time::sleep(Duration::from_millis(500)).await,
            }
        }
    }
}
