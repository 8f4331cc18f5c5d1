//! What a member may do, and over whom. A thing that is not known is an error that says what would bring it.
//!
//! Docs: [Permissions](https://docs.discord.com/developers/topics/permissions).

mod error;
mod rank;
mod work_out;

pub use error::PermissionError;
pub use rank::RoleRank;
