//! What Discord takes as the components of a whole message or modal.

use std::collections::BTreeSet;

use super::check::held;
use super::{Component, ComponentKind};
use crate::limits::{Checked, Limit, fail, forbid, items};

/// The components of a message, of those that are sent alone or of those that stand below a text.
///
/// Docs: [Component Reference](https://docs.discord.com/developers/components/reference) and
/// [Legacy Message Component Behavior](https://docs.discord.com/developers/components/reference#legacy-message-component-behavior).
pub(crate) fn of_message(components: &[Component], alone: bool) -> Checked {
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
        held(components, &TOP, "not at the top of a message")?;
    } else {
        items("components", components.len(), 0..=5)?;
        held(components, &TOP[..1], "without the flag IS_COMPONENTS_V2 a message has rows only")?;
    }
    let all = with_those_inside(components);
    if alone {
        items("components", all.len(), 0..=40)?;
    }
    for (path, component) in &all {
        let is_field = component.kind() == ComponentKind::TextInput;
        forbid(path, is_field, "text inputs are for modals only")?;
    }
    unique(&all)
}

/// Whether a message with these must have the flag `IS_COMPONENTS_V2`.
pub(crate) fn needs_flag(components: &[Component]) -> bool {
    !components.iter().all(|one| one.is_one_of(&[ComponentKind::ActionRow]))
}

/// The components of a modal.
///
/// Docs: [Receiving and Responding, Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
pub(crate) fn of_modal(components: &[Component]) -> Checked {
    const TOP: [ComponentKind; 3] =
        [ComponentKind::Label, ComponentKind::TextDisplay, ComponentKind::ActionRow];
    items("components", components.len(), 1..=5)?;
    held(components, &TOP, "a modal is made of labels and texts")?;
    let all = with_those_inside(components);
    for (path, component) in &all {
        let is_button = component.kind() == ComponentKind::Button;
        forbid(path, is_button, "buttons are for messages only")?;
    }
    unique(&all)
}

/// Numbers and names are used once each.
///
/// Docs: [Component Reference, Anatomy of a Component](https://docs.discord.com/developers/components/reference#anatomy-of-a-component).
fn unique(components: &[(String, &Component)]) -> Checked {
    let (mut ids, mut custom_ids) = (BTreeSet::new(), BTreeSet::new());
    for (path, component) in components {
        // 0 counts as none.
        if component.id().is_some_and(|id| id != 0 && !ids.insert(id)) {
            return fail(format!("{path}.id"), Limit::Repeated);
        }
        if component.custom_id().is_some_and(|custom_id| !custom_ids.insert(custom_id)) {
            return fail(format!("{path}.custom_id"), Limit::Repeated);
        }
    }
    Ok(())
}

/// Components with all that are inside of them, each with its path.
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
