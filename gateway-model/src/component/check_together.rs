//! Checks all components of a message or modal together.

use std::collections::BTreeSet;

use super::check::{MOST_TEXT, held};
use super::{Component, ComponentKind};
use crate::limits::{Findings, Limit, characters, fail, forbid, items};

/// Checks the components of a message, which are either its only content or below a text.
///
/// Docs: [Component Reference](https://docs.discord.com/developers/components/reference) and
/// [Legacy Message Component Behavior](https://docs.discord.com/developers/components/reference#legacy-message-component-behavior).
pub(crate) fn of_message(found: &mut Findings, components: &[Component], alone: bool) {
    const TOP: [ComponentKind; 7] = [
        ComponentKind::ActionRow,
        ComponentKind::Section,
        ComponentKind::TextDisplay,
        ComponentKind::MediaGallery,
        ComponentKind::File,
        ComponentKind::Separator,
        ComponentKind::Container,
    ];
    if alone {
        held(found, components, &TOP, "not at the top level of a message");
    } else {
        const RULE: &str = "a message without IS_COMPONENTS_V2 has action rows only";
        found.add(items("components", components.len(), 0..=5));
        held(found, components, &TOP[..1], RULE);
    }
    let all = with_those_inside(components);
    if alone {
        found.add(items("components", all.len(), 0..=40));
        let texts = all.iter().filter_map(|(_, component)| component.shown_text());
        let length = texts.map(|text| text.chars().count()).sum();
        found.add(characters("components", length, 0..=MOST_TEXT));
    }
    for (path, component) in &all {
        let is_field = component.kind() == ComponentKind::TextInput;
        found.add(forbid(path, is_field, "text inputs are for modals only"));
    }
    unique(found, &all);
    nothing_to_choose(found, &all);
}

/// Returns whether a message with these must have the flag `IS_COMPONENTS_V2`.
pub(crate) fn needs_flag(components: &[Component]) -> bool {
    !components.iter().all(|one| one.is_one_of(&[ComponentKind::ActionRow]))
}

/// Checks the components of a modal.
///
/// Docs: [Receiving and Responding, Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
pub(crate) fn of_modal(found: &mut Findings, components: &[Component]) {
    const TOP: [ComponentKind; 3] =
        [ComponentKind::Label, ComponentKind::TextDisplay, ComponentKind::ActionRow];
    found.add(items("components", components.len(), 1..=5));
    held(found, components, &TOP, "a modal contains labels and text displays only");
    let all = with_those_inside(components);
    for (path, component) in &all {
        let is_button = component.kind() == ComponentKind::Button;
        found.add(forbid(path, is_button, "buttons are for messages only"));
        // The note on `disabled` in the structure of each menu.
        let is_disabled = !is_button && component.is_disabled();
        found.add(forbid(&format!("{path}.disabled"), is_disabled, "not in modals"));
    }
    unique(found, &all);
    nothing_to_choose(found, &all);
}

/// Checks that numbers and custom ids are unique.
///
/// Docs: [Component Reference, Anatomy of a Component](https://docs.discord.com/developers/components/reference#anatomy-of-a-component).
fn unique(found: &mut Findings, components: &[(String, &Component)]) {
    let (mut ids, mut custom_ids) = (BTreeSet::new(), BTreeSet::new());
    for (path, component) in components {
        // 0 counts as none.
        if component.id().is_some_and(|id| id != 0 && !ids.insert(id)) {
            found.add(fail(format!("{path}.id"), Limit::Repeated));
        }
        if component.custom_id().is_some_and(|custom_id| !custom_ids.insert(custom_id)) {
            found.add(fail(format!("{path}.custom_id"), Limit::Repeated));
        }
    }
}

/// Checks that a menu has options, with different values. The number is in Discord's OpenAPI description.
fn nothing_to_choose(found: &mut Findings, components: &[(String, &Component)]) {
    for (path, component) in components {
        let Component::StringSelect(menu) = component else { continue };
        if menu.options.is_empty() {
            let limit = Limit::Items { found: 0, allowed: 1..=25 };
            found.add(fail(format!("{path}.options"), limit));
        }
        let mut values = BTreeSet::new();
        for (place, option) in menu.options.iter().enumerate() {
            if !values.insert(&option.value) {
                found.add(fail(format!("{path}.options.{place}.value"), Limit::Repeated));
            }
        }
    }
}

/// Returns the components and all that are inside them, each with its path.
fn with_those_inside(components: &[Component]) -> Vec<(String, &Component)> {
    let mut all = Vec::new();
    collect("components", components, &mut all);
    all
}

fn collect<'a>(path: &str, components: &'a [Component], all: &mut Vec<(String, &'a Component)>) {
    for (place, component) in components.iter().enumerate() {
        let path = format!("{path}.{place}");
        let (inner, beside) = match component {
            Component::ActionRow(row) => (&*row.components, None),
            Component::Container(container) => (&*container.components, None),
            Component::Section(section) => {
                (&*section.components, Some(("accessory", &*section.accessory)))
            }
            Component::Label(label) => (&[][..], Some(("component", &label.component))),
            _ => (&[][..], None),
        };
        let inner_path = format!("{path}.components");
        let beside = beside.map(|(field, component)| (format!("{path}.{field}"), component));
        all.push((path, component));
        collect(&inner_path, inner, all);
        all.extend(beside);
    }
}

impl Component {
    fn id(&self) -> Option<i32> {
        match self {
            Self::ActionRow(row) => row.id,
            Self::Button(button) => button.id,
            Self::StringSelect(menu) => menu.id,
            Self::TextInput(field) => field.id,
            Self::UserSelect(menu) | Self::RoleSelect(menu) | Self::MentionableSelect(menu) => {
                menu.id
            }
            Self::ChannelSelect(menu) => menu.id,
            Self::Section(section) => section.id,
            Self::TextDisplay(text) => text.id,
            Self::Thumbnail(picture) => picture.id,
            Self::MediaGallery(gallery) => gallery.id,
            Self::File(file) => file.id,
            Self::Separator(separator) => separator.id,
            Self::Container(container) => container.id,
            Self::Label(label) => label.id,
            Self::FileUpload(field) => field.id,
            Self::RadioGroup(group) => group.id,
            Self::CheckboxGroup(group) => group.id,
            Self::Checkbox(checkbox) => checkbox.id,
            Self::Unknown(_) => None,
        }
    }

    /// Returns the text that the component shows.
    fn shown_text(&self) -> Option<&str> {
        if let Self::TextDisplay(text) = self { Some(&text.content) } else { None }
    }

    fn is_disabled(&self) -> bool {
        let disabled = match self {
            Self::Button(button) => button.disabled,
            Self::StringSelect(menu) => menu.disabled,
            Self::UserSelect(menu) | Self::RoleSelect(menu) | Self::MentionableSelect(menu) => {
                menu.disabled
            }
            Self::ChannelSelect(menu) => menu.disabled,
            _ => None,
        };
        disabled.unwrap_or(false)
    }

    fn custom_id(&self) -> Option<&str> {
        match self {
            Self::Button(button) => button.custom_id.as_deref(),
            Self::StringSelect(menu) => Some(&menu.custom_id),
            Self::TextInput(field) => Some(&field.custom_id),
            Self::UserSelect(menu) | Self::RoleSelect(menu) | Self::MentionableSelect(menu) => {
                Some(&menu.custom_id)
            }
            Self::ChannelSelect(menu) => Some(&menu.custom_id),
            Self::FileUpload(field) => Some(&field.custom_id),
            Self::RadioGroup(group) => Some(&group.custom_id),
            Self::CheckboxGroup(group) => Some(&group.custom_id),
            Self::Checkbox(checkbox) => Some(&checkbox.custom_id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
