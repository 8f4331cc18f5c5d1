//! Compares and registers commands.

use http_client::Client;
use serde_json::{Value, json};

use super::changes::Changes;
use super::error::RegisterError;
use super::scope::Scope;
use crate::router::Commands;

impl Commands {
    /// Registers the commands: writes those that differ from the ones at Discord, and deletes those without a type.
    /// Returns the changes that were written.
    ///
    /// # Errors
    ///
    /// Returns an error if a request fails. The changes before it stay written.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some changes may be written. Registering again writes the others.
    pub async fn register(&self, rest: &Client, scope: Scope) -> Result<Changes, RegisterError> {
        let changes = self.compare(rest, scope).await?;
        changes.write(rest).await?;
        Ok(changes)
    }

    /// Compares the commands with those at Discord, without writing anything.
    ///
    /// # Errors
    ///
    /// Returns an error if a request fails.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: nothing is written.
    pub async fn compare(&self, rest: &Client, scope: Scope) -> Result<Changes, RegisterError> {
        let read = |error| RegisterError::Read(Box::new(error));
        let application = rest.current_application().await.map_err(read)?;
        let id = application.id;
        let registered = match scope {
            Scope::Global => rest.global_application_commands(id).with_localizations(true).await,
            Scope::Guild(guild) => {
                rest.guild_application_commands(id, guild).with_localizations(true).await
            }
        };
        let registered = registered.map_err(read)?;
        let installations = application.integration_types_config.as_ref().map(|config| {
            let mut kinds: Vec<i32> = config.keys().filter_map(|kind| kind.parse().ok()).collect();
            kinds.sort_unstable();
            kinds
        });
        let defaults =
            installations.filter(|kinds| !kinds.is_empty()).map_or(json!([0]), Value::from);
        Ok(Changes::between(id, scope, registered, self.definitions(), &defaults))
    }
}
