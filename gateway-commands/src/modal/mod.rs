//! Modals as types: built from a type, and read back into it.
//!
//! ```
//! use gateway_commands::modal::Modal;
//! use gateway_commands::{Choice, Context};
//! use gateway_model::id::{Id, marker};
//! use gateway_model::message::Attachment;
//!
//! #[derive(Choice)]
//! enum Reason {
//!     Spam,
//!     Insults,
//! }
//!
//! #[derive(Modal)]
//! #[modal(title = "Report a message")]
//! struct Report {
//!     #[modal(state)]
//!     message: Id<marker::Message>,
//!     /// Why?
//!     reason: Reason,
//!     /// Tell us more
//!     #[modal(paragraph, max = 1000, placeholder = "What happened?")]
//!     details: Option<String>,
//!     /// Screenshots
//!     #[modal(max = 3, file_types("image"))]
//!     files: Vec<Attachment>,
//! }
//!
//! async fn report_button(ctx: Context, message: Id<marker::Message>) -> anyhow::Result<()> {
//!     ctx.show_modal(Report::form(&message).build()?).await?;
//!     Ok(())
//! }
//!
//! // Added by `Router::modal(reported)`.
//! async fn reported(ctx: Context, report: Report) -> anyhow::Result<()> {
//!     ctx.reply(format!("{} files", report.files.len())).await?;
//!     Ok(())
//! }
//! ```
//!
//! # Fields
//!
//! | type | what the user sees |
//! | --- | --- |
//! | `String`, integers, `f64` | a text input |
//! | an enum with `derive(Choice)` | a radio group, or with `select` a menu |
//! | `Vec` of such an enum | a checkbox group, or with `select` a menu of several |
//! | `bool` | a checkbox |
//! | `User`, `Member`, `Role`, `Channel`, `Mentionable`, or an id of one | a menu of them; in a `Vec`, of several |
//! | `Attachment` | a file upload; in a `Vec`, of several |
//!
//! All but `bool` and `Vec` may be in an `Option`: then the user need not fill them in.
//!
//! # Attributes
//!
//! - Of the type: `title` (needed, at most 45 characters), `name` (that of the type in `snake_case` without it), and
//!   `version` (0 to 63), which are part of its custom id as for a [`CustomId`](crate::component::CustomId).
//! - Of a field: `label = ".."` (without it, the doc comment; at most 45 characters), `description = ".."`, `text = ".."` for a
//!   text of markdown above it, `placeholder = ".."`, `paragraph`, `select`, `min` and `max` (characters, values or
//!   files), `file_types("image", ".pdf")`, `channel_types(GuildText)`.
//! - `state`: the field is not shown; it is part of the custom id, as a [`CustomId`](crate::component::CustomId)'s field is,
//!   and given to [`Modal::form`].
//!
//! What can be checked when the type is compiled is; [`Form::build`] checks the rest.

mod error;
mod field;
mod form;
mod modal_type;

pub use error::{FieldLimit, FieldProblem, ModalError};
pub use field::{Entered, FieldSpec, FieldType};
pub use form::Form;
pub use gateway_commands_derive::Modal;
pub use modal_type::Modal;

#[doc(hidden)]
pub use gateway_model::channel::ChannelKind;
#[doc(hidden)]
pub use gateway_model::interaction::ModalData;
#[doc(hidden)]
pub use modal_type::{assert_fits, read_field, read_state, write_state};
