//! The types that an option can have.

use gateway_model::command::{CommandOption, CommandOptionKind};
use gateway_model::interaction::{OptionValue, ResolvedData};

use super::argument_error::OptionProblem;

/// A type that an option can have. See the list in [the module](super); [`derive(Choice)`](super::Choice) adds others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of an option",
    note = "options are texts, numbers, bool, User, Member, Channel, Role, Mentionable, Attachment, ids, enums that derive Choice, and Option of these"
)]
pub trait OptionType: Sized + Send + 'static {
    /// Discord's type.
    const KIND: CommandOptionKind;
    /// Whether the option is required.
    const REQUIRED: bool = true;

    /// Adds the properties of the type itself: choices, or the range of a small integer.
    fn describe(option: CommandOption) -> CommandOption {
        option
    }

    /// Returns a description of each choice, in order, for modals; empty if no choice has one.
    #[must_use]
    fn choice_descriptions() -> &'static [Option<&'static str>] {
        &[]
    }

    /// Reads the value of an option.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of this type.
    fn read(value: &OptionValue, resolved: &ResolvedData) -> Result<Self, OptionProblem>;

    /// Returns the value of an option that was not given; `None` if it is required.
    fn missing() -> Option<Self> {
        None
    }
}

impl<T: OptionType> OptionType for Option<T> {
    const KIND: CommandOptionKind = T::KIND;
    const REQUIRED: bool = false;

    fn describe(option: CommandOption) -> CommandOption {
        T::describe(option)
    }

    fn choice_descriptions() -> &'static [Option<&'static str>] {
        T::choice_descriptions()
    }

    fn read(value: &OptionValue, resolved: &ResolvedData) -> Result<Self, OptionProblem> {
        T::read(value, resolved).map(Some)
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

/// Converts a text to the value of an option of type `T`, because components send all values as texts; `None` if it
/// should be a number and is not.
pub(crate) fn value_of_text<T: OptionType>(text: &str) -> Option<OptionValue> {
    match T::KIND {
        CommandOptionKind::Integer => text.trim().parse().map(OptionValue::Integer).ok(),
        CommandOptionKind::Number => text.trim().parse().map(OptionValue::Number).ok(),
        _ => Some(OptionValue::Text(text.into())),
    }
}

macro_rules! plain {
    ($($type:ty: $kind:ident = $read:expr;)*) => {$(
        impl OptionType for $type {
            const KIND: CommandOptionKind = CommandOptionKind::$kind;

            fn read(value: &OptionValue, _: &ResolvedData) -> Result<Self, OptionProblem> {
                $read(value).ok_or(OptionProblem::Type(Self::KIND))
            }
        }
    )*};
}

plain! {
    String: String = |value: &OptionValue| value.as_str().map(str::to_owned);
    Box<str>: String = |value: &OptionValue| value.as_str().map(Into::into);
    bool: Boolean = OptionValue::as_bool;
    f64: Number = OptionValue::as_f64;
    f32: Number = |value: &OptionValue| value.as_f64().map(narrow);
}

#[allow(clippy::cast_possible_truncation, reason = "an `f32` option has the precision of an `f32`")]
const fn narrow(number: f64) -> f32 {
    number as f32
}

/// The largest integer of an option; the smallest is its negative.
///
/// Docs: [Application Commands, Application Command Option Type](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type).
const MOST: i64 = (1 << 53) - 1;

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl OptionType for $type {
            const KIND: CommandOptionKind = CommandOptionKind::Integer;

            fn describe(mut option: CommandOption) -> CommandOption {
                let (min, max) = (i64::try_from(<$type>::MIN), i64::try_from(<$type>::MAX));
                option.min_value = min.ok().filter(|min| *min >= -MOST).map(Into::into);
                option.max_value = max.ok().filter(|max| *max <= MOST).map(Into::into);
                option
            }

            fn read(value: &OptionValue, _: &ResolvedData) -> Result<Self, OptionProblem> {
                let number = value.as_i64().ok_or(OptionProblem::Type(Self::KIND))?;
                Self::try_from(number).map_err(|_| OptionProblem::OutOfRange)
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 }
