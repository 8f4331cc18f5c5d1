//! What the event stream costs: a publisher (gateway-forward's NATS sink), nats-server with file storage, and a bot worker with one typed
//! listener, each a process of its own.
//!
//! `cargo run --release -p bench-stream` in `bench/` prints a table; it needs `nats-server`. First as many events as go through, with the
//! CPU time of each process; then 2,000 a second, with the time from the publisher's queue to the listener.

mod cpu;
mod event;
mod publisher;
mod worker;

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, Subcommand};

/// Measures the stream.
#[derive(Parser)]
struct Options {
    /// Events of the first part.
    #[arg(long, default_value_t = 300_000)]
    events: u64,
    /// Guilds that they are of.
    #[arg(long, default_value_t = 2_000)]
    guilds: u64,
    /// Publishes in flight.
    #[arg(long, default_value_t = 256)]
    in_flight: usize,
    /// Events a second of the second part.
    #[arg(long, default_value_t = 2_000)]
    rate: u64,
    /// The program `nats-server`.
    #[arg(long, default_value = "nats-server")]
    nats: PathBuf,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Clone, Subcommand)]
enum Part {
    /// The publisher: so many events, at this rate; 0 is as many as go.
    Publish { url: String, events: u64, guilds: u64, in_flight: usize, rate: u64 },
    /// The worker: until it has had so many events.
    Work { url: String, events: u64 },
}

fn main() -> Result<()> {
    let options = Options::parse();
    match options.part.clone() {
        Some(Part::Publish { url, events, guilds, in_flight, rate }) => {
            publisher::run(&url, events, guilds, in_flight, rate)
        }
        Some(Part::Work { url, events }) => worker::run(&url, events),
        None => measure(&options),
    }
}

/// A process that ends with this one.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn server(options: &Options) -> Result<(Running, String, tempfile::TempDir)> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let folder = tempfile::tempdir()?;
    let mut command = Command::new(&options.nats);
    command.args([
        "--addr",
        "127.0.0.1",
        "--port",
        &port.to_string(),
        "--jetstream",
        "--store_dir",
    ]);
    let process =
        command.arg(folder.path()).stderr(Stdio::null()).spawn().context("nats-server")?;
    let until = Instant::now() + Duration::from_secs(10);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        ensure!(Instant::now() < until, "nats-server does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok((Running(process), format!("nats://127.0.0.1:{port}"), folder))
}

/// Runs a part of this program and gives what it says, and the CPU seconds of the server meanwhile.
fn part(server: &Running, args: &[String]) -> Result<(String, f64)> {
    let before = cpu::of(server.0.id())?;
    let run =
        Command::new(std::env::current_exe()?).args(args).stderr(Stdio::inherit()).output()?;
    ensure!(run.status.success(), "{args:?} ended with {}", run.status);
    let said = String::from_utf8(run.stdout)?;
    Ok((said.trim().to_owned(), cpu::of(server.0.id())? - before))
}

fn measure(options: &Options) -> Result<()> {
    let strings = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
    let (events, guilds) = (options.events.to_string(), options.guilds.to_string());
    let in_flight = options.in_flight.to_string();
    println!("| | events/s | events/s and core | CPU of an event | nats-server, CPU of an event |");
    println!("| --- | --- | --- | --- | --- |");
    let (nats, url, _folder) = server(options)?;
    let publish = strings(&["publish", &url, &events, &guilds, &in_flight, "0"]);
    for (name, args) in [("publisher", publish), ("worker", strings(&["work", &url, &events]))] {
        let (said, of_server) = part(&nats, &args)?;
        let numbers: Vec<f64> = said.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        let (wall, cpu) = (numbers[0], numbers[1]);
        let count = options.events as f64;
        println!(
            "| {name} | {:.0} | {:.0} | {:.1} us | {:.1} us |",
            count / wall,
            count / cpu,
            cpu / count * 1e6,
            of_server / count * 1e6
        );
    }
    drop(nats);
    let (nats, url, _folder) = server(options)?;
    let count = (options.rate * 15).to_string();
    let rate = options.rate.to_string();
    let publish = strings(&["publish", &url, &count, &guilds, &in_flight, &rate]);
    let mut publisher = Running(
        Command::new(std::env::current_exe()?).args(&publish).stdout(Stdio::null()).spawn()?,
    );
    // The publisher makes the stream.
    std::thread::sleep(Duration::from_secs(1));
    let (said, _) = part(&nats, &strings(&["work", &url, &count]))?;
    publisher.0.wait()?;
    let parts: Vec<&str> = said.split(' ').collect();
    println!(
        "\n{} events/s, from the publisher's queue to the listener: p50 {} us, p99 {} us",
        options.rate, parts[2], parts[3]
    );
    Ok(())
}
