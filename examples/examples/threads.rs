//! Threads: one that is started from a message, and a post in a forum.
use anyhow::Context as _;
use gateway_shard::Bot;
use gateway_shard::http::objects::ForumThreadMessage;
use gateway_shard::model::channel::ChannelKind;
use gateway_shard::model::{event::MessageCreate, gateway::Intents};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(|ctx, message| async move {
        let rest = ctx.rest();
        match &*message.content {
            "!thread" => {
                let start =
                    rest.start_thread_from_message(message.channel_id, message.id, "About this");
                let thread = start.await?;
                rest.create_message(thread.id).content("Here we go.").await?;
                let text = format!("<#{}> is open", thread.id);
                rest.create_message(message.channel_id).content(text).await?;
            }
            "!forum" => {
                let guild = message.guild_id.context("not in a guild")?;
                let forum =
                    rest.create_guild_channel(guild, "ideas").kind(ChannelKind::GuildForum).await?;
                let first = ForumThreadMessage::text("What shall we build?");
                let post = rest.start_forum_thread(forum.id, "The first idea", &first).await?;
                let text = format!("<#{}> is posted", post.id);
                rest.create_message(message.channel_id).content(text).await?;
            }
            _ => {}
        }
        anyhow::Ok(())
    });
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    examples::run(bot, intents, async |user| {
        user.says("!thread").await?;
        user.says("!forum").await?;
        Ok(())
    })
    .await
}
