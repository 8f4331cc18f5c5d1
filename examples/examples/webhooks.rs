//! A webhook: the bot writes under another name, and deletes the message.
#![allow(clippy::print_stdout, reason = "a program for people")]

use anyhow::Context as _;
use gateway_shard::Bot;
use gateway_shard::model::{event::MessageCreate, gateway::Intents};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(|ctx, message| async move {
        let Some(text) = message.content.strip_prefix("!as-an-owl ") else { return Ok(()) };
        let rest = ctx.rest();
        let webhook = rest.create_webhook(message.channel_id, "Owl").await?;
        let token = webhook.token.context("a webhook without a token")?;
        let said =
            rest.execute_webhook(webhook.id, token.as_str()).content(text).wait(true).await?;
        println!(
            "bot: webhook message {}",
            said.context("Discord returns it if it is waited for")?.id
        );
        rest.delete_webhook(webhook.id).await?;
        anyhow::Ok(())
    });
    let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    examples::run(bot, intents, async |user| user.says("!as-an-owl Hoo!").await.map(drop)).await
}
