//! The custom id: name, version, fields, signature.

use super::error::CustomIdError;
use super::pack::{Packed, Packer, Unpacker};
use super::signing_key::{SIGNATURE, SigningKey};

/// The largest number of characters of a custom id, counted as Unicode scalar values.
///
/// Docs: [Component Reference, Custom ID](https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id).
pub const MOST_CHARACTERS: usize = 100;

/// Small state in the custom id of a component; `#[derive(CustomId)]` implements it. The router finds the handler by
/// [`NAME`](Self::NAME).
///
/// # Attributes of the derive
///
/// - `#[custom_id(name = "v")]`: the name, of letters, digits, `_` and `-`. The default is the type's name in
///   `snake_case`. If you change it, ids that were sent before no longer work.
/// - `#[custom_id(version = 1)]`: 0 to 63, default 0. Raise it when the fields change: an id of another version is a
///   [`CustomIdError::OtherVersion`].
/// - `#[custom_id(signed_with = KEY)]`: a `static` [`SigningKey`], or a [`LazyLock`](std::sync::LazyLock) of one. An id
///   without a valid signature is [`CustomIdError::Forged`]. Discord delivers only ids from the app's own messages, so
///   a signature is needed only for ids that leave Discord, or for messages whose contents others control.
///
/// Fields must be [`Packed`]; a type with this derive is.
pub trait CustomId: Packed + Send + 'static {
    /// The text of the custom id before its first `:`. It must be unique among the bot's types.
    const NAME: &'static str;

    /// The version of the fields, 0 to 63.
    const VERSION: u8 = 0;

    /// Whether ids are signed with [`key`](Self::key).
    const SIGNED: bool = false;

    /// Returns the key that signs the ids, if they are [signed](Self::SIGNED).
    #[must_use]
    fn key() -> Option<&'static SigningKey> {
        None
    }

    /// Encodes the custom id.
    ///
    /// # Errors
    ///
    /// Returns an error if it has more than 100 characters, which is possible only for types with a `String`.
    fn encode(&self) -> Result<String, CustomIdError> {
        write_fields(Self::NAME, Self::VERSION, Self::key(), self)
    }

    /// Decodes a custom id.
    ///
    /// # Errors
    ///
    /// Returns an error if this type did not encode it: the name, version or signature is another one, or the fields
    /// are not valid.
    fn decode(custom_id: &str) -> Result<Self, CustomIdError> {
        read_fields(Self::NAME, Self::VERSION, Self::key(), custom_id)
    }
}

/// Encodes a custom id with this name, version and key.
pub(crate) fn write_fields(
    name: &'static str,
    version: u8,
    key: Option<&SigningKey>,
    fields: &impl Packed,
) -> Result<String, CustomIdError> {
    let mut packer = Packer::new(format!("{name}:"));
    packer.digit(version);
    fields.pack(&mut packer);
    let (mut text, (field, field_length)) = packer.finish();
    if let Some(key) = key {
        let signature = key.sign(&text);
        text.push_str(&signature);
    }
    let found = text.chars().count();
    if found > MOST_CHARACTERS {
        return Err(CustomIdError::TooLong { name, found, field, field_length });
    }
    Ok(text)
}

/// Decodes a custom id with this name, version and key.
pub(crate) fn read_fields<T: Packed>(
    name: &'static str,
    version: u8,
    key: Option<&SigningKey>,
    custom_id: &str,
) -> Result<T, CustomIdError> {
    let other = || CustomIdError::OtherType { name, found: name_of(custom_id).to_owned() };
    let (found_name, fields) = custom_id.split_once(':').ok_or_else(other)?;
    if found_name != name {
        return Err(other());
    }
    let malformed = |field: String| CustomIdError::Malformed { name, field };
    let mut from = Unpacker::new(fields);
    let found = from.digit().map_err(|_| malformed("version".to_owned()))?;
    if found != version {
        return Err(CustomIdError::OtherVersion { name, found, version });
    }
    if let Some(key) = key {
        let signature = from.cut_last(SIGNATURE).ok_or(CustomIdError::Forged { name })?;
        let signed = &custom_id[..custom_id.len() - signature.len()];
        if !key.has_signed(signed, signature) {
            return Err(CustomIdError::Forged { name });
        }
    }
    let value = T::unpack(&mut from).map_err(|error| malformed(error.path()))?;
    if from.is_empty() { Ok(value) } else { Err(malformed("end".to_owned())) }
}

/// Returns the part of a custom id before the first `:`, which identifies its type.
#[must_use]
pub fn name_of(custom_id: &str) -> &str {
    custom_id.split_once(':').map_or(custom_id, |(name, _)| name)
}

/// Fails to compile if an id of this type could have more than 100 characters. Called by the derive.
pub const fn assert_fits<T: CustomId>() {
    let signature = if T::SIGNED { SIGNATURE } else { 0 };
    if let Some(fields) = T::MAX {
        assert!(
            T::NAME.len() + 2 + fields + signature <= MOST_CHARACTERS,
            "this custom id can have more than 100 characters with its name, version and signature: \
             use smaller integers, fewer fields or a shorter name"
        );
    }
}
