//! Tests the fleet with real processes: four `gateway-forward` workers share the shards of one bot over real
//! nats-servers, while they are killed, paused, cut off, and restarted. gateway-sim plays Discord and knows which
//! events it sent; two consumers write each event to a file. The events that were sent are compared with the stream and
//! with these files: none may be lost, doubled or out of order, and no Identify may be spent.
//!
//! ```text
//! cargo build --release -p gateway-forward --bin gateway-forward --example fleet-proof
//! target/release/examples/fleet-proof            # everything, some 12 minutes
//! target/release/examples/fleet-proof --short    # what CI runs, some 1 to 2 minutes
//! target/release/examples/fleet-proof --sizes    # memory, CPU and writes of workers that are idle
//! ```
//!
//! It needs `nats-server`. It prints a table, and exits with 1 if a check fails; the logs of all processes are kept
//! then.
//!
//! - `source`: the simulated Discord, and the events that it sent; `consumer`: the consumers;
//! - `servers`: nats-servers; `proxy`: a connection to them that can be cut; `worker`: the workers;
//! - `bench`: all of these together; `fault`: the faults; `check`: the comparison; `report`: the table;
//! - `sizes`: the cost of idle workers.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

mod bench;
mod check;
mod consumer;
mod fault;
mod proxy;
mod report;
mod servers;
mod sizes;
mod source;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use bench::{Bench, Scale};
use fault::Fault;
use report::Row;

/// Tests a fleet of real gateway-forward processes under faults.
#[derive(Debug, Parser)]
struct Options {
    /// Fewer shards, one nats-server, shorter faults.
    #[arg(long)]
    short: bool,
    /// Measures idle workers instead.
    #[arg(long, conflicts_with = "short")]
    sizes: bool,
    /// Only faults, or sizes, whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
    /// Only with one nats-server, or only with three.
    #[arg(long)]
    servers: Option<usize>,
    /// The program `gateway-forward`. The default is the one next to this program.
    #[arg(long)]
    program: Option<PathBuf>,
    /// The program `nats-server`.
    #[arg(long, default_value = "nats-server")]
    nats: PathBuf,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Runs a consumer; the test starts two of them.
    #[command(hide = true)]
    Consume {
        /// The address of NATS.
        server: String,
        /// The file for the events.
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
            Some(Part::Consume { server, file }) => {
                consumer::run(server, file).await.map(|()| true)
            }
            None if options.sizes => sizes::run(&options).await.map(|()| true),
            None => prove(&options).await,
        }
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fleet-proof: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every fault; returns whether all checks passed.
async fn prove(options: &Options) -> Result<bool> {
    check::try_out()?;
    let scale = if options.short { Scale::SHORT } else { Scale::FULL };
    let servers: &[usize] = if options.short { &[1] } else { &[1, 3] };
    let mut rows = Vec::new();
    for count in servers.iter().filter(|count| options.servers.is_none_or(|only| only == **count)) {
        rows.extend(prove_with(options, scale, *count).await?);
    }
    report::print(&rows, scale);
    Ok(!rows.is_empty() && rows.iter().all(Row::is_good))
}

async fn prove_with(options: &Options, scale: Scale, servers: usize) -> Result<Vec<Row>> {
    let faults = Fault::of(scale, servers).into_iter();
    let faults: Vec<_> = faults.filter(|fault| fault.name().contains(&options.only)).collect();
    if faults.is_empty() {
        return Ok(Vec::new());
    }
    println!(
        "{servers} nats-server, {} shards, {} workers, {} events a second",
        scale.shards, scale.workers, scale.rate
    );
    let mut bench = Bench::start(options, scale, servers).await?;
    let mut rows = Vec::new();
    for fault in faults {
        let row = bench.run(fault).await?;
        println!("{row}");
        if !row.is_good() {
            bench.keep_logs();
        }
        rows.push(row);
    }
    Ok(rows)
}
