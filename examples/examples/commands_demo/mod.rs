//! Runs commands on Discord with `DISCORD_TOKEN`, or else on a simulator in this process, with a user who tries them.

use examples::{Discord, User};
use gateway_commands::{Commands, Scope};
use gateway_model::gateway::Intents;
use gateway_shard::Bot;

/// Registers the commands, and runs them until Ctrl-C or SIGTERM, or until the simulated user has tried them.
pub(crate) async fn run(
    commands: Commands,
    user: impl AsyncFnOnce(&User<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut bot = Bot::new();
    commands.attach(&mut bot);
    let discord = Discord::from_env().await?;
    let (gateway, listeners) = bot.start(discord.gateway(Intents::empty())).await?;
    println!("bot: {}", commands.register(gateway.rest(), Scope::Global).await?);
    discord.run(gateway, listeners, user).await
}
