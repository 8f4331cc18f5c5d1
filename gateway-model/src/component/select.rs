//! Menus.

use crate::channel::ChannelKind;
use crate::emoji::PartialEmoji;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A select menu of given options.
    ///
    /// Docs: [Component Reference, String Select](https://docs.discord.com/developers/components/reference#string-select).
    #[derive(Default, Eq, Hash)]
    pub struct StringSelect {
        /// Number of the component within the message.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Options, at most 25.
        pub options: Vec<SelectOption>,
        /// Text shown while nothing is selected, at most 150 characters.
        pub placeholder?: String,
        /// Minimum number of selected items, 0 to 25; 1 if missing.
        pub min_values?: u8,
        /// Maximum number of selected items, 1 to 25; 1 if missing.
        pub max_values?: u8,
        /// Whether a selection is required in a modal; true if missing.
        pub required?: bool,
        /// Whether it is disabled; in messages only.
        pub disabled?: bool,
    }
}

impl StringSelect {
    /// Creates a menu with this custom id; add options with [`option`](Self::option).
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }

    /// Adds an option.
    #[must_use]
    pub fn option(mut self, option: SelectOption) -> Self {
        self.options.push(option);
        self
    }

    /// Sets how many options can be selected.
    #[must_use]
    pub fn values(mut self, min: u8, max: u8) -> Self {
        (self.min_values, self.max_values) = (Some(min), Some(max));
        self
    }
}

setters! {
    StringSelect {
        /// Sets the component's number within the message.
        value id: i32,
        /// Sets the options, at most 25.
        list options: SelectOption,
        /// Sets the text shown while nothing is selected, at most 150 characters.
        into placeholder: String,
        /// Sets the minimum number of selected items, 0 to 25.
        value min_values: u8,
        /// Sets the maximum number of selected items, 1 to 25.
        value max_values: u8,
        /// Sets whether a selection is required in a modal. The default is true.
        value required: bool,
        /// Disables the menu; in messages only.
        flag disabled,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// An option of a select menu.
    ///
    /// Docs: [Component Reference, Select Option Structure](https://docs.discord.com/developers/components/reference#string-select-select-option-structure).
    #[derive(Eq, Hash)]
    pub struct SelectOption {
        /// Label that users see, at most 100 characters.
        pub label: String,
        /// Value that the app receives, at most 100 characters.
        pub value: String,
        /// Description, at most 100 characters.
        pub description?: String,
        /// Emoji.
        pub emoji?: PartialEmoji,
        /// Whether it is selected initially.
        pub default?: bool,
    }
}

impl SelectOption {
    /// Creates an option with a label and a value.
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

    /// Selects the option initially: the field `default` in Discord's docs.
    #[must_use]
    pub fn selected(mut self) -> Self {
        self.default = Some(true);
        self
    }
}

setters! {
    SelectOption {
        /// Sets the description, at most 100 characters.
        into description: String,
        /// Sets the emoji.
        value emoji: PartialEmoji,
    }
    by_hand { label, value, default }
    received {}
}

object! {
    /// A select menu that Discord fills with users, roles or both.
    ///
    /// Docs: [Component Reference, User Select](https://docs.discord.com/developers/components/reference#user-select),
    /// [Role Select](https://docs.discord.com/developers/components/reference#role-select) and
    /// [Mentionable Select](https://docs.discord.com/developers/components/reference#mentionable-select).
    #[derive(Default, Eq, Hash)]
    pub struct AutoSelect {
        /// Number of the component within the message.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Text shown while nothing is selected, at most 150 characters.
        pub placeholder?: String,
        /// What is selected initially.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub default_values {default}: Vec<SelectDefaultValue>,
        /// Minimum number of selected items, 0 to 25; 1 if missing.
        pub min_values?: u8,
        /// Maximum number of selected items, 1 to 25; 1 if missing.
        pub max_values?: u8,
        /// Whether a selection is required in a modal; true if missing.
        pub required?: bool,
        /// Whether it is disabled; in messages only.
        pub disabled?: bool,
    }
}

impl AutoSelect {
    /// Creates a menu with this custom id. [`UserSelect`](super::UserSelect), [`RoleSelect`](super::RoleSelect) and
    /// [`MentionableSelect`](super::MentionableSelect) are based on it.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

setters! {
    AutoSelect {
        /// Sets the component's number within the message.
        value id: i32,
        /// Sets the text shown while nothing is selected, at most 150 characters.
        into placeholder: String,
        /// Sets what is selected initially: `min_values` to `max_values` items.
        list default_values: SelectDefaultValue,
        /// Sets the minimum number of selected items, 0 to 25.
        value min_values: u8,
        /// Sets the maximum number of selected items, 1 to 25.
        value max_values: u8,
        /// Sets whether a selection is required in a modal. The default is true.
        value required: bool,
        /// Disables the menu; in messages only.
        flag disabled,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// A select menu of channels.
    ///
    /// Docs: [Component Reference, Channel Select](https://docs.discord.com/developers/components/reference#channel-select).
    #[derive(Default, Eq, Hash)]
    pub struct ChannelSelect {
        /// Number of the component within the message.
        pub id?: i32,
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Kinds of channel that can be selected; all if empty.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub channel_types {default}: Vec<ChannelKind>,
        /// Text shown while nothing is selected, at most 150 characters.
        pub placeholder?: String,
        /// What is selected initially.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub default_values {default}: Vec<SelectDefaultValue>,
        /// Minimum number of selected items, 0 to 25; 1 if missing.
        pub min_values?: u8,
        /// Maximum number of selected items, 1 to 25; 1 if missing.
        pub max_values?: u8,
        /// Whether a selection is required in a modal; true if missing.
        pub required?: bool,
        /// Whether it is disabled; in messages only.
        pub disabled?: bool,
    }
}

impl ChannelSelect {
    /// Creates a menu with this custom id.
    #[must_use]
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

setters! {
    ChannelSelect {
        /// Sets the component's number within the message.
        value id: i32,
        /// Sets the text shown while nothing is selected, at most 150 characters.
        into placeholder: String,
        /// Sets what is selected initially: `min_values` to `max_values` items.
        list default_values: SelectDefaultValue,
        /// Sets the minimum number of selected items, 0 to 25.
        value min_values: u8,
        /// Sets the maximum number of selected items, 1 to 25.
        value max_values: u8,
        /// Sets whether a selection is required in a modal. The default is true.
        value required: bool,
        /// Disables the menu; in messages only.
        flag disabled,
        /// Sets which kinds of channel can be selected.
        list channel_types: ChannelKind,
    }
    by_hand { custom_id }
    received {}
}

object! {
    /// An item that is selected initially.
    ///
    /// Docs: [Component Reference, Select Default Value Structure](https://docs.discord.com/developers/components/reference#user-select-select-default-value-structure).
    #[derive(Eq, Hash)]
    pub struct SelectDefaultValue {
        /// Its id.
        pub id: Id<marker::Generic>,
        /// Its kind.
        pub kind as "type": DefaultValueKind,
    }
}

impl SelectDefaultValue {
    /// Selects a user.
    #[must_use]
    pub const fn user(id: Id<marker::User>) -> Self {
        Self { id: id.cast(), kind: DefaultValueKind::User }
    }

    /// Selects a role.
    #[must_use]
    pub const fn role(id: Id<marker::Role>) -> Self {
        Self { id: id.cast(), kind: DefaultValueKind::Role }
    }

    /// Selects a channel.
    #[must_use]
    pub const fn channel(id: Id<marker::Channel>) -> Self {
        Self { id: id.cast(), kind: DefaultValueKind::Channel }
    }
}

open_enum! {
    /// What is selected initially.
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
