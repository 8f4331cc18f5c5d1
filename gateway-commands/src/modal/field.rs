//! The types that a field can have: those of a command's options, and lists of them.

use gateway_model::channel::ChannelKind;
use gateway_model::command::{ChoiceValue, CommandOption, CommandOptionChoice, CommandOptionKind};
use gateway_model::component::{
    ChannelSelect, Checkbox, CheckboxGroup, ChoiceOption, Component, FileUpload, MentionableSelect,
    RadioGroup, RoleSelect, SelectOption, StringSelect, SubmittedComponent, TextInput,
    TextInputStyle, UserSelect,
};
use gateway_model::interaction::{ModalData, OptionValue, ResolvedData};

use super::error::FieldProblem;
use crate::command::{OptionProblem, OptionType, value_of_text};

/// The properties of a field, as written by the derive.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct FieldSpec {
    pub name: &'static str,
    pub label: &'static str,
    pub description: Option<&'static str>,
    pub text: Option<&'static str>,
    pub placeholder: Option<&'static str>,
    pub paragraph: bool,
    pub select: bool,
    pub min: Option<u16>,
    pub max: Option<u16>,
    pub file_types: &'static [&'static str],
    pub channel_types: &'static [ChannelKind],
}

/// Converts a number of values to the type that components use.
fn small(number: u16) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// Returns whether users choose Discord objects or files.
const fn is_of_ids(kind: CommandOptionKind) -> bool {
    matches!(
        kind,
        CommandOptionKind::User
            | CommandOptionKind::Role
            | CommandOptionKind::Channel
            | CommandOptionKind::Mentionable
            | CommandOptionKind::Attachment
    )
}

/// The input of one component.
#[derive(Clone, Copy, Debug)]
pub struct Entered<'a> {
    component: Option<&'a SubmittedComponent>,
    resolved: Option<&'a ResolvedData>,
}

impl<'a> Entered<'a> {
    #[doc(hidden)]
    #[must_use]
    pub fn of(data: &'a ModalData, field: &str) -> Self {
        let component = data.component(field);
        let own = match component {
            Some(
                SubmittedComponent::UserSelect(values)
                | SubmittedComponent::RoleSelect(values)
                | SubmittedComponent::MentionableSelect(values)
                | SubmittedComponent::ChannelSelect(values)
                | SubmittedComponent::FileUpload(values),
            ) => values.resolved.as_deref(),
            _ => None,
        };
        Self { component, resolved: own.or(data.resolved.as_deref()) }
    }

    /// Returns the values, in the form of a command's options.
    fn values<T: OptionType>(self) -> Result<Vec<OptionValue>, FieldProblem> {
        let text = |value: &str| OptionValue::Text(value.into());
        // `read` refuses a value that is not one of the choices.
        let chosen = |value: &str| value_of_text::<T>(value).ok_or(OptionProblem::UnknownChoice);
        Ok(match self.component.ok_or(FieldProblem::Missing)? {
            SubmittedComponent::TextInput(input) if input.value.is_empty() => Vec::new(),
            SubmittedComponent::TextInput(input) => {
                let value = value_of_text::<T>(&input.value);
                vec![value.ok_or_else(|| FieldProblem::NotANumber(input.value.to_string()))?]
            }
            SubmittedComponent::Checkbox(flag) => vec![OptionValue::Boolean(flag.value)],
            SubmittedComponent::RadioGroup(group) => {
                group.value.iter().map(|value| chosen(value)).collect::<Result<_, _>>()?
            }
            SubmittedComponent::StringSelect(select)
            | SubmittedComponent::CheckboxGroup(select) => {
                select.values.iter().map(|value| chosen(value)).collect::<Result<_, _>>()?
            }
            SubmittedComponent::UserSelect(values)
            | SubmittedComponent::RoleSelect(values)
            | SubmittedComponent::MentionableSelect(values)
            | SubmittedComponent::ChannelSelect(values)
            | SubmittedComponent::FileUpload(values) => {
                values.values.iter().map(|id| text(&id.to_string())).collect()
            }
            _ => return Err(FieldProblem::Kind),
        })
    }

    fn read<T: OptionType>(self, value: &OptionValue) -> Result<T, FieldProblem> {
        let nothing = ResolvedData::default();
        Ok(T::read(value, self.resolved.unwrap_or(&nothing))?)
    }
}

/// A type that a field of a modal can have. [The module](super) lists them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a modal's field",
    note = "fields are texts, numbers, bool, User, Member, Channel, Role, Mentionable, Attachment, ids, enums that derive Choice, and Option or Vec of these"
)]
pub trait FieldType: Sized {
    /// Fails to compile if the type is a list and users enter only one value.
    #[doc(hidden)]
    const CHECK: () = ();

    #[doc(hidden)]
    fn component(spec: &FieldSpec) -> Component;

    #[doc(hidden)]
    fn read(entered: Entered<'_>, spec: &FieldSpec) -> Result<Self, FieldProblem>;
}

impl<T: OptionType> FieldType for T {
    fn component(spec: &FieldSpec) -> Component {
        let (id, required) = (spec.name, T::REQUIRED);
        if !choices::<T>().is_empty() {
            return if spec.select {
                string_select::<T>(spec).required(required).into()
            } else {
                RadioGroup::new(id, choice_options::<T>()).required(required).into()
            };
        }
        match T::KIND {
            CommandOptionKind::Boolean => Checkbox::new(id).into(),
            kind if is_of_ids(kind) => of_ids(kind, spec, required, None),
            _ => text_input(spec, required).into(),
        }
    }

    fn read(entered: Entered<'_>, spec: &FieldSpec) -> Result<Self, FieldProblem> {
        let values = match entered.values::<T>() {
            Err(FieldProblem::Missing) => Vec::new(),
            values => values?,
        };
        let Some(value) = values.first() else { return T::missing().ok_or(FieldProblem::Missing) };
        if let OptionValue::Text(text) = value
            && matches!(entered.component, Some(SubmittedComponent::TextInput(_)))
        {
            count(text.chars().count(), spec, 4000)?;
        }
        entered.read(value)
    }
}

impl<T: OptionType> FieldType for Vec<T> {
    const CHECK: () = assert!(
        T::REQUIRED && !matches!(T::KIND, CommandOptionKind::Boolean | CommandOptionKind::Number),
        "a list in a modal is one of an enum, of users, members, roles, channels, mentionables or files"
    );

    fn component(spec: &FieldSpec) -> Component {
        // Without a minimum the field may stay empty. Discord accepts a minimum of 0 only if the field is not required.
        let min = small(spec.min.unwrap_or(0));
        let (required, max) = (min > 0, spec.max.map(small));
        if is_of_ids(T::KIND) {
            return of_ids(T::KIND, spec, required, Some((min, max)));
        }
        let max = max.unwrap_or_else(|| u8::try_from(choices::<T>().len()).unwrap_or(u8::MAX));
        if spec.select {
            return string_select::<T>(spec).required(required).values(min, max).into();
        }
        let group = CheckboxGroup::new(spec.name, choice_options::<T>());
        group.min_values(min).max_values(max).required(required).into()
    }

    fn read(entered: Entered<'_>, spec: &FieldSpec) -> Result<Self, FieldProblem> {
        let values = entered.values::<T>()?;
        count(values.len(), spec, 25)?;
        values.iter().map(|value| entered.read(value)).collect()
    }
}

/// Checks a number of characters or values.
fn count(found: usize, spec: &FieldSpec, most: u16) -> Result<(), FieldProblem> {
    let (min, max) = (spec.min.unwrap_or(0).into(), spec.max.unwrap_or(most).into());
    if (min..=max).contains(&found) { Ok(()) } else { Err(FieldProblem::Count { found, min, max }) }
}

/// Returns the choices of a type that has some.
fn choices<T: OptionType>() -> Vec<CommandOptionChoice> {
    T::describe(CommandOption::new(T::KIND, "choices", "choices")).choices
}

/// Converts the value of a choice to the text that a component has.
fn text_of(value: &ChoiceValue) -> String {
    match value {
        ChoiceValue::Text(text) => text.clone(),
        ChoiceValue::Integer(number) => number.to_string(),
        ChoiceValue::Number(number) => number.to_string(),
    }
}

/// Returns the choices of a type, as options of a group.
fn choice_options<T: OptionType>() -> impl Iterator<Item = ChoiceOption> {
    let descriptions = T::choice_descriptions().iter().copied().chain(std::iter::repeat(None));
    choices::<T>().into_iter().zip(descriptions).map(|(choice, description)| {
        let option = ChoiceOption::new(choice.name, text_of(&choice.value));
        match description {
            Some(description) => option.description(description),
            None => option,
        }
    })
}

fn string_select<T: OptionType>(spec: &FieldSpec) -> StringSelect {
    let options = choice_options::<T>().map(|choice| {
        let mut option = SelectOption::new(choice.label, choice.value);
        option.description = choice.description;
        option
    });
    let menu = StringSelect::new(spec.name).options(options);
    match spec.placeholder {
        Some(text) => menu.placeholder(text),
        None => menu,
    }
}

fn text_input(spec: &FieldSpec, required: bool) -> TextInput {
    let style = if spec.paragraph { TextInputStyle::Paragraph } else { TextInputStyle::Short };
    let mut input = TextInput::new(spec.name, style).required(required);
    input.min_length = spec.min;
    input.max_length = spec.max;
    input.placeholder = spec.placeholder.map(str::to_owned);
    input
}

/// Creates a menu of users and so on, or a file upload.
fn of_ids(
    kind: CommandOptionKind,
    spec: &FieldSpec,
    required: bool,
    several: Option<(u8, Option<u8>)>,
) -> Component {
    /// The menus have the same setters but no common type.
    macro_rules! menu {
        ($menu:expr) => {{
            let menu = $menu.required(required);
            let menu = match several {
                Some((min, max)) => menu.min_values(min).max_values(max.unwrap_or(25)),
                None => menu,
            };
            match spec.placeholder {
                Some(text) => menu.placeholder(text).into(),
                None => menu.into(),
            }
        }};
    }
    match kind {
        CommandOptionKind::User => menu!(UserSelect::new(spec.name)),
        CommandOptionKind::Role => menu!(RoleSelect::new(spec.name)),
        CommandOptionKind::Mentionable => menu!(MentionableSelect::new(spec.name)),
        CommandOptionKind::Channel => {
            let types = spec.channel_types.iter().copied();
            menu!(ChannelSelect::new(spec.name).channel_types(types))
        }
        _ => {
            let types = spec.file_types.iter().copied();
            let upload = FileUpload::new(spec.name).required(required).file_types(types);
            match several {
                Some((min, max)) => upload.min_values(min).max_values(max.unwrap_or(10)).into(),
                None => upload.into(),
            }
        }
    }
}
