//! Several shards in one process, and the status of each.
#![allow(clippy::print_stdout, reason = "a program for people")]

use std::time::Duration;

use gateway_shard::model::gateway::Intents;
use gateway_shard::{Bot, ShardPlan, ShardReady};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let discord = examples::Discord::from_env().await?;
    let mut bot = Bot::new();
    bot.on::<ShardReady>(|ctx, _ready| async move { println!("shard {} is ready", ctx.shard()) });
    // Without a plan, the gateway runs as many shards as Discord recommends.
    let builder = discord.gateway(Intents::GUILDS).shards(ShardPlan::Fixed(2));
    let (gateway, listeners) = bot.start(builder).await?;
    let status = gateway.clone();
    let told = tokio::spawn(async move {
        status.wait_ready(Duration::from_secs(60)).await;
        let all = status.status();
        println!("{} guilds", all.guilds());
        for shard in all.shards {
            println!("shard {}: {:?}, latency {:?}", shard.shard, shard.state, shard.latency);
        }
    });
    discord.run(gateway, listeners, async |_user| Ok(told.await?)).await
}
