//! Finds out who sends a request, by its `Authorization` header, and checks that they may use its route.
//!
//! Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).

use bytes::Bytes;
use http::{Request, StatusCode, header};

use super::call::Who;
use super::error::ApiError;
use super::route::Auth;
use crate::core::Core;

/// Returns who sends a request.
///
/// # Errors
///
/// Returns an error if the sender is unknown or may not use the route.
pub(super) fn authorize(
    core: &Core,
    auth: Auth,
    request: &Request<Bytes>,
) -> Result<Who, ApiError> {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let header = header.unwrap_or_default();
    let is_bot = header.strip_prefix("Bot ").is_some_and(|token| token == core.token());
    match (auth, header.strip_prefix("Bearer ")) {
        (Auth::None, _) => Ok(Who::Anybody),
        (Auth::Bot | Auth::Either(_), None) if is_bot => Ok(Who::Bot),
        (Auth::User(scope) | Auth::Either(scope), Some(token)) => of_user(core, token, scope),
        (Auth::User(_), None) if is_bot => {
            let message = "Bots cannot use this endpoint";
            let error = ApiError::new(StatusCode::FORBIDDEN, 20_001, message);
            Err(error.because("it needs a user's access token; the action `authorize` creates one"))
        }
        _ => Err(ApiError::unauthorized()),
    }
}

fn of_user(core: &Core, token: &str, scope: &str) -> Result<Who, ApiError> {
    let Some(found) = core.world().authorizations.get(token, core.unix_ms()) else {
        let message = "Invalid OAuth2 access token";
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, 50_025, message));
    };
    if scope.is_empty() || found.scopes.iter().any(|one| one == scope) {
        return Ok(Who::User(found.user));
    }
    let message = "Missing required OAuth2 scope";
    let error = ApiError::new(StatusCode::FORBIDDEN, 50_026, message);
    Err(error.because(format!("the access token does not have the scope {scope}")))
}
