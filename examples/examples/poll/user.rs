//! The simulated users: one creates a poll, two vote, and one of the two tries to close it.

#![allow(clippy::print_stdout, reason = "a program for people")]

use anyhow::{Context as _, ensure};
use examples::User;
use gateway_commands::Commands;
use serde_json::{Value, json};

#[path = "../commands_demo/mod.rs"]
mod commands_demo;

pub(crate) async fn tries(commands: Commands) -> anyhow::Result<()> {
    commands_demo::run(commands, tries_it).await
}

async fn tries_it(user: &User<'_>) -> anyhow::Result<()> {
    let (asker, other) = (user.member(1)?, user.member(2)?);
    let opened = user.command("poll", json!({})).await?;
    println!("user: fills in the modal");
    let values = json!({ "question": "Lunch?", "answers": "Pizza\nPasta" });
    let filled = json!({ "do": "submit_modal", "interaction": opened["id"], "values": values });
    let poll = user.answer(filled).await?["message"].take();
    press(user, &poll, "Pizza", &asker).await?;
    press(user, &poll, "Pasta", &other).await?;
    let voted = press(user, &poll, "Pizza", &other).await?;
    ensure!(voted["message"]["content"] == "**Lunch?**\nPizza: 2\nPasta: 0");
    press(user, &poll, "Close", &other).await?;
    let closed = press(user, &poll, "Close", &asker).await?;
    ensure!(closed["message"]["components"] == json!([]));
    Ok(())
}

/// Presses the button with this label, and returns the answer.
async fn press(user: &User<'_>, poll: &Value, label: &str, by: &str) -> anyhow::Result<Value> {
    println!("user: {by} presses {label}");
    let buttons = poll["components"][0]["components"].as_array().context("no buttons")?;
    let button = buttons.iter().find(|button| button["label"] == label).context("no button")?;
    let custom_id = &button["custom_id"];
    let press =
        json!({ "do": "press_button", "message": poll["id"], "custom_id": custom_id, "user": by });
    user.answer(press).await
}
