//! The configuration of the program: one TOML file, with secrets from the environment or from files.
//!
//! It is validated completely before anything starts, and all errors are listed together. `gateway-forward example`
//! prints a file with all settings.

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

/// A validated configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The bot's token.
    pub token: Secret,
    /// The intents to request.
    pub intents: Intents,
    /// The shards to run; in a fleet, those of the whole bot.
    pub shards: ShardPlan,
    /// How Discord is reached.
    pub route: DiscordRoute,
    /// Folder for sessions and the ledger of Identifies.
    pub state_folder: PathBuf,
    /// The `application_id` of deliveries. If it is not set, it is requested from Discord.
    pub application_id: Option<String>,
    /// Address of the server for health and metrics.
    pub listen: Option<SocketAddr>,
    /// Time limit of the shutdown.
    pub shutdown_timeout: Duration,
    /// Whether messages that were missed with a lost session are read over REST and delivered too.
    pub catch_up: bool,
    /// What is logged.
    pub log: LogConfig,
    /// The fleet that decides which shards this process runs.
    #[cfg(feature = "nats")]
    pub fleet: Option<FleetSettings>,
    /// The sinks; at least one.
    pub sinks: Vec<SinkConfig>,
}

impl Config {
    /// Reads and validates a file.
    ///
    /// # Errors
    ///
    /// Returns all errors of the file.
    pub fn load(path: &Path) -> Result<Self, ConfigErrors> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, &file, |name| std::env::var(name).ok()),
            Err(error) => {
                Err(ConfigErrors { place: file, errors: vec![format!("cannot be read: {error}")] })
            }
        }
    }

    /// Validates a text; `environment` returns the values of environment variables.
    ///
    /// # Errors
    ///
    /// Returns all errors of the text.
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
