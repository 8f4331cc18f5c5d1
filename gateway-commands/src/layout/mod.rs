//! Messages of components v2, validated as a whole before they are sent.
//!
//! ```
//! use gateway_commands::layout::Layout;
//! use gateway_model::component::{Button, ButtonStyle, Container, Section, TextDisplay, Thumbnail};
//!
//! let cat = Section::new([TextDisplay::new("# A cat")], Thumbnail::new("https://example.com/cat.png"));
//! let message = Layout::new()
//!     .component(Container::new([cat]).accent_color(0x58_65f2))
//!     .separator()
//!     .text("Whose is it?")
//!     .buttons([Button::new(ButtonStyle::Primary, "adopt", "Mine")])
//!     .message()?;
//! # let _ = message;
//! let errors = Layout::new().text("").buttons([]).message().unwrap_err();
//! assert_eq!(errors[0].to_string(), "components.0.content: 0 characters, 1 to 4000 are allowed");
//! assert_eq!(errors[1].to_string(), "components.1.components: 0 items, 1 to 5 are allowed");
//! # Ok::<(), gateway_model::LimitErrors>(())
//! ```
//!
//! The components themselves are those of [`gateway_model::component`].

mod disable;

use gateway_model::LimitErrors;
use gateway_model::component::{ActionRow, Button, Component, Separator, TextDisplay};
use gateway_model::interaction::MessageResponse;
use gateway_model::message::{MessageFlags, MessageParts};

pub use disable::disabled;

/// A message of components v2, from top to bottom.
///
/// Docs: [Component Reference](https://docs.discord.com/developers/components/reference).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    components: Vec<Component>,
}

impl Layout {
    /// Creates an empty message. It needs at least one component before it can be sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }

    /// Adds a text of markdown.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.component(TextDisplay::new(text))
    }

    /// Adds a row of at most 5 buttons.
    #[must_use]
    pub fn buttons(self, buttons: impl IntoIterator<Item = Button>) -> Self {
        self.component(ActionRow::new(buttons))
    }

    /// Adds a menu of texts, users, roles, mentionables or channels.
    #[must_use]
    pub fn menu(self, menu: impl Into<Component>) -> Self {
        self.component(ActionRow::new([menu]))
    }

    /// Adds a line.
    #[must_use]
    pub fn separator(self) -> Self {
        self.component(Separator::new())
    }

    /// Returns the components, for a request of [`http_client`], which also needs the flag
    /// [`IS_COMPONENTS_V2`](MessageFlags::IS_COMPONENTS_V2).
    ///
    /// # Errors
    ///
    /// Returns an error if Discord would refuse the message, with the path of every problem.
    pub fn components(self) -> Result<Vec<Component>, LimitErrors> {
        let flags = Some(MessageFlags::IS_COMPONENTS_V2);
        let components = &self.components;
        MessageParts { components, flags, ..MessageParts::default() }.check_all()?;
        Ok(self.components)
    }

    /// Returns the message, as a response to an interaction.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`components`](Self::components).
    pub fn message(self) -> Result<MessageResponse, LimitErrors> {
        let message = MessageResponse::new().components(self.components()?);
        Ok(message.flags(MessageFlags::IS_COMPONENTS_V2))
    }
}
