//! The audit log reason of a request.

use bytes::Bytes;
use http::Request;

use super::error::ApiError;
use super::percent::decode;

/// The largest number of characters of a reason.
const MOST: usize = 512;

/// Returns the reason of a request for the audit log.
///
/// Docs: [Audit Log, Audit Log Entry Object](https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object):
/// "The `X-Audit-Log-Reason` header supports 1-512 URL-encoded UTF-8 characters."
pub(super) fn audit_reason(request: &Request<Bytes>) -> Result<Option<String>, ApiError> {
    let Some(reason) = request.headers().get("x-audit-log-reason") else { return Ok(None) };
    let reason = String::from_utf8_lossy(reason.as_bytes());
    let reason = decode(&reason).trim().to_owned();
    if reason.chars().count() > MOST {
        let message = format!("Must be {MOST} or fewer in length.");
        return Err(ApiError::field("reason", "BASE_TYPE_MAX_LENGTH", &message));
    }
    Ok((!reason.is_empty()).then_some(reason))
}
