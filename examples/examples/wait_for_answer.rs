//! A quiz: the bot asks, and waits for the answer of the same user in the same channel.
use std::sync::Arc;
use std::time::Duration;

use gateway_commands::waiting::{WaitError, Waits};
use gateway_shard::model::EventKind;
use gateway_shard::model::{event::MessageCreate, gateway::Intents};
use gateway_shard::{Bot, Context, Outcome, State};

async fn quiz(ctx: Context, message: Arc<MessageCreate>, State(waits): State<Waits>) -> Outcome {
    if &*message.content != "!quiz" {
        return Ok(());
    }
    ctx.mark_handled(); // so that the wait delays neither other events nor a shutdown
    let answer = waits
        .wait_for::<MessageCreate>()
        .from(message.author.id)
        .in_channel(message.channel_id)
        .timeout(Duration::from_secs(30))
        .start(); // before the question, so that no answer is missed
    ctx.rest().create_message(message.channel_id).content("6 times 7?").await?;
    let text = match answer.await {
        Ok(answer) if &*answer.content == "42" => "Right.",
        Ok(_) => "No.",
        Err(WaitError::Timeout) => "Too late.",
        Err(error) => return Err(error.into()),
    };
    ctx.rest().create_message(message.channel_id).content(text).await?;
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut bot = Bot::new();
    Waits::new([EventKind::MessageCreate]).attach(&mut bot);
    bot.listener(quiz);
    let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    examples::run(bot, intents, async |user| {
        user.says("!quiz").await?;
        user.says("42").await?;
        Ok(())
    })
    .await
}
