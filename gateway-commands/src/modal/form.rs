//! A modal that is being built.

use std::marker::PhantomData;

use gateway_model::LimitError;
use gateway_model::component::{ChoiceOption, Component, Label, SelectDefaultValue, TextDisplay};
use gateway_model::interaction::ModalResponse;

use super::error::{FieldLimit, ModalError};
use super::field::{FieldSpec, FieldType};
use crate::component::CustomIdError;

/// A modal that is being built; [`Modal::form`](super::Modal::form) starts one.
#[must_use = "a modal is shown by `Context::show_modal`, after `build`"]
pub struct Form<M> {
    custom_id: Result<String, CustomIdError>,
    title: String,
    /// The components, each with its field.
    parts: Vec<(&'static str, Component)>,
    /// The first field whose initial value could not be set.
    no_value: Option<String>,
    modal: PhantomData<fn() -> M>,
}

impl<M> std::fmt::Debug for Form<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fields: Vec<_> = self.parts.iter().map(|(field, _)| field).collect();
        f.debug_struct("Form").field("title", &self.title).field("fields", &fields).finish()
    }
}

impl<M> Form<M> {
    #[doc(hidden)]
    pub fn new(title: &str, custom_id: Result<String, CustomIdError>) -> Self {
        Self {
            custom_id,
            title: title.to_owned(),
            parts: Vec::new(),
            no_value: None,
            modal: PhantomData,
        }
    }

    #[doc(hidden)]
    pub fn field<T: FieldType>(mut self, spec: &FieldSpec) -> Self {
        if let Some(text) = spec.text {
            self.parts.push((spec.name, TextDisplay::new(text).into()));
        }
        let label = Label::new(spec.label, T::component(spec));
        let label = match spec.description {
            Some(description) => label.description(description),
            None => label,
        };
        self.parts.push((spec.name, label.into()));
        self
    }

    /// Sets the title, at most 45 characters.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets the initial value of a field, by the name of the field: the text of a text input, the value of a selected
    /// option, the id of a user, role or channel, or `true` for a checkbox. For a field with several values, call it
    /// once for each.
    pub fn value(mut self, field: &str, value: impl ToString) -> Self {
        let label = self.parts.iter_mut().find_map(|(name, part)| match part {
            Component::Label(label) if *name == field => Some(label),
            _ => None,
        });
        let is_set = label.is_some_and(|label| set(&mut label.component, &value.to_string()));
        if !is_set {
            self.no_value.get_or_insert_with(|| field.to_owned());
        }
        self
    }

    /// Validates the modal, and creates the value that [`Context::show_modal`](crate::Context::show_modal) shows.
    ///
    /// # Errors
    ///
    /// Returns an error if Discord would refuse the modal, with all problems and their fields; if the state does not
    /// fit into the custom id; or if an initial value was set on a field that cannot have it.
    pub fn build(self) -> Result<ModalResponse, ModalError> {
        if let Some(field) = self.no_value {
            return Err(ModalError::NoValue(field));
        }
        let fields: Vec<&'static str> = self.parts.iter().map(|(field, _)| *field).collect();
        let modal = ModalResponse::new(self.custom_id?, self.title);
        let parts = self.parts.into_iter();
        let modal = parts.fold(modal, |modal, (_, part)| modal.component(part));
        modal.check_all().map_err(|errors| {
            let of_field = |error: &LimitError| {
                let place = error.path.strip_prefix("components.")?.split('.').next()?;
                fields.get(place.parse::<usize>().ok()?).copied()
            };
            let limits = errors
                .iter()
                .map(|error| FieldLimit { field: of_field(error), error: error.clone() });
            ModalError::Limits(limits.collect())
        })?;
        Ok(modal)
    }
}

/// Sets an initial value of a component; returns whether the component can have it.
fn set(component: &mut Component, value: &str) -> bool {
    match component {
        Component::TextInput(input) => input.value = Some(value.to_owned()),
        Component::Checkbox(checkbox) => match value.parse() {
            Ok(is_set) => checkbox.default = Some(is_set),
            Err(_) => return false,
        },
        Component::StringSelect(menu) => {
            return menu
                .options
                .iter_mut()
                .find(|option| option.value == value)
                .map(|option| option.default = Some(true))
                .is_some();
        }
        Component::RadioGroup(group) => return choose(&mut group.options, value),
        Component::CheckboxGroup(group) => return choose(&mut group.options, value),
        Component::UserSelect(menu) => {
            let Ok(id) = value.parse() else { return false };
            menu.default_values.push(SelectDefaultValue::user(id));
        }
        Component::RoleSelect(menu) => {
            let Ok(id) = value.parse() else { return false };
            menu.default_values.push(SelectDefaultValue::role(id));
        }
        Component::ChannelSelect(menu) => {
            let Ok(id) = value.parse() else { return false };
            menu.default_values.push(SelectDefaultValue::channel(id));
        }
        // For a mentionable it is not known whether the id belongs to a user or a role.
        _ => return false,
    }
    true
}

fn choose(options: &mut [ChoiceOption], value: &str) -> bool {
    let option = options.iter_mut().find(|option| option.value == value);
    option.map(|option| option.default = Some(true)).is_some()
}
