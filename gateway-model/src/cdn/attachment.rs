//! Signed URLs of attachments.

use crate::timestamp::Timestamp;

/// The validity period of an attachment's signed URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AttachmentSignature {
    /// When it was issued (`is`).
    pub issued_at: Timestamp,
    /// When it expires (`ex`). Discord signs a new URL whenever the attachment is sent or fetched again.
    pub expires_at: Timestamp,
}

/// Parses the signature of an attachment's URL; `None` if the URL has none.
///
/// Docs: [Reference, Signed Attachment CDN URLs](https://docs.discord.com/developers/reference#signed-attachment-cdn-urls).
#[must_use]
pub fn attachment_signature(url: &str) -> Option<AttachmentSignature> {
    let (_, query) = url.split_once('?')?;
    let time = |name: &str| {
        let digits = query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))?;
        // Seconds in hexadecimal digits. A sign, which the parser would accept, is not allowed.
        let seconds = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
        Some(Timestamp::from_unix_secs(i64::from(seconds)))
    };
    Some(AttachmentSignature { issued_at: time("is")?, expires_at: time("ex")? })
}
