//! Checks commands against Discord's limits.

use std::collections::BTreeSet;

use super::{
    ChoiceValue, CommandCreate, CommandKind, CommandOption, CommandOptionChoice, CommandOptionKind,
    Localizations,
};
use crate::limits::{
    Checked, Findings, Limit, LimitError, LimitErrors, characters, fail, forbid, items, need, text,
    value,
};

impl CommandCreate {
    /// Checks whether Discord would accept the command, by the limits in its docs.
    ///
    /// Docs: [Application Commands, Create Global Application Command](https://docs.discord.com/developers/interactions/application-commands#create-global-application-command)
    /// and [Application Command Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        Findings::of(|found| self.find(found)).first()
    }

    /// Like [`check`](Self::check), but returns all errors.
    ///
    /// # Errors
    ///
    /// Returns all limits that are exceeded.
    pub fn check_all(&self) -> Result<(), LimitErrors> {
        Findings::of(|found| self.find(found)).all()
    }

    fn find(&self, found: &mut Findings) {
        let kind = self.kind.unwrap_or(CommandKind::ChatInput);
        let is_slash = kind == CommandKind::ChatInput;
        let name_rule = if is_slash { slash_name } else { menu_name };
        localized(found, "name", Some(&self.name), self.name_localizations.as_ref(), name_rule);
        let description = self.description.as_deref();
        if is_slash {
            found.add(need("description", description.is_some()));
            let others = self.description_localizations.as_ref();
            localized(found, "description", description, others, self::description);
        } else if matches!(kind, CommandKind::User | CommandKind::Message) {
            found.add(text("description", description, 0..=0));
        }
        let has_options = !self.options.is_empty();
        found.add(forbid("options", has_options && !is_slash, "only slash commands have options"));
        let is_entry = matches!(kind, CommandKind::PrimaryEntryPoint | CommandKind::Unknown(_));
        let has_handler = self.handler.is_some();
        found.add(forbid("handler", has_handler && !is_entry, "only entry points have a handler"));
        options(found, &self.options, Level::Command);
        if is_slash {
            found.add(characters("", self.parts().size(), 0..=8000));
        }
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

/// The fields that are set in a request that changes a command. Such a request does not contain the type of the
/// command, so limits that apply only to slash commands are not checked.
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
    /// Checks whether Discord would accept them, by the limits in its docs.
    ///
    /// Docs: [Application Commands, Edit Global Application Command](https://docs.discord.com/developers/interactions/application-commands#edit-global-application-command).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        Findings::of(|found| self.find(found)).first()
    }

    fn find(&self, found: &mut Findings) {
        localized(found, "name", self.name, self.name_localizations, menu_name);
        let others = self.description_localizations;
        let rule = |field: &str, description: &str| text(field, description, 0..=100);
        localized(found, "description", self.description, others, rule);
        options(found, self.options, Level::Command);
        found.add(characters("", self.size(), 0..=8000));
    }

    /// Returns the number of characters in names, descriptions and values, counting the longest of localized ones.
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
    pub(crate) fn find(&self, found: &mut Findings) {
        let name = |field: &str, name: &str| text(field, name, 1..=100);
        localized(found, "name", Some(&self.name), self.name_localizations.as_ref(), name);
        if let ChoiceValue::Text(value) = &self.value {
            found.add(text("value", &**value, 0..=100));
        }
    }
}

/// Checks a text and its localizations with the same rule.
fn localized(
    found: &mut Findings,
    field: &'static str,
    plain: Option<&str>,
    others: Option<&Localizations>,
    rule: impl Fn(&str, &str) -> Checked,
) {
    if let Some(plain) = plain {
        found.add(rule(field, plain));
    }
    for (language, text) in others.into_iter().flatten() {
        found.add(rule(&format!("{field}_localizations.{language}"), text));
    }
}

/// Docs: [Application Commands, Application Command Naming](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming).
/// Letters and digits are those of Unicode's `Alphabetic` and `Numeric`, which are a few more than the docs'
/// `L` and `N`.
fn slash_name(field: &str, name: &str) -> Checked {
    const RULE: &str =
        "a name has letters, digits, - _ and ' only, and no letter that has a lower-case form";
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

/// Where options are.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Command,
    Group,
    Subcommand,
}

/// Docs: [Application Commands, Application Command Option Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure).
fn options(found: &mut Findings, options: &[CommandOption], level: Level) {
    found.add(items("options", options.len(), 0..=25));
    let (mut names, mut has_optional) = (BTreeSet::new(), false);
    found.inside("options", |found| {
        for (place, option) in options.iter().enumerate() {
            found.inside(place, |found| {
                if !names.insert(&option.name) {
                    found.add(fail("name", Limit::Repeated));
                }
                let required = option.required == Some(true);
                let is_late = required && has_optional;
                found.add(forbid("required", is_late, "required options come first"));
                has_optional |= !required;
                self::option(found, option, level);
            });
        }
    });
}

fn option(found: &mut Findings, option: &CommandOption, level: Level) {
    use CommandOptionKind as Kind;
    // Docs: Application Commands, Subcommands and Subcommand Groups,
    // https://docs.discord.com/developers/interactions/application-commands#subcommands-and-subcommand-groups
    let fits = match option.kind {
        Kind::SubCommandGroup => level == Level::Command,
        Kind::SubCommand => level != Level::Subcommand,
        _ => level != Level::Group,
    };
    found.add(forbid("type", !fits, "groups contain subcommands, which contain options"));
    let others = option.name_localizations.as_ref();
    localized(found, "name", Some(&option.name), others, slash_name);
    let others = option.description_localizations.as_ref();
    localized(found, "description", Some(&option.description), others, description);
    fields_for_kind(found, option);
    found.add(items("choices", option.choices.len(), 0..=25));
    found.each("choices", &option.choices, |found, choice| {
        choice.find(found);
        let fits = is_of_kind(&choice.value, option.kind);
        found.add(forbid("value", !fits, "the value does not have the option's type"));
    });
    found.add(number("min_value", option.min_value.as_ref(), option.kind));
    found.add(number("max_value", option.max_value.as_ref(), option.kind));
    found.add(value("min_length", option.min_length, 0..=6000));
    found.add(value("max_length", option.max_length, 1..=6000));
    let both = option.autocomplete == Some(true) && !option.choices.is_empty();
    found.add(forbid("autocomplete", both, "not together with choices"));
    found.add(items("file_types", option.file_types.len(), 0..=10));
    let inner = if option.kind == Kind::SubCommandGroup { Level::Group } else { Level::Subcommand };
    options(found, &option.options, inner);
}

/// The column of valid option types in the docs' table.
fn fields_for_kind(found: &mut Findings, option: &CommandOption) {
    use CommandOptionKind as Kind;
    let kind = option.kind;
    if matches!(kind, Kind::Unknown(_)) {
        return;
    }
    let is_sub = matches!(kind, Kind::SubCommand | Kind::SubCommandGroup);
    let is_number = matches!(kind, Kind::Integer | Kind::Number);
    let is_text = kind == Kind::String;
    let autocompletes = option.autocomplete == Some(true);
    for (field, is_set, is_allowed) in [
        ("required", option.required.is_some(), !is_sub),
        ("choices", !option.choices.is_empty(), is_text || is_number),
        ("options", !option.options.is_empty(), is_sub),
        ("channel_types", !option.channel_types.is_empty(), kind == Kind::Channel),
        ("min_value", option.min_value.is_some(), is_number),
        ("max_value", option.max_value.is_some(), is_number),
        ("min_length", option.min_length.is_some(), is_text),
        ("max_length", option.max_length.is_some(), is_text),
        ("autocomplete", autocompletes, is_text || is_number),
        ("file_types", !option.file_types.is_empty(), kind == Kind::Attachment),
    ] {
        found.add(forbid(field, is_set && !is_allowed, "not for this type of option"));
    }
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
