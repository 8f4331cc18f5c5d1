//! What `#[derive(Command)]` implements.

use gateway_model::command::{CommandCreate, CommandKind, CommandOption, CommandOptionKind};
use gateway_model::interaction::CommandData;

use super::argument_error::ArgumentError;
use super::choice::Choices;
use super::given::Given;
use crate::answer::Context;

/// A command. Derive it: see [the module](super).
pub trait Command: Sized + Send + 'static {
    /// Its name.
    const NAME: &'static str;
    /// Its kind.
    const KIND: CommandKind;

    /// What is registered.
    fn create() -> CommandCreate;

    /// Reads the command that was used.
    ///
    /// # Errors
    ///
    /// Returns an error if an option is not what this type says.
    fn read(data: &CommandData) -> Result<Self, ArgumentError>;

    /// What can be chosen for the option that is being typed; `None` if it has no autocomplete.
    fn autocomplete(_ctx: &Context, _data: &CommandData) -> Option<Choices> {
        None
    }
}

/// The options of a slash command, a subcommand or a group. [`derive(Command)`](super::Command) implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no subcommand",
    note = "derive Command for it: a struct is a subcommand, an enum is a group"
)]
pub trait Options: Sized + Send + 'static {
    /// What it is within another command: a subcommand, or, if it is an enum, a group.
    const KIND: CommandOptionKind;
    /// Whether a group is within it.
    const HAS_GROUPS: bool;
    /// Its description.
    const DESCRIPTION: &'static str;

    /// What is registered.
    fn options() -> Vec<CommandOption>;

    /// Reads the options that were given.
    ///
    /// # Errors
    ///
    /// Returns an error if an option is not what this type says.
    fn read(given: Given<'_>) -> Result<Self, ArgumentError>;

    /// What can be chosen for the option that is being typed; `None` if it has no autocomplete.
    fn autocomplete(ctx: &Context, given: Given<'_>) -> Option<Choices>;
}
