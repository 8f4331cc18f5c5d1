//! Permissions: the flags, and their computation for a member.
//!
//! Docs: [Permissions](https://docs.discord.com/developers/topics/permissions).

mod channel;
mod flags;
mod member;
#[cfg(test)]
mod tests;

pub use flags::{ParsePermissionsError, Permissions};
pub use member::MemberPermissions;
