//! Components of messages and modals.
//!
//! Docs: [Component Reference](https://docs.discord.com/developers/components/reference).

mod button;
mod choice;
mod kind;
mod layout;
mod media;
mod select;
mod submitted;
mod text;

pub use button::{Button, ButtonStyle};
pub use choice::{Checkbox, CheckboxGroup, ChoiceOption, FileUpload, RadioGroup};
pub use kind::ComponentKind;
pub use layout::{ActionRow, Container, Label, Section, Separator, SeparatorSpacing};
pub use media::{
    FileComponent, MediaGallery, MediaGalleryItem, Thumbnail, UnfurledMedia, UnfurledMediaFlags,
};
pub use select::{
    AutoSelect, ChannelSelect, DefaultValueKind, SelectDefaultValue, SelectOption, StringSelect,
};
pub use submitted::{
    SubmittedComponent, SubmittedFlag, SubmittedLabel, SubmittedRow, SubmittedSelect,
    SubmittedText, SubmittedTextDisplay, SubmittedValue, SubmittedValues,
};
pub use text::{TextDisplay, TextInput, TextInputStyle};

use crate::tagged::tagged_enum;

tagged_enum! {
    /// A component.
    ///
    /// Docs: [Component Reference, Component Object](https://docs.discord.com/developers/components/reference#component-object).
    /// Which components may hold which is said with each; Discord refuses what does not fit.
    pub enum Component: ComponentKind {
        /// A row of buttons, or of one menu.
        ActionRow(ActionRow),
        /// A button.
        Button(Box<Button>),
        /// A menu of given texts.
        StringSelect(Box<StringSelect>),
        /// A field for text; in modals only.
        TextInput(Box<TextInput>),
        /// A menu of users.
        UserSelect(Box<AutoSelect>),
        /// A menu of roles.
        RoleSelect(Box<AutoSelect>),
        /// A menu of users and roles.
        MentionableSelect(Box<AutoSelect>),
        /// A menu of channels.
        ChannelSelect(Box<ChannelSelect>),
        /// Text with something beside it.
        Section(Section),
        /// Text.
        TextDisplay(TextDisplay),
        /// A small picture.
        Thumbnail(Box<Thumbnail>),
        /// Pictures and videos.
        MediaGallery(MediaGallery),
        /// A file.
        File(Box<FileComponent>),
        /// Room between components.
        Separator(Separator),
        /// A box around components.
        Container(Container),
        /// A name for a component; in modals only.
        Label(Box<Label>),
        /// A field for files; in modals only.
        FileUpload(Box<FileUpload>),
        /// A choice of one; in modals only.
        RadioGroup(Box<RadioGroup>),
        /// A choice of several; in modals only.
        CheckboxGroup(Box<CheckboxGroup>),
        /// A box to tick; in modals only.
        Checkbox(Checkbox),
    }
}

impl From<ActionRow> for Component {
    fn from(row: ActionRow) -> Self {
        Self::ActionRow(row)
    }
}

impl From<Button> for Component {
    fn from(button: Button) -> Self {
        Self::Button(Box::new(button))
    }
}

impl From<StringSelect> for Component {
    fn from(select: StringSelect) -> Self {
        Self::StringSelect(Box::new(select))
    }
}

impl From<TextDisplay> for Component {
    fn from(text: TextDisplay) -> Self {
        Self::TextDisplay(text)
    }
}

impl From<Container> for Component {
    fn from(container: Container) -> Self {
        Self::Container(container)
    }
}

impl From<Label> for Component {
    fn from(label: Label) -> Self {
        Self::Label(Box::new(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_may_come_last() {
        let text = r#"{"id":7,"components":[{"style":1,"custom_id":"a","type":2}],"type":1}"#;
        let Component::ActionRow(row) = serde_json::from_str(text).unwrap() else {
            panic!("no row")
        };
        assert_eq!(row.id, Some(7));
        assert_eq!(row.components[0].kind(), ComponentKind::Button);
    }

    #[test]
    fn an_unknown_type_is_kept_with_its_fields() {
        let text = r#"{"type":99,"depth":{"a":[1]},"id":2}"#;
        let component: Component = serde_json::from_str(text).unwrap();
        assert_eq!(component.kind(), ComponentKind::Unknown(99));
        let back: serde_json::Value = serde_json::to_value(&component).unwrap();
        assert_eq!(back, serde_json::from_str::<serde_json::Value>(text).unwrap());
    }

    #[test]
    fn without_a_type_it_is_an_error() {
        assert!(serde_json::from_str::<Component>("{\"id\":1}").is_err());
    }
}
