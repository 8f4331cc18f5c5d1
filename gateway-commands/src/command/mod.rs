//! Commands as types: options, choices, autocomplete.
//!
//! A type that derives [`Command`] defines what is registered, and is what the handler receives. Each field is an
//! option. The first paragraph of its doc comment is the description. A field of type `Option` is optional:
//!
//! ```
//! use gateway_commands::{Choice, Command};
//! use gateway_model::Permissions;
//! use gateway_model::guild::Member;
//!
//! /// Bans a member.
//! #[derive(Command)]
//! #[command(default_member_permissions = Permissions::BAN_MEMBERS, contexts(Guild))]
//! struct Ban {
//!     /// The member to ban.
//!     member: Member,
//!     /// The reason.
//!     #[option(max_length = 300)]
//!     reason: Option<String>,
//!     /// Days of messages to delete.
//!     #[option(min = 0, max = 7)]
//!     days: Option<u8>,
//!     /// How to notify the member.
//!     tell: Option<Tell>,
//! }
//!
//! #[derive(Choice)]
//! enum Tell {
//!     #[choice(name = "in a direct message")]
//!     Directly,
//!     #[choice(name = "not at all")]
//!     No,
//! }
//! ```
//!
//! An enum has subcommands: each variant has named fields, or a type that derives [`Command`]. A variant with such an
//! enum is a group.
//!
//! ```
//! # use gateway_commands::Command;
//! /// Settings of the server.
//! #[derive(Command)]
//! enum Settings {
//!     /// Shows all settings.
//!     Show,
//!     /// Changes a setting.
//!     Set {
//!         /// The name of the setting.
//!         name: String,
//!         /// Its new value.
//!         value: String,
//!     },
//!     /// Words that are not allowed.
//!     Words(Words),
//! }
//!
//! /// Words that are not allowed.
//! #[derive(Command)]
//! enum Words {
//!     /// Lists the words.
//!     List,
//!     /// Adds a word.
//!     Add {
//!         /// The word.
//!         word: String,
//!     },
//! }
//! ```
//!
//! # Attributes
//!
//! `#[command(..)]` on the type:
//!
//! - `name = ".."`: by default the type's name in `snake_case`, or in words for user and message commands.
//! - `name_localized("de", "..")`, `description_localized("de", "..")`: the texts in one language each.
//! - `default_member_permissions = expression`, `contexts(Guild, BotDm, PrivateChannel)`,
//!   `integration_types(Guild, User)`, `nsfw`.
//! - `user` or `message`: a command in the menu of a user or message. The type is a unit struct, or has one unnamed
//!   field, a [`Target`].
//! - `entry_point(AppHandler)` or `entry_point(DiscordLaunchActivity)`: the command that starts the app's Activity.
//!
//! A variant can have `name`, `name_localized` and `description_localized`.
//!
//! `#[option(..)]` on a field:
//!
//! - `name = ".."`: by default the field's name. `name_localized("de", "..")`, `description_localized("de", "..")`.
//! - `min`, `max` for numbers; `min_length`, `max_length` for texts.
//! - `choices("red", ("Light blue", "blue"))`: values, or names and values. Usually an enum that derives [`Choice`] is
//!   better.
//! - `channel_types(GuildText, GuildVoice)` for channels, `file_types("image", ".pdf")` for files.
//! - `autocomplete = function`: an `async fn(ctx: Context, typed: String)` that returns the choices; see
//!   [`IntoChoices`].
//!
//! `#[choice(..)]` on a variant of a [`Choice`]: `name = ".."`, `name_localized("de", "..")`, `value = ..`, and
//! `description = ".."`, which only modals show.
//!
//! # Types of options
//!
//! | Discord's type | Rust's types |
//! | --- | --- |
//! | string | `String`, `Box<str>`, enums that derive [`Choice`] |
//! | integer | `i8` to `i64`, `u8` to `u64`, enums that derive [`Choice`] |
//! | number | `f64`, `f32`, enums that derive [`Choice`] |
//! | boolean | `bool` |
//! | user | [`User`](gateway_model::user::User), [`Member`](gateway_model::guild::Member), `Id<marker::User>` |
//! | channel | [`Channel`](gateway_model::channel::Channel), `Id<marker::Channel>` |
//! | role | [`Role`](gateway_model::guild::Role), `Id<marker::Role>` |
//! | mentionable | [`Mentionable`], `Id<marker::Generic>` |
//! | attachment | [`Attachment`](gateway_model::message::Attachment) |
//!
//! Discord's documented limits are checked at compile time if possible. Limits that depend on several types are checked
//! when the router is built.
//!
//! Docs: [Application Commands](https://docs.discord.com/developers/interactions/application-commands).

mod argument_error;
mod choice;
mod given;
mod kinds;
mod option_type;
mod resolved;
#[doc(hidden)]
pub mod support;
mod target;
mod traits;

pub(crate) use argument_error::NOT_A_MEMBER;
pub use argument_error::{ArgumentError, OptionProblem};
pub use choice::{Choice, Choices, IntoChoice, IntoChoices};
pub use gateway_commands_derive::{Choice, Command};
pub use given::Given;
pub use kinds::{HasChannelTypes, HasChoices, HasFileTypes, HasLength, HasRange};
pub use option_type::OptionType;
pub(crate) use option_type::value_of_text;
pub use resolved::Mentionable;
pub use target::{MessageTarget, Target, UserTarget};
pub use traits::{Command, Options};
