//! A member's permissions in a channel, from the cache.
use std::sync::Arc;

use gateway_cache::Cache;
use gateway_shard::model::Permissions;
use gateway_shard::model::{event::MessageCreate, gateway::Intents};
use gateway_shard::{Bot, Context, Outcome, State};

async fn may_i(ctx: Context, message: Arc<MessageCreate>, State(cache): State<Cache>) -> Outcome {
    if &*message.content != "!may-i" {
        return Ok(());
    }
    let text = match cache.permissions_in(message.channel_id, message.author.id) {
        Ok(all) if all.contains(Permissions::MANAGE_MESSAGES) => {
            "You may delete messages.".to_owned()
        }
        Ok(_) => "You may not delete messages.".to_owned(),
        // The cache never guesses. The error names the intent or the event that would bring the missing data.
        Err(missing) => missing.to_string(),
    };
    ctx.rest().create_message(message.channel_id).content(text).await?;
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    let mut bot = Bot::new();
    // The cache is attached before the listeners, which take it as a state.
    Cache::for_permissions(intents).build().attach(&mut bot);
    bot.listener(may_i);
    examples::run(bot, intents, async |user| user.says("!may-i").await.map(drop)).await
}
