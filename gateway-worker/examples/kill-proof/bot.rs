//! A bot worker: its listener writes each event that it starts to a file.

use std::fs::File;
use std::io::Write as _;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use gateway_shard::{Bot, Context};
use gateway_worker::WorkerConfig;
use serde::Deserialize;

#[derive(Deserialize)]
struct View<'a> {
    number: usize,
    #[serde(borrow)]
    guild_id: &'a str,
}

/// Runs a bot until it is killed.
pub(crate) async fn run(server: &str, worker: &str, file: &Path) -> Result<()> {
    // All bots append to one file, each line in one write, so the lines are in the order in which the listeners
    // started.
    let file = Arc::new(File::options().create(true).append(true).open(file)?);
    loop {
        let mut config = WorkerConfig::new(server, "kills");
        config.worker = worker.to_owned();
        config.partitions = NonZeroU32::new(8).context("it is not 0")?;
        config.times.beat = Duration::from_millis(300);
        config.times.confirmed = Duration::from_secs(2);
        config.times.outage_resume = config.times.confirmed;
        config.times.dead = Duration::from_secs(4);
        config.times.settle = Duration::from_millis(500);
        let rest = http_client::Client::builder("token").api_url("http://127.0.0.1:1").build()?;
        match gateway_worker::start(bot(&file), rest, config).await {
            Ok((_worker, run)) => {
                run.await;
                return Ok(());
            }
            // NATS may be down, and a publisher creates the stream.
            Err(error) if error.is_retryable() => eprintln!("{error}"),
            Err(error) => return Err(error.into()),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn bot(file: &Arc<File>) -> Bot {
    let mut bot = Bot::new();
    let file = Arc::clone(file);
    bot.on_raw("MESSAGE_CREATE", move |ctx: Context, dispatch| {
        let written = (|| {
            let view: View<'_> = dispatch.decode()?;
            let key = ctx.key().context("no key")?;
            let line =
                format!("{} {} {}:{}\n", view.number, view.guild_id, key.session, key.sequence);
            anyhow::Ok((&*file).write_all(line.as_bytes())?)
        })();
        std::future::ready(written.map_err(|error| error.to_string()))
    });
    bot
}
