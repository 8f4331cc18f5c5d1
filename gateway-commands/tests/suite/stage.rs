//! A bot on gateway-sim, and a user who has typed `/go`.

use std::sync::Arc;
use std::time::Duration;

use gateway_commands::{Command, Router, Scope};
use gateway_model::gateway::Intents;
use gateway_shard::{Bot, Gateway, Refused, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::Action;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// The longest wait for the bot.
const PATIENCE: Duration = Duration::from_secs(20);

/// Does what the test says.
#[derive(Command)]
pub(crate) struct Go;

/// A gateway-sim with one guild.
pub(crate) async fn discord() -> Arc<Sim> {
    Arc::new(Sim::builder().guilds(1).rest_limits(false).start().await.unwrap())
}

/// A running bot.
pub(crate) struct Stage {
    pub(crate) sim: Arc<Sim>,
    gateway: Gateway,
    run: JoinHandle<Result<(), Refused>>,
}

impl Stage {
    /// Starts a bot with this router and registers its commands.
    pub(crate) async fn start(sim: &Arc<Sim>, router: Router) -> Self {
        let commands = router.build().unwrap();
        let mut bot = Bot::new();
        commands.attach(&mut bot);
        let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::GUILD_MESSAGE_REACTIONS;
        let builder = Gateway::builder(sim.token(), intents).api_url(sim.api_url());
        let (gateway, run) = bot.start(builder).await.unwrap();
        let run = tokio::spawn(run);
        assert!(gateway.wait_ready(PATIENCE).await);
        commands.register(gateway.rest(), Scope::Global).await.unwrap();
        Self { sim: Arc::clone(sim), gateway, run }
    }

    /// Ends the bot.
    pub(crate) async fn stop(self) {
        self.gateway.shutdown(Shutdown::Offline, PATIENCE).await;
        self.run.await.unwrap().unwrap();
    }

    /// A user does something.
    pub(crate) fn act(&self, action: Value) -> Value {
        self.sim.act(serde_json::from_value::<Action>(action).unwrap()).unwrap()
    }

    /// A user causes an interaction. Returns its id.
    pub(crate) fn interact(&self, action: Value) -> u64 {
        self.act(action)["interaction"]["id"].as_str().unwrap().parse().unwrap()
    }

    /// The first member types `/go`.
    pub(crate) fn go(&self) -> u64 {
        self.interact(json!({ "do": "use_command", "name": "go" }))
    }

    /// Waits until the bot's answer is as expected. Returns the report about it.
    pub(crate) async fn until(&self, interaction: u64, enough: impl Fn(&Value) -> bool) -> Value {
        let answered = async {
            loop {
                let report = self.sim.interaction(interaction).unwrap();
                if enough(&report) {
                    return report;
                }
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        };
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(report) => report,
            Err(_) => panic!("not answered so: {}", self.sim.interaction(interaction).unwrap()),
        }
    }

    /// The message that answers an interaction, as soon as it exists.
    pub(crate) async fn message(&self, interaction: u64) -> Value {
        let report = self.until(interaction, |report| report["message"]["id"].is_string()).await;
        report["message"].clone()
    }

    /// Waits until the message that answers an interaction contains this text anywhere.
    pub(crate) async fn says(&self, interaction: u64, text: &str) -> Value {
        self.until(interaction, |report| report["message"].to_string().contains(text)).await
    }
}

/// The id of the guild.
pub(crate) fn guild(sim: &Sim) -> u64 {
    sim.inspect(|core| core.world().guilds().next().unwrap().get())
}

/// A member other than the first.
pub(crate) fn somebody_else(sim: &Sim) -> String {
    (guild(sim) + 0x10_0002).to_string()
}
