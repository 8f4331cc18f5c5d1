//! Options of commands.

use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::Localizations;
use crate::channel::ChannelKind;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// An option of a slash command, or a subcommand.
    ///
    /// Docs: [Application Commands, Application Command Option Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure).
    pub struct CommandOption {
        /// Kind of option.
        pub kind as "type": CommandOptionKind,
        /// Name, 1 to 32 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: Localizations,
        /// Name in the requested language.
        pub name_localized?: String,
        /// Description, 1 to 100 characters.
        pub description: String,
        /// Description by language.
        pub description_localizations?: Localizations,
        /// Description in the requested language.
        pub description_localized?: String,
        /// Whether it must be given.
        pub required?: bool,
        /// Choices, at most 25; only for text and number options.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub choices {default}: Vec<CommandOptionChoice>,
        /// Options of a subcommand, or subcommands of a group, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub options {default}: Vec<CommandOption>,
        /// Kinds of channel that can be selected.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub channel_types {default}: Vec<ChannelKind>,
        /// Minimum.
        pub min_value?: Number,
        /// Maximum.
        pub max_value?: Number,
        /// Minimum number of characters, 0 to 6000.
        pub min_length?: u16,
        /// Maximum number of characters, 1 to 6000.
        pub max_length?: u16,
        /// Whether the app suggests values (autocomplete); not together with choices.
        pub autocomplete?: bool,
        /// Kinds of file: `image`, `video`, `audio`, or extensions such as `.pdf`; at most 10.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub file_types {default}: Vec<String>,
    }
}

impl CommandOption {
    /// Creates an option of this kind, with this name and description.
    #[must_use]
    pub fn new(
        kind: CommandOptionKind,
        name: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            name: name.into(),
            name_localizations: None,
            name_localized: None,
            description: description.into(),
            description_localizations: None,
            description_localized: None,
            required: None,
            choices: Vec::new(),
            options: Vec::new(),
            channel_types: Vec::new(),
            min_value: None,
            max_value: None,
            min_length: None,
            max_length: None,
            autocomplete: None,
            file_types: Vec::new(),
        }
    }

    /// Adds a choice.
    #[must_use]
    pub fn choice(mut self, name: impl Into<String>, value: impl Into<ChoiceValue>) -> Self {
        self.choices.push(CommandOptionChoice::new(name, value));
        self
    }

    /// Adds an option; only for subcommands and groups.
    #[must_use]
    pub fn option(mut self, option: Self) -> Self {
        self.options.push(option);
        self
    }

    /// Sets the minimum of a floating-point option. A value that is not finite sets no limit.
    #[must_use]
    pub fn min_number(mut self, least: f64) -> Self {
        self.min_value = Number::from_f64(least);
        self
    }

    /// Sets the maximum of a floating-point option. A value that is not finite sets no limit.
    #[must_use]
    pub fn max_number(mut self, most: f64) -> Self {
        self.max_value = Number::from_f64(most);
        self
    }
}

setters! {
    CommandOption {
        /// Sets the name by language.
        into name_localizations: Localizations,
        /// Sets the description by language.
        into description_localizations: Localizations,
        /// Makes the option required.
        flag required,
        /// Sets the choices, at most 25; only for text and number options.
        list choices: CommandOptionChoice,
        /// Sets the options, at most 25; only for subcommands and groups.
        list options: CommandOption,
        /// Sets which kinds of channel can be selected; only for channel options.
        list channel_types: ChannelKind,
        /// Sets the minimum of an integer option; use [`min_number`](Self::min_number) for floating-point options.
        into min_value: Number,
        /// Sets the maximum of an integer option; use [`max_number`](Self::max_number) for floating-point options.
        into max_value: Number,
        /// Sets the minimum number of characters of a text option, 0 to 6000.
        value min_length: u16,
        /// Sets the maximum number of characters of a text option, 1 to 6000.
        value max_length: u16,
        /// Enables autocomplete: the app suggests values.
        flag autocomplete,
        /// Sets the allowed kinds of file: `image`, `video`, `audio`, or extensions such as `.pdf`; at most 10. Only
        /// for file options.
        list file_types: String,
    }
    by_hand { kind, name, description }
    received { name_localized, description_localized }
}

open_enum! {
    /// Kind of option.
    ///
    /// Docs: [Application Commands, Application Command Option Type](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type).
    pub enum CommandOptionKind: i32 {
        /// A subcommand.
        SubCommand = 1,
        /// A group of subcommands.
        SubCommandGroup = 2,
        /// A text.
        String = 3,
        /// An integer within 2^53.
        Integer = 4,
        /// A boolean.
        Boolean = 5,
        /// A user.
        User = 6,
        /// A channel or category.
        Channel = 7,
        /// A role.
        Role = 8,
        /// A user or role.
        Mentionable = 9,
        /// A number within 2^53.
        Number = 10,
        /// A file.
        Attachment = 11,
    }
}

object! {
    /// A choice.
    ///
    /// Docs: [Application Commands, Application Command Option Choice Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure).
    pub struct CommandOptionChoice {
        /// Name, 1 to 100 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: Localizations,
        /// Name in the requested language.
        pub name_localized?: String,
        /// Value; its type is that of the option.
        pub value: ChoiceValue,
    }
}

impl CommandOptionChoice {
    /// Creates a choice with a name and a value.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<ChoiceValue>) -> Self {
        Self {
            name: name.into(),
            name_localizations: None,
            name_localized: None,
            value: value.into(),
        }
    }
}

setters! {
    CommandOptionChoice {
        /// Sets the name by language.
        into name_localizations: Localizations,
    }
    by_hand { name, value }
    received { name_localized }
}

/// The value of a choice: a text of at most 100 characters, or a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ChoiceValue {
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Number(f64),
    /// A text.
    Text(String),
}

crate::json::read_by_serde! { ChoiceValue }

impl From<i64> for ChoiceValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for ChoiceValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for ChoiceValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for ChoiceValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
