//! Serves the metrics of a bot for Prometheus at `/metrics`, on port 9464 or the one in `METRICS_PORT`. With
//! `DISCORD_TOKEN` the bot runs on Discord, without it on a simulator with live traffic. With `--once`, the program
//! requests its own endpoint after three seconds, prints the response, and ends.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use gateway_model::gateway::Intents;
use gateway_shard::{Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::traffic::TrafficConfig;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The time limit of a client's request.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    match run(std::env::args().any(|argument| argument == "--once")).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("failed: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(once: bool) -> anyhow::Result<()> {
    let metrics = PrometheusBuilder::new().install_recorder()?;
    let port = match std::env::var("METRICS_PORT") {
        Ok(port) => port.parse().context("METRICS_PORT is not a port")?,
        Err(_) if once => 0,
        Err(_) => 9464,
    };
    let listener = TcpListener::bind(("127.0.0.1", port)).await;
    let listener = listener.with_context(|| {
        format!("cannot listen on 127.0.0.1:{port}; METRICS_PORT sets another port")
    })?;
    let address = listener.local_addr()?;
    say(&format!("http://{address}/metrics"));
    tokio::spawn(serve(listener, metrics));

    // Kept until the end: dropping the simulation stops it.
    let (builder, _sim) = match std::env::var("DISCORD_TOKEN") {
        Ok(token) => (Gateway::builder(token, Intents::GUILDS | Intents::GUILD_MESSAGES), None),
        Err(_) => {
            let traffic = TrafficConfig { events_per_second: 100.0, ..TrafficConfig::default() };
            let sim = Sim::builder().heartbeat_interval(Duration::from_secs(1)).traffic(traffic);
            let sim = sim.start().await?;
            (Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url()), Some(sim))
        }
    };
    let (gateway, mut events) = builder.start().await?;
    let stopping = gateway.clone();
    let end = tokio::spawn(async move {
        if !once {
            return stopping.shutdown_on_signal(Shutdown::KeepSession, PATIENCE).await.map(drop);
        }
        tokio::time::sleep(Duration::from_secs(3)).await;
        say(&ask(address).await?);
        stopping.shutdown(Shutdown::Offline, PATIENCE).await;
        Ok(())
    });
    while events.next().await.is_some() {}
    gateway.ended().await?;
    end.await??;
    Ok(())
}

/// Answers every request with the metrics, which is enough for a scrape.
async fn serve(listener: TcpListener, metrics: PrometheusHandle) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let metrics = metrics.clone();
        tokio::spawn(async move {
            // A client that disconnects or is slow does not affect the bot.
            let _ = tokio::time::timeout(PATIENCE, answer(stream, &metrics)).await;
        });
    }
}

async fn answer(mut stream: TcpStream, metrics: &PrometheusHandle) -> std::io::Result<()> {
    let mut request = [0; 1024];
    let length = stream.read(&mut request).await?;
    let (status, body) = if request[..length].starts_with(b"GET /metrics ") {
        ("200 OK", metrics.render())
    } else {
        ("404 Not Found", String::new())
    };
    let kind = "Content-Type: text/plain; version=0.0.4; charset=utf-8";
    let head = format!(
        "HTTP/1.1 {status}\r\n{kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

/// Requests the endpoint as Prometheus does.
async fn ask(address: std::net::SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[allow(clippy::print_stdout, reason = "a program for people")]
fn say(line: &str) {
    println!("{line}");
}
