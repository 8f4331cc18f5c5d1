//! Checks components against Discord's limits.

use super::{
    ActionRow, Button, ButtonStyle, CheckboxGroup, Component, ComponentKind, Container,
    FileComponent, FileUpload, Label, MediaGallery, RadioGroup, Section, StringSelect, TextInput,
    Thumbnail,
};
use crate::limits::{Findings, LimitError, LimitErrors, forbid, items, need, text, value};

/// The length of custom ids.
///
/// Docs: [Component Reference, Custom ID](https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id).
const CUSTOM_ID: std::ops::RangeInclusive<usize> = 1..=100;

/// The maximum number of characters of one text, and of all texts of a message together. The first limit is in
/// Discord's OpenAPI description; the second is in the error with which Discord answers.
pub(super) const MOST_TEXT: usize = 4000;

const MENUS: [ComponentKind; 5] = [
    ComponentKind::StringSelect,
    ComponentKind::UserSelect,
    ComponentKind::RoleSelect,
    ComponentKind::MentionableSelect,
    ComponentKind::ChannelSelect,
];

impl Component {
    /// Checks whether Discord would accept the component and those inside it, by the limits in its docs. Limits that
    /// involve other components of the message or modal are checked by
    /// [`MessageParts::check`](crate::message::MessageParts::check) and
    /// [`ModalResponse::check`](crate::interaction::ModalResponse::check).
    ///
    /// Docs: [Component Reference](https://docs.discord.com/developers/components/reference), the structure of
    /// each component.
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

    pub(super) fn find(&self, found: &mut Findings) {
        match self {
            Self::ActionRow(row) => action_row(found, row),
            Self::Button(button) => self::button(found, button),
            Self::StringSelect(menu) => string_select(found, menu),
            Self::TextInput(field) => text_input(found, field),
            Self::UserSelect(menu) | Self::RoleSelect(menu) | Self::MentionableSelect(menu) => {
                let texts = (&*menu.custom_id, menu.placeholder.as_deref());
                let values = (menu.min_values, menu.max_values);
                self::menu(found, texts, values, menu.default_values.len());
            }
            Self::ChannelSelect(menu) => {
                let texts = (&*menu.custom_id, menu.placeholder.as_deref());
                let values = (menu.min_values, menu.max_values);
                self::menu(found, texts, values, menu.default_values.len());
            }
            Self::Section(section) => self::section(found, section),
            Self::TextDisplay(shown) => {
                found.add(text("content", &*shown.content, 1..=MOST_TEXT));
            }
            Self::Thumbnail(picture) => thumbnail(found, picture),
            Self::MediaGallery(gallery) => media_gallery(found, gallery),
            Self::File(file) => self::file(found, file),
            Self::Container(container) => self::container(found, container),
            Self::Label(label) => self::label(found, label),
            Self::FileUpload(field) => file_upload(found, field),
            Self::RadioGroup(group) => radio_group(found, group),
            Self::CheckboxGroup(group) => checkbox_group(found, group),
            Self::Checkbox(checkbox) => {
                found.add(text("custom_id", &*checkbox.custom_id, CUSTOM_ID))
            }
            Self::Separator(_) | Self::Unknown(_) => {}
        }
    }

    /// Returns whether it is one of these kinds, or one that this version does not know.
    pub(super) fn is_one_of(&self, kinds: &[ComponentKind]) -> bool {
        matches!(self, Self::Unknown(_)) || kinds.contains(&self.kind())
    }
}

/// Docs: [Component Reference, Action Row](https://docs.discord.com/developers/components/reference#action-row).
fn action_row(found: &mut Findings, row: &ActionRow) {
    const RULE: &str = "an action row has up to 5 buttons or one select menu";
    found.add(items("components", row.components.len(), 1..=5));
    let buttons = row.components.iter().all(|one| one.is_one_of(&[ComponentKind::Button]));
    // In modals a row may contain a text input; this is deprecated in favour of a label.
    let single = row.components.len() == 1
        && row
            .components
            .iter()
            .all(|one| one.is_one_of(&MENUS) || one.is_one_of(&[ComponentKind::TextInput]));
    found.add(forbid("components", !buttons && !single, RULE));
    found.each("components", &row.components, |found, component| component.find(found));
}

/// Docs: [Component Reference, Button](https://docs.discord.com/developers/components/reference#button).
fn button(found: &mut Findings, button: &Button) {
    found.add(text("label", button.label.as_deref(), 0..=80));
    found.add(text("custom_id", button.custom_id.as_deref(), CUSTOM_ID));
    found.add(text("url", button.url.as_deref(), 0..=512));
    let Button { label, emoji, custom_id, sku_id, url, .. } = button;
    match button.style {
        ButtonStyle::Link => {
            found.add(need("url", url.is_some()));
            found.add(forbid("custom_id", custom_id.is_some(), "a link button has a URL instead"));
        }
        ButtonStyle::Premium => {
            const RULE: &str = "a premium button has a SKU id and no other field";
            found.add(need("sku_id", sku_id.is_some()));
            found.add(forbid("custom_id", custom_id.is_some(), RULE));
            found.add(forbid("label", label.is_some(), RULE));
            found.add(forbid("url", url.is_some(), RULE));
            found.add(forbid("emoji", emoji.is_some(), RULE));
        }
        ButtonStyle::Unknown(_) => {}
        _ => {
            found.add(need("custom_id", custom_id.is_some()));
            found.add(forbid("url", url.is_some(), "only link buttons have a URL"));
            found.add(forbid("sku_id", sku_id.is_some(), "only premium buttons have a SKU id"));
        }
    }
}

/// Docs: [Component Reference, String Select](https://docs.discord.com/developers/components/reference#string-select).
fn string_select(found: &mut Findings, menu: &StringSelect) {
    let values = (menu.min_values, menu.max_values);
    self::menu(found, (&menu.custom_id, menu.placeholder.as_deref()), values, 0);
    found.add(items("options", menu.options.len(), 0..=25));
    found.each("options", &menu.options, |found, option| {
        found.add(text("label", &*option.label, 1..=100));
        found.add(text("value", &*option.value, 1..=100));
        found.add(text("description", option.description.as_deref(), 0..=100));
    });
}

/// Checks what all menus have: custom id and placeholder, the numbers of values, and how many are selected initially.
///
/// Docs: [Component Reference, User Select](https://docs.discord.com/developers/components/reference#user-select).
fn menu(
    found: &mut Findings,
    (custom_id, placeholder): (&str, Option<&str>),
    (min, max): (Option<u8>, Option<u8>),
    chosen: usize,
) {
    found.add(text("custom_id", custom_id, CUSTOM_ID));
    found.add(text("placeholder", placeholder, 0..=150));
    found.add(value("min_values", min, 0..=25));
    found.add(value("max_values", max, 1..=25));
    if chosen > 0 {
        let allowed = min.unwrap_or(1).into()..=max.unwrap_or(1).into();
        found.add(items("default_values", chosen, allowed));
    }
}

/// Docs: [Component Reference, Text Input](https://docs.discord.com/developers/components/reference#text-input).
fn text_input(found: &mut Findings, field: &TextInput) {
    found.add(text("custom_id", &*field.custom_id, CUSTOM_ID));
    found.add(value("min_length", field.min_length, 0..=4000));
    found.add(value("max_length", field.max_length, 1..=4000));
    found.add(text("value", field.value.as_deref(), 0..=4000));
    found.add(text("placeholder", field.placeholder.as_deref(), 0..=100));
}

/// Docs: [Component Reference, Section](https://docs.discord.com/developers/components/reference#section).
fn section(found: &mut Findings, section: &Section) {
    found.add(items("components", section.components.len(), 1..=3));
    held(
        found,
        &section.components,
        &[ComponentKind::TextDisplay],
        "a section contains texts only",
    );
    let accessory = &section.accessory;
    let fits = accessory.is_one_of(&[ComponentKind::Button, ComponentKind::Thumbnail]);
    found.add(forbid("accessory", !fits, "the accessory must be a button or a thumbnail"));
    found.inside("accessory", |found| accessory.find(found));
}

/// Docs: [Component Reference, Thumbnail](https://docs.discord.com/developers/components/reference#thumbnail).
fn thumbnail(found: &mut Findings, picture: &Thumbnail) {
    found.add(text("description", picture.description.as_deref(), 0..=1024));
}

/// Docs: [Component Reference, Media Gallery](https://docs.discord.com/developers/components/reference#media-gallery).
fn media_gallery(found: &mut Findings, gallery: &MediaGallery) {
    found.add(items("items", gallery.items.len(), 1..=10));
    found.each("items", &gallery.items, |found, item| {
        found.add(text("description", item.description.as_deref(), 0..=1024));
    });
}

/// Docs: [Component Reference, File](https://docs.discord.com/developers/components/reference#file).
fn file(found: &mut Findings, file: &FileComponent) {
    const RULE: &str = "a file must be sent with the message and named by `attachment://name`";
    found.add(forbid("file.url", !file.file.url.starts_with("attachment://"), RULE));
}

/// Docs: [Component Reference, Container](https://docs.discord.com/developers/components/reference#container); that it
/// holds something is in Discord's OpenAPI description.
fn container(found: &mut Findings, container: &Container) {
    const HELD: [ComponentKind; 6] = [
        ComponentKind::ActionRow,
        ComponentKind::TextDisplay,
        ComponentKind::Section,
        ComponentKind::MediaGallery,
        ComponentKind::Separator,
        ComponentKind::File,
    ];
    const RULE: &str = "not a component that a container can contain";
    found.add(value("accent_color", container.accent_color, 0..=0xff_ffff));
    found.add(items("components", container.components.len(), 1..=40));
    held(found, &container.components, &HELD, RULE);
}

/// Docs: [Component Reference, Label](https://docs.discord.com/developers/components/reference#label).
fn label(found: &mut Findings, label: &Label) {
    const FIELDS: [ComponentKind; 5] = [
        ComponentKind::TextInput,
        ComponentKind::FileUpload,
        ComponentKind::RadioGroup,
        ComponentKind::CheckboxGroup,
        ComponentKind::Checkbox,
    ];
    found.add(text("label", &*label.label, 1..=45));
    found.add(text("description", label.description.as_deref(), 0..=100));
    let fits = label.component.is_one_of(&FIELDS) || label.component.is_one_of(&MENUS);
    found.add(forbid("component", !fits, "not a component for a label"));
    found.inside("component", |found| label.component.find(found));
    let (required, least) = match &label.component {
        Component::StringSelect(menu) => (menu.required, menu.min_values),
        Component::UserSelect(menu)
        | Component::RoleSelect(menu)
        | Component::MentionableSelect(menu) => (menu.required, menu.min_values),
        Component::ChannelSelect(menu) => (menu.required, menu.min_values),
        Component::FileUpload(field) => (field.required, field.min_values),
        Component::CheckboxGroup(group) => (group.required, group.min_values),
        _ => return,
    };
    // See the note on `min_values` in the structure of each. `required` is ignored in messages.
    let none_needed = required.unwrap_or(true) && least == Some(0);
    found.add(forbid("component.min_values", none_needed, "0 only if `required` is false"));
}

/// Docs: [Component Reference, File Upload](https://docs.discord.com/developers/components/reference#file-upload).
fn file_upload(found: &mut Findings, field: &FileUpload) {
    found.add(text("custom_id", &*field.custom_id, CUSTOM_ID));
    found.add(value("min_values", field.min_values, 0..=10));
    found.add(value("max_values", field.max_values, 1..=10));
    found.add(items("file_types", field.file_types.len(), 0..=10));
}

/// Docs: [Component Reference, Radio Group Structure](https://docs.discord.com/developers/components/reference#radio-group-structure).
fn radio_group(found: &mut Findings, group: &RadioGroup) {
    found.add(text("custom_id", &*group.custom_id, CUSTOM_ID));
    found.add(items("options", group.options.len(), 2..=10));
    choice_options(found, &group.options);
}

/// Docs: [Component Reference, Checkbox Group Structure](https://docs.discord.com/developers/components/reference#checkbox-group-structure).
fn checkbox_group(found: &mut Findings, group: &CheckboxGroup) {
    found.add(text("custom_id", &*group.custom_id, CUSTOM_ID));
    found.add(items("options", group.options.len(), 1..=10));
    found.add(value("min_values", group.min_values, 0..=10));
    found.add(value("max_values", group.max_values, 1..=10));
    choice_options(found, &group.options);
}

/// Docs: [Component Reference, Radio Group Option Structure](https://docs.discord.com/developers/components/reference#radio-group-option-structure).
fn choice_options(found: &mut Findings, options: &[super::ChoiceOption]) {
    found.each("options", options, |found, option| {
        found.add(text("value", &*option.value, 1..=100));
        found.add(text("label", &*option.label, 1..=100));
        found.add(text("description", option.description.as_deref(), 0..=100));
    });
}

/// Checks the components inside another one, which must be of these kinds.
pub(super) fn held(
    found: &mut Findings,
    components: &[Component],
    kinds: &[ComponentKind],
    rule: &'static str,
) {
    found.each("components", components, |found, component| {
        found.add(forbid("", !component.is_one_of(kinds), rule));
        component.find(found);
    });
}

#[cfg(test)]
mod tests;
