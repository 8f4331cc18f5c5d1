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
        /// Name in the language asked for.
        pub name_localized?: String,
        /// Description, 1 to 100 characters.
        pub description: String,
        /// Description by language.
        pub description_localizations?: Localizations,
        /// Description in the language asked for.
        pub description_localized?: String,
        /// Whether it must be given.
        pub required?: bool,
        /// Values to choose from, at most 25; of texts and numbers.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub choices {default}: Vec<CommandOptionChoice>,
        /// Options of a subcommand, or subcommands of a group, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub options {default}: Vec<CommandOption>,
        /// Kinds of channel to choose from.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub channel_types {default}: Vec<ChannelKind>,
        /// Smallest number.
        pub min_value?: Number,
        /// Largest number.
        pub max_value?: Number,
        /// Fewest characters, 0 to 6000.
        pub min_length?: u16,
        /// Most characters, 1 to 6000.
        pub max_length?: u16,
        /// Whether the app proposes values; not together with choices.
        pub autocomplete?: bool,
        /// Kinds of file: `image`, `video`, `audio`, or endings such as `.pdf`; at most 10.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub file_types {default}: Vec<String>,
    }
}

impl CommandOption {
    /// An option of this kind, name and description.
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

    /// The same option with one more value to choose.
    #[must_use]
    pub fn choice(mut self, name: impl Into<String>, value: impl Into<ChoiceValue>) -> Self {
        self.choices.push(CommandOptionChoice::new(name, value));
        self
    }

    /// The same subcommand or group with one more option.
    #[must_use]
    pub fn option(mut self, option: Self) -> Self {
        self.options.push(option);
        self
    }

    /// The same option of a number that is not whole, at least this. One that is not finite sets no limit.
    #[must_use]
    pub fn min_number(mut self, least: f64) -> Self {
        self.min_value = Number::from_f64(least);
        self
    }

    /// The same option of a number that is not whole, at most this. One that is not finite sets no limit.
    #[must_use]
    pub fn max_number(mut self, most: f64) -> Self {
        self.max_value = Number::from_f64(most);
        self
    }
}

setters! {
    CommandOption {
        /// The same option with its name by language.
        into name_localizations: Localizations,
        /// The same option with its description by language.
        into description_localizations: Localizations,
        /// The same option, which must be given.
        flag required,
        /// The same option with these values to choose in place of others, at most 25; of texts and numbers.
        list choices: CommandOptionChoice,
        /// The same subcommand or group with these options in place of others, at most 25.
        list options: CommandOption,
        /// The same option of a channel with these kinds to choose from.
        list channel_types: ChannelKind,
        /// The same option of a whole number, at least this; [`min_number`](Self::min_number) is for others.
        into min_value: Number,
        /// The same option of a whole number, at most this; [`max_number`](Self::max_number) is for others.
        into max_value: Number,
        /// The same option of a text with at least this many characters, 0 to 6000.
        value min_length: u16,
        /// The same option of a text with at most this many characters, 1 to 6000.
        value max_length: u16,
        /// The same option, for which the app proposes values.
        flag autocomplete,
        /// The same option of a file with these kinds: `image`, `video`, `audio`, or endings such as `.pdf`; at most 10.
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
        /// A whole number within 2^53.
        Integer = 4,
        /// A truth value.
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
    /// A value to choose.
    ///
    /// Docs: [Application Commands, Application Command Option Choice Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure).
    pub struct CommandOptionChoice {
        /// Name, 1 to 100 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: Localizations,
        /// Name in the language asked for.
        pub name_localized?: String,
        /// Value; its type is that of the option.
        pub value: ChoiceValue,
    }
}

impl CommandOptionChoice {
    /// A value and its name.
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
        /// The same choice with its name by language.
        into name_localizations: Localizations,
    }
    by_hand { name, value }
    received { name_localized }
}

/// A value to choose: a text of at most 100 characters, or a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ChoiceValue {
    /// A whole number.
    Integer(i64),
    /// Any number.
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
