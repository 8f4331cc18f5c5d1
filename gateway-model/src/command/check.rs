//! What Discord takes as commands.

use std::collections::BTreeSet;

use super::{
    ChoiceValue, CommandCreate, CommandKind, CommandOption, CommandOptionChoice, CommandOptionKind,
    Localizations,
};
use crate::limits::{
    Checked, Limit, LimitError, characters, each, fail, forbid, items, need, text, value,
};

impl CommandCreate {
    /// Whether Discord would take the command by the limits of the docs.
    ///
    /// Docs: [Application Commands, Create Global Application Command](https://docs.discord.com/developers/interactions/application-commands#create-global-application-command)
    /// and [Application Command Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure).
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: the first one.
    pub fn check(&self) -> Result<(), LimitError> {
        let kind = self.kind.unwrap_or(CommandKind::ChatInput);
        let is_slash = kind == CommandKind::ChatInput;
        let name_rule = if is_slash { slash_name } else { menu_name };
        localized("name", Some(&self.name), self.name_localizations.as_ref(), name_rule)?;
        let description = self.description.as_deref();
        if is_slash {
            need("description", description.is_some())?;
            let others = self.description_localizations.as_ref();
            localized("description", description, others, self::description)?;
        } else if matches!(kind, CommandKind::User | CommandKind::Message) {
            text("description", description, 0..=0)?;
        }
        let has_options = !self.options.is_empty();
        forbid("options", has_options && !is_slash, "only slash commands have options")?;
        let is_entry = matches!(kind, CommandKind::PrimaryEntryPoint | CommandKind::Unknown(_));
        forbid("handler", self.handler.is_some() && !is_entry, "only entry points have a handler")?;
        options(&self.options, Level::Command)?;
        if is_slash { characters("", self.parts().size(), 0..=8000) } else { Ok(()) }
    }

    fn parts(&self) -> CommandParts<'_> {
        CommandParts {
            name: Some(&self.name),
            name_localizations: self.name_localizations.as_ref(),
            description: self.description.as_deref(),
            description_localizations: self.description_localizations.as_ref(),
            options: &self.options,
        }
    }
}

/// What a command is changed with, as far as it is set. An edit does not say of which type the command is, so what
/// counts for slash commands alone is not checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct CommandParts<'a> {
    /// Name, 1 to 32 characters.
    pub name: Option<&'a str>,
    /// Name by language.
    pub name_localizations: Option<&'a Localizations>,
    /// Description, at most 100 characters; empty for user and message commands.
    pub description: Option<&'a str>,
    /// Description by language.
    pub description_localizations: Option<&'a Localizations>,
    /// Options, at most 25.
    pub options: &'a [CommandOption],
}

impl CommandParts<'_> {
    /// Whether Discord would take them by the limits of the docs.
    ///
    /// Docs: [Application Commands, Edit Global Application Command](https://docs.discord.com/developers/interactions/application-commands#edit-global-application-command).
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: the first one.
    pub fn check(&self) -> Result<(), LimitError> {
        localized("name", self.name, self.name_localizations, menu_name)?;
        let others = self.description_localizations;
        let rule = |field: &str, description: &str| text(field, description, 0..=100);
        localized("description", self.description, others, rule)?;
        options(self.options, Level::Command)?;
        characters("", self.size(), 0..=8000)
    }

    /// The characters of names, descriptions and values; of localized ones the longest.
    ///
    /// Docs: [Application Commands, Slash Commands](https://docs.discord.com/developers/interactions/application-commands#slash-commands).
    fn size(&self) -> usize {
        longest(self.name.unwrap_or_default(), self.name_localizations)
            + longest(self.description.unwrap_or_default(), self.description_localizations)
            + self.options.iter().map(size_of_option).sum::<usize>()
    }
}

impl CommandOptionChoice {
    /// Docs: [Application Commands, Application Command Option Choice Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure).
    pub(crate) fn check(&self) -> Checked {
        let name = |field: &str, name: &str| text(field, name, 1..=100);
        localized("name", Some(&self.name), self.name_localizations.as_ref(), name)?;
        match &self.value {
            ChoiceValue::Text(value) => text("value", &**value, 0..=100),
            ChoiceValue::Integer(_) | ChoiceValue::Number(_) => Ok(()),
        }
    }
}

/// A text and the same text by language: all keep the same rule.
fn localized(
    field: &'static str,
    plain: Option<&str>,
    others: Option<&Localizations>,
    rule: impl Fn(&str, &str) -> Checked,
) -> Checked {
    plain.map_or(Ok(()), |plain| rule(field, plain))?;
    let mut others = others.into_iter().flatten();
    others.try_for_each(|(language, text)| rule(&format!("{field}_localizations.{language}"), text))
}

/// Docs: [Application Commands, Application Command Naming](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming).
/// Letters and digits are those of Unicode's `Alphabetic` and `Numeric`, which are a few more than the docs'
/// `L` and `N`.
fn slash_name(field: &str, name: &str) -> Checked {
    const RULE: &str =
        "a name has letters, digits, - _ and ' only, and no capital letter that has a small one";
    text(field, name, 1..=32)?;
    let is_allowed = |letter: char| {
        let of_script = matches!(letter, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}' | '\u{e00}'..='\u{e7f}');
        (letter.is_alphanumeric() || of_script || "-_'".contains(letter))
            && letter.to_lowercase().eq([letter])
    };
    forbid(field, !name.chars().all(is_allowed), RULE)
}

/// Docs: [Application Commands, Application Command Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure).
fn menu_name(field: &str, name: &str) -> Checked {
    text(field, name, 1..=32)
}

/// Docs: [Application Commands, Application Command Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure).
fn description(field: &str, description: &str) -> Checked {
    text(field, description, 1..=100)
}

/// What options stand in.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Command,
    Group,
    Subcommand,
}

/// Docs: [Application Commands, Application Command Option Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure).
fn options(options: &[CommandOption], level: Level) -> Checked {
    items("options", options.len(), 0..=25)?;
    let (mut names, mut optional) = (BTreeSet::new(), false);
    for (place, option) in options.iter().enumerate() {
        let path = |field: &str| format!("options.{place}.{field}");
        if !names.insert(&option.name) {
            return fail(path("name"), Limit::Repeated);
        }
        let required = option.required == Some(true);
        forbid(&path("required"), required && optional, "what is required comes first")?;
        optional |= !required;
    }
    each("options", options, |one| option(one, level))
}

fn option(option: &CommandOption, level: Level) -> Checked {
    use CommandOptionKind as Kind;
    // Docs: Application Commands, Subcommands and Subcommand Groups,
    // https://docs.discord.com/developers/interactions/application-commands#subcommands-and-subcommand-groups
    let fits = match option.kind {
        Kind::SubCommandGroup => level == Level::Command,
        Kind::SubCommand => level != Level::Subcommand,
        _ => level != Level::Group,
    };
    forbid("type", !fits, "groups hold subcommands, subcommands hold other options")?;
    localized("name", Some(&option.name), option.name_localizations.as_ref(), slash_name)?;
    let others = option.description_localizations.as_ref();
    localized("description", Some(&option.description), others, description)?;
    kind_of_field(option)?;
    items("choices", option.choices.len(), 0..=25)?;
    each("choices", &option.choices, |choice| {
        choice.check()?;
        forbid("value", !is_of_kind(&choice.value, option.kind), "not of the option's type")
    })?;
    number("min_value", option.min_value.as_ref(), option.kind)?;
    number("max_value", option.max_value.as_ref(), option.kind)?;
    value("min_length", option.min_length, 0..=6000)?;
    value("max_length", option.max_length, 1..=6000)?;
    let both = option.autocomplete == Some(true) && !option.choices.is_empty();
    forbid("autocomplete", both, "not together with choices")?;
    items("file_types", option.file_types.len(), 0..=10)?;
    let inner = if option.kind == Kind::SubCommandGroup { Level::Group } else { Level::Subcommand };
    options(&option.options, inner)
}

/// The column of valid option types in the docs' table.
fn kind_of_field(option: &CommandOption) -> Checked {
    use CommandOptionKind as Kind;
    const RULE: &str = "not for this type of option";
    let kind = option.kind;
    if matches!(kind, Kind::Unknown(_)) {
        return Ok(());
    }
    let is_sub = matches!(kind, Kind::SubCommand | Kind::SubCommandGroup);
    let is_number = matches!(kind, Kind::Integer | Kind::Number);
    let is_text = kind == Kind::String;
    let has_limit = option.min_length.is_some() || option.max_length.is_some();
    let has_range = option.min_value.is_some() || option.max_value.is_some();
    forbid("required", option.required.is_some() && is_sub, RULE)?;
    forbid("choices", !option.choices.is_empty() && !is_text && !is_number, RULE)?;
    forbid("options", !option.options.is_empty() && !is_sub, RULE)?;
    forbid("channel_types", !option.channel_types.is_empty() && kind != Kind::Channel, RULE)?;
    forbid(
        if option.min_value.is_some() { "min_value" } else { "max_value" },
        has_range && !is_number,
        RULE,
    )?;
    forbid(
        if option.min_length.is_some() { "min_length" } else { "max_length" },
        has_limit && !is_text,
        RULE,
    )?;
    forbid("autocomplete", option.autocomplete == Some(true) && !is_text && !is_number, RULE)?;
    forbid("file_types", !option.file_types.is_empty() && kind != Kind::Attachment, RULE)
}

fn is_of_kind(value: &ChoiceValue, kind: CommandOptionKind) -> bool {
    match kind {
        CommandOptionKind::String => matches!(value, ChoiceValue::Text(_)),
        CommandOptionKind::Integer => matches!(value, ChoiceValue::Integer(_)),
        CommandOptionKind::Number => !matches!(value, ChoiceValue::Text(_)),
        _ => true,
    }
}

/// Docs: [Application Commands, Application Command Option Type](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type).
fn number(field: &str, number: Option<&serde_json::Number>, kind: CommandOptionKind) -> Checked {
    const MOST: f64 = 9_007_199_254_740_992.0;
    let Some(number) = number else { return Ok(()) };
    let is_whole = number.is_i64() || number.is_u64();
    let is_integer = kind == CommandOptionKind::Integer;
    forbid(field, is_integer && !is_whole, "a whole number")?;
    let size = number.as_f64().unwrap_or(f64::INFINITY).abs();
    forbid(field, if is_integer { size >= MOST } else { size > MOST }, "within 2^53")
}

fn size_of_option(option: &CommandOption) -> usize {
    let choices = option.choices.iter().map(|choice| {
        let value = match &choice.value {
            ChoiceValue::Text(text) => text.chars().count(),
            ChoiceValue::Integer(number) => number.to_string().len(),
            ChoiceValue::Number(number) => number.to_string().len(),
        };
        longest(&choice.name, choice.name_localizations.as_ref()) + value
    });
    longest(&option.name, option.name_localizations.as_ref())
        + longest(&option.description, option.description_localizations.as_ref())
        + choices.sum::<usize>()
        + option.options.iter().map(size_of_option).sum::<usize>()
}

fn longest(text: &str, others: Option<&Localizations>) -> usize {
    let others = others.into_iter().flatten().map(|(_, text)| text.chars().count());
    others.fold(text.chars().count(), usize::max)
}

#[cfg(test)]
mod tests;
