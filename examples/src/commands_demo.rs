//! Runs commands: on Discord with `DISCORD_TOKEN`, else on a simulator in this process with a user who tries them.

use std::time::Duration;

use anyhow::Context as _;
use gateway_commands::{Commands, Scope};
use gateway_model::gateway::Intents;
use gateway_shard::{Bot, Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::Action;
use serde_json::{Value, json};

/// Longest wait for the bot.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs the commands until Ctrl-C or SIGTERM, or until the simulated user has tried them.
///
/// # Errors
///
/// Returns an error if the bot cannot run, or does not answer the user as it should.
///
/// # Cancel safety
///
/// If this is cancelled, the bot ends.
pub async fn run(
    commands: Commands,
    user: impl AsyncFnOnce(&User) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut bot = Bot::new();
    commands.attach(&mut bot);
    let token = std::env::var("DISCORD_TOKEN").ok();
    let sim = match token {
        Some(_) => None,
        None => Some(Sim::builder().guilds(2).start().await?),
    };
    let mut builder = Gateway::builder(
        sim.as_ref().map_or_else(|| token.clone().unwrap_or_default(), Sim::token),
        Intents::empty(),
    );
    if let Some(sim) = &sim {
        builder = builder.api_url(sim.api_url());
    }
    let (gateway, run) = bot.start(builder).await?;
    let bot = tokio::spawn(run);
    println!("bot: {}", commands.register(gateway.rest(), Scope::Global).await?);
    match sim {
        Some(sim) => {
            let tried = user(&User { sim }).await;
            gateway.shutdown(Shutdown::Offline, Duration::from_secs(5)).await;
            bot.await??;
            tried
        }
        None => {
            gateway.shutdown_on_signal(Shutdown::KeepSession, Duration::from_secs(5)).await?;
            Ok(bot.await??)
        }
    }
}

/// A user of the simulator.
#[derive(Debug)]
pub struct User {
    sim: Sim,
}

impl User {
    /// Does something on the simulator, and returns what it says.
    ///
    /// # Errors
    ///
    /// Returns an error if a user cannot do this.
    pub fn act(&self, action: Value) -> anyhow::Result<Value> {
        Ok(self.sim.act(serde_json::from_value::<Action>(action)?)?)
    }

    /// The id of the member with this number in the first guild; 0 is the bot, 1 the owner.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such member.
    pub fn member(&self, number: usize) -> anyhow::Result<String> {
        let id = self.sim.inspect(|core| {
            let world = core.world();
            world.guild(world.guilds().next()?)?.members.ids().nth(number)
        });
        Ok(id.context("there is no such member")?.to_string())
    }

    /// Uses a command, and shows the text that answers it.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such command, or no answer.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the command was used.
    pub async fn command(&self, name: &str, options: Value) -> anyhow::Result<Value> {
        println!("user: types /{name} {options}");
        self.answer(json!({ "do": "use_command", "name": name, "options": options })).await
    }

    /// Causes an interaction, and shows the text that answers it.
    ///
    /// # Errors
    ///
    /// Returns an error if a user cannot do this, or if there is no answer.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the interaction was caused.
    pub async fn answer(&self, action: Value) -> anyhow::Result<Value> {
        let done = self.act(action)?;
        let id: u64 = done["interaction"]["id"].as_str().context("no interaction")?.parse()?;
        let is_there = |report: &Value| {
            let text = report["message"]["content"].as_str().is_some_and(|text| !text.is_empty());
            text || report["callback"]["type"] == 9
        };
        let answered = async {
            loop {
                match self.sim.interaction(id).filter(is_there) {
                    Some(report) => return report,
                    None => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        };
        let report = tokio::time::timeout(PATIENCE, answered).await?;
        if report["callback"]["type"] == 9 {
            println!("user: sees the modal {}", report["callback"]["data"]["title"]);
        } else {
            println!("user: sees {}", report["message"]["content"]);
        }
        Ok(report)
    }
}
