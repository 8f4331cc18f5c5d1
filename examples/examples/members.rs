//! Members of a guild, requested over the gateway: by the beginning of a name, and all of them, chunk by chunk.
use anyhow::Context as _;
use gateway_shard::model::{event::MessageCreate, gateway::Intents};
use gateway_shard::{Bot, MemberRequest};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(|ctx, message| async move {
        let Some(prefix) = message.content.strip_prefix("!members") else { return Ok(()) };
        let guild = message.guild_id.context("not in a guild")?;
        let request = match prefix.trim() {
            "" => MemberRequest::all(guild), // needs the privileged intent GUILD_MEMBERS
            prefix => MemberRequest::by_query(guild, prefix, 10),
        };
        // Each chunk is handled as it arrives, so that a guild of a million members is never completely in memory.
        let (mut chunks, mut members) = (ctx.gateway().request_member_chunks(request), 0);
        while let Some(chunk) = chunks.next().await {
            members += chunk?.members.len();
        }
        let text = format!("{members} members");
        ctx.rest().create_message(message.channel_id).content(text).await?;
        anyhow::Ok(())
    });
    let intents = Intents::GUILDS
        | Intents::GUILD_MEMBERS
        | Intents::GUILD_MESSAGES
        | Intents::MESSAGE_CONTENT;
    examples::run(bot, intents, async |user| {
        user.says("!members").await?;
        user.says("!members nobody").await?;
        Ok(())
    })
    .await
}
