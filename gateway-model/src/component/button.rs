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
        /// Look of the button, and what it does.
        pub style: ButtonStyle,
        /// Text, at most 80 characters.
        pub label?: String,
        /// Emoji.
        pub emoji?: PartialEmoji,
        /// The app's own name for it, 1 to 100 characters; not for links and offers.
        pub custom_id?: String,
        /// What an offer sells.
        pub sku_id?: Id<marker::Sku>,
        /// Where a link leads, at most 512 characters.
        pub url?: String,
        /// Whether it cannot be pressed.
        pub disabled?: bool,
    }
}

impl Button {
    /// A button that starts an interaction with this name.
    #[must_use]
    pub fn new(style: ButtonStyle, custom_id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { custom_id: Some(custom_id.into()), label: Some(label.into()), ..Self::bare(style) }
    }

    /// A button that leads to a URL.
    #[must_use]
    pub fn link(url: impl Into<String>, label: impl Into<String>) -> Self {
        Self { url: Some(url.into()), label: Some(label.into()), ..Self::bare(ButtonStyle::Link) }
    }

    /// A button that sells something.
    #[must_use]
    pub fn premium(sku: Id<marker::Sku>) -> Self {
        Self { sku_id: Some(sku), ..Self::bare(ButtonStyle::Premium) }
    }

    /// The same button without its text, for one that shows an emoji only.
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
        /// The same button with this number within the message.
        value id: i32,
        /// The same button with an emoji.
        value emoji: PartialEmoji,
        /// The same button, which cannot be pressed.
        flag disabled,
    }
    by_hand { style, label, custom_id, sku_id, url }
    received {}
}

open_enum! {
    /// Look of a button, and what it does.
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
