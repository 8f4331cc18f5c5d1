//! A restart that loses no event: the state folder keeps the session, and the next process resumes it.
#![allow(clippy::print_stdout, reason = "a program for people")]

use std::path::Path;
use std::time::Duration;

use examples::{Discord, User};
use gateway_shard::model::{event::MessageCreate, gateway::Intents};
use gateway_shard::{Bot, Shutdown};
use serde_json::json;
use tokio::sync::mpsc;

const STOP: Duration = Duration::from_secs(5);

/// Runs the bot until it has read a message, and stops it in a way that keeps its session.
async fn one_life(discord: &Discord, folder: &Path, user: Option<User<'_>>) -> anyhow::Result<()> {
    let (heard, mut hears) = mpsc::unbounded_channel();
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(move |_ctx, message| {
        let heard = heard.clone();
        async move { _ = heard.send(message.content.to_string()) }
    });
    let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    let builder = discord.gateway(intents).state_folder(folder);
    let (gateway, listeners) = bot.start(builder).await?;
    let listeners = tokio::spawn(listeners);
    gateway.wait_ready(STOP).await;
    if let Some(user) = user {
        user.act(json!({ "do": "message", "content": "while it runs" }))?;
    }
    println!("read: {}", hears.recv().await.unwrap_or_default());
    gateway.shutdown(Shutdown::KeepSession, STOP).await;
    Ok(listeners.await??)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (discord, folder) = (Discord::from_env().await?, tempfile::tempdir()?);
    one_life(&discord, folder.path(), discord.user()).await?;
    if let Some(user) = discord.user() {
        user.act(json!({ "do": "message", "content": "while nobody was there" }))?;
    }
    one_life(&discord, folder.path(), None).await?;
    if let Some(user) = discord.user() {
        println!("identifies: {}", user.identifies());
    }
    Ok(())
}
