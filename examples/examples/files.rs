//! Files: answers `!log` with a file, and tells the names and sizes of files that users attach.
#![allow(clippy::print_stdout, reason = "a program for people")]

use gateway_shard::Bot;
use gateway_shard::http::Upload;
use gateway_shard::model::{event::MessageCreate, gateway::Intents};
use serde_json::json;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(|ctx, message| async move {
        let rest = ctx.rest();
        if &*message.content == "!log" {
            let log = Upload::bytes("log.txt", "nothing happened\n").media_type("text/plain");
            rest.create_message(message.channel_id).content("the log").file(log).await?;
        } else if let [file, ..] = &*message.attachments {
            // `file.url` is signed and expires: download a file at once if you want to keep it.
            let text = format!("{} has {} bytes", file.filename, file.size);
            rest.create_message(message.channel_id).content(text).await?;
        }
        anyhow::Ok(())
    });
    let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    examples::run(bot, intents, async |user| {
        let answer = user.says("!log").await?;
        println!("user: gets {}", answer["attachments"][0]["filename"]);
        let cat = json!([{ "id": "1", "filename": "cat.png", "size": 5, "url": "https://cdn.discordapp.com/cat.png",
            "proxy_url": "https://media.discordapp.net/cat.png" }]);
        user.says_with("a cat", json!({ "attachments": cat })).await?;
        Ok(())
    })
    .await
}
