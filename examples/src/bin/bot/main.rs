//! Shows the live events of a Discord bot, and answers `!ping`. With `DISCORD_TOKEN` the bot runs on Discord, without
//! it on a simulator in this process. `bot --help` describes the options.

mod args;
mod demo;
mod describe;
mod end;
mod ending;
#[cfg(feature = "nats")]
mod fleet;
mod live_log;
mod loss;
mod nats_args;
mod run;
mod show;
#[cfg(feature = "nats")]
mod stream;
mod summary;

use std::process::ExitCode;
use std::time::Duration;

use gateway_model::gateway::Intents;
use gateway_shard::{Gateway, GatewayBuilder, Shutdown};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::args::Args;
use crate::end::End;
use crate::ending::Ending;
use crate::live_log::{LiveLog, Tone};
use crate::run::Run;

#[tokio::main]
async fn main() -> ExitCode {
    // Problems that are not events of a shard are logged, such as a retry of the first request.
    let trouble = Targets::new()
        .with_targets([("gateway_shard", LevelFilter::WARN), ("http_client", LevelFilter::WARN)]);
    let to_stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(to_stderr).with(trouble).init();
    match bot().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(end) => end.report(),
    }
}

async fn bot() -> Result<(), End> {
    let args = Args::read()?;
    let log = LiveLog::new();
    match args.token()? {
        Some(token) => on_discord(token, &args, log).await,
        None => on_the_simulator(&args, log).await,
    }
}

async fn on_discord(token: String, args: &Args, log: LiveLog) -> Result<(), End> {
    let intents = args.intents(false);
    if !intents.contains(Intents::MESSAGE_CONTENT) {
        let note = "without the intent message_content Discord sends the text of a message only if the bot is \
            mentioned, and in direct messages: mention it in `!ping`, or see --help";
        log.line(Tone::Note, None, "bot", note);
    }
    #[cfg(feature = "nats")]
    if let Some(url) = &args.nats.from {
        return stream::run(url, args, token, log).await;
    }
    #[cfg(feature = "nats")]
    if let Some(fleet) = fleet::Fleet::of(args)? {
        let builder = || args.apply(Gateway::builder(token.as_str(), intents));
        return fleet.run(builder, args.run_for, log).await;
    }
    let mut builder = args.apply(Gateway::builder(token, intents));
    if let Some(folder) = args.state_folder() {
        builder = builder.state_folder(folder);
    }
    log.line(Tone::Note, None, "bot", "connecting to Discord; Ctrl-C ends it");
    // The sessions are kept, so that the next start resumes them instead of identifying.
    run(builder, args.run_for, Shutdown::KeepSession, log).await
}

async fn on_the_simulator(args: &Args, log: LiveLog) -> Result<(), End> {
    let sim = demo::start(args.seed).await?;
    let at = format!("no DISCORD_TOKEN: a simulated Discord at {}; Ctrl-C ends it", sim.api_url());
    log.line(Tone::Note, None, "bot", at);
    let builder = args.apply(Gateway::builder(sim.token(), args.intents(true)));
    let ended = run(builder.api_url(sim.api_url()), args.run_for, Shutdown::Offline, log);
    let trouble = async {
        demo::drop_one_connection(&sim).await;
        let shard = Some(demo::DROPPED_SHARD);
        log.line(
            Tone::Note,
            shard,
            "simulator",
            "drops this shard's TCP connection, without a word",
        );
        std::future::pending().await
    };
    tokio::select! {
        result = ended => result,
        never = trouble => never,
    }
}

async fn run(
    builder: GatewayBuilder,
    run_for: Option<Duration>,
    kind: Shutdown,
    log: LiveLog,
) -> Result<(), End> {
    let stop = end::shutdown_signal(run_for)?;
    tokio::pin!(stop);
    let (gateway, events) = tokio::select! {
        started = builder.start() => started?,
        why = &mut stop => {
            log.line(Tone::Note, None, "bot", format_args!("{why}, before the bot was started"));
            return Ok(());
        }
    };
    log.line(Tone::Note, None, "bot", format_args!("{} shards start", gateway.shards().len()));
    Run::new(gateway, events, log).until(stop, Ending::Alone(kind)).await
}
