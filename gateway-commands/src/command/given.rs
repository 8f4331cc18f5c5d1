//! The options of a used command, and the objects that their ids refer to.

use std::sync::LazyLock;

use gateway_model::interaction::{CommandData, CommandDataOption, OptionValue, ResolvedData};

use super::argument_error::{ArgumentError, OptionProblem};
use super::kinds::{HasLength, HasRange};
use super::option_type::OptionType;

static NOTHING: LazyLock<ResolvedData> = LazyLock::new(ResolvedData::default);

/// The options of a used command or subcommand, and the objects that their ids refer to.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    options: &'a [CommandDataOption],
    resolved: &'a ResolvedData,
}

impl<'a> Given<'a> {
    /// Creates it from the data of a command.
    #[must_use]
    pub fn of(data: &'a CommandData) -> Self {
        Self { options: &data.options, resolved: data.resolved.as_deref().unwrap_or(&NOTHING) }
    }

    /// Returns the subcommand or group that was used.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub fn subcommand(self) -> Result<(&'a str, Self), ArgumentError> {
        let used = self.options.first().ok_or(ArgumentError::NoSubcommand)?;
        Ok((&used.name, Self { options: &used.options, ..self }))
    }

    /// Returns the option with this name.
    ///
    /// # Errors
    ///
    /// Returns an error if it is missing although it is required, or if it is not a `T`.
    pub fn get<T: OptionType>(self, name: &str) -> Result<T, ArgumentError> {
        let given = self.options.iter().find(|option| &*option.name == name);
        let read = match given.and_then(|option| option.value.as_ref()) {
            Some(value) => T::read(value, self.resolved),
            None => T::missing().ok_or(OptionProblem::Missing),
        };
        read.map_err(|problem| ArgumentError::option(name, problem))
    }

    /// Returns the number with this name, which must be between `min` and `max`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`get`](Self::get), and an error if the number is out of range.
    pub fn in_range<T: HasRange>(
        self,
        name: &str,
        min: Option<T::Bound>,
        max: Option<T::Bound>,
    ) -> Result<T, ArgumentError> {
        let value: T = self.get(name)?;
        let is_out = value.bound().is_some_and(|value| {
            min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max)
        });
        if is_out { Err(ArgumentError::option(name, OptionProblem::OutOfRange)) } else { Ok(value) }
    }

    /// Returns the text with this name, which must have between `min` and `max` characters.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`get`](Self::get), and an error if the text is too short or too long.
    pub fn in_length<T: HasLength>(
        self,
        name: &str,
        min: Option<u16>,
        max: Option<u16>,
    ) -> Result<T, ArgumentError> {
        let value: T = self.get(name)?;
        let is_out = value.characters().is_some_and(|found| {
            min.is_some_and(|min| found < usize::from(min))
                || max.is_some_and(|max| found > usize::from(max))
        });
        if is_out { Err(ArgumentError::option(name, OptionProblem::OutOfRange)) } else { Ok(value) }
    }

    /// Returns the option that is being typed, and the text so far.
    #[must_use]
    pub fn focused(self) -> Option<(&'a str, String)> {
        let focused = self.options.iter().find(|option| option.focused == Some(true))?;
        let typed = match &focused.value {
            Some(OptionValue::Text(text)) => text.to_string(),
            Some(OptionValue::Integer(number)) => number.to_string(),
            Some(OptionValue::Number(number)) => number.to_string(),
            Some(OptionValue::Boolean(_)) | None => String::new(),
        };
        Some((&focused.name, typed))
    }
}
