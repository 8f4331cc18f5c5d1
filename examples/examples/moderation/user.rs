//! The simulated users: a moderator who tries every command, and the members concerned.

#![allow(clippy::print_stdout, reason = "a program for people")]

use anyhow::{Context as _, ensure};
use examples::User;
use serde_json::json;

pub(crate) async fn tries(user: &User<'_>) -> anyhow::Result<()> {
    let (moderator, other, third) = (user.member(1)?, user.member(2)?, user.member(3)?);
    let said = user.act(json!({ "do": "message", "content": "one", "author": other }))?;
    let channel = said["message"]["channel_id"].as_str().context("no channel")?.to_owned();
    for word in ["two", "keep this", "three"] {
        user.act(json!({ "do": "message", "content": word, "author": third }))?;
    }
    user.command("help", json!({})).await?;
    user.command("log_channel", json!({ "channel": channel })).await?;
    user.command("purge", json!({ "count": 10, "text": "e", "user": third })).await?;
    user.command("words add", json!({ "word": "Rascal" })).await?;
    println!("user: another member writes it");
    user.act(json!({ "do": "message", "content": "you rascal", "author": third }))?;
    shows(user, &channel, "is deleted: you rascal").await?;
    user.command("warn", json!({ "user": other, "reason": "spam" })).await?;
    appeals(user, &other).await?;
    shows(user, &channel, "appeals: it was no spam").await?;
    user.command("warnings", json!({ "user": other })).await?;
    user.command("timeout", json!({ "user": other, "time": 60, "reason": "spam" })).await?;
    let shown = json!({ "do": "use_command", "name": "Show Member", "target": other });
    user.act(shown)?;
    user.command("kick", json!({ "user": third, "reason": "spam" })).await?;
    user.command("ban", json!({ "user": other, "days": 1, "reason": "spam" })).await?;
    let owner = user.command("ban", json!({ "user": moderator, "reason": "no" })).await?;
    ensure!(owner["message"]["content"] == "They are not below you and the bot.");
    user.command("slow_mode", json!({ "seconds": 5 })).await?;
    println!("user: a member without the permission types /ban");
    let options = json!({ "user": moderator, "reason": "no" });
    let fourth = user.member(2)?;
    // The guild's settings let this member use the command. The bot checks the permission nevertheless.
    let allowed = json!([{ "id": fourth, "type": 2, "permission": true }]);
    user.act(json!({ "do": "command_permissions", "command": "ban", "permissions": allowed }))?;
    let used = json!({ "do": "use_command", "name": "ban", "user": fourth, "options": options });
    let report = user.answer(used).await?;
    ensure!(report["message"]["content"] == "You need the permission to ban members.");
    Ok(())
}

/// Waits for a message with this text.
async fn shows(user: &User<'_>, channel: &str, text: &str) -> anyhow::Result<()> {
    let message = user.reads(channel, text).await?;
    println!("log: {}", message["content"].as_str().unwrap_or_default());
    Ok(())
}

/// Presses the button below the message to the user, and fills in the modal.
async fn appeals(user: &User<'_>, who: &str) -> anyhow::Result<()> {
    let told = user.is_told(who, "You are warned").await?;
    println!("user: is told {}, and appeals", told["content"]);
    let custom_id = &told["components"][0]["components"][0]["custom_id"];
    let press =
        json!({ "do": "press_button", "message": told["id"], "custom_id": custom_id, "user": who });
    let opened = user.answer(press).await?;
    let values = json!({ "text": "it was no spam" });
    user.answer(json!({ "do": "submit_modal", "interaction": opened["id"], "values": values }))
        .await?;
    Ok(())
}
