//! Voice with Lavalink v4: the bot joins a voice channel and passes the connection data to a Lavalink node, again after
//! each change. Run `lavalink GUILD CHANNEL` with `DISCORD_TOKEN`, `LAVALINK` (`host:port`; default 127.0.0.1:2333) and
//! `LAVALINK_PASSWORD`. Without `DISCORD_TOKEN` it runs on a simulator and a stand-in for Lavalink in this process.

#![allow(clippy::print_stdout, reason = "a program for people")]

mod demo;
mod node;
mod stand_in;

use std::time::Duration;

use anyhow::Context as _;
use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};
use gateway_shard::{Gateway, Shutdown, VoiceConnection, VoiceUpdate};

use node::Node;

const INTENTS: Intents = Intents::GUILDS.union(Intents::GUILD_VOICE_STATES);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Ok(token) = std::env::var("DISCORD_TOKEN") else { return demo::run().await };
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let mut id = || arguments.next()?.ok().filter(|id| *id > 0);
    let (guild, channel) = id().zip(id()).context("usage: lavalink GUILD CHANNEL")?;
    let address = std::env::var("LAVALINK").unwrap_or_else(|_| "127.0.0.1:2333".to_owned());
    let password = std::env::var("LAVALINK_PASSWORD").context("LAVALINK_PASSWORD is not set")?;

    let (gateway, mut events) = Gateway::builder(token, INTENTS).start().await?;
    let reading = tokio::spawn(async move { while events.next().await.is_some() {} });
    let (guild, channel) = (Id::new(guild), Id::new(channel));
    let (guild, channel) = guild.zip(channel).context("an id is 0")?;
    let bot = gateway.rest().current_user().await?.id;
    let mut node = Node::connect(&address, &password, bot).await?;
    let voice = join(&gateway, guild, channel).await?;
    tokio::select! {
        played = play(voice, &mut node) => played?,
        _ = gateway.shutdown_on_signal(Shutdown::Offline, Duration::from_secs(5)) => {}
    }
    gateway.shutdown(Shutdown::Offline, Duration::from_secs(5)).await;
    Ok(reading.await?)
}

/// Joins a voice channel once the guild is available.
async fn join(
    gateway: &Gateway,
    guild: Id<marker::Guild>,
    channel: Id<marker::Channel>,
) -> anyhow::Result<VoiceConnection> {
    gateway.wait_ready(Duration::from_secs(60)).await;
    Ok(gateway.join_voice(guild, channel).self_deaf(true).await?)
}

/// Passes each change of the voice connection to Lavalink, until the connection ends.
async fn play(mut voice: VoiceConnection, node: &mut Node) -> anyhow::Result<()> {
    if let Some(info) = voice.info() {
        node.connect_voice(&info).await?;
    }
    loop {
        let update = tokio::select! {
            update = voice.next() => update,
            said = node.next() => {
                println!("Lavalink: {}", said?["op"]);
                continue;
            }
        };
        match update {
            Some(VoiceUpdate::Connect(info)) => node.connect_voice(&info).await?,
            Some(VoiceUpdate::Moved(_)) => {
                if let Some(info) = voice.info() {
                    node.connect_voice(&info).await?;
                }
            }
            // Until the next voice server there is nothing to connect to.
            Some(VoiceUpdate::ServerGone) => println!("bot: the voice server is gone"),
            Some(VoiceUpdate::Ended(why)) => {
                println!("bot: {why}");
                return node.destroy_player(voice.guild()).await;
            }
            Some(_) => {}
            None => return Ok(()),
        }
    }
}
