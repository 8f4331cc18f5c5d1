//! Verifies that a request is from Discord.

use http::{HeaderMap, HeaderValue};

/// The signature headers of a request. The signature covers the timestamp followed by the body.
///
/// Docs: [Interactions Overview, Validating Security Request Headers](https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers).
pub(super) struct Signature {
    timestamp: HeaderValue,
    /// The timestamp, if it is valid.
    pub(super) seconds: Option<u64>,
    signature: [u8; 64],
}

impl Signature {
    /// Parses the headers; `None` if one is missing or malformed.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let timestamp = headers.get("x-signature-timestamp")?;
        let signature = hex(headers.get("x-signature-ed25519")?.as_bytes())?;
        let seconds = timestamp.to_str().ok().and_then(|text| text.parse().ok());
        Some(Self { timestamp: timestamp.clone(), seconds, signature: signature.try_into().ok()? })
    }

    pub(super) fn is_valid(&self, key: &[u8; 32], body: &[u8]) -> bool {
        let signed = [self.timestamp.as_bytes(), body].concat();
        ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, key)
            .verify(&signed, &self.signature)
            .is_ok()
    }
}

/// Returns whether these bytes are a point of the curve that is not of small order. For a point of small order, anybody
/// can make a valid signature of any message.
pub(super) fn is_strong(key: &[u8; 32]) -> bool {
    let point = curve25519_dalek::edwards::CompressedEdwardsY(*key).decompress();
    point.is_some_and(|point| !point.is_small_order())
}

/// Decodes hexadecimal digits of either case.
pub(super) fn hex(digits: &[u8]) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(digits).ok()
}
