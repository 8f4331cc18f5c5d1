//! The user on the simulator, who tries everything once.

#![allow(clippy::print_stdout, reason = "a program for people")]

use anyhow::ensure;
use examples::User;
use gateway_commands::Commands;
use serde_json::json;

#[path = "../commands_demo/mod.rs"]
mod commands_demo;

pub(crate) async fn tries(commands: Commands) -> anyhow::Result<()> {
    commands_demo::run(commands, tries_it).await
}

async fn tries_it(user: &User<'_>) -> anyhow::Result<()> {
    let (moderator, other, third) = (user.member(1)?, user.member(2)?, user.member(3)?);
    for word in ["one", "two", "three"] {
        user.act(json!({ "do": "message", "content": word }))?;
    }
    user.command("purge", json!({ "count": 3 })).await?;
    user.command("timeout", json!({ "member": other, "time": 60, "reason": "spam" })).await?;
    user.answer(json!({ "do": "use_command", "name": "Show Member", "target": other })).await?;
    user.command("ban", json!({ "user": other, "days": 1 })).await?;
    println!("user: a member without the permission types /ban");
    let used = json!({ "do": "use_command", "name": "ban", "user": third, "options": { "user": moderator } });
    let report = user.answer(used).await?;
    ensure!(report["message"]["content"] == "You need the permission to ban members.");
    Ok(())
}
