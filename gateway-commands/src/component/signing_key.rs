//! Signatures of custom ids.

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;

/// The bytes of a signature that are kept.
const KEPT: usize = 12;

/// Characters of a signature.
pub(super) const SIGNATURE: usize = KEPT * 4 / 3;

/// Signs custom ids, so that nobody without the key can create one: HMAC-SHA256, truncated to 96 bits, in 16
/// characters.
///
/// ```
/// use std::sync::LazyLock;
///
/// use gateway_commands::component::{CustomId, CustomIdError, SigningKey};
///
/// static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::new(b"32 random bytes, out of a secret"));
///
/// #[derive(CustomId)]
/// #[custom_id(signed_with = KEY)]
/// struct Refund {
///     order: u32,
/// }
///
/// let id = Refund { order: 7 }.encode()?;
/// assert!(Refund::decode(&id).is_ok());
/// let forged = id.replace("refund:AAAAABw", "refund:AAAAACQ");
/// assert_eq!(Refund::decode(&forged).err(), Some(CustomIdError::Forged { name: "refund" }));
/// # Ok::<(), CustomIdError>(())
/// ```
pub struct SigningKey(hmac::Key);

impl SigningKey {
    /// Creates a key from a secret of at least 32 random bytes, the same for all processes of the bot. Anybody with the
    /// secret can create custom ids. Do not use the bot's token.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    pub(super) fn sign(&self, text: &str) -> String {
        BASE64URL_NOPAD.encode(&hmac::sign(&self.0, text.as_bytes()).as_ref()[..KEPT])
    }

    /// Returns whether this is the signature of the text, in constant time for wrong signatures.
    pub(super) fn has_signed(&self, text: &str, signature: &str) -> bool {
        let right = self.sign(text);
        // ring compares only whole tags, so the tags of both signatures are compared.
        let of_given = hmac::sign(&self.0, signature.as_bytes());
        hmac::verify(&self.0, right.as_bytes(), of_given.as_ref()).is_ok()
    }
}

/// Does not show the secret.
impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}
