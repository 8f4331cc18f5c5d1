//! Tests with real processes that kills lose no event. Gateway workers publish the events of gateway-sim to a
//! nats-server, and bot workers listen. Any of them is killed with kill -9 at random, and restarted, while events flow.
//! The events that the simulator sent are compared with those that the listeners started: every event at least once,
//! those of each guild in order, no duplicate that `Dedupe` would not drop by session and sequence, and no Identify
//! spent. At the end NATS is down for a while.
//!
//! ```text
//! cargo build --release -p gateway-forward -p gateway-worker --bin gateway-forward --example kill-proof
//! target/release/examples/kill-proof            # 200 kills and a minute without NATS, some 12 minutes
//! target/release/examples/kill-proof --short    # what CI runs, below a minute
//! ```
//!
//! It needs `nats-server`. It exits with 1 if a check fails; the logs of all processes are kept then.
//!
//! - `source`: the simulated Discord, and the events that it sent; `process`: the processes, killed and restarted;
//! - `bot`: a bot worker; `check`: the comparison of the listeners' file with the events that were sent.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

mod bot;
mod check;
mod process;
mod source;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, Subcommand};
use tokio::time::{Instant, sleep};

use check::{Came, compare};
use process::{Process, free_port};
use source::Source;

/// How long to wait for all events after the last fault.
const ARRIVE: Duration = Duration::from_secs(90);

/// Kills processes at random, and checks whether an event is lost.
#[derive(Debug, Parser)]
struct Options {
    /// Few kills, and NATS is down for 5 s.
    #[arg(long)]
    short: bool,
    /// The number of kills.
    #[arg(long)]
    kills: Option<usize>,
    /// Events a second.
    #[arg(long, default_value_t = 500)]
    rate: u32,
    /// The seed of the kills. The default is the time.
    #[arg(long)]
    seed: Option<u64>,
    /// The program `gateway-forward`. The default is the one next to this program.
    #[arg(long)]
    program: Option<PathBuf>,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Runs a bot worker; the test starts two of them.
    #[command(hide = true)]
    Bot {
        /// The address of NATS.
        server: String,
        /// Its id.
        worker: String,
        /// The file for the events that the listeners start.
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    let options = Options::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match &options.part {
            Some(Part::Bot { server, worker, file }) => {
                bot::run(server, worker, file).await.map(|()| true)
            }
            None => prove(&options).await,
        }
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("kill-proof: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The running parts.
struct World {
    source: Source,
    /// NATS, two publishers, two bots.
    processes: Vec<Process>,
    file: PathBuf,
}

async fn prove(options: &Options) -> Result<bool> {
    let kills = options.kills.unwrap_or(if options.short { 8 } else { 200 });
    let away = Duration::from_secs(if options.short { 5 } else { 60 });
    let seed = options.seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}, {kills} kills, {} events a second", options.rate);
    let mut rng = fastrand::Rng::with_seed(seed);
    let folder = tempfile::tempdir()?;
    let mut world = World::start(options, folder.path()).await?;
    let identifies = world.source.identifies();
    world.source.set_flowing(true);
    world.until_arrived(100).await?;
    for _ in 0..kills {
        sleep(Duration::from_millis(rng.u64(100..1500))).await;
        let index = rng.usize(..world.processes.len());
        let process = &mut world.processes[index];
        process.kill();
        // Some are restarted immediately, some after a while.
        sleep(Duration::from_millis(if rng.bool() { 0 } else { rng.u64(..2000) })).await;
        process.start_again()?;
    }
    let after_kills = world.settle().await?;
    println!("after {kills} kills: {after_kills}");

    world.source.set_flowing(true);
    sleep(Duration::from_secs(1)).await;
    world.processes[0].kill();
    sleep(away).await;
    let memory: Vec<_> = world.processes[1..].iter().map(Process::memory_mib).collect();
    world.processes[0].start_again()?;
    let after_away = world.settle().await?;
    println!(
        "NATS away for {away:?}: {after_away}; memory of publishers and bots then: {memory:?} MiB"
    );
    let spent = world.source.identifies() - identifies;
    println!("Identifies spent: {spent}");
    let bounded = memory.iter().flatten().all(|mib| *mib < 300);
    let is_good = after_kills.is_good() && after_away.is_good() && spent == 0 && bounded;
    if !is_good {
        println!("the logs are in {}", folder.keep().display());
    }
    Ok(is_good)
}

impl World {
    async fn start(options: &Options, folder: &Path) -> Result<Self> {
        let source = Source::start(options.rate).await?;
        let own = std::env::current_exe()?;
        let beside = own.parent().and_then(Path::parent).map(|it| it.join("gateway-forward"));
        let program = options.program.clone().or(beside).context("name --program")?;
        ensure!(program.exists(), "{} is not built", program.display());
        let (port, file) = (free_port()?, folder.join("begun"));
        let url = format!("nats://127.0.0.1:{port}");
        let mut processes = vec![Process::start("nats", folder, || {
            let mut command = std::process::Command::new("nats-server");
            command.args(["--addr", "127.0.0.1", "--port", &port.to_string(), "--jetstream"]);
            command.arg("--store_dir").arg(folder.join("nats"));
            command
        })?];
        for number in 1..=2 {
            let config = source.publisher_config(&format!("gateway-{number}"), folder, &url)?;
            let (program, token) = (program.clone(), source.token());
            processes.push(Process::start(&format!("gateway-{number}"), folder, move || {
                let mut command = std::process::Command::new(&program);
                command.arg("run").arg(&config).env("DISCORD_TOKEN", &token);
                command.env("RUST_LOG", "info");
                command
            })?);
        }
        for number in 1..=2 {
            let (own, url, file) = (own.clone(), url.clone(), file.clone());
            let name = format!("bot-{number}");
            processes.push(Process::start(&name.clone(), folder, move || {
                let mut command = std::process::Command::new(&own);
                command.arg("bot").arg(&url).arg(&name).arg(&file);
                command
            })?);
        }
        let world = Self { source, processes, file };
        world.until_ready().await?;
        Ok(world)
    }

    /// Waits until every shard has a session.
    async fn until_ready(&self) -> Result<()> {
        let until = Instant::now() + ARRIVE;
        while !self.source.is_ready() {
            ensure!(Instant::now() < until, "the shards are not ready");
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until this many events have arrived.
    async fn until_arrived(&self, count: usize) -> Result<()> {
        let until = Instant::now() + ARRIVE;
        while check::arrived(&self.file)? < count {
            ensure!(Instant::now() < until, "not {count} events arrive");
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Stops the flow, waits until all events have arrived or no more arrive, and compares.
    async fn settle(&self) -> Result<Came> {
        self.source.set_flowing(false);
        let (sent, until) = (self.source.sent(), Instant::now() + ARRIVE);
        loop {
            let came = compare(&self.file, &sent)?;
            if came.lost == 0 || Instant::now() > until {
                return Ok(came);
            }
            sleep(Duration::from_millis(200)).await;
        }
    }
}
