//! Custom ids as types: small state in the 100 characters that a component or modal carries.
//!
//! ```
//! use gateway_commands::component::CustomId;
//! use gateway_model::component::{Button, ButtonStyle};
//! use gateway_model::id::{Id, marker};
//!
//! #[derive(CustomId)]
//! struct Vote {
//!     poll: Id<marker::Message>,
//!     answer: u8,
//! }
//!
//! let vote = Vote { poll: Id::new(1130).unwrap(), answer: 2 };
//! let button = Button::new(ButtonStyle::Success, vote.encode()?, "Yes");
//! assert_eq!(button.custom_id.as_deref(), Some("vote:AAAAAAAAABGoAg"));
//! let pressed = Vote::decode("vote:AAAAAAAAABGoAg")?;
//! assert_eq!(pressed.answer, 2);
//! # Ok::<(), gateway_commands::component::CustomIdError>(())
//! ```
//!
//! Nothing is stored: any process that has the type can decode an id that an earlier process or another machine
//! encoded. The router finds the handler by the part before the `:`. The handler receives the values that a user chose
//! in a menu as a further argument: [`Chosen`].
//!
//! # Size
//!
//! An id begins with the name, a `:` and a digit for the version. A [signature](SigningKey) of 16 characters is at the
//! end. Between them are the fields in order, each with the number of characters of its type:
//!
//! | type | characters |
//! | --- | --- |
//! | `bool` | 1 |
//! | `u8`, `i8` / `u16`, `i16` / `u32`, `i32` / `u64`, `i64` | 2 / 3 / 6 / 11 |
//! | an id | 11 |
//! | an enum with this derive | 1, and the fields of the variant |
//! | `Option<T>` | 1, and those of `T` if it is `Some` |
//! | `char` | 1, as Discord counts |
//! | `String` | 2, and those of the text, as Discord counts |
//! | a tuple, or a struct with this derive | the sum of its fields |
//!
//! If all fields are bounded, a type that could take more than 100 characters does not compile. If one is a `String`,
//! [`encode`](CustomId::encode) returns [`CustomIdError::TooLong`] with the name of the longest field.

mod chosen;
mod custom_id;
mod error;
mod fields;
mod pack;
mod signing_key;

pub use chosen::Chosen;
pub use custom_id::{CustomId, MOST_CHARACTERS, name_of};
pub(crate) use custom_id::{read_fields, write_fields};
pub use error::CustomIdError;
pub use gateway_commands_derive::CustomId;
pub use pack::{Packed, Packer, Unpacker, Unreadable};
pub use signing_key::SigningKey;

#[doc(hidden)]
pub use custom_id::assert_fits;
#[doc(hidden)]
pub use fields::{largest, sum};
