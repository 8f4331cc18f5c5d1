//! ID tokens of an identity provider of the application.
//!
//! Docs: [Provisional Accounts, Identity Providers](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/identity-providers).
//! The simulator has no configuration of a provider: it checks neither signature, issuer nor audience.

use data_encoding::BASE64URL_NOPAD;
use http::StatusCode;
use serde_json::Value;

use super::error::ApiError;

/// "tokens over 1 week old are rejected"
const OLDEST_SECONDS: u64 = 7 * 24 * 60 * 60;

fn refused(code: u32, message: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, code, message)
}

fn part(text: &str) -> Option<Value> {
    let json = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    serde_json::from_slice(&json).ok().filter(Value::is_object)
}

/// Returns the claims of an ID token at a Unix time in seconds.
///
/// # Errors
///
/// Returns an error if it is not a token with the claims that Discord needs, or is too old.
pub(super) fn claims(token: &str, now: u64) -> Result<Value, ApiError> {
    let invalid = |reason| refused(530_020, "Invalid OIDC JWT token").because(reason);
    let mut parts = token.split('.');
    let (header, claims) = (parts.next().and_then(part), parts.next().and_then(part));
    let (Some(header), Some(claims), Some(_), None) = (header, claims, parts.next(), parts.next())
    else {
        return Err(invalid("it is not a JWT: header, claims and signature with dots between"));
    };
    if !header["kid"].is_string() {
        return Err(refused(530_027, "Missing kid header"));
    }
    if claims["sub"].as_str().is_none_or(str::is_empty) {
        return Err(invalid("it has no sub"));
    }
    let (Some(expires), Some(issued)) = (claims["exp"].as_u64(), claims["iat"].as_u64()) else {
        return Err(invalid("exp and iat are not whole numbers"));
    };
    if expires <= now {
        return Err(refused(530_001, "The ID token is expired"));
    }
    if issued < now.saturating_sub(OLDEST_SECONDS) {
        return Err(refused(530_004, "The ID token was issued too long ago"));
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn token(header: &Value, claims: &Value) -> String {
        let [header, claims] =
            [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
        format!("{header}.{claims}.c2ln")
    }

    fn code(token: &str, now: u64) -> Value {
        let response = claims(token, now).unwrap_err().into_response();
        serde_json::from_slice::<Value>(response.body()).unwrap()["code"].clone()
    }

    #[test]
    fn a_token_is_refused_with_the_code_of_what_is_wrong() {
        let header = json!({ "alg": "RS256", "kid": "k" });
        let good = json!({ "iss": "i", "sub": "s", "iat": 1_000, "exp": 2_000_000 });
        let whole = token(&header, &good);
        assert_eq!(claims(&whole, 1_000).unwrap()["sub"], "s");
        assert_eq!(claims(&whole, 1_000 + OLDEST_SECONDS).unwrap()["sub"], "s");
        assert_eq!(code(&whole, 1_001 + OLDEST_SECONDS), 530_004);
        assert_eq!(code(&whole, 2_000_000), 530_001);
        assert_eq!(code(&token(&json!({ "alg": "RS256" }), &good), 1_000), 530_027);
        let mut nobody = good.clone();
        nobody["sub"] = json!("");
        let mut endless = good;
        endless["exp"] = Value::Null;
        for wrong in [
            "x".to_owned(),
            "x.y.z".to_owned(),
            format!("{whole}.more"),
            whole.trim_end_matches(".c2ln").to_owned(),
            token(&header, &json!([1])),
            token(&header, &nobody),
            token(&header, &endless),
        ] {
            assert_eq!(code(&wrong, 1_000), 530_020, "{wrong}");
        }
    }
}
