//! The changes that registering the commands would write.

use std::fmt;

use gateway_model::command::{Command, CommandCreate, CommandKind};
use gateway_model::id::{Id, marker};
use http_client::Client;
use serde_json::Value;

use super::difference::{Difference, differences};
use super::error::RegisterError;
use super::normal::normal;
use super::scope::Scope;

/// The changes that registering the commands would write. `Display` shows one change a line.
#[derive(Clone, Debug)]
pub struct Changes {
    application: Id<marker::Application>,
    scope: Scope,
    list: Vec<Change>,
    unchanged: usize,
}

/// One change.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Change {
    /// A command that Discord does not have.
    Create(Box<CommandCreate>),
    /// A command that differs.
    Edit(Box<CommandCreate>, Vec<Difference>),
    /// A command without a type.
    Delete(Box<Command>),
}

impl Changes {
    pub(super) fn between(
        application: Id<marker::Application>,
        scope: Scope,
        registered: Vec<Command>,
        wanted: &[CommandCreate],
        defaults: &Value,
    ) -> Self {
        let mut changes = Self { application, scope, list: Vec::new(), unchanged: 0 };
        let is_same = |command: &Command, create: &CommandCreate| {
            Some(command.kind()) == create.kind && command.name == create.name
        };
        for create in wanted {
            let create = Box::new(of_scope(create, scope));
            let Some(command) = registered.iter().find(|command| is_same(command, &create)) else {
                changes.list.push(Change::Create(create));
                continue;
            };
            let wanted = normal(&*create, scope, defaults);
            let found = differences(&normal(command, scope, defaults), &wanted);
            if found.is_empty() {
                changes.unchanged += 1;
            } else {
                changes.list.push(Change::Edit(create, found));
            }
        }
        let gone = registered.into_iter().filter(|command| {
            let is_wanted = wanted.iter().any(|create| is_same(command, create));
            !is_wanted && command.kind() != CommandKind::PrimaryEntryPoint
        });
        // Deletions come first, to make room for new commands.
        changes.list.splice(0..0, gone.map(|command| Change::Delete(Box::new(command))));
        changes
    }

    /// Returns whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the changes, in the order in which they are written.
    #[must_use]
    pub fn list(&self) -> &[Change] {
        &self.list
    }

    /// Returns how many commands are already registered correctly.
    #[must_use]
    pub const fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// Writes the changes, with one request for each.
    ///
    /// # Errors
    ///
    /// Returns an error if a request fails. The changes before it are already written.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some changes may be written. Registering again writes the others.
    pub async fn write(&self, rest: &Client) -> Result<(), RegisterError> {
        for change in &self.list {
            let written = match change {
                // A create request with the name of an existing command overwrites it.
                Change::Create(create) | Change::Edit(create, _) => self.put(rest, create).await,
                Change::Delete(command) => self.delete(rest, command.id).await,
            };
            match written {
                Err(error) if !error.request_succeeded() => {
                    let change = change.to_string();
                    return Err(RegisterError::Write { change, source: Box::new(error) });
                }
                Ok(()) | Err(_) => tracing::info!(%change, "registered a command"),
            }
        }
        Ok(())
    }

    /// Docs: [Application Commands, Create Global Application Command](https://docs.discord.com/developers/interactions/application-commands#create-global-application-command)
    /// and [Create Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#create-guild-application-command).
    async fn put(&self, rest: &Client, create: &CommandCreate) -> Result<(), http_client::Error> {
        let application = self.application;
        match self.scope {
            Scope::Global => {
                rest.create_global_application_command(application, create).await.map(drop)
            }
            Scope::Guild(guild) => {
                rest.create_guild_application_command(application, guild, create).await.map(drop)
            }
        }
    }

    async fn delete(
        &self,
        rest: &Client,
        command: Id<marker::Command>,
    ) -> Result<(), http_client::Error> {
        let application = self.application;
        match self.scope {
            Scope::Global => {
                rest.delete_global_application_command(application, command).await.map(drop)
            }
            Scope::Guild(guild) => {
                rest.delete_guild_application_command(application, guild, command).await.map(drop)
            }
        }
    }
}

/// Returns the command without the fields that only global commands have, if it is for a guild.
fn of_scope(create: &CommandCreate, scope: Scope) -> CommandCreate {
    let mut create = create.clone();
    if let Scope::Guild(_) = scope {
        create.contexts = None;
        create.integration_types = None;
    }
    create
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |kind: Option<CommandKind>| match kind {
            Some(CommandKind::ChatInput) | None => "/",
            Some(_) => "",
        };
        match self {
            Self::Create(create) => write!(f, "+ {}{}", name(create.kind), create.name),
            Self::Edit(create, differences) => {
                write!(f, "~ {}{}: ", name(create.kind), create.name)?;
                for (place, difference) in differences.iter().enumerate() {
                    write!(f, "{}{difference}", if place == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::Delete(command) => write!(f, "- {}{}", name(command.kind), command.name),
        }
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in &self.list {
            writeln!(f, "{change}")?;
        }
        write!(f, "{} unchanged", self.unchanged)
    }
}
