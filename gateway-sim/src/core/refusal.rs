//! Why a connection is closed.

use gateway_model::gateway::CloseCode;

/// Why a connection is closed: the code and what was wrong.
pub(super) type Refusal = (CloseCode, String);

pub(super) fn refuse<T>(code: CloseCode, reason: impl Into<String>) -> Result<T, Refusal> {
    Err((code, reason.into()))
}
