//! The errors of encoding and decoding custom ids.

/// Why a custom id cannot be encoded, or cannot be decoded by its type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomIdError {
    /// It has more than 100 characters.
    #[error(
        "the custom id `{name}` has {found} characters, but at most 100 are allowed; its longest field is `{field}` \
         with {field_length}"
    )]
    TooLong {
        /// Name of the type.
        name: &'static str,
        /// How many characters it has.
        found: usize,
        /// The longest field.
        field: &'static str,
        /// How many characters that field has.
        field_length: usize,
    },
    /// It belongs to another type, or to none.
    #[error("the custom id belongs to `{found}`, not to `{name}`")]
    OtherType {
        /// Name of the type.
        name: &'static str,
        /// The name in the id.
        found: String,
    },
    /// Another version of the type encoded it: the message is old, or a newer process sent it.
    #[error("the custom id `{name}` has version {found}, but this program has version {version}")]
    OtherVersion {
        /// Name of the type.
        name: &'static str,
        /// The version that encoded it.
        found: u8,
        /// The version of the type.
        version: u8,
    },
    /// It was not signed with the key of the type.
    #[error("the custom id `{name}` is not signed by this bot")]
    Forged {
        /// Name of the type.
        name: &'static str,
    },
    /// It is not a value of the type: the fields have changed without a new version.
    #[error("the custom id `{name}` cannot be decoded at `{field}`")]
    Malformed {
        /// Name of the type.
        name: &'static str,
        /// The field that cannot be decoded, with dots between nested ones; `version` and `end` are not fields.
        field: String,
    },
}
