//! Connects the examples to Discord if `DISCORD_TOKEN` is set, or else to a simulator in this process, with a user who
//! tries the bot.

use std::time::Duration;

use anyhow::Context as _;
use gateway_model::gateway::Intents;
use gateway_shard::{Bot, BotRun, Gateway, GatewayBuilder, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::Action;
use http_client::Client;
use serde_json::{Value, json};

/// The longest wait for the bot.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the listeners may take to finish.
const STOP: Duration = Duration::from_secs(5);

/// The Discord that an example connects to: the real one, or a simulator.
#[derive(Debug)]
pub struct Discord {
    token: String,
    sim: Option<Sim>,
}

impl Discord {
    /// Returns Discord if `DISCORD_TOKEN` is set, or else starts a simulator with two guilds.
    ///
    /// # Errors
    ///
    /// Returns an error if the simulator cannot listen.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, nothing has started.
    pub async fn from_env() -> anyhow::Result<Self> {
        if let Ok(token) = std::env::var("DISCORD_TOKEN") {
            return Ok(Self { token, sim: None });
        }
        let sim = Sim::builder().guilds(2).start().await?;
        Ok(Self { token: sim.token(), sim: Some(sim) })
    }

    /// Returns the settings of a gateway to it.
    pub fn gateway(&self, intents: Intents) -> GatewayBuilder {
        let builder = Gateway::builder(self.token.clone(), intents);
        match &self.sim {
            Some(sim) => builder.api_url(sim.api_url()),
            None => builder,
        }
    }

    /// Returns a client for its REST API.
    ///
    /// # Errors
    ///
    /// Returns an error if the token is invalid.
    pub fn rest(&self) -> anyhow::Result<Client> {
        let builder = Client::builder(self.token.clone());
        let builder = match &self.sim {
            Some(sim) => builder.api_url(sim.api_url()),
            None => builder,
        };
        Ok(builder.build()?)
    }

    /// Returns the simulated user who tries the bot; `None` on Discord, where people try it.
    #[must_use]
    pub fn user(&self) -> Option<User<'_>> {
        self.sim.as_ref().map(User)
    }

    /// Runs a started bot until Ctrl-C or SIGTERM, or until the simulated user has tried it.
    ///
    /// # Errors
    ///
    /// Returns an error if Discord refuses the bot, or if the bot does not give the simulated user the expected answer.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the bot ends.
    pub async fn run(
        self,
        gateway: Gateway,
        listeners: BotRun,
        user: impl AsyncFnOnce(&User<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let bot = tokio::spawn(listeners);
        let tried = match self.user() {
            Some(simulated) => {
                anyhow::ensure!(gateway.wait_ready(PATIENCE).await, "the bot is not ready");
                let tried = user(&simulated).await;
                gateway.shutdown(Shutdown::Offline, STOP).await;
                tried
            }
            None => {
                gateway.shutdown_on_signal(Shutdown::KeepSession, STOP).await?;
                Ok(())
            }
        };
        bot.await??;
        tried
    }
}

/// Starts a bot and [runs](Discord::run) it.
///
/// # Errors
///
/// Returns an error if the bot cannot run, or does not give the simulated user the expected answer.
///
/// # Cancel safety
///
/// If this is cancelled, the bot ends.
pub async fn run(
    bot: Bot,
    intents: Intents,
    user: impl AsyncFnOnce(&User<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let discord = Discord::from_env().await?;
    let (gateway, listeners) = bot.start(discord.gateway(intents)).await?;
    discord.run(gateway, listeners, user).await
}

/// A user of the simulator.
#[derive(Clone, Copy, Debug)]
pub struct User<'a>(&'a Sim);

impl User<'_> {
    /// Performs an action on the simulator, and returns the report. `docs/actions.md` describes all actions.
    ///
    /// # Errors
    ///
    /// Returns an error if the action is not possible.
    pub fn act(&self, action: Value) -> anyhow::Result<Value> {
        Ok(self.0.act(serde_json::from_value::<Action>(action)?)?)
    }

    /// Returns the id of the member with this number in the first guild; 0 is the bot, 1 the owner.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such member.
    pub fn member(&self, number: usize) -> anyhow::Result<String> {
        let id = self.0.inspect(|core| {
            let world = core.world();
            world.guild(world.guilds().next()?)?.members.ids().nth(number)
        });
        Ok(id.context("there is no such member")?.to_string())
    }

    /// Waits for a message with this text in the bot's direct message channel with a user, and returns it.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none within 10 s.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn is_told(&self, user: &str, text: &str) -> anyhow::Result<Value> {
        self.newest(text, |sim| {
            sim.inspect(|core| core.world().dm_of(user)?["id"].as_str()?.parse().ok())
        })
        .await
    }

    /// Waits for a message with this text in a channel, and returns it.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none within 10 s.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn reads(&self, channel: &str, text: &str) -> anyhow::Result<Value> {
        let channel = channel.parse().ok();
        self.newest(text, |_| channel).await
    }

    async fn newest(
        &self,
        text: &str,
        channel: impl Fn(&Sim) -> Option<u64>,
    ) -> anyhow::Result<Value> {
        let has_text =
            |message: &Value| message["content"].as_str().is_some_and(|it| it.contains(text));
        let found = self.until(|sim| {
            let channel = channel(sim)?;
            sim.inspect(|core| {
                let messages = core.world().messages(channel);
                messages.ids().filter_map(|id| messages.get(id, 0)).rfind(has_text)
            })
        });
        found.await.with_context(|| format!("there is no message: {text}"))
    }

    /// Returns the number of Identifies that the simulator received.
    #[must_use]
    pub fn identifies(&self) -> u64 {
        self.0.stats().identifies
    }

    /// Writes a message in the first channel of the first guild, waits for the next message there, prints and returns
    /// it.
    ///
    /// # Errors
    ///
    /// Returns an error if nobody answers within 10 s.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message was written.
    pub async fn says(&self, text: &str) -> anyhow::Result<Value> {
        self.says_with(text, json!({})).await
    }

    /// Does the same as `says`, with further fields of the message.
    ///
    /// # Errors
    ///
    /// Returns an error if nobody answers within 10 s.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message was written.
    pub async fn says_with(&self, text: &str, fields: Value) -> anyhow::Result<Value> {
        println!("user: {text}");
        let message = json!({ "do": "message", "content": text, "author": self.member(1)?, "fields": fields });
        let said = self.act(message)?;
        let of = |name: &str| -> anyhow::Result<u64> {
            Ok(said["message"][name].as_str().context("no id")?.parse()?)
        };
        let (channel, own) = (of("channel_id")?, of("id")?);
        let answer = self.until(|sim| {
            sim.inspect(|core| {
                let messages = core.world().messages(channel);
                let next = messages.ids().find(|id| *id > own)?;
                messages.get(next, 0)
            })
        });
        let answer = answer.await.with_context(|| format!("nobody answers {text}"))?;
        println!("bot: {}", answer["content"].as_str().unwrap_or_default());
        Ok(answer)
    }

    /// Uses a command, and prints the text of the answer.
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

    /// Causes an interaction, and prints the text of the answer.
    ///
    /// # Errors
    ///
    /// Returns an error if the action is not possible, or if there is no answer.
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
        let report = self.until(|sim| sim.interaction(id).filter(is_there)).await?;
        if report["callback"]["type"] == 9 {
            println!("user: sees the modal {}", report["callback"]["data"]["title"]);
        } else {
            println!("user: sees {}", report["message"]["content"]);
        }
        Ok(report)
    }

    /// Waits until `look` returns a value, and returns it.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none within 10 s.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn until<T>(&self, look: impl Fn(&Sim) -> Option<T>) -> anyhow::Result<T> {
        let found = async {
            loop {
                match look(self.0) {
                    Some(found) => return found,
                    None => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        };
        Ok(tokio::time::timeout(PATIENCE, found).await?)
    }
}
