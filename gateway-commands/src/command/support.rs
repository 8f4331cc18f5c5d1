//! What the code of the derive macros uses. Not for others.

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

/// An option of type `T`.
#[must_use]
pub fn option<T: OptionType>(name: &str, description: &str) -> CommandOption {
    let option = T::describe(CommandOption::new(T::KIND, name, description));
    if T::REQUIRED { option.required() } else { option }
}

/// Texts by language.
#[must_use]
pub fn localized(texts: &[(&str, &str)]) -> Localizations {
    texts.iter().map(|(locale, text)| ((*locale).to_owned(), (*text).to_owned())).collect()
}

/// The user that a command was used on.
///
/// # Errors
///
/// Returns an error if it is not there.
pub fn user<T: UserTarget>(data: &CommandData) -> Result<T, ArgumentError> {
    target(data)
}

/// The message that a command was used on.
///
/// # Errors
///
/// Returns an error if it is not there.
pub fn message<T: MessageTarget>(data: &CommandData) -> Result<T, ArgumentError> {
    target(data)
}

/// What autocomplete proposes.
pub fn choices<F>(function: F) -> Choices
where
    F: Future + Send + 'static,
    F::Output: IntoChoices,
{
    super::choice::choices(function)
}

/// Whether an option of this kind is a group.
#[must_use]
pub const fn is_group(kind: CommandOptionKind) -> bool {
    matches!(kind, CommandOptionKind::SubCommandGroup)
}
