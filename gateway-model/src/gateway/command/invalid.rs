//! Values that the docs rule out.

/// Why a send event was not made: a value that Discord would refuse, or ignore without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCommand {
    /// `large_threshold` of Identify is not from 50 to 250.
    #[error("large_threshold is {0}, it must be from 50 to 250")]
    LargeThreshold(u8),
    /// A request for members by id names none, or more than 100.
    #[error("a request for members names {0} users, it must be from 1 to 100")]
    UserCount(usize),
    /// A nonce is longer than 32 bytes: Discord would leave it out of its answer.
    #[error("a nonce has {0} bytes, it may have 32")]
    NonceTooLong(usize),
    /// A request for soundboard sounds names no guild.
    #[error("a request for soundboard sounds names no guild")]
    NoGuild,
    /// A request for channel info names no field.
    #[error("a request for channel info names no field")]
    NoField,
    /// A request for members that was read has both `query` and `user_ids`, or neither, or a `query` without
    /// `limit`.
    #[error("a request for members needs either 'query' with 'limit' or 'user_ids'")]
    QueryOrUsers,
}
