//! Components of messages and modals.
//!
//! Docs: [Component Reference](https://docs.discord.com/developers/components/reference).
//!
//! Each component has a constructor and setters, and can be passed directly to others. `check` checks Discord's limits:
//!
//! ```
//! use gateway_model::component::{ActionRow, Button, ButtonStyle, Container, Section, TextDisplay, Thumbnail};
//! use gateway_model::message::{MessageFlags, MessageParts};
//!
//! let picture = Thumbnail::new("https://example.com/cat.png").description("A cat");
//! let card = Container::new([Section::new([TextDisplay::new("# A cat")], picture)])
//!     .component(ActionRow::new([Button::new(ButtonStyle::Primary, "adopt", "Adopt")]))
//!     .accent_color(0x58_65f2);
//!
//! let flags = Some(MessageFlags::IS_COMPONENTS_V2);
//! MessageParts { components: &[card.into()], flags, ..MessageParts::default() }.check()?;
//! # Ok::<(), gateway_model::LimitError>(())
//! ```

mod auto_select;
mod button;
mod check;
mod check_together;
mod choice;
mod kind;
mod layout;
mod media;
mod select;
mod submitted;
mod text;

pub use auto_select::{MentionableSelect, RoleSelect, UserSelect};
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

use crate::macros::tagged::tagged_enum;

pub(crate) use check_together::{needs_flag, of_message, of_modal};

tagged_enum! {
    /// A component.
    ///
    /// The docs of each component say which components it may contain. Discord refuses others.
    ///
    /// Docs: [Component Reference, Component Object](https://docs.discord.com/developers/components/reference#component-object).
    #[derive(Eq, Hash)]
    pub enum Component: ComponentKind {
        /// A row of buttons, or with one select menu.
        ActionRow(ActionRow),
        /// A button.
        Button(Box<Button>),
        /// A select menu of given options.
        StringSelect(Box<StringSelect>),
        /// A text input; in modals only.
        TextInput(Box<TextInput>),
        /// A select menu of users.
        UserSelect(Box<AutoSelect>),
        /// A select menu of roles.
        RoleSelect(Box<AutoSelect>),
        /// A select menu of users and roles.
        MentionableSelect(Box<AutoSelect>),
        /// A select menu of channels.
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
        /// Space between components.
        Separator(Separator),
        /// A container of other components.
        Container(Container),
        /// A label for a component; in modals only.
        Label(Box<Label>),
        /// A file upload; in modals only.
        FileUpload(Box<FileUpload>),
        /// A group of options of which one can be selected; in modals only.
        RadioGroup(Box<RadioGroup>),
        /// A group of checkboxes; in modals only.
        CheckboxGroup(Box<CheckboxGroup>),
        /// A checkbox; in modals only.
        Checkbox(Checkbox),
    }
}

/// Converts the type with a component's fields to a component; the three menus of [`AutoSelect`] have separate types.
macro_rules! kinds {
    (plain { $($content:ident: $variant:ident,)* } boxed { $($boxed_content:ident: $boxed:ident,)* }) => {
        $(impl From<$content> for Component {
            fn from(content: $content) -> Self {
                Self::$variant(content)
            }
        })*
        $(impl From<$boxed_content> for Component {
            fn from(content: $boxed_content) -> Self {
                Self::$boxed(Box::new(content))
            }
        })*
    };
}

kinds! {
    plain {
        ActionRow: ActionRow,
        Section: Section,
        TextDisplay: TextDisplay,
        MediaGallery: MediaGallery,
        Separator: Separator,
        Container: Container,
        Checkbox: Checkbox,
    }
    boxed {
        Button: Button,
        StringSelect: StringSelect,
        TextInput: TextInput,
        ChannelSelect: ChannelSelect,
        Thumbnail: Thumbnail,
        FileComponent: File,
        Label: Label,
        FileUpload: FileUpload,
        RadioGroup: RadioGroup,
        CheckboxGroup: CheckboxGroup,
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
