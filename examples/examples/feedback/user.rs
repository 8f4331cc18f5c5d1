//! The simulated user, who tries everything once.

use std::time::Duration;

use anyhow::Context as _;
use gateway_sim::Sim;
use gateway_sim::control::InteractionAction;
use serde_json::{Map, Value, json};

use crate::say;

/// The longest wait for the bot.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) async fn tries_it(sim: &Sim) -> anyhow::Result<()> {
    let command = use_the_command(sim).await?;
    let edited = answer(sim, &command, |report| {
        let done = report["message"]["components"][0].is_object();
        done && report["followups"][0].is_object()
    });
    let report = edited.await?;
    let original = &report["message"];
    say(format_args!("user: sees {}", original["content"]));
    say(format_args!("user: sees the follow-up {}", report["followups"][0]["content"]));

    let message = text(&original["id"])?;
    let press =
        InteractionAction::PressButton { message, custom_id: "write".to_owned(), user: None };
    say(format_args!("user: presses the button"));
    let pressed = interaction(sim, press)?;
    answer(sim, &pressed, |report| report["callback"]["type"] == 9).await?;

    say(format_args!("user: fills in the modal"));
    let values = Map::from_iter([("text".to_owned(), json!("it works"))]);
    let submitted =
        interaction(sim, InteractionAction::SubmitModal { interaction: pressed, values })?;
    let report = answer(sim, &submitted, |report| report["callback"]["type"] == 4).await?;
    let thanks = &report["callback"]["data"]["content"];
    say(format_args!("user: sees {thanks}"));
    match thanks.as_str() {
        Some("Thank you for: it works") => Ok(()),
        _ => anyhow::bail!("not the answer that was expected: {report}"),
    }
}

/// Uses the command once the bot has registered it.
async fn use_the_command(sim: &Sim) -> anyhow::Result<String> {
    let used = async {
        loop {
            let command = InteractionAction::UseCommand {
                name: "feedback".to_owned(),
                options: json!({}),
                target: None,
                guild: None,
                channel: None,
                user: None,
            };
            match interaction(sim, command) {
                Ok(id) => return id,
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    };
    let id = tokio::time::timeout(PATIENCE, used).await?;
    say(format_args!("user: types /feedback"));
    Ok(id)
}

/// Performs an action that causes an interaction; returns the interaction's id.
fn interaction(sim: &Sim, action: InteractionAction) -> anyhow::Result<String> {
    text(&sim.act(action)?["interaction"]["id"])
}

fn text(value: &Value) -> anyhow::Result<String> {
    Ok(value.as_str().context("the simulation gave no id")?.to_owned())
}

/// Waits until the bot's answer to an interaction is the expected one.
async fn answer(
    sim: &Sim,
    interaction: &str,
    enough: impl Fn(&Value) -> bool,
) -> anyhow::Result<Value> {
    let id: u64 = interaction.parse()?;
    let answered = async {
        loop {
            let report = sim.inspect(|core| core.world().interaction_report(id, core.unix_ms()));
            if let Some(report) = report.filter(|report| enough(report)) {
                return report;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let answered = tokio::time::timeout(PATIENCE, answered).await;
    answered.map_err(|_| {
        anyhow::anyhow!("the bot did not answer interaction {interaction} as it should")
    })
}
