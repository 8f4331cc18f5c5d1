//! The worker: a bot with one typed listener. It says wall and CPU seconds from the first event to the last, and how late events were.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;
use gateway_model::event::MessageCreate;
use gateway_shard::{Bot, Context};
use gateway_worker::WorkerConfig;
use tokio::sync::Notify;

use crate::{cpu, event};

/// What was measured so far.
#[derive(Default)]
struct Seen {
    first: Option<(Instant, f64)>,
    delays: Vec<u64>,
}

pub(crate) fn run(url: &str, events: u64) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let (seen, all) = (Arc::new(Mutex::new(Seen::default())), Arc::new(Notify::new()));
        let mut bot = Bot::new();
        let (of_listener, told) = (Arc::clone(&seen), Arc::clone(&all));
        bot.on::<MessageCreate>(move |_: Context, message: Arc<MessageCreate>| {
            let made = match &message.nonce {
                Some(nonce) => format!("{nonce:?}")
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect::<String>()
                    .parse()
                    .unwrap_or(0),
                None => 0_u64,
            };
            let mut seen = of_listener.lock().expect("no panic");
            if seen.first.is_none() {
                seen.first = Some((Instant::now(), cpu::own().unwrap_or_default()));
            }
            seen.delays.push(event::now_us().saturating_sub(made));
            if seen.delays.len() as u64 == events {
                told.notify_one();
            }
            std::future::ready(())
        });
        let rest = http_client::Client::builder("token").build()?;
        let mut config = WorkerConfig::new(url, "bench");
        config.times.settle = Duration::from_millis(500);
        let (_worker, run) = gateway_worker::start(bot, rest, config).await?;
        tokio::select! {
            () = run => anyhow::bail!("the worker ended"),
            () = all.notified() => {}
        }
        let mut seen = seen.lock().expect("no panic");
        let (begun, before) = seen.first.expect("there was one");
        let (wall, cpu) = (begun.elapsed().as_secs_f64(), cpu::own()? - before);
        seen.delays.sort_unstable();
        let at = |part: f64| seen.delays[((seen.delays.len() - 1) as f64 * part) as usize];
        println!("{wall} {cpu} {} {}", at(0.5), at(0.99));
        Ok(())
    })
}
