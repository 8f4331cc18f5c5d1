//! Runs the bot on a simulator with a stand-in for Lavalink, and changes the voice connection as Discord does.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use gateway_shard::{Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::{UserAction, WorldAction};
use serde_json::Value;

use crate::node::Node;
use crate::stand_in::{Got, PASSWORD, StandIn};
use crate::{INTENTS, join, play};

/// The longest wait for an event.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn run() -> anyhow::Result<()> {
    let sim = Sim::builder().start().await?;
    let mut lavalink = StandIn::start().await?;
    let builder = Gateway::builder(sim.token(), INTENTS).api_url(sim.api_url());
    let (gateway, mut events) = builder.start().await?;
    tokio::spawn(async move { while events.next().await.is_some() {} });
    let (guild, channel) = sim
        .inspect(|core| {
            let guild = core.world().guilds().next()?;
            let held = core.world().guild(guild)?;
            let voice = held.channels.iter().find(|(_, channel)| channel["type"] == 2)?;
            Some((guild.get(), *voice.0))
        })
        .context("the simulator has no voice channel")?;
    let (guild, channel) = (guild.to_string().parse()?, channel.to_string().parse()?);
    let bot = gateway.rest().current_user().await?.id;
    let mut node = Node::connect(&lavalink.address, PASSWORD, bot).await?;
    ensure!(next(&mut lavalink).await? == Got::User(bot.to_string()), "another user");
    let voice = join(&gateway, guild, channel).await?;
    let info = voice.info().context("no server yet")?;
    let playing = tokio::spawn(async move { play(voice, &mut node).await });

    let first = voice_of(&mut lavalink, &guild.to_string()).await?;
    ensure!(first["token"] == info.token.as_str() && first["sessionId"] == *info.session_id);
    ensure!(first["endpoint"] == sim.voice_endpoint() && first["channelId"] == channel.to_string());
    println!("Lavalink: connects to the voice channel");

    let server = |gone| WorldAction::VoiceServer { guild: Some(guild.to_string()), gone };
    sim.act(server(true))?;
    sim.act(server(false))?;
    let second = voice_of(&mut lavalink, &guild.to_string()).await?;
    ensure!(second["token"] != first["token"] && second["sessionId"] == first["sessionId"]);
    println!("Lavalink: connects to the new voice server");

    let (guild, user) = (guild.to_string(), bot.to_string());
    sim.act(UserAction::Voice { guild: Some(guild.clone()), user, channel: None })?;
    ensure!(next(&mut lavalink).await? == Got::Destroyed { guild }, "another guild");
    println!("Lavalink: ends its player");
    tokio::time::timeout(PATIENCE, playing).await???;
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
    Ok(())
}

async fn next(lavalink: &mut StandIn) -> anyhow::Result<Got> {
    tokio::time::timeout(PATIENCE, lavalink.next()).await?
}

/// Returns the next voice state that the player of a guild gets.
async fn voice_of(lavalink: &mut StandIn, of: &str) -> anyhow::Result<Value> {
    match next(lavalink).await? {
        Got::Voice { guild, voice } if guild == of => Ok(voice),
        other => anyhow::bail!("no voice state of guild {of} came, but {other:?}"),
    }
}
