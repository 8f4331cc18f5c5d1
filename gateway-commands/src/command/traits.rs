//! The traits that `#[derive(Command)]` implements.

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

    /// Returns the definition to register.
    fn create() -> CommandCreate;

    /// Reads the command that was used.
    ///
    /// # Errors
    ///
    /// Returns an error if an option does not match this type.
    fn read(data: &CommandData) -> Result<Self, ArgumentError>;

    /// Returns the suggestions for the option that is being typed; `None` if it has no autocomplete.
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
    /// Its kind within another command: a subcommand, or a group if it is an enum.
    const KIND: CommandOptionKind;
    /// Whether it contains a group.
    const HAS_GROUPS: bool;
    /// Its description.
    const DESCRIPTION: &'static str;

    /// Returns the options to register.
    fn options() -> Vec<CommandOption>;

    /// Reads the options of a used command.
    ///
    /// # Errors
    ///
    /// Returns an error if an option does not match this type.
    fn read(given: Given<'_>) -> Result<Self, ArgumentError>;

    /// Returns the suggestions for the option that is being typed; `None` if it has no autocomplete.
    fn autocomplete(ctx: &Context, given: Given<'_>) -> Option<Choices>;
}
