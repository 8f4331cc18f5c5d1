//! Functions for the generated code of the derive macros. Not for other use.

use std::future::Future;

pub use gateway_model::application::InstallationContext;
pub use gateway_model::channel::ChannelKind;
pub use gateway_model::command::{
    ChoiceValue, CommandCreate, CommandHandler, CommandKind, CommandOption, CommandOptionChoice,
    CommandOptionKind, Localizations,
};
pub use gateway_model::interaction::{CommandData, InteractionContext, OptionValue, ResolvedData};

use super::argument_error::ArgumentError;
use super::choice::{Choices, IntoChoices};
use super::option_type::OptionType;
use super::target::{MessageTarget, UserTarget, target};

/// Creates an option of type `T`.
#[must_use]
pub fn option<T: OptionType>(name: &str, description: &str) -> CommandOption {
    let option = T::describe(CommandOption::new(T::KIND, name, description));
    if T::REQUIRED { option.required() } else { option }
}

/// Creates texts by language.
#[must_use]
pub fn localized(texts: &[(&str, &str)]) -> Localizations {
    texts.iter().map(|(locale, text)| ((*locale).to_owned(), (*text).to_owned())).collect()
}

/// Returns the user that a command was used on.
///
/// # Errors
///
/// Returns an error if it is missing.
pub fn user<T: UserTarget>(data: &CommandData) -> Result<T, ArgumentError> {
    target(data)
}

/// Returns the message that a command was used on.
///
/// # Errors
///
/// Returns an error if it is missing.
pub fn message<T: MessageTarget>(data: &CommandData) -> Result<T, ArgumentError> {
    target(data)
}

/// Returns the suggestions of autocomplete.
pub fn choices<F>(function: F) -> Choices
where
    F: Future + Send + 'static,
    F::Output: IntoChoices,
{
    super::choice::choices(function)
}

/// Returns whether an option of this kind is a group.
#[must_use]
pub const fn is_group(kind: CommandOptionKind) -> bool {
    matches!(kind, CommandOptionKind::SubCommandGroup)
}
