//! OpenID Connect: the keys of ID tokens, the user of an access token, and ID tokens themselves.
//!
//! Discord's OpenAPI description has the operations; the docs have no page for them.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::route::Route;
use crate::rng::mix;
use crate::world::TOKEN_SECONDS;

pub(super) const ROUTES: &[Route] = &[
    Route::open("GET", "/oauth2/keys", keys),
    Route::user("GET", "/oauth2/userinfo", "openid", user_info),
];

/// The issuer of ID tokens.
const ISSUER: &str = "https://discord.com";

/// Returns one key of 2,048 bits. It has the form of a public key, but nobody has the private one: ID tokens of the simulator
/// are not signed.
fn keys(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut modulus: Vec<u8> = (0..32_u64).flat_map(|word| mix(word + 1).to_be_bytes()).collect();
    // A modulus of this length has its highest bit set, and is odd.
    if let Some(first) = modulus.first_mut() {
        *first |= 0x80;
    }
    if let Some(last) = modulus.last_mut() {
        *last |= 1;
    }
    let key = json!({
        "kty": "RSA",
        "use": "sig",
        "kid": "sim",
        "n": BASE64URL_NOPAD.encode(&modulus),
        "e": "AQAB",
        "alg": "RS256",
    });
    Reply::ok(json!({ "keys": [key] }))
}

/// The claims about a user follow the scopes of their token, as `/users/@me` does: `identify` "allows /users/@me without
/// email", and `email` "enables /users/@me to return an email".
///
/// Docs: [OAuth2, Scopes](https://docs.discord.com/developers/topics/oauth2#shared-resources-oauth2-scopes).
fn user_info(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.user();
    let user = call.core.world().user(id).ok_or_else(|| ApiError::unknown(10_013, "User"))?;
    let mut claims = json!({ "sub": id.to_string() });
    if call.has_scope("identify") {
        claims["preferred_username"] = user["username"].clone();
        claims["nickname"] = user["global_name"].clone();
        claims["picture"] = json!(picture(id, &user));
        claims["locale"] = json!("en-US");
    }
    if call.has_scope("email") {
        // Users of the simulator have no address.
        claims["email"] = Value::Null;
        claims["email_verified"] = json!(false);
    }
    Reply::ok(claims)
}

/// Docs: [Reference, CDN Endpoints](https://docs.discord.com/developers/reference#image-formatting-cdn-endpoints).
fn picture(id: u64, user: &Value) -> String {
    match user["avatar"].as_str() {
        Some(hash) => format!("https://cdn.sim.invalid/avatars/{id}/{hash}.png"),
        None => format!("https://cdn.sim.invalid/embed/avatars/{}.png", (id >> 22) % 6),
    }
}

/// Returns an ID token of a user, which is not signed: its algorithm is `none`.
pub(super) fn id_token(call: &Call<'_>, user: u64) -> String {
    let issued = call.core.unix_ms() / 1_000;
    let header = json!({ "alg": "none", "typ": "JWT" });
    let claims = json!({
        "iss": ISSUER,
        "sub": user.to_string(),
        "aud": call.core.world().bot_id().to_string(),
        "iat": issued,
        "exp": issued + TOKEN_SECONDS,
    });
    let [header, claims] =
        [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
    format!("{header}.{claims}.")
}
