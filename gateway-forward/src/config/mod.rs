//! The configuration of the program: one TOML file, secrets from the environment or from files.
//!
//! It is checked in full before anything starts, and every error is listed at once. Run
//! `gateway-forward example` for a file with all settings.

mod check;
mod discord;
mod file;
#[cfg(feature = "nats")]
mod fleet;
mod log;
#[cfg(feature = "nats")]
mod nats;
mod proxy;
mod secret;
mod sink;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gateway_model::gateway::Intents;
use gateway_shard::ShardPlan;

pub use discord::DiscordRoute;
#[cfg(feature = "nats")]
pub use fleet::FleetSettings;
pub use gateway_daemon::{ConfigErrors, LogConfig, LogFormat};
#[cfg(feature = "nats")]
pub use nats::{NatsLogin, NatsRoute};
pub use secret::Secret;
pub use sink::{SinkConfig, Target};

/// The example file, with every setting.
pub const EXAMPLE: &str = include_str!("../../gateway-forward.example.toml");

/// A checked configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The bot's token.
    pub token: Secret,
    /// Intents to ask for.
    pub intents: Intents,
    /// Shards to run; in a fleet those of the whole bot.
    pub shards: ShardPlan,
    /// How Discord is reached.
    pub route: DiscordRoute,
    /// Folder for sessions and the ledger of Identifies.
    pub state_folder: PathBuf,
    /// `application_id` in what is delivered, if it is not to be asked for.
    pub application_id: Option<String>,
    /// Address that health and metrics are served on.
    pub listen: Option<SocketAddr>,
    /// How long the end may take.
    pub shutdown_timeout: Duration,
    /// Whether messages that were missed with a lost session are read by REST and delivered too.
    pub catch_up: bool,
    /// What is logged.
    pub log: LogConfig,
    /// The fleet that decides which shards this process runs.
    #[cfg(feature = "nats")]
    pub fleet: Option<FleetSettings>,
    /// Where events go; at least one.
    pub sinks: Vec<SinkConfig>,
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, ConfigErrors> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, &file, |name| std::env::var(name).ok()),
            Err(error) => {
                Err(ConfigErrors { place: file, errors: vec![format!("cannot be read: {error}")] })
            }
        }
    }

    /// Checks a text; `environment` answers for environment variables.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn parse(
        text: &str,
        file: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigErrors> {
        let failed = |errors| ConfigErrors { place: file.to_owned(), errors };
        let raw: file::File = toml::from_str(text)
            .map_err(|error| failed(vec![error.to_string().trim_end().to_owned()]))?;
        check::check(&raw, &environment).map_err(failed)
    }
}

#[cfg(test)]
mod tests;
