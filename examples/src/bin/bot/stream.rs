//! The bot fed by an event stream: other processes hold the shards and publish the events, and this one handles them.

use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gateway_model::EventKind;
use gateway_shard::{Bot, Context};
use gateway_worker::{Worker, WorkerConfig, WorkerRun};
use http_client::{Client, Report};
use tokio::time::Instant;

use crate::args::Args;
use crate::end::{self, End};
use crate::live_log::{LiveLog, Tone};
use crate::show::show;
use crate::summary::Summary;

/// How long the listeners may take to finish.
const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(10);

/// The pause before another attempt if the NATS server cannot be reached or the stream does not exist yet.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// The counts so far.
type Counts = Arc<Mutex<Summary>>;

/// Handles events of the stream until it is time to stop; prints the summary.
pub(crate) async fn run(url: &str, args: &Args, token: String, log: LiveLog) -> Result<(), End> {
    let stop = end::shutdown_signal(args.run_for)?;
    tokio::pin!(stop);
    let rest = args.rest(token)?;
    let (counts, started) = (Counts::default(), Instant::now());
    let config = config(url, args);
    let bot = config.worker.clone();
    log.line(
        Tone::Note,
        None,
        "bot",
        format_args!("worker {bot} listens to {url}; Ctrl-C ends it"),
    );
    let (worker, run) = tokio::select! {
        started = start(&config, &rest, &counts, log) => started?,
        why = &mut stop => {
            log.line(Tone::Note, None, "bot", format_args!("{why}, before the stream was there"));
            return Ok(());
        }
    };
    tokio::pin!(run);
    let why = tokio::select! {
        () = &mut run => "the worker ended",
        why = &mut stop => why,
    };
    log.line(Tone::Note, None, "bot", format_args!("{why}: closing"));
    let (report, ()) = tokio::join!(worker.shutdown(SHUTDOWN_DEADLINE), run);
    if !report.listeners_ended || report.unreleased > 0 {
        log.line(Tone::Warning, None, "bot", format_args!("not a clean end: {report:?}"));
    }
    let mut summary = counts.lock().unwrap_or_else(PoisonError::into_inner);
    summary.ran_for = started.elapsed();
    log.block(&summary);
    Ok(())
}

fn config(url: &str, args: &Args) -> WorkerConfig {
    let mut config = WorkerConfig::new(url, &args.nats.name);
    if let Some(worker) = &args.nats.worker {
        config.worker.clone_from(worker);
    }
    config.fleet = Some(format!("fleet-{}", args.nats.name));
    config.intents = args.intents(false);
    config
}

async fn start(
    config: &WorkerConfig,
    rest: &Client,
    counts: &Counts,
    log: LiveLog,
) -> Result<(Worker, WorkerRun), End> {
    loop {
        match gateway_worker::start(bot(counts, log), rest.clone(), config.clone()).await {
            Ok(started) => return Ok(started),
            Err(error) if error.is_retryable() => {
                log.line(Tone::Warning, None, "stream", Report::new(&error));
            }
            Err(error) => return Err(error.into()),
        }
        tokio::time::sleep(TRY_AGAIN).await;
    }
}

/// Creates a bot with a listener for every event.
fn bot(counts: &Counts, log: LiveLog) -> Bot {
    let mut bot = Bot::new();
    for name in EventKind::KNOWN.iter().filter_map(|kind| kind.name()) {
        let counts = Arc::clone(counts);
        bot.on_raw(name, move |ctx: Context, dispatch| {
            let mut summary = counts.lock().unwrap_or_else(PoisonError::into_inner);
            show(ctx.shard().id(), &dispatch, ctx.rest(), &mut summary, log);
            ready(())
        });
    }
    bot
}
