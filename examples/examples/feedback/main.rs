//! A bot that uses only interactions, over the gateway: a slash command, a deferred answer that is edited, a follow-up,
//! a button and a modal. With `DISCORD_TOKEN` it runs on Discord, where you can try `/feedback`. Without it, it runs on
//! a simulator in this process, with a user who tries it once.

mod bot;
mod user;

use std::process::ExitCode;
use std::time::Duration;

use gateway_model::gateway::Intents;
use gateway_shard::{Gateway, Shutdown};
use gateway_sim::Sim;

#[tokio::main]
async fn main() -> ExitCode {
    let ended = match std::env::var("DISCORD_TOKEN") {
        Ok(token) => on_discord(token).await,
        Err(_) => on_the_simulator().await,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(format_args!("failed: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs until Ctrl-C or SIGTERM.
async fn on_discord(token: String) -> anyhow::Result<()> {
    // Interactions need no intent.
    let builder = Gateway::builder(token, Intents::empty()).state_folder("state");
    let (gateway, run) = bot::feedback().start(builder).await?;
    tokio::select! {
        // Ends by itself only if Discord refuses the bot.
        ran = run => ran?,
        stopped = gateway.shutdown_on_signal(Shutdown::KeepSession, Duration::from_secs(5)) => {
            stopped?;
        }
    }
    Ok(())
}

async fn on_the_simulator() -> anyhow::Result<()> {
    let sim = Sim::builder().guilds(2).start().await?;
    let builder = Gateway::builder(sim.token(), Intents::empty()).api_url(sim.api_url());
    let (gateway, run) = bot::feedback().start(builder).await?;
    let bot = tokio::spawn(run);
    let tried = user::tries_it(&sim).await;
    gateway.shutdown(Shutdown::Offline, Duration::from_secs(5)).await;
    bot.await??;
    tried
}

#[allow(clippy::print_stdout, reason = "a program for people")]
fn say(line: std::fmt::Arguments<'_>) {
    println!("{line}");
}
