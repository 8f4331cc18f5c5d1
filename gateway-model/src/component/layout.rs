//! Components that hold others.

use super::Component;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A row of up to 5 buttons, or of one menu.
    ///
    /// Docs: [Component Reference, Action Row](https://docs.discord.com/developers/components/reference#action-row).
    #[derive(Default, Eq, Hash)]
    pub struct ActionRow {
        /// Number of the component within the message.
        pub id?: i32,
        /// What is in it.
        pub components: Vec<Component>,
    }
}

impl ActionRow {
    /// A row of these.
    #[must_use]
    pub fn new<C: Into<Component>>(components: impl IntoIterator<Item = C>) -> Self {
        Self { id: None, components: components.into_iter().map(Into::into).collect() }
    }

    /// The same row with one more component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }
}

setters! {
    ActionRow {
        /// The same row with this number within the message.
        value id: i32,
    }
    by_hand { components }
    received {}
}

object! {
    /// One to three texts with a button or picture beside them.
    ///
    /// Docs: [Component Reference, Section](https://docs.discord.com/developers/components/reference#section).
    #[derive(Eq, Hash)]
    pub struct Section {
        /// Number of the component within the message.
        pub id?: i32,
        /// The texts.
        pub components: Vec<Component>,
        /// A button or thumbnail.
        pub accessory: Box<Component>,
    }
}

impl Section {
    /// These texts with this button or thumbnail.
    #[must_use]
    pub fn new<C: Into<Component>>(
        components: impl IntoIterator<Item = C>,
        accessory: impl Into<Component>,
    ) -> Self {
        Self {
            id: None,
            components: components.into_iter().map(Into::into).collect(),
            accessory: Box::new(accessory.into()),
        }
    }
}

setters! {
    Section {
        /// The same section with this number within the message.
        value id: i32,
    }
    by_hand { components, accessory }
    received {}
}

object! {
    /// Room between components.
    ///
    /// Docs: [Component Reference, Separator](https://docs.discord.com/developers/components/reference#separator).
    #[derive(Copy, Default, Eq, Hash)]
    pub struct Separator {
        /// Number of the component within the message.
        pub id?: i32,
        /// Whether a line is drawn; it is if it is missing.
        pub divider?: bool,
        /// How much room; little if it is missing.
        pub spacing?: SeparatorSpacing,
    }
}

impl Separator {
    /// Little room with a line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

setters! {
    Separator {
        /// The same separator with this number within the message.
        value id: i32,
        /// The same separator with a line, as by default, or without one.
        value divider: bool,
        /// The same separator with this much room.
        value spacing: SeparatorSpacing,
    }
    by_hand {}
    received {}
}

open_enum! {
    /// How much room a separator takes.
    ///
    /// Docs: [Component Reference, Separator Structure](https://docs.discord.com/developers/components/reference#separator-separator-structure).
    pub enum SeparatorSpacing: i32 {
        /// Little.
        Small = 1,
        /// Much.
        Large = 2,
    }
}

object! {
    /// A box around components.
    ///
    /// Docs: [Component Reference, Container](https://docs.discord.com/developers/components/reference#container).
    #[derive(Default, Eq, Hash)]
    pub struct Container {
        /// Number of the component within the message.
        pub id?: i32,
        /// Action rows, texts, sections, galleries, separators and files.
        pub components: Vec<Component>,
        /// Colour of the edge, `0xRRGGBB`.
        pub accent_color?: u32,
        /// Whether it is blurred until clicked.
        pub spoiler?: bool,
    }
}

impl Container {
    /// A box around these.
    #[must_use]
    pub fn new<C: Into<Component>>(components: impl IntoIterator<Item = C>) -> Self {
        Self { components: components.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// The same box with one more component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }
}

setters! {
    Container {
        /// The same box with this number within the message.
        value id: i32,
        /// The same box with this colour of its edge, `0xRRGGBB`.
        value accent_color: u32,
        /// The same box, blurred until it is clicked.
        flag spoiler,
    }
    by_hand { components }
    received {}
}

object! {
    /// A name and description for a component of a modal.
    ///
    /// Docs: [Component Reference, Label](https://docs.discord.com/developers/components/reference#label).
    #[derive(Eq, Hash)]
    pub struct Label {
        /// Number of the component within the modal.
        pub id?: i32,
        /// Name, at most 45 characters.
        pub label: String,
        /// Description, at most 100 characters.
        pub description?: String,
        /// A field, menu or choice.
        pub component: Component,
    }
}

impl Label {
    /// A name for this field, menu or choice.
    #[must_use]
    pub fn new(label: impl Into<String>, component: impl Into<Component>) -> Self {
        Self { id: None, label: label.into(), description: None, component: component.into() }
    }
}

setters! {
    Label {
        /// The same label with this number within the modal.
        value id: i32,
        /// The same label with a description, at most 100 characters.
        into description: String,
    }
    by_hand { label, component }
    received {}
}
