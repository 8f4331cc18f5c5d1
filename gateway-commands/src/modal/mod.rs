//! Modals as types: built from a type, and decoded into it.
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
//! | `Vec` of such an enum | a checkbox group, or with `select` a menu with several values |
//! | `bool` | a checkbox |
//! | `User`, `Member`, `Role`, `Channel`, `Mentionable`, or an id of one | a menu of them; with `Vec`, for several |
//! | `Attachment` | a file upload; with `Vec`, for several |
//!
//! All of them except `bool` and `Vec` may be in an `Option`; then the user may leave them empty.
//!
//! # Attributes
//!
//! - On the type: `title` (required, at most 45 characters), `name` (default: the type's name in `snake_case`), and
//!   `version` (0 to 63). Name and version are part of the custom id, as for a
//!   [`CustomId`](crate::component::CustomId).
//! - On a field: `label = ".."` (default: the doc comment; at most 45 characters), `description = ".."`, `text = ".."`
//!   for a markdown text above it, `placeholder = ".."`, `paragraph`, `select`, `min` and `max` (characters, values or
//!   files), `file_types("image", ".pdf")`, `channel_types(GuildText)`.
//! - `state`: the field is not shown. It is part of the custom id, like a field of a
//!   [`CustomId`](crate::component::CustomId), and is passed to [`Modal::form`].
//!
//! Limits are checked at compile time if possible; [`Form::build`] checks the others.

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
