#![doc = include_str!("../README.md")]
//!
//! # Decoding
//!
//! The [`Envelope`] of a gateway message (`op`, `s`, `t`) is found without parsing its data, and a [`Dispatch`] keeps the
//! data as JSON bytes until it is decoded. The crate has no randomness and, without the feature `clock`, no clock.
//!
//! ```
//! use gateway_model::event::MessageCreate;
//! use gateway_model::{Bytes, Dispatch, EventKind};
//!
//! # let bytes = Bytes::from_static(br#"{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"id":"9","channel_id":"8",
//! #     "guild_id":"5","author":{"id":"4","username":"u","global_name":"Some Body","avatar":null},
//! #     "content":"hi","timestamp":"2026-08-11T17:27:07+00:00","edited_timestamp":null,"tts":false,
//! #     "mention_everyone":false,"pinned":false,"type":0}}"#);
//! // `bytes` is one message of the gateway. Only its envelope is parsed.
//! let dispatch = Dispatch::parse(bytes)?;
//! assert_eq!((dispatch.kind(), dispatch.sequence()), (EventKind::MessageCreate, 7));
//! assert_eq!(dispatch.guild_id().map(|id| id.get()), Some(5));
//!
//! // Decode all of it: `decode_event` for one event type, `event` for any of them.
//! let message = dispatch.decode_event::<MessageCreate>()?;
//! assert_eq!((&*message.content, message.author.display_name()), ("hi", "Some Body"));
//! assert_eq!(message.author.id.mention().to_string(), "<@4>");
//!
//! // Or decode only some fields; strings borrow from the message.
//! #[derive(serde::Deserialize)]
//! struct Text<'a> {
//!     #[serde(borrow)]
//!     content: std::borrow::Cow<'a, str>,
//! }
//! assert_eq!(dispatch.decode::<Text<'_>>()?.content, "hi");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Modules
//!
//! - [`event`]: a type for each event, and [`event::Event`] for all of them; [`EventKind`] has their names.
//! - [`gateway`]: opcodes, close codes and what to do after each, [`gateway::Intents`] and the events that they bring,
//!   and the commands that an app sends.
//! - [`guild`], [`channel`], [`message`], [`user`], [`interaction`], [`command`], [`component`] and the other modules:
//!   the objects in events and REST, with a module for each resource in Discord's docs.
//! - [`webhook_event`]: events that Discord sends to a URL of the application.
//! - [`Id`], [`Timestamp`], [`ImageHash`], [`Permissions`]: small types that all modules use.
//! - [`MemberPermissions`], [`mention`], [`cdn`]: a member's permissions, mentions in text, URLs of images.
//! - [`Token`]: a bot's token, which is never shown.
//!
//! Every item links to its section in Discord's docs. A field that may be missing or null is an `Option`, which is
//! `None` in both cases; a list that may be missing is empty. Strings and lists that are only received are boxed,
//! without spare capacity; those that a bot sends are `String` and `Vec`.
//!
//! # Unknown and invalid values
//!
//! Integer and string enums that Discord may extend are *open*: an unknown value is kept and written back unchanged.
//! Flags keep unknown bits, unknown fields are ignored, and an unknown event keeps its name and data. A value that
//! cannot be read affects only itself: an optional field becomes `None`, an item is left out of its list, and
//! [`Decoded::skipped`](event::Decoded::skipped) has its path. If a required field of an object cannot be read, such as
//! its id, the object is left out of the value that contains it. If that is the event itself, the result is a
//! [`DecodeError`], which keeps the dispatch. `docs/required-fields.md` lists the required fields of each object.
//!
//! Values that exist but are missing in Discord's docs have a name if discord-api-types has one for them; their
//! documentation begins with "Undocumented".
//!
//! # Values for tests
//!
//! Objects are `non_exhaustive`, because Discord may add fields at any time. A test can create one from JSON, in which
//! optional fields may be left out, and then set the fields that it needs:
//!
//! ```
//! use gateway_model::user::User;
//!
//! let mut user: User = serde_json::from_str(r#"{"id":"4","username":"nelly","global_name":null,"avatar":null}"#)?;
//! user.bot = Some(true);
//! assert_eq!(user.mention().to_string(), "<@4>");
//! # Ok::<(), serde_json::Error>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod application;
pub mod audit_log;
pub mod auto_moderation;
pub mod cdn;
pub mod channel;
pub mod command;
pub mod component;
pub mod emoji;
pub mod event;
pub mod gateway;
pub mod guild;
pub mod id;
mod image_hash;
pub mod interaction;
pub mod invite;
mod json;
mod limits;
pub mod lobby;
pub mod locale;
mod macros;
pub mod mention;
pub mod message;
pub mod monetization;
pub mod oauth2;
mod permissions;
pub mod presence;
mod scan;
pub mod soundboard;
pub mod stage_instance;
pub mod sticker;
mod timestamp;
mod token;
pub mod user;
pub mod voice;
pub mod webhook;
pub mod webhook_event;
mod wire;

pub use bytes::Bytes;
pub use id::Id;
pub use image_hash::ImageHash;
pub use json::{JsonError, read_json};
pub use limits::{Limit, LimitError, LimitErrors};
pub use permissions::{MemberPermissions, ParsePermissionsError, Permissions};
pub use timestamp::{ParseTimestampError, Timestamp, TimestampMention, TimestampStyle};
pub use token::{Token, TokenError};
pub use wire::decode_error::DecodeError;
pub use wire::dispatch::{Dispatch, DispatchError};
pub use wire::dispatch_head::DispatchHead;
pub use wire::envelope::{Envelope, EnvelopeError};
pub use wire::event_kind::EventKind;
pub use wire::subject::Subject;
