//! Values that Discord's docs do not allow.

/// Why a send event was not created: a value that Discord would refuse or silently ignore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCommand {
    /// `large_threshold` of Identify is not within 50 to 250.
    #[error("large_threshold is {0}, it must be from 50 to 250")]
    LargeThreshold(u8),
    /// A request for members by id has no id, or more than 100.
    #[error("a request for members has {0} user ids, it must have from 1 to 100")]
    UserCount(usize),
    /// A nonce is longer than 32 bytes, so Discord would not include it in the answer.
    #[error("the nonce has {0} bytes, at most 32 are allowed")]
    NonceTooLong(usize),
    /// A request for soundboard sounds has no guild.
    #[error("a request for soundboard sounds needs at least one guild id")]
    NoGuild,
    /// A request for channel info has no field.
    #[error("a request for channel info needs at least one field")]
    NoField,
    /// A deserialized request for members has both `query` and `user_ids`, or neither, or a `query` without `limit`.
    #[error("a request for members needs either 'query' with 'limit' or 'user_ids'")]
    QueryOrUsers,
}
