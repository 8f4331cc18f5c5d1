//! Requests a second, CPU a request and memory of rest-proxy, a plain hyper reverse proxy and twilight's http-proxy.
//!
//! `cargo run --release -p bench-proxy`, with the seconds of each measurement (3) and the rounds (5) as arguments. The server,
//! the client and each proxy are processes of their own, so that only the proxy's CPU counts. All speak HTTP/1.1 without
//! TLS. twilight's http-proxy takes part if `TWILIGHT_HTTP_PROXY` names its program; docs/performance.md tells how it is
//! built.

mod client;
mod plain;
mod process;
#[path = "../../rest/src/server.rs"]
mod server;

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use process::Process;
use rest_proxy::config::GlobalLimit;
use rest_proxy::{Config, RestProxy};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const OURS: &str = "rest-proxy";
const OURS_ALL: &str = "rest-proxy, a thread a core";
const PLAIN: &str = "hyper";
const PLAIN_ALL: &str = "hyper, a thread a core";
const TWILIGHTS: &str = "twilight";
/// Requests a second of the global limit, high enough that it slows nothing; it counts all the same.
const GLOBAL: u32 = 1_000_000;
/// Buckets of the measurement of memory.
const BUCKETS: u64 = 100_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["server", window] => {
            one_thread()?.block_on(server::run(Duration::from_secs(window.parse()?)))
        }
        // As the program runs by default.
        ["proxy", OURS, upstream] => one_thread()?.block_on(ours(upstream)),
        ["proxy", OURS_ALL, upstream] => all_threads()?.block_on(ours(upstream)),
        ["proxy", PLAIN, upstream] => one_thread()?.block_on(plain::run(upstream.parse()?)),
        ["proxy", PLAIN_ALL, upstream] => all_threads()?.block_on(plain::run(upstream.parse()?)),
        ["client", address, at_once, seconds] => {
            let length = Duration::from_secs_f64(seconds.parse()?);
            one_thread()?.block_on(client::run(address.parse()?, at_once.parse()?, length))
        }
        ["buckets", address] => {
            one_thread()?.block_on(client::once_each(address.parse()?, BUCKETS))
        }
        [] => compare("3", 5),
        [seconds] => compare(seconds, 5),
        [seconds, rounds, ..] => compare(seconds, rounds.parse()?),
    }
}

fn one_thread() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn all_threads() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

async fn ours(upstream: &str) -> Result<()> {
    let mut config = Config::default();
    config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    config.api_url = format!("http://{upstream}/api");
    config.global_limit = GlobalLimit::Fixed(GLOBAL);
    let proxy = RestProxy::start(&config).await?;
    println!("{}", proxy.address());
    std::future::pending().await
}

fn contenders() -> Vec<&'static str> {
    let twilights = std::env::var_os("TWILIGHT_HTTP_PROXY").map(|_| TWILIGHTS);
    [PLAIN, OURS, PLAIN_ALL, OURS_ALL].into_iter().chain(twilights).collect()
}

fn compare(seconds: &str, rounds: usize) -> Result<()> {
    let server = Process::server("1")?;
    println!("| at once | proxy | requests/s | CPU/request |\n| --- | --- | --- | --- |");
    for at_once in ["1", "64"] {
        let mut figures: Vec<(&str, Vec<(f64, f64)>)> =
            contenders().into_iter().map(|name| (name, Vec::new())).collect();
        // In turns, so that none profits from a quieter machine.
        for _ in 0..rounds.max(1) {
            for (name, figures) in &mut figures {
                figures.push(measured(name, &server, at_once, seconds)?);
            }
        }
        for (name, figures) in figures {
            let rates = figures.iter().map(|(rate, _)| *rate).collect();
            let costs = figures.iter().map(|(_, cost)| *cost).collect();
            println!("| {at_once} | {name} | {:.0} | {:.2} us |", median(rates), median(costs));
        }
    }
    println!("\n| proxy | memory | with {BUCKETS} buckets |\n| --- | --- | --- |");
    for name in contenders() {
        let server = Process::server("600")?;
        let proxy = Process::proxy(name, server.address())?;
        let before = proxy.memory()?;
        process::client(&["buckets", proxy.address()])?;
        println!("| {name} | {before:.1} MB | {:.1} MB |", proxy.memory()?);
    }
    Ok(())
}

/// Requests a second, and microseconds of the proxy's CPU a request.
fn measured(name: &str, server: &Process, at_once: &str, seconds: &str) -> Result<(f64, f64)> {
    let proxy = Process::proxy(name, server.address())?;
    // Connections are made and limits learnt before time counts.
    process::client(&["client", proxy.address(), at_once, "0.5"])?;
    let before = proxy.cpu()?;
    let (requests, wall) = process::client(&["client", proxy.address(), at_once, seconds])?;
    Ok((requests * 1e9 / wall, (proxy.cpu()? - before) / requests / 1e3))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
