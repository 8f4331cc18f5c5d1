//! Text, and fields for it.

use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// Text with markdown, like that of a message.
    ///
    /// Docs: [Component Reference, Text Display](https://docs.discord.com/developers/components/reference#text-display).
    #[derive(Default, Eq, Hash)]
    pub struct TextDisplay {
        /// Number of the component within the message.
        pub id?: i32,
        /// Text.
        pub content: String,
    }
}

impl TextDisplay {
    /// This text.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self { id: None, content: content.into() }
    }
}

setters! {
    TextDisplay {
        /// The same text with this number within the message.
        value id: i32,
    }
    by_hand { content }
    received {}
}

object! {
    /// A field for text.
    ///
    /// Docs: [Component Reference, Text Input](https://docs.discord.com/developers/components/reference#text-input).
    #[derive(Eq, Hash)]
    pub struct TextInput {
        /// Number of the component within the modal.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// One line or several.
        pub style: TextInputStyle,
        /// Name shown with it; deprecated for a label around it.
        pub label?: String,
        /// Fewest characters, 0 to 4000.
        pub min_length?: u16,
        /// Most characters, 1 to 4000.
        pub max_length?: u16,
        /// Whether it must be filled; it must if it is missing.
        pub required?: bool,
        /// What stands in it from the start, at most 4000 characters.
        pub value?: String,
        /// What is shown while it is empty, at most 100 characters.
        pub placeholder?: String,
    }
}

impl TextInput {
    /// A field with this name.
    #[must_use]
    pub fn new(custom_id: impl Into<String>, style: TextInputStyle) -> Self {
        Self {
            id: None,
            custom_id: custom_id.into(),
            style,
            label: None,
            min_length: None,
            max_length: None,
            required: None,
            value: None,
            placeholder: None,
        }
    }
}

setters! {
    TextInput {
        /// The same field with this number within the modal.
        value id: i32,
        /// The same field with a name shown with it; deprecated for a label around it.
        into label: String,
        /// The same field, for at least this many characters, 0 to 4000.
        value min_length: u16,
        /// The same field, for at most this many characters, 1 to 4000.
        value max_length: u16,
        /// The same field, which must be filled, as it must by default, or not.
        value required: bool,
        /// The same field with this text in it from the start, at most 4000 characters.
        into value: String,
        /// The same field, which shows this text while it is empty, at most 100 characters.
        into placeholder: String,
    }
    by_hand { custom_id, style }
    received {}
}

open_enum! {
    /// One line or several.
    ///
    /// Docs: [Component Reference, Text Input Styles](https://docs.discord.com/developers/components/reference#text-input-text-input-styles).
    pub enum TextInputStyle: i32 {
        /// One line.
        Short = 1,
        /// Several lines.
        Paragraph = 2,
    }
}
