//! The handlers of a bot, by kind and name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use futures_util::future::BoxFuture;
use gateway_handler::{MissingState, States};
use gateway_model::command::{CommandCreate, CommandKind};
use gateway_model::interaction::{Interaction, InteractionData};

use super::error::RouterProblem;
use super::failure::Failure;
use super::scope::Scope;
use crate::answer::Context;
use crate::command::Choices;
use crate::component::name_of;

/// Decodes the input and runs the handler.
pub(super) type Run = Arc<dyn Fn(Context) -> BoxFuture<'static, Result<(), Failure>> + Send + Sync>;

/// The kind of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Command(CommandKind),
    Component,
    Modal,
}

impl Kind {
    const fn what(self) -> &'static str {
        match self {
            Self::Command(_) => "the command",
            Self::Component => "the component",
            Self::Modal => "the modal",
        }
    }
}

/// One handler.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) run: Run,
    pub(super) complete: Option<fn(&Context) -> Option<Choices>>,
    pub(super) missing: fn(&States) -> Vec<MissingState>,
}

/// A handler with its scope.
pub(super) struct Routed {
    pub(super) entry: Entry,
    pub(super) scope: Arc<Scope>,
}

/// All handlers.
#[derive(Default)]
pub(super) struct Routes(HashMap<Kind, HashMap<&'static str, Routed, RandomState>, RandomState>);

impl Routes {
    /// Adds a handler.
    pub(super) fn add(
        &mut self,
        entry: Entry,
        scope: &Arc<Scope>,
        problems: &mut Vec<RouterProblem>,
    ) {
        let (kind, name) = (entry.kind, entry.name);
        let is_name = matches!(kind, Kind::Command(_)) || (!name.is_empty() && !name.contains(':'));
        if !is_name {
            problems.push(RouterProblem::Name { name: name.to_owned() });
        }
        let routed = Routed { entry, scope: Arc::clone(scope) };
        let is_second = self.0.entry(kind).or_default().insert(name, routed).is_some();
        // `check_commands` finds commands that are added twice.
        if is_second && !matches!(kind, Kind::Command(_)) {
            problems.push(RouterProblem::Twice { what: kind.what(), name: name.to_owned() });
        }
    }

    /// Returns the handler of an interaction, or the name for which there is none.
    pub(super) fn find(&self, interaction: &Interaction) -> Result<&Routed, String> {
        let (kind, name) = match &interaction.data {
            Some(InteractionData::Command(data)) => (Kind::Command(data.kind), &*data.name),
            Some(InteractionData::Component(data)) => (Kind::Component, name_of(&data.custom_id)),
            Some(InteractionData::Modal(data)) => (Kind::Modal, name_of(&data.custom_id)),
            _ => return Err(format!("interactions of kind {}", interaction.kind)),
        };
        let found = self.0.get(&kind).and_then(|of_kind| of_kind.get(name));
        found.ok_or_else(|| format!("{} `{name}`", kind.what()))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Routed> {
        self.0.values().flat_map(HashMap::values)
    }
}

/// The largest number of commands of one kind, globally or in a guild.
///
/// Docs: [Application Commands, Registering a Command](https://docs.discord.com/developers/interactions/application-commands#registering-a-command).
const fn most(kind: CommandKind) -> usize {
    match kind {
        CommandKind::ChatInput => 100,
        CommandKind::PrimaryEntryPoint => 1,
        _ => 15,
    }
}

/// Returns every problem for which Discord would refuse these commands.
pub(super) fn check_commands(commands: &[CommandCreate]) -> Vec<RouterProblem> {
    let mut problems = Vec::new();
    let mut known = HashSet::new();
    for command in commands {
        if !known.insert((command.kind, &command.name)) {
            let what = Kind::Command(CommandKind::ChatInput).what();
            problems.push(RouterProblem::Twice { what, name: command.name.clone() });
            continue;
        }
        let errors = command.check_all().err();
        problems.extend(errors.iter().flat_map(|errors| errors.iter()).map(|error| {
            RouterProblem::Command { name: command.name.clone(), error: error.clone() }
        }));
    }
    for kind in CommandKind::KNOWN.iter().copied() {
        let found = commands.iter().filter(|command| command.kind == Some(kind)).count();
        if found > most(kind) {
            problems.push(RouterProblem::TooMany { kind, found, most: most(kind) });
        }
    }
    problems
}
