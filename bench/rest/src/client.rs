//! What is measured: one client, in a process of its own, creates messages and reads the typed answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Result;

/// Requests a second of the global limit, high enough that it slows neither; both count all the same.
const GLOBAL: u16 = 60_000;
/// Channels that take turns, each a bucket of its own.
const CHANNELS: u64 = 64;

/// Measures one client and prints requests, and nanoseconds of the clock and of the CPU.
pub(crate) async fn run(name: &str, address: &str, at_once: u64, length: Duration) -> Result<()> {
    match name {
        crate::OURS => ours(address, at_once, length).await,
        _ => twilights(address, at_once, length).await,
    }
}

async fn ours(address: &str, at_once: u64, length: Duration) -> Result<()> {
    let client = http_client::Client::builder("token")
        .api_url(format!("http://{address}/api"))
        .global_limit(u32::from(GLOBAL))
        .build()?;
    measure(at_once, length, move |channel| {
        let client = client.clone();
        async move {
            let id = gateway_model::Id::new(channel).ok_or("zero")?;
            let message = client.create_message(id).content("hello").await?;
            Ok(message.id.get())
        }
    })
    .await
}

async fn twilights(address: &str, at_once: u64, length: Duration) -> Result<()> {
    let limits = twilight_http_ratelimiting::RateLimiter::new(GLOBAL);
    let client = Arc::new(
        twilight_http::Client::builder()
            .token("token".into())
            .proxy(address.to_owned(), true)
            .ratelimiter(Some(limits))
            .build(),
    );
    measure(at_once, length, move |channel| {
        let client = client.clone();
        async move {
            let id = twilight_model::id::Id::new(channel);
            let message = client.create_message(id).content("hello").await?.model().await?;
            Ok(message.id.get())
        }
    })
    .await
}

async fn measure<F>(
    at_once: u64,
    length: Duration,
    call: impl Fn(u64) -> F + Clone + Send + 'static,
) -> Result<()>
where
    F: Future<Output = Result<u64>> + Send + 'static,
{
    // The limits are learnt and the connections made before time counts.
    work(at_once, length / 8, call.clone()).await?;
    let (begun, cpu) = (Instant::now(), cpu_time()?);
    let requests = work(at_once, length, call).await?;
    let (wall, cpu) = (begun.elapsed(), cpu_time()? - cpu);
    println!("{requests} {} {}", wall.as_nanos(), cpu.as_nanos());
    Ok(())
}

async fn work<F>(
    at_once: u64,
    length: Duration,
    call: impl Fn(u64) -> F + Clone + Send + 'static,
) -> Result<u64>
where
    F: Future<Output = Result<u64>> + Send + 'static,
{
    let begun = Instant::now();
    let mut counts = Vec::new();
    for worker in 0..at_once {
        let call = call.clone();
        counts.push(tokio::spawn(async move {
            let mut count = 0_u64;
            while begun.elapsed() < length {
                call(1 + (worker + count) % CHANNELS).await?;
                count += 1;
            }
            Result::Ok(count)
        }));
    }
    let mut total = 0;
    for count in counts {
        total += count.await??;
    }
    Ok(total)
}

/// The time all threads of this process were on a CPU, user and system, from Linux's `/proc`.
fn cpu_time() -> Result<Duration> {
    let mut total = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        total += text.split(' ').next().ok_or("no time")?.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(total))
}
