//! Traits for types of options with a range, a length, choices, channel types or file types.

use gateway_model::channel::Channel;
use gateway_model::command::ChoiceValue;
use gateway_model::id::{Id, marker};
use gateway_model::message::Attachment;
use serde_json::Number;

use super::option_type::OptionType;

/// A number, which can have `min` and `max`.
#[diagnostic::on_unimplemented(message = "`min` and `max` are for numbers; this is `{Self}`")]
pub trait HasRange: OptionType {
    /// The type of its bounds.
    type Bound: PartialOrd;

    /// Returns the value, if it was given.
    fn bound(&self) -> Option<Self::Bound>;

    /// Converts a bound to the number that is registered.
    fn number(bound: Self::Bound) -> Option<Number>;
}

/// A text, which can have `min_length` and `max_length`.
#[diagnostic::on_unimplemented(
    message = "`min_length` and `max_length` are for texts; this is `{Self}`"
)]
pub trait HasLength: OptionType {
    /// Returns how many characters it has, if it was given.
    fn characters(&self) -> Option<usize>;
}

/// A text or number, which can have `choices` or `autocomplete`.
#[diagnostic::on_unimplemented(
    message = "`choices` and `autocomplete` are for texts and numbers; this is `{Self}`"
)]
pub trait HasChoices: OptionType {
    /// The type of a choice's value.
    type Value: Into<ChoiceValue>;
}

/// A channel, which can have `channel_types`.
#[diagnostic::on_unimplemented(message = "`channel_types` are for channels; this is `{Self}`")]
pub trait HasChannelTypes: OptionType {}

/// A file, which can have `file_types`.
#[diagnostic::on_unimplemented(message = "`file_types` are for attachments; this is `{Self}`")]
pub trait HasFileTypes: OptionType {}

macro_rules! numbers {
    ($bound:ty, $number:expr => $($type:ty)*) => {$(
        impl HasRange for $type {
            type Bound = $bound;

            #[allow(
                clippy::cast_lossless,
                clippy::cast_possible_wrap,
                reason = "one macro for all types; options are within 2^53"
            )]
            fn bound(&self) -> Option<$bound> {
                Some(*self as $bound)
            }

            fn number(bound: $bound) -> Option<Number> {
                $number(bound)
            }
        }

        impl HasChoices for $type {
            type Value = $bound;
        }
    )*};
}

numbers! { i64, |bound: i64| Some(bound.into()) => i8 i16 i32 i64 u8 u16 u32 u64 }
numbers! { f64, Number::from_f64 => f32 f64 }

macro_rules! texts {
    ($($type:ty)*) => {$(
        impl HasLength for $type {
            fn characters(&self) -> Option<usize> {
                Some(self.chars().count())
            }
        }

        impl HasChoices for $type {
            type Value = &'static str;
        }
    )*};
}

texts! { String Box<str> }

impl HasChannelTypes for Channel {}
impl HasChannelTypes for Id<marker::Channel> {}
impl HasFileTypes for Attachment {}

impl<T: HasRange> HasRange for Option<T> {
    type Bound = T::Bound;

    fn bound(&self) -> Option<T::Bound> {
        self.as_ref().and_then(T::bound)
    }

    fn number(bound: T::Bound) -> Option<Number> {
        T::number(bound)
    }
}

impl<T: HasLength> HasLength for Option<T> {
    fn characters(&self) -> Option<usize> {
        self.as_ref().and_then(T::characters)
    }
}

impl<T: HasChoices> HasChoices for Option<T> {
    type Value = T::Value;
}

impl<T: HasChannelTypes> HasChannelTypes for Option<T> {}
impl<T: HasFileTypes> HasFileTypes for Option<T> {}
