//! Menus.

use crate::channel::ChannelKind;
use crate::emoji::PartialEmoji;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A menu of given texts.
    ///
    /// Docs: [Component Reference, String Select](https://docs.discord.com/developers/components/reference#string-select).
    #[derive(Default, Eq, Hash)]
    pub struct StringSelect {
        /// Number of the component within the message.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Texts to choose from, at most 25.
        pub options: Vec<SelectOption>,
        /// Text shown before anything is chosen, at most 150 characters.
        pub placeholder?: String,
        /// Fewest to choose, 0 to 25; 1 if it is missing.
        pub min_values?: u8,
        /// Most to choose, 1 to 25; 1 if it is missing.
        pub max_values?: u8,
        /// Whether a modal needs an answer; it does if it is missing.
        pub required?: bool,
        /// Whether it cannot be used; in messages only.
        pub disabled?: bool,
    }
}

impl StringSelect {
    /// A menu with this name; texts are added by [`option`](Self::option).
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }

    /// The same menu with one more text.
    #[must_use]
    pub fn option(mut self, option: SelectOption) -> Self {
        self.options.push(option);
        self
    }

    /// The same menu, where this many may be chosen.
    #[must_use]
    pub fn values(mut self, min: u8, max: u8) -> Self {
        (self.min_values, self.max_values) = (Some(min), Some(max));
        self
    }
}

setters! {
    StringSelect {
        /// The same menu with this number within the message.
        value id: i32,
        /// The same menu with these texts in place of others, at most 25.
        list options: SelectOption,
        /// The same menu with a text shown before anything is chosen, at most 150 characters.
        into placeholder: String,
        /// The same menu, of which at least this many are chosen, 0 to 25.
        value min_values: u8,
        /// The same menu, of which at most this many are chosen, 1 to 25.
        value max_values: u8,
        /// The same menu, for which a modal needs an answer, as it does by default, or not.
        value required: bool,
        /// The same menu, which cannot be used; in messages only.
        flag disabled,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// A text of a menu.
    ///
    /// Docs: [Component Reference, Select Option Structure](https://docs.discord.com/developers/components/reference#string-select-select-option-structure).
    #[derive(Eq, Hash)]
    pub struct SelectOption {
        /// What users see, at most 100 characters.
        pub label: String,
        /// What the app gets, at most 100 characters.
        pub value: String,
        /// More about it, at most 100 characters.
        pub description?: String,
        /// Emoji.
        pub emoji?: PartialEmoji,
        /// Whether it is chosen from the start.
        pub default?: bool,
    }
}

impl SelectOption {
    /// A text and the value behind it.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            description: None,
            emoji: None,
            default: None,
        }
    }

    /// The same text, chosen from the start: the docs' `default`.
    #[must_use]
    pub fn selected(mut self) -> Self {
        self.default = Some(true);
        self
    }
}

setters! {
    SelectOption {
        /// The same text with more about it, at most 100 characters.
        into description: String,
        /// The same text with an emoji.
        value emoji: PartialEmoji,
    }
    by_hand { label, value, default }
    received {}
}

object! {
    /// A menu that Discord fills, with users, roles or both.
    ///
    /// Docs: [Component Reference, User Select](https://docs.discord.com/developers/components/reference#user-select),
    /// [Role Select](https://docs.discord.com/developers/components/reference#role-select) and
    /// [Mentionable Select](https://docs.discord.com/developers/components/reference#mentionable-select).
    #[derive(Default, Eq, Hash)]
    pub struct AutoSelect {
        /// Number of the component within the message.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Text shown before anything is chosen, at most 150 characters.
        pub placeholder?: String,
        /// What is chosen from the start.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub default_values {default}: Vec<SelectDefaultValue>,
        /// Fewest to choose, 0 to 25; 1 if it is missing.
        pub min_values?: u8,
        /// Most to choose, 1 to 25; 1 if it is missing.
        pub max_values?: u8,
        /// Whether a modal needs an answer; it does if it is missing.
        pub required?: bool,
        /// Whether it cannot be used; in messages only.
        pub disabled?: bool,
    }
}

impl AutoSelect {
    /// A menu with this name: what [`UserSelect`](super::UserSelect), [`RoleSelect`](super::RoleSelect) and
    /// [`MentionableSelect`](super::MentionableSelect) are made of.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

setters! {
    AutoSelect {
        /// The same menu with this number within the message.
        value id: i32,
        /// The same menu with a text shown before anything is chosen, at most 150 characters.
        into placeholder: String,
        /// The same menu with this chosen from the start: as many as `min_values` to `max_values`.
        list default_values: SelectDefaultValue,
        /// The same menu, of which at least this many are chosen, 0 to 25.
        value min_values: u8,
        /// The same menu, of which at most this many are chosen, 1 to 25.
        value max_values: u8,
        /// The same menu, for which a modal needs an answer, as it does by default, or not.
        value required: bool,
        /// The same menu, which cannot be used; in messages only.
        flag disabled,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// A menu of channels.
    ///
    /// Docs: [Component Reference, Channel Select](https://docs.discord.com/developers/components/reference#channel-select).
    #[derive(Default, Eq, Hash)]
    pub struct ChannelSelect {
        /// Number of the component within the message.
        pub id?: i32,
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Kinds of channel to choose from; all where it is empty.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub channel_types {default}: Vec<ChannelKind>,
        /// Text shown before anything is chosen, at most 150 characters.
        pub placeholder?: String,
        /// What is chosen from the start.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub default_values {default}: Vec<SelectDefaultValue>,
        /// Fewest to choose, 0 to 25; 1 if it is missing.
        pub min_values?: u8,
        /// Most to choose, 1 to 25; 1 if it is missing.
        pub max_values?: u8,
        /// Whether a modal needs an answer; it does if it is missing.
        pub required?: bool,
        /// Whether it cannot be used; in messages only.
        pub disabled?: bool,
    }
}

impl ChannelSelect {
    /// A menu with this name.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

setters! {
    ChannelSelect {
        /// The same menu with this number within the message.
        value id: i32,
        /// The same menu with a text shown before anything is chosen, at most 150 characters.
        into placeholder: String,
        /// The same menu with this chosen from the start: as many as `min_values` to `max_values`.
        list default_values: SelectDefaultValue,
        /// The same menu, of which at least this many are chosen, 0 to 25.
        value min_values: u8,
        /// The same menu, of which at most this many are chosen, 1 to 25.
        value max_values: u8,
        /// The same menu, for which a modal needs an answer, as it does by default, or not.
        value required: bool,
        /// The same menu, which cannot be used; in messages only.
        flag disabled,
        /// The same menu with these kinds of channel to choose from.
        list channel_types: ChannelKind,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// Something that is chosen from the start.
    ///
    /// Docs: [Component Reference, Select Default Value Structure](https://docs.discord.com/developers/components/reference#user-select-select-default-value-structure).
    #[derive(Eq, Hash)]
    pub struct SelectDefaultValue {
        /// Id of it.
        pub id: Id<marker::Generic>,
        /// What it is.
        pub kind as "type": DefaultValueKind,
    }
}

impl SelectDefaultValue {
    /// A user.
    #[must_use]
    pub const fn user(id: Id<marker::User>) -> Self {
        Self { id: id.cast(), kind: DefaultValueKind::User }
    }

    /// A role.
    #[must_use]
    pub const fn role(id: Id<marker::Role>) -> Self {
        Self { id: id.cast(), kind: DefaultValueKind::Role }
    }

    /// A channel.
    #[must_use]
    pub const fn channel(id: Id<marker::Channel>) -> Self {
        Self { id: id.cast(), kind: DefaultValueKind::Channel }
    }
}

open_enum! {
    /// What is chosen from the start.
    ///
    /// Docs: [Component Reference, Select Default Value Structure](https://docs.discord.com/developers/components/reference#user-select-select-default-value-structure).
    pub enum DefaultValueKind: str {
        /// A user.
        User = "user",
        /// A role.
        Role = "role",
        /// A channel.
        Channel = "channel",
    }
}
