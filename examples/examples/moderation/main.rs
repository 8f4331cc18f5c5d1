//! A moderation bot: `/ban`, `/kick`, `/timeout`, `/warn` and `/warnings` with reasons, ranks and appeals, `/purge`,
//! `/slow_mode`, a word filter, a log channel, "Show Member" in the menu of a user, and `/help`. With `DISCORD_TOKEN`
//! it runs on Discord, without it on a simulator in this process, with users who try it.

mod channels;
mod members;
mod moderator;
mod settings;
mod user;

use std::time::Duration;

use gateway_cache::Cache;
use gateway_commands::{Command, Context, Cooldown, Defer, Outcome, Reply, Router, Scope, State};
use gateway_commands::{check, router::Definitions};
use gateway_model::{Permissions, gateway::Intents};
use gateway_shard::Bot;

/// Lists the commands.
#[derive(Command)]
struct Help;

async fn help(ctx: Context, _: Help, commands: State<Definitions>) -> Outcome {
    let slash = commands.iter().filter_map(|it| Some((&it.name, it.description.as_ref()?)));
    let lines = slash.map(|(name, description)| format!("`/{name}`: {description}\n"));
    Ok(ctx.reply(Reply::from(lines.collect::<String>()).ephemeral()).await.map(drop)?)
}

/// Returns a router whose commands require a permission of the member and of the bot.
fn group(needed: Permissions) -> Router {
    Router::new().check(check::member_permissions(needed)).check(check::bot_permissions(needed))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let moderates = group(Permissions::MODERATE_MEMBERS).command(members::timeout);
    let manages = group(Permissions::MANAGE_GUILD).command(channels::words);
    let purge = group(Permissions::MANAGE_MESSAGES).command(channels::purge);
    let intents = Intents::GUILDS | Intents::GUILD_MEMBERS | Intents::GUILD_MESSAGES;
    let intents = intents | Intents::MESSAGE_CONTENT;
    let cache = Cache::for_permissions(intents).build();
    let commands = Router::new()
        .merge(group(Permissions::BAN_MEMBERS).command(members::ban))
        .merge(group(Permissions::KICK_MEMBERS).command(members::kick))
        .merge(moderates.command(members::warn).command(members::warnings))
        .merge(purge.cooldown(Cooldown::member(Duration::from_secs(5))))
        .merge(group(Permissions::MANAGE_CHANNELS).command(channels::slow_mode))
        .merge(manages.command(settings::log_channel))
        .command(members::show)
        .command(help)
        .component(moderator::appeal)
        .state(settings::Guilds::default())
        .state(cache.clone())
        .defer(Defer::Ephemeral)
        .build()?;
    let mut bot = Bot::new();
    cache.attach(&mut bot);
    commands.attach(&mut bot);
    bot.listener(channels::filter);
    let discord = examples::Discord::from_env().await?;
    let (gateway, listeners) = bot.start(discord.gateway(intents)).await?;
    commands.register(gateway.rest(), Scope::Global).await?;
    discord.run(gateway, listeners, user::tries).await
}
