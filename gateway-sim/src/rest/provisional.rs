//! Provisional accounts: access tokens for users without a Discord account, and the unmerging of their accounts.
//!
//! Docs: [Provisional Accounts](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/overview).
//! The simulator has no client secrets, and no full accounts that a provisional one is merged into.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::id_tokens::claims;
use super::lobbies::SCOPE;
use super::open_id::id_token;
use super::route::Route;
use crate::world::{TOKEN_SECONDS, UnmergeError};

pub(super) const ROUTES: &[Route] = &[
    Route::open("POST", "/partner-sdk/token", token),
    Route::bot("POST", "/partner-sdk/token/bot", bot_token),
    Route::open("POST", "/partner-sdk/provisional-accounts/unmerge", unmerge),
    Route::bot("POST", "/partner-sdk/provisional-accounts/unmerge/bot", bot_unmerge),
];

const OIDC: &str = "OIDC";
const BOT_ISSUED: &str = "DISCORD_BOT_ISSUED_ACCESS_TOKEN";

/// Docs: [Identity Providers, External Auth Types](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/identity-providers#external-auth-types)
/// and OpenAPI, which has more of them.
const AUTH_TYPES: [&str; 8] = [
    OIDC,
    "EPIC_ONLINE_SERVICES_ACCESS_TOKEN",
    "EPIC_ONLINE_SERVICES_ID_TOKEN",
    "STEAM_SESSION_TICKET",
    "UNITY_SERVICES_ID_TOKEN",
    BOT_ISSUED,
    "APPLE_ID_TOKEN",
    "PLAYSTATION_NETWORK_ID_TOKEN",
];

const EXTERNAL: &[Field] = &[
    Field::required("client_id", Kind::Snowflake),
    Field::or_null("client_secret", Kind::Text(0, 1024)),
    Field::required("external_auth_token", Kind::Text(1, 10_240)),
    Field::required("external_auth_type", Kind::Text(1, 100)),
];

const USER_ID: Field = Field::required("external_user_id", Kind::Text(1, 1024));

/// The identity of a user outside Discord.
struct Identity {
    /// The kind of the identity, and the id or token that identifies the user.
    key: String,
    /// The user's preferred name.
    name: Option<String>,
}

impl Identity {
    /// Reads the identity that a request of the bot names.
    fn of_bot(fields: &Map<String, Value>) -> Self {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        Self {
            key: format!("bot {}", text("external_user_id").unwrap_or_default()),
            name: text("preferred_global_name").map(str::to_owned),
        }
    }

    /// Reads the identity of a request with a token of another service.
    fn external(call: &Call<'_>) -> Result<Self, ApiError> {
        let fields = read(EXTERNAL, &call.json()?)?;
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("client_id") != call.core.world().bot_id().to_string() {
            return Err(ApiError::unknown(10_002, "Application"));
        }
        let (kind, token) = (text("external_auth_type"), text("external_auth_token"));
        match kind {
            OIDC => {
                let claims = claims(token, call.core.unix_ms() / 1_000)?;
                // "This field is optional and should be between 1 and 32 characters."
                let name = claims["preferred_username"].as_str();
                let name = name.filter(|name| (1..=32).contains(&name.chars().count()));
                let key = format!("{kind} {} {}", claims["iss"], claims["sub"]);
                Ok(Self { key, name: name.map(str::to_owned) })
            }
            BOT_ISSUED => of_access_token(call, token),
            _ if AUTH_TYPES.contains(&kind) => {
                Ok(Self { key: format!("{kind} {token}"), name: None })
            }
            _ => {
                let message = format!("Value must be one of {AUTH_TYPES:?}.");
                Err(ApiError::field("external_auth_type", "BASE_TYPE_CHOICES", &message))
            }
        }
    }
}

/// Returns the identity of an access token that was made for a provisional account.
///
/// Docs: [Merging Accounts](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/merging-accounts):
/// 50025 if "the `external_auth_token` is invalid".
fn of_access_token(call: &Call<'_>, token: &str) -> Result<Identity, ApiError> {
    let world = call.core.world();
    let found = world.authorizations.get(token, call.core.unix_ms());
    let key = found.and_then(|found| world.provisional.identity(found.user));
    let key = key.ok_or_else(|| {
        ApiError::new(StatusCode::FORBIDDEN, 50_025, "Invalid OAuth2 access token")
    })?;
    Ok(Identity { key: key.to_owned(), name: None })
}

fn no_room() -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, 530_006, "Username generation failed")
        .because("the simulator keeps at most 100,000 users who joined or left")
}

/// "creating a provisional account for that identity if one does not already exist"
fn account(call: &mut Call<'_>, identity: &Identity) -> Result<u64, ApiError> {
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let known = world.provisional.user(&identity.key);
    let known = known.and_then(|user| Some((user, world.user(user)?)));
    let made = known.or_else(|| {
        let (id, mut user) = world.make_user("", unix_ms)?;
        // The name that Discord generates stays; it is shown if no other one is set.
        user["username"] = json!(format!("player{id}"));
        user["global_name"] = Value::Null;
        Some((id, user))
    });
    let (id, mut user) = made.ok_or_else(no_room)?;
    if let Some(name) = &identity.name {
        user["global_name"] = json!(name);
    }
    world.remember(&user);
    world.provisional.set(&identity.key, id);
    Ok(id)
}

/// Makes an access token of the account of an identity.
fn grant(call: &mut Call<'_>, identity: &Identity) -> Result<Reply, ApiError> {
    let user = account(call, identity)?;
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let id = world.next_id(unix_ms);
    let token = world.authorizations.add(id, user, vec![SCOPE.to_owned()], unix_ms);
    Reply::ok(json!({
        "access_token": token,
        "id_token": id_token(call, user),
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": SCOPE,
    }))
}

/// Docs: [External Credentials Exchange](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/external-credentials-exchange).
fn token(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let identity = Identity::external(call)?;
    grant(call, &identity)
}

/// Docs: [Bot Token Endpoint](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/bot-token-endpoint).
/// OpenAPI also has `provisional_user_id`, without a word on what it does.
fn bot_token(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let wanted = [
        USER_ID,
        Field::or_null("preferred_global_name", Kind::Text(1, 32)),
        Field::or_null("provisional_user_id", Kind::Snowflake),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let undocumented = fields.get("provisional_user_id").and_then(id_of).is_some();
    if undocumented && !call.core.tolerates("a token is asked for with a provisional_user_id") {
        let message = "The simulator does not know this field.";
        return Err(ApiError::field("provisional_user_id", "BASE_TYPE_CHOICES", message));
    }
    grant(call, &Identity::of_bot(&fields))
}

/// Docs: [Unmerging Accounts](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/unmerging-accounts).
fn unmerge(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let identity = Identity::external(call)?;
    sever(call, &identity)
}

fn bot_unmerge(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let fields = read(&[USER_ID], &call.json()?)?;
    sever(call, &Identity::of_bot(&fields))
}

/// Replaces the account of an identity by a new one.
fn sever(call: &mut Call<'_>, identity: &Identity) -> Result<Reply, ApiError> {
    let unix_ms = call.core.unix_ms();
    match call.core.world_mut().unmerge(&identity.key, unix_ms) {
        Ok(_) => Reply::no_content(),
        Err(error) => Err(unmerge_failed(error)),
    }
}

fn unmerge_failed(error: UnmergeError) -> ApiError {
    match error {
        UnmergeError::UnknownIdentity => ApiError::unknown(10_013, "User"),
        UnmergeError::TooManyUsers => no_room(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unmerge_for_lack_of_room_is_another_error_than_one_of_an_unknown_identity() {
        let reasons = [UnmergeError::UnknownIdentity, UnmergeError::TooManyUsers];
        let codes = reasons.map(|error| {
            let answer = unmerge_failed(error).into_response();
            let body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
            body["code"].clone()
        });
        assert_eq!(codes, [json!(10_013), json!(530_006)]);
    }
}
