//! Why a custom id cannot be written or read.

/// A custom id that cannot be written, or that its type has not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomIdError {
    /// It does not fit into the 100 characters.
    #[error(
        "the custom id `{name}` has {found} characters, 100 are allowed; its longest field is `{field}` \
         with {field_length}"
    )]
    TooLong {
        /// Name of the type.
        name: &'static str,
        /// How many characters it has.
        found: usize,
        /// The longest field.
        field: &'static str,
        /// How many characters that has.
        field_length: usize,
    },
    /// It is one of another type, or of no type.
    #[error("the custom id is one of `{found}`, not of `{name}`")]
    OtherType {
        /// Name of the type.
        name: &'static str,
        /// The name that the id begins with.
        found: String,
    },
    /// It was written by another version of the type: the message is an old one, or a newer process has sent it.
    #[error("the custom id `{name}` is of version {found}, this is version {version}")]
    OtherVersion {
        /// Name of the type.
        name: &'static str,
        /// The version that has written it.
        found: u8,
        /// The version of the type.
        version: u8,
    },
    /// The key of the type has not signed it.
    #[error("the custom id `{name}` is not signed by this bot")]
    Forged {
        /// Name of the type.
        name: &'static str,
    },
    /// It is no value of the type: its fields have changed without a new version.
    #[error("the custom id `{name}` cannot be read at `{field}`")]
    Malformed {
        /// Name of the type.
        name: &'static str,
        /// Which field cannot be read, with dots between nested ones; `version` and `end` are not fields.
        field: String,
    },
}
