//! Parses a close frame ([RFC 6455, 5.5.1](https://www.rfc-editor.org/rfc/rfc6455#section-5.5.1)).

use crate::error::FrameError;

/// Returns the code of a close frame with this payload; `None` if it has none.
///
/// The reason after it must be UTF-8. It is not kept.
pub(super) fn code(payload: &[u8]) -> Result<Option<u16>, FrameError> {
    let Some((code, reason)) = payload.split_first_chunk() else {
        // One byte is half a code.
        return if payload.is_empty() { Ok(None) } else { Err(FrameError::BadControlFrame) };
    };
    let code = u16::from_be_bytes(*code);
    if !may_be_sent(code) {
        return Err(FrameError::BadCloseCode(code));
    }
    match simdutf8::basic::from_utf8(reason) {
        Ok(_) => Ok(Some(code)),
        Err(_) => Err(FrameError::ReasonNotUtf8),
    }
}

/// Returns whether an endpoint may send this code in a close frame ([RFC 6455,
/// 7.4](https://www.rfc-editor.org/rfc/rfc6455#section-7.4)).
///
/// 1012 to 1014 were [registered](https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number) later.
/// 1005, 1006 and 1015 represent a missing close frame; 1004 and the other codes below 3000 are reserved; codes from
/// 5000 on do not exist.
const fn may_be_sent(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}
