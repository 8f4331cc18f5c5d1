//! Buttons.

use crate::emoji::PartialEmoji;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A button.
    ///
    /// Docs: [Component Reference, Button](https://docs.discord.com/developers/components/reference#button).
    #[derive(Eq, Hash)]
    pub struct Button {
        /// Number of the component within the message.
        pub id?: i32,
        /// Style of the button, which also determines what it does.
        pub style: ButtonStyle,
        /// Text, at most 80 characters.
        pub label?: String,
        /// Emoji.
        pub emoji?: PartialEmoji,
        /// Custom id, 1 to 100 characters, by which the app recognizes it; not for links and SKUs.
        pub custom_id?: String,
        /// SKU that the button sells.
        pub sku_id?: Id<marker::Sku>,
        /// URL of a link, at most 512 characters.
        pub url?: String,
        /// Whether it is disabled.
        pub disabled?: bool,
    }
}

impl Button {
    /// Creates a button that starts an interaction with this custom id.
    #[must_use]
    pub fn new(style: ButtonStyle, custom_id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { custom_id: Some(custom_id.into()), label: Some(label.into()), ..Self::bare(style) }
    }

    /// Creates a button that opens a URL.
    #[must_use]
    pub fn link(url: impl Into<String>, label: impl Into<String>) -> Self {
        Self { url: Some(url.into()), label: Some(label.into()), ..Self::bare(ButtonStyle::Link) }
    }

    /// Creates a button that sells a SKU.
    #[must_use]
    pub fn premium(sku: Id<marker::Sku>) -> Self {
        Self { sku_id: Some(sku), ..Self::bare(ButtonStyle::Premium) }
    }

    /// Removes the text, for a button that shows only an emoji.
    #[must_use]
    pub fn without_label(mut self) -> Self {
        self.label = None;
        self
    }

    const fn bare(style: ButtonStyle) -> Self {
        Self {
            id: None,
            style,
            label: None,
            emoji: None,
            custom_id: None,
            sku_id: None,
            url: None,
            disabled: None,
        }
    }
}

setters! {
    Button {
        /// Sets the component's number within the message.
        value id: i32,
        /// Sets an emoji.
        value emoji: PartialEmoji,
        /// Disables the button.
        flag disabled,
    }
    by_hand { style, label, custom_id, sku_id, url }
    received {}
}

open_enum! {
    /// Style of a button, which also determines what it does.
    ///
    /// Docs: [Component Reference, Button Styles](https://docs.discord.com/developers/components/reference#button-button-styles).
    pub enum ButtonStyle: i32 {
        /// The main choice.
        Primary = 1,
        /// Another choice.
        Secondary = 2,
        /// A choice that confirms.
        Success = 3,
        /// A choice that cannot be undone.
        Danger = 4,
        /// A link; needs a URL.
        Link = 5,
        /// An offer; needs a SKU.
        Premium = 6,
    }
}
