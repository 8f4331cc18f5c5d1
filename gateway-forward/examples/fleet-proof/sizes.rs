//! Measures idle workers: memory, CPU, and writes to the bucket.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tokio::time::{Instant, sleep};

use crate::Options;
use crate::bench::{Scale, program};
use crate::servers::Servers;
use crate::source::Source;
use crate::worker::{Place, Worker};

/// How long the workers are measured.
const WATCH: Duration = Duration::from_secs(60);

/// How long they may take to become ready.
const LIMIT: Duration = Duration::from_secs(300);

/// The kernel's CPU time ticks per second, on every current Linux.
const TICKS: f64 = 100.0;

pub(crate) async fn run(options: &Options) -> Result<()> {
    println!(
        "| | shards of a worker | memory of a worker | CPU of a worker | writes/s of the bucket |"
    );
    println!("| --- | --- | --- | --- | --- |");
    for (what, workers, each, is_fleet) in [
        ("one process, no fleet", 1, 100, false),
        ("fleet of one worker", 1, 100, true),
        ("fleet of one worker", 1, 400, true),
        ("fleet of four workers", 4, 100, true),
        ("fleet of 20 workers", 20, 2, true),
        ("fleet of 20 workers, 1,000 shards", 20, 50, true),
    ] {
        if what.contains(&options.only) {
            measure(options, what, workers, each, is_fleet).await?;
        }
    }
    Ok(())
}

async fn measure(
    options: &Options,
    what: &str,
    workers: usize,
    each: u32,
    fleet: bool,
) -> Result<()> {
    let (program, folder) = (program(options)?, tempfile::tempdir()?);
    let shards = u32::try_from(workers)? * each;
    let scale = Scale { shards, workers, concurrency: shards, ..Scale::FULL };
    let source = Source::start(scale).await?;
    let servers = Servers::start(&options.nats, folder.path(), 1).await?;
    let (api_url, token, nats) = (source.sim().api_url(), source.sim().token(), servers.url());
    let mut all = Vec::new();
    for index in 0..workers {
        let place = Place {
            program: &program,
            folder: folder.path(),
            api_url: &api_url,
            token: &token,
            nats: &nats,
            replicas: 1,
        };
        let name = format!("worker-{index}");
        let table = format!("[fleet]\nname = \"proof\"\nworker = \"{name}\"\ncapacity = {each}\n");
        let table = if fleet { &*table } else { "" };
        all.push(Worker::start_with(&name, &place, scale, table)?);
    }
    let until = Instant::now() + LIMIT;
    while futures_util::future::join_all(all.iter().map(Worker::ready))
        .await
        .into_iter()
        .flatten()
        .sum::<usize>()
        < shards as usize
    {
        ensure!(Instant::now() < until, "the shards are not ready");
        sleep(Duration::from_millis(200)).await;
    }
    // Wait until the start is over.
    sleep(Duration::from_secs(10)).await;
    let (ticks, writes) = (ticks_of(&all)?, writes_of(&servers, fleet).await?);
    sleep(WATCH).await;
    let cpu = (ticks_of(&all)? - ticks) / TICKS / WATCH.as_secs_f64() / workers as f64;
    let writes = (writes_of(&servers, fleet).await? - writes) as f64 / WATCH.as_secs_f64();
    let memory = memory_of(&all)? / workers as f64 / 1024.0;
    println!(
        "| {what} | {each} | {memory:.1} MiB | {:.2} % of a core | {writes:.1} |",
        cpu * 100.0
    );
    Ok(())
}

async fn writes_of(servers: &Servers, fleet: bool) -> Result<u64> {
    if !fleet {
        return Ok(0);
    }
    let mut bucket = servers.bucket().await?;
    Ok(bucket.info().await?.state.last_sequence)
}

/// Returns the CPU time of all of these together, in ticks.
fn ticks_of(workers: &[Worker]) -> Result<f64> {
    sum(workers, "stat", |text| {
        // The name may contain spaces. Behind it, utime and stime are the 12th and the 13th field.
        let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    })
}

/// Returns the resident memory of all of these together, in KiB.
fn memory_of(workers: &[Worker]) -> Result<f64> {
    sum(workers, "status", |text| {
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    })
}

fn sum(workers: &[Worker], file: &str, read: impl Fn(&str) -> Option<f64>) -> Result<f64> {
    let of = |worker: &Worker| {
        let id = worker.id().context("the worker has ended")?;
        let path = Path::new("/proc").join(id.to_string()).join(file);
        read(&std::fs::read_to_string(&path)?).with_context(|| format!("{}", path.display()))
    };
    workers.iter().map(of).sum()
}
