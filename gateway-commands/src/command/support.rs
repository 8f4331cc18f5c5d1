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

/// The languages that texts can be in.
///
/// Docs: [Reference, Locales](https://docs.discord.com/developers/reference#locales).
const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE",
    "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

/// Whether texts can be in this language.
#[must_use]
pub const fn is_locale(locale: &str) -> bool {
    let mut place = 0;
    while place < LOCALES.len() {
        if is_equal(LOCALES[place].as_bytes(), locale.as_bytes()) {
            return true;
        }
        place += 1;
    }
    false
}

const fn is_equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut place = 0;
    while place < one.len() {
        if one[place] != other[place] {
            return false;
        }
        place += 1;
    }
    true
}

/// Whether an option of this kind is a group.
#[must_use]
pub const fn is_group(kind: CommandOptionKind) -> bool {
    matches!(kind, CommandOptionKind::SubCommandGroup)
}

#[cfg(test)]
mod tests {
    use gateway_model::locale::Locale;

    use super::*;

    #[test]
    fn the_languages_are_those_of_the_model() {
        let mut known: Vec<_> = Locale::KNOWN.iter().map(Locale::as_str).collect();
        known.sort_unstable();
        assert_eq!(known, LOCALES);
        assert!(is_locale("en-GB") && !is_locale("en") && !is_locale("en-UK"));
    }
}
