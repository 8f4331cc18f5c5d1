//! Components that contain other components.

use super::Component;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A row of up to 5 buttons, or with one select menu.
    ///
    /// Docs: [Component Reference, Action Row](https://docs.discord.com/developers/components/reference#action-row).
    #[derive(Default, Eq, Hash)]
    pub struct ActionRow {
        /// Number of the component within the message.
        pub id?: i32,
        /// Components.
        pub components: Vec<Component>,
    }
}

impl ActionRow {
    /// Creates a row of these components.
    #[must_use]
    pub fn new<C: Into<Component>>(components: impl IntoIterator<Item = C>) -> Self {
        Self { id: None, components: components.into_iter().map(Into::into).collect() }
    }

    /// Adds a component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }
}

setters! {
    ActionRow {
        /// Sets the component's number within the message.
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
    /// Creates a section with these texts and this button or thumbnail.
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
        /// Sets the component's number within the message.
        value id: i32,
    }
    by_hand { components, accessory }
    received {}
}

object! {
    /// Space between components.
    ///
    /// Docs: [Component Reference, Separator](https://docs.discord.com/developers/components/reference#separator).
    #[derive(Copy, Default, Eq, Hash)]
    pub struct Separator {
        /// Number of the component within the message.
        pub id?: i32,
        /// Whether a line is drawn; true if missing.
        pub divider?: bool,
        /// Size of the space; small if missing.
        pub spacing?: SeparatorSpacing,
    }
}

impl Separator {
    /// Creates a small separator with a line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

setters! {
    Separator {
        /// Sets the component's number within the message.
        value id: i32,
        /// Sets whether a line is drawn. The default is true.
        value divider: bool,
        /// Sets the size of the space.
        value spacing: SeparatorSpacing,
    }
    by_hand {}
    received {}
}

open_enum! {
    /// Size of a separator.
    ///
    /// Docs: [Component Reference, Separator Structure](https://docs.discord.com/developers/components/reference#separator-separator-structure).
    pub enum SeparatorSpacing: i32 {
        /// Small.
        Small = 1,
        /// Large.
        Large = 2,
    }
}

object! {
    /// A container of other components.
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
    /// Creates a container of these components.
    #[must_use]
    pub fn new<C: Into<Component>>(components: impl IntoIterator<Item = C>) -> Self {
        Self { components: components.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds a component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }
}

setters! {
    Container {
        /// Sets the component's number within the message.
        value id: i32,
        /// Sets the colour of the edge, `0xRRGGBB`.
        value accent_color: u32,
        /// Blurs the container until it is clicked.
        flag spoiler,
    }
    by_hand { components }
    received {}
}

object! {
    /// A label and description for a component of a modal.
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
        /// The labelled input component.
        pub component: Component,
    }
}

impl Label {
    /// Creates a label for this input component.
    #[must_use]
    pub fn new(label: impl Into<String>, component: impl Into<Component>) -> Self {
        Self { id: None, label: label.into(), description: None, component: component.into() }
    }
}

setters! {
    Label {
        /// Sets the component's number within the modal.
        value id: i32,
        /// Sets the description, at most 100 characters.
        into description: String,
    }
    by_hand { label, component }
    received {}
}
