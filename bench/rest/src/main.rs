//! Requests a second and CPU a request of http-client and twilight-http in one run, rate limiting on in both.
//!
//! `cargo run --release -p bench-rest`, with the seconds of each measurement (3) and the rounds (5) as arguments.
//! The server is a process of its own and so is each client, so that only the client's CPU counts. Both speak
//! HTTP/1.1 without TLS, because twilight-http takes no roots of one's own, and run on one thread.

mod client;
mod server;

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const OURS: &str = "http-client";
const TWILIGHTS: &str = "twilight-http 0.18";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["server"] => runtime()?.block_on(server::run(Duration::from_secs(1))),
        ["client", name, address, at_once, seconds] => {
            let length = Duration::from_secs_f64(seconds.parse()?);
            runtime()?.block_on(client::run(name, address, at_once.parse()?, length))
        }
        [] => compare("3", 5),
        [seconds] => compare(seconds, 5),
        [seconds, rounds, ..] => compare(seconds, rounds.parse()?),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn compare(seconds: &str, rounds: usize) -> Result<()> {
    let mut server =
        Command::new(std::env::current_exe()?).arg("server").stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut address)?;
    let result = alternate(address.trim(), seconds, rounds);
    server.kill()?;
    server.wait()?;
    result
}

/// Round by round, in turns, so that neither profits from a quieter machine.
fn alternate(address: &str, seconds: &str, rounds: usize) -> Result<()> {
    println!("| at once | client | requests/s | CPU/request |\n| --- | --- | --- | --- |");
    for at_once in ["1", "64"] {
        let mut figures = [(OURS, Vec::new()), (TWILIGHTS, Vec::new())];
        for _ in 0..rounds.max(1) {
            for (name, figures) in &mut figures {
                figures.push(measured(name, address, at_once, seconds)?);
            }
        }
        for (name, figures) in figures {
            let rates = figures.iter().map(|(rate, _)| *rate).collect();
            let costs = figures.iter().map(|(_, cost)| *cost).collect();
            println!("| {at_once} | {name} | {:.0} | {:.2} us |", median(rates), median(costs));
        }
    }
    Ok(())
}

/// Requests a second, and microseconds of CPU a request.
fn measured(name: &str, address: &str, at_once: &str, seconds: &str) -> Result<(f64, f64)> {
    let output = Command::new(std::env::current_exe()?)
        .args(["client", name, address, at_once, seconds])
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> =
        text.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
    let [requests, wall, cpu] = numbers[..] else { return Err("a client failed".into()) };
    Ok((requests * 1e9 / wall, cpu / requests / 1e3))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
