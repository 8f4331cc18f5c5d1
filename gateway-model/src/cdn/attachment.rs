//! Signed URLs of attachments.

use crate::timestamp::Timestamp;

/// When the signed URL of an attachment was issued, and until when it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AttachmentSignature {
    /// When it was issued (`is`).
    pub issued_at: Timestamp,
    /// When it expires (`ex`); Discord gives a new one wherever the attachment is shown or fetched again.
    pub expires_at: Timestamp,
}

/// Reads the signature of an attachment's URL; `None` if the URL has none.
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
        // Seconds in hexadecimal digits; a sign, which the parser would take, is none.
        let seconds = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
        Some(Timestamp::from_unix_secs(i64::from(seconds)))
    };
    Some(AttachmentSignature { issued_at: time("is")?, expires_at: time("ex")? })
}
