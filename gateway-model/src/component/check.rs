//! What Discord takes as components.

use super::{
    ActionRow, Button, ButtonStyle, CheckboxGroup, Component, ComponentKind, Container,
    FileComponent, FileUpload, Label, MediaGallery, RadioGroup, Section, StringSelect, TextInput,
    Thumbnail,
};
use crate::limits::{Checked, LimitError, each, forbid, inside, items, need, text, value};

/// Names of components.
///
/// Docs: [Component Reference, Custom ID](https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id).
const CUSTOM_ID: std::ops::RangeInclusive<usize> = 1..=100;

const MENUS: [ComponentKind; 5] = [
    ComponentKind::StringSelect,
    ComponentKind::UserSelect,
    ComponentKind::RoleSelect,
    ComponentKind::MentionableSelect,
    ComponentKind::ChannelSelect,
];

impl Component {
    /// Whether Discord would take the component, with those in it, by the limits of the docs. What depends on
    /// other components of the message or modal is checked with these:
    /// [`MessageParts::check`](crate::message::MessageParts::check),
    /// [`ModalResponse::check`](crate::interaction::ModalResponse::check).
    ///
    /// Docs: [Component Reference](https://docs.discord.com/developers/components/reference), the structure of
    /// each component.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: the first one.
    pub fn check(&self) -> Result<(), LimitError> {
        match self {
            Self::ActionRow(row) => action_row(row),
            Self::Button(button) => self::button(button),
            Self::StringSelect(menu) => string_select(menu),
            Self::TextInput(field) => text_input(field),
            Self::UserSelect(menu) | Self::RoleSelect(menu) | Self::MentionableSelect(menu) => {
                self::menu(
                    (&menu.custom_id, menu.placeholder.as_deref()),
                    (menu.min_values, menu.max_values),
                    menu.default_values.len(),
                )
            }
            Self::ChannelSelect(menu) => self::menu(
                (&menu.custom_id, menu.placeholder.as_deref()),
                (menu.min_values, menu.max_values),
                menu.default_values.len(),
            ),
            Self::Section(section) => self::section(section),
            Self::Thumbnail(picture) => thumbnail(picture),
            Self::MediaGallery(gallery) => media_gallery(gallery),
            Self::File(file) => self::file(file),
            Self::Container(container) => self::container(container),
            Self::Label(label) => self::label(label),
            Self::FileUpload(field) => file_upload(field),
            Self::RadioGroup(group) => radio_group(group),
            Self::CheckboxGroup(group) => checkbox_group(group),
            Self::Checkbox(checkbox) => text("custom_id", &*checkbox.custom_id, CUSTOM_ID),
            Self::TextDisplay(_) | Self::Separator(_) | Self::Unknown(_) => Ok(()),
        }
    }

    /// Whether it is one of these, or one that this version does not know.
    pub(super) fn is_one_of(&self, kinds: &[ComponentKind]) -> bool {
        matches!(self, Self::Unknown(_)) || kinds.contains(&self.kind())
    }
}

/// Docs: [Component Reference, Action Row](https://docs.discord.com/developers/components/reference#action-row).
fn action_row(row: &ActionRow) -> Checked {
    const RULE: &str = "a row holds up to 5 buttons, or a single menu";
    items("components", row.components.len(), 1..=5)?;
    let buttons = row.components.iter().all(|one| one.is_one_of(&[ComponentKind::Button]));
    // In modals a row may hold a text input, which is deprecated for a label.
    let single = row.components.len() == 1
        && row
            .components
            .iter()
            .all(|one| one.is_one_of(&MENUS) || one.is_one_of(&[ComponentKind::TextInput]));
    forbid("components", !buttons && !single, RULE)?;
    each("components", &row.components, Component::check)
}

/// Docs: [Component Reference, Button](https://docs.discord.com/developers/components/reference#button).
fn button(button: &Button) -> Checked {
    text("label", button.label.as_deref(), 0..=80)?;
    text("custom_id", button.custom_id.as_deref(), CUSTOM_ID)?;
    text("url", button.url.as_deref(), 0..=512)?;
    let Button { label, emoji, custom_id, sku_id, url, .. } = button;
    match button.style {
        ButtonStyle::Link => {
            need("url", url.is_some())?;
            forbid("custom_id", custom_id.is_some(), "a link has a URL in its place")
        }
        ButtonStyle::Premium => {
            const RULE: &str = "an offer has a SKU and nothing else";
            need("sku_id", sku_id.is_some())?;
            forbid("custom_id", custom_id.is_some(), RULE)?;
            forbid("label", label.is_some(), RULE)?;
            forbid("url", url.is_some(), RULE)?;
            forbid("emoji", emoji.is_some(), RULE)
        }
        ButtonStyle::Unknown(_) => Ok(()),
        _ => {
            need("custom_id", custom_id.is_some())?;
            forbid("url", url.is_some(), "only links have a URL")?;
            forbid("sku_id", sku_id.is_some(), "only offers have a SKU")
        }
    }
}

/// Docs: [Component Reference, String Select](https://docs.discord.com/developers/components/reference#string-select).
fn string_select(menu: &StringSelect) -> Checked {
    let values = (menu.min_values, menu.max_values);
    self::menu((&menu.custom_id, menu.placeholder.as_deref()), values, 0)?;
    items("options", menu.options.len(), 0..=25)?;
    each("options", &menu.options, |option| {
        text("label", &*option.label, 0..=100)?;
        text("value", &*option.value, 0..=100)?;
        text("description", option.description.as_deref(), 0..=100)
    })
}

/// What all menus have: name and placeholder, the numbers of values, and how many are chosen from the start.
///
/// Docs: [Component Reference, User Select](https://docs.discord.com/developers/components/reference#user-select).
fn menu(
    (custom_id, placeholder): (&str, Option<&str>),
    (min, max): (Option<u8>, Option<u8>),
    chosen: usize,
) -> Checked {
    text("custom_id", custom_id, CUSTOM_ID)?;
    text("placeholder", placeholder, 0..=150)?;
    value("min_values", min, 0..=25)?;
    value("max_values", max, 1..=25)?;
    if chosen > 0 {
        items("default_values", chosen, min.unwrap_or(1).into()..=max.unwrap_or(1).into())?;
    }
    Ok(())
}

/// Docs: [Component Reference, Text Input](https://docs.discord.com/developers/components/reference#text-input).
fn text_input(field: &TextInput) -> Checked {
    text("custom_id", &*field.custom_id, CUSTOM_ID)?;
    value("min_length", field.min_length, 0..=4000)?;
    value("max_length", field.max_length, 1..=4000)?;
    text("value", field.value.as_deref(), 0..=4000)?;
    text("placeholder", field.placeholder.as_deref(), 0..=100)
}

/// Docs: [Component Reference, Section](https://docs.discord.com/developers/components/reference#section).
fn section(section: &Section) -> Checked {
    items("components", section.components.len(), 1..=3)?;
    held(&section.components, &[ComponentKind::TextDisplay], "a section holds texts")?;
    let accessory = &section.accessory;
    let fits = accessory.is_one_of(&[ComponentKind::Button, ComponentKind::Thumbnail]);
    forbid("accessory", !fits, "a button or thumbnail stands beside a section")?;
    inside("accessory", accessory.check())
}

/// Docs: [Component Reference, Thumbnail](https://docs.discord.com/developers/components/reference#thumbnail).
fn thumbnail(picture: &Thumbnail) -> Checked {
    text("description", picture.description.as_deref(), 0..=1024)
}

/// Docs: [Component Reference, Media Gallery](https://docs.discord.com/developers/components/reference#media-gallery).
fn media_gallery(gallery: &MediaGallery) -> Checked {
    items("items", gallery.items.len(), 1..=10)?;
    each("items", &gallery.items, |item| text("description", item.description.as_deref(), 0..=1024))
}

/// Docs: [Component Reference, File](https://docs.discord.com/developers/components/reference#file).
fn file(file: &FileComponent) -> Checked {
    let is_sent = file.file.url.starts_with("attachment://");
    forbid("file.url", !is_sent, "a file is one that is sent with the message, `attachment://name`")
}

/// Docs: [Component Reference, Container](https://docs.discord.com/developers/components/reference#container).
fn container(container: &Container) -> Checked {
    const HELD: [ComponentKind; 6] = [
        ComponentKind::ActionRow,
        ComponentKind::TextDisplay,
        ComponentKind::Section,
        ComponentKind::MediaGallery,
        ComponentKind::Separator,
        ComponentKind::File,
    ];
    value("accent_color", container.accent_color, 0..=0xff_ffff)?;
    held(
        &container.components,
        &HELD,
        "a box holds rows, texts, sections, galleries, separators, files",
    )
}

/// Docs: [Component Reference, Label](https://docs.discord.com/developers/components/reference#label).
fn label(label: &Label) -> Checked {
    const FIELDS: [ComponentKind; 5] = [
        ComponentKind::TextInput,
        ComponentKind::FileUpload,
        ComponentKind::RadioGroup,
        ComponentKind::CheckboxGroup,
        ComponentKind::Checkbox,
    ];
    text("label", &*label.label, 0..=45)?;
    text("description", label.description.as_deref(), 0..=100)?;
    let fits = label.component.is_one_of(&FIELDS) || label.component.is_one_of(&MENUS);
    forbid("component", !fits, "a label holds a field, menu or choice")?;
    inside("component", label.component.check())?;
    let (required, least) = match &label.component {
        Component::StringSelect(menu) => (menu.required, menu.min_values),
        Component::UserSelect(menu)
        | Component::RoleSelect(menu)
        | Component::MentionableSelect(menu) => (menu.required, menu.min_values),
        Component::ChannelSelect(menu) => (menu.required, menu.min_values),
        Component::FileUpload(field) => (field.required, field.min_values),
        Component::CheckboxGroup(group) => (group.required, group.min_values),
        _ => return Ok(()),
    };
    // The note on `min_values` in the structure of each; messages take no notice of `required`.
    let none_needed = required.unwrap_or(true) && least == Some(0);
    forbid("component.min_values", none_needed, "0 only where `required` is false")
}

/// Docs: [Component Reference, File Upload](https://docs.discord.com/developers/components/reference#file-upload).
fn file_upload(field: &FileUpload) -> Checked {
    text("custom_id", &*field.custom_id, CUSTOM_ID)?;
    value("min_values", field.min_values, 0..=10)?;
    value("max_values", field.max_values, 1..=10)?;
    items("file_types", field.file_types.len(), 0..=10)
}

/// Docs: [Component Reference, Radio Group Structure](https://docs.discord.com/developers/components/reference#radio-group-structure).
fn radio_group(group: &RadioGroup) -> Checked {
    text("custom_id", &*group.custom_id, CUSTOM_ID)?;
    items("options", group.options.len(), 2..=10)?;
    choice_options(&group.options)
}

/// Docs: [Component Reference, Checkbox Group Structure](https://docs.discord.com/developers/components/reference#checkbox-group-structure).
fn checkbox_group(group: &CheckboxGroup) -> Checked {
    text("custom_id", &*group.custom_id, CUSTOM_ID)?;
    items("options", group.options.len(), 1..=10)?;
    value("min_values", group.min_values, 0..=10)?;
    value("max_values", group.max_values, 1..=10)?;
    choice_options(&group.options)
}

/// Docs: [Component Reference, Radio Group Option Structure](https://docs.discord.com/developers/components/reference#radio-group-option-structure).
fn choice_options(options: &[super::ChoiceOption]) -> Checked {
    each("options", options, |option| {
        text("value", &*option.value, 0..=100)?;
        text("label", &*option.label, 0..=100)?;
        text("description", option.description.as_deref(), 0..=100)
    })
}

/// The components in another one, of these kinds only.
pub(super) fn held(
    components: &[Component],
    kinds: &[ComponentKind],
    rule: &'static str,
) -> Checked {
    each("components", components, |component| {
        forbid("", !component.is_one_of(kinds), rule)?;
        component.check()
    })
}

#[cfg(test)]
mod tests;
