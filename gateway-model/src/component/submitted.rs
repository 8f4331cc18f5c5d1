//! What users entered into the components of a modal.

use super::ComponentKind;
use crate::id::{Id, marker};
use crate::interaction::ResolvedData;
use crate::macros::object::object;
use crate::macros::tagged::tagged_enum;

tagged_enum! {
    /// A component of a submitted modal.
    ///
    /// Docs: [Receiving and Responding, Component Interaction Response Structures](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-component-interaction-response-structures).
    pub enum SubmittedComponent: ComponentKind {
        /// A row of the old kind of modal.
        ActionRow(SubmittedRow),
        /// Options selected in a menu.
        StringSelect(SubmittedSelect),
        /// Text entered into a field.
        TextInput(SubmittedText),
        /// Users selected in a menu.
        UserSelect(SubmittedValues),
        /// Roles selected in a menu.
        RoleSelect(SubmittedValues),
        /// Users and roles selected in a menu.
        MentionableSelect(SubmittedValues),
        /// Channels selected in a menu.
        ChannelSelect(SubmittedValues),
        /// A text that was shown.
        TextDisplay(SubmittedTextDisplay),
        /// The component within a label.
        Label(SubmittedLabel),
        /// Files uploaded; they are in the resolved data.
        FileUpload(SubmittedValues),
        /// The selected value.
        RadioGroup(SubmittedValue),
        /// The selected values.
        CheckboxGroup(SubmittedSelect),
        /// Whether the checkbox was checked.
        Checkbox(SubmittedFlag),
    }
}

object! {
    /// A row of the old kind of modal.
    ///
    /// Docs: [Component Reference, Legacy Message Component Behavior](https://docs.discord.com/developers/components/reference#legacy-message-component-behavior).
    pub struct SubmittedRow {
        /// Number of the component.
        pub id?: i32,
        /// The field in it.
        pub components {whole}: Box<[SubmittedComponent]>,
    }
}

object! {
    /// Selected options.
    ///
    /// Docs: [Component Reference, String Select Interaction Response Structure](https://docs.discord.com/developers/components/reference#string-select-string-select-interaction-response-structure).
    #[derive(Eq, Hash)]
    pub struct SubmittedSelect {
        /// Number of the component.
        pub id?: i32,
        /// Custom id, by which the app recognizes it.
        pub custom_id: Box<str>,
        /// Selected values.
        pub values {whole}: Box<[Box<str>]>,
    }
}

object! {
    /// Selected users, roles, channels or files.
    ///
    /// Docs: [Component Reference, User Select Interaction Response Structure](https://docs.discord.com/developers/components/reference#user-select-user-select-interaction-response-structure).
    pub struct SubmittedValues {
        /// Number of the component.
        pub id?: i32,
        /// Custom id, by which the app recognizes it.
        pub custom_id: Box<str>,
        /// Ids of the selected items.
        pub values {whole}: Box<[Id<marker::Generic>]>,
        /// Users, members, roles, channels and files with these ids.
        pub resolved?: Box<ResolvedData>,
    }
}

object! {
    /// Text entered.
    ///
    /// Docs: [Component Reference, Text Input Interaction Response Structure](https://docs.discord.com/developers/components/reference#text-input-text-input-interaction-response-structure).
    #[derive(Eq, Hash)]
    pub struct SubmittedText {
        /// Number of the component.
        pub id?: i32,
        /// Custom id, by which the app recognizes it.
        pub custom_id: Box<str>,
        /// The text.
        pub value: Box<str>,
    }
}

object! {
    /// A selected value, or none.
    ///
    /// Docs: [Component Reference, Radio Group Interaction Response Structure](https://docs.discord.com/developers/components/reference#radio-group-interaction-response-structure).
    #[derive(Eq, Hash)]
    pub struct SubmittedValue {
        /// Number of the component.
        pub id?: i32,
        /// Custom id, by which the app recognizes it.
        pub custom_id: Box<str>,
        /// The value.
        pub value: Option<Box<str>>,
    }
}

object! {
    /// The state of a checkbox.
    ///
    /// Docs: [Component Reference, Checkbox Interaction Response Structure](https://docs.discord.com/developers/components/reference#checkbox-interaction-response-structure).
    #[derive(Eq, Hash)]
    pub struct SubmittedFlag {
        /// Number of the component.
        pub id?: i32,
        /// Custom id, by which the app recognizes it.
        pub custom_id: Box<str>,
        /// Whether it was checked.
        pub value: bool,
    }
}

object! {
    /// A text that was shown.
    ///
    /// Docs: [Component Reference, Text Display Interaction Response Structure](https://docs.discord.com/developers/components/reference#text-display-text-display-interaction-response-structure).
    #[derive(Copy, Eq, Hash)]
    pub struct SubmittedTextDisplay {
        /// Number of the component.
        pub id?: i32,
    }
}

object! {
    /// A label and what was entered into its component.
    ///
    /// Docs: [Component Reference, Label Interaction Response Structure](https://docs.discord.com/developers/components/reference#label-label-interaction-response-structure).
    pub struct SubmittedLabel {
        /// Number of the component.
        pub id?: i32,
        /// The component.
        pub component: Box<SubmittedComponent>,
    }
}
