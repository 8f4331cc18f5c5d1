//! Text displays and text inputs.

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
    /// Creates a text display with this text.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self { id: None, content: content.into() }
    }
}

setters! {
    TextDisplay {
        /// Sets the component's number within the message.
        value id: i32,
    }
    by_hand { content }
    received {}
}

object! {
    /// A text input.
    ///
    /// Docs: [Component Reference, Text Input](https://docs.discord.com/developers/components/reference#text-input).
    #[derive(Eq, Hash)]
    pub struct TextInput {
        /// Number of the component within the modal.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// One line or several.
        pub style: TextInputStyle,
        /// Label; deprecated in favour of a label component around the input.
        pub label?: String,
        /// Minimum number of characters, 0 to 4000.
        pub min_length?: u16,
        /// Maximum number of characters, 1 to 4000.
        pub max_length?: u16,
        /// Whether it must be filled; true if missing.
        pub required?: bool,
        /// Initial text, at most 4000 characters.
        pub value?: String,
        /// Text shown while it is empty, at most 100 characters.
        pub placeholder?: String,
    }
}

impl TextInput {
    /// Creates a text input with this custom id.
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
        /// Sets the component's number within the modal.
        value id: i32,
        /// Sets the label; deprecated in favour of a label component around the input.
        into label: String,
        /// Sets the minimum number of characters, 0 to 4000.
        value min_length: u16,
        /// Sets the maximum number of characters, 1 to 4000.
        value max_length: u16,
        /// Sets whether the field must be filled. The default is true.
        value required: bool,
        /// Sets the initial text, at most 4000 characters.
        into value: String,
        /// Sets the text shown while the field is empty, at most 100 characters.
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
