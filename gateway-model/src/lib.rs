//! Types of the Discord Gateway and REST API, version 10.
//!
//! This crate holds types only: no I/O, no async, no clock, no randomness. A payload is parsed when
//! somebody asks: the [`Envelope`] of a gateway message (`op`, `s`, `t`) is found without touching its
//! data, and a [`Dispatch`] carries that data as the untouched JSON bytes until it is decoded.
//!
//! ```
//! use gateway_model::{Bytes, Dispatch, EventKind};
//! use serde::Deserialize;
//!
//! // Decode only what you read; strings borrow from the message where they can.
//! #[derive(Deserialize)]
//! struct Text<'a> {
//!     #[serde(borrow)]
//!     content: std::borrow::Cow<'a, str>,
//! }
//!
//! let bytes = Bytes::from_static(br#"{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"content":"hi"}}"#);
//! let dispatch = Dispatch::parse(bytes)?;
//! assert_eq!(dispatch.kind(), EventKind::MessageCreate);
//! assert_eq!(dispatch.sequence(), 7);
//! assert_eq!(dispatch.decode::<Text<'_>>()?.content, "hi");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What there is
//!
//! - [`event`]: a type for each dispatch event, and one for all of them.
//! - [`gateway`]: opcodes, close codes, intents, and in [`gateway::command`] what an app sends.
//! - The objects of the API, in modules named after the pages of Discord's docs.
//!
//! Every item links to the section of the docs it comes from. A field that may be missing or null is an
//! `Option` that is `None` either way; a list that may be missing is empty. Texts and lists that are only
//! received have no spare capacity; those that a bot writes are `String` and `Vec`.
//!
//! # Nothing from Discord is fatal
//!
//! Integer and string enums that Discord may extend are *open*: an unknown value is kept and written
//! back as it came. Flags keep unknown bits, unknown fields are ignored, and an unknown event keeps its
//! name and data. A broken field costs one event, and its [`DecodeError`] keeps the dispatch; in lists
//! such as the members of a guild it costs one item ([`Dispatch::decode_event`]).
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod application;
pub mod audit_log;
pub mod auto_moderation;
pub mod cdn;
pub mod channel;
pub mod command;
pub mod component;
mod decode_error;
mod dispatch;
pub mod emoji;
mod envelope;
pub mod event;
mod event_kind;
mod find;
mod flags;
pub mod gateway;
pub mod guild;
mod guild_id;
pub mod id;
mod image_hash;
pub mod interaction;
pub mod invite;
mod json;
pub mod lobby;
pub mod mention;
pub mod message;
pub mod monetization;
mod object;
mod open_enum;
mod permissions;
pub mod presence;
mod scan;
mod secret;
pub mod soundboard;
pub mod stage_instance;
pub mod sticker;
mod tagged;
mod timestamp;
mod timestamp_style;
pub mod user;
pub mod voice;
pub mod webhook;

pub use bytes::Bytes;
pub use decode_error::DecodeError;
pub use dispatch::{Dispatch, DispatchError};
pub use envelope::{Envelope, EnvelopeError};
pub use event_kind::EventKind;
pub use id::Id;
pub use image_hash::ImageHash;
pub use permissions::{MemberPermissions, Permissions};
pub use timestamp::{ParseTimestampError, Timestamp};
pub use timestamp_style::{TimestampMention, TimestampStyle};
