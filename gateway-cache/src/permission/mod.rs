//! The permissions of a member, and which members and roles it outranks. If something is not known, the error says what
//! would bring it.
//!
//! Docs: [Permissions](https://docs.discord.com/developers/topics/permissions).

mod error;
mod rank;
mod work_out;

pub use error::PermissionError;
pub use rank::RoleRank;
