//! Voice with songbird's driver: the bot joins a voice channel and plays a tone. The driver follows the bot's voice
//! connection when the voice server, the channel or the session of the gateway changes. Run `songbird-example GUILD
//! CHANNEL` with `DISCORD_TOKEN`; `API_URL` replaces the address of Discord. Without `DISCORD_TOKEN` it runs on a
//! simulator.

mod demo;
mod tone;

use std::num::NonZeroU64;
use std::time::Duration;

use anyhow::Context as _;
use gateway_model::gateway::Intents;
use gateway_model::id::Id;
use gateway_shard::{Gateway, Shutdown, VoiceConnection, VoiceInfo, VoiceUpdate};
use songbird::{ConnectionInfo, Driver};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Ok(token) = std::env::var("DISCORD_TOKEN") else { return demo::run().await };
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let mut id = || arguments.next()?.ok();
    let (guild, channel) = id().zip(id()).context("usage: songbird-example GUILD CHANNEL")?;
    let (guild, channel) = Id::new(guild).zip(Id::new(channel)).context("an id is 0")?;

    let mut builder = Gateway::builder(token, Intents::GUILDS | Intents::GUILD_VOICE_STATES);
    if let Ok(url) = std::env::var("API_URL") {
        builder = builder.api_url(url);
    }
    let (gateway, mut events) = builder.start().await?;
    tokio::spawn(async move { while events.next().await.is_some() {} });
    gateway.wait_ready(Duration::from_secs(60)).await;
    let voice = gateway.join_voice(guild, channel).await?;
    tokio::select! {
        played = play(voice) => played?,
        _ = tokio::signal::ctrl_c() => {}
    }
    gateway.shutdown(Shutdown::Offline, Duration::from_secs(5)).await;
    Ok(())
}

/// Plays, and passes each change of the voice connection to the driver, until the connection ends.
async fn play(mut voice: VoiceConnection) -> anyhow::Result<()> {
    let mut driver = Driver::default();
    driver.play_input(tone::endless());
    if let Some(info) = voice.info() {
        driver.connect(for_driver(&info)?).await?;
        println!("driver: connected");
    }
    while let Some(update) = voice.next().await {
        match update {
            VoiceUpdate::Connect(info) => {
                driver.connect(for_driver(&info)?).await?;
                println!("driver: connected anew");
            }
            // Until the next voice server there is nothing to connect to.
            VoiceUpdate::ServerGone => driver.leave(),
            VoiceUpdate::Ended(why) => println!("bot: {why}"),
            // After a move Discord sends a new voice server, which is a `Connect`.
            _ => {}
        }
    }
    driver.leave();
    Ok(())
}

/// Converts the connection data of the gateway to those of songbird's driver.
fn for_driver(info: &VoiceInfo) -> anyhow::Result<ConnectionInfo> {
    Ok(ConnectionInfo {
        channel_id: NonZeroU64::try_from(info.channel_id.get())?.into(),
        endpoint: info.endpoint.to_string(),
        guild_id: NonZeroU64::try_from(info.guild_id.get())?.into(),
        session_id: info.session_id.to_string(),
        token: info.token.as_str().to_owned(),
        user_id: NonZeroU64::try_from(info.user_id.get())?.into(),
    })
}
