//! The presence of the bot: set at the start, and changed while the bot runs.
use gateway_shard::Bot;
use gateway_shard::model::gateway::command::UpdatePresence;
use gateway_shard::model::presence::{Activity, ActivityKind, Status};
use gateway_shard::model::{event::MessageCreate, gateway::Intents};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(|ctx, message| async move {
        if let Some(what) = message.content.strip_prefix("!play ") {
            let presence = UpdatePresence::new(Status::DoNotDisturb)
                .activity(Activity::new(ActivityKind::Playing, what));
            ctx.gateway().update_presence(presence).await?; // on all shards; reconnects keep it
            ctx.rest().create_message(message.channel_id).content("done").await?;
        }
        anyhow::Ok(())
    });
    let discord = examples::Discord::from_env().await?;
    let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    let builder = discord.gateway(intents).presence(UpdatePresence::new(Status::Idle));
    let (gateway, listeners) = bot.start(builder).await?;
    discord.run(gateway, listeners, async |user| user.says("!play chess").await.map(drop)).await
}
