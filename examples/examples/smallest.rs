//! The smallest bot: it answers `!ping`.
use gateway_shard::{Bot, model::event::MessageCreate, model::gateway::Intents};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(|ctx, message| async move {
        if &*message.content == "!ping" {
            ctx.rest().create_message(message.channel_id).content("pong").await?;
        }
        anyhow::Ok(())
    });
    let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    examples::run(bot, intents, async |user| user.says("!ping").await.map(drop)).await
}
