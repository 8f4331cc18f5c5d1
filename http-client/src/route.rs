//! The fixed properties of an operation: method, path, authorization.

use std::fmt::Write as _;

use http::Method;

use crate::error::BuildError;
use crate::ratelimit::limiter::Major;

/// Which authorization an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Authorization {
    /// The client's token.
    Token,
    /// The client's token is sent if there is one, but the operation does not require it.
    Optional,
    /// None: the path contains the token of a webhook or interaction, and the client's token is not sent.
    None,
}

/// The fixed properties of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The operation's name in Discord's OpenAPI description.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below `/api/v10`, with parameters in braces.
    pub path: &'static str,
    /// How many of the first parameters form the top-level resource of rate limits.
    pub major: u8,
    /// The authorization it needs.
    pub authorization: Authorization,
    /// Fields of which the body must have at least one; empty for most operations. A file also counts.
    pub needs_one_of: &'static [&'static str],
}

impl Route {
    /// Returns whether the operation is exempt from the global limit, as all routes of interactions are.
    ///
    /// Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
    #[must_use]
    pub fn is_interaction(&self) -> bool {
        self.path.starts_with("/interactions/")
    }

    /// Returns whether its path contains the token of a webhook or an interaction.
    #[must_use]
    pub fn has_own_token(&self) -> bool {
        self.authorization == Authorization::None && self.major == 2
    }

    /// Returns whether sending it twice has the same effect as sending it once. All methods except POST are idempotent.
    #[must_use]
    pub fn is_safe_to_repeat(&self) -> bool {
        self.method != Method::POST
    }

    /// Returns whether a bot token can authorize it. If not, Discord answers 401 to a valid bot token.
    #[must_use]
    pub fn takes_bot_token(&self) -> bool {
        !NOT_FOR_BOTS.contains(&self.name)
    }

    /// Returns whether it reads an invite, which the guard of the address limits.
    pub(crate) fn reads_invite(&self) -> bool {
        self.method == Method::GET && self.path.starts_with("/invites/")
    }
}

/// Operations that require a user's access token. All except the last are those whose `security` in the OpenAPI
/// description names no bot token. The description allows bot tokens for the last one too, but it answers 401 to them:
/// [OAuth2, Get Current Authorization
/// Information](https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information) requires a
/// bearer token ([discord-api-docs#3945](https://github.com/discord/discord-api-docs/issues/3945)).
const NOT_FOR_BOTS: &[&str] = &[
    "get_current_user_application_entitlements",
    "get_application_user_role_connection",
    "update_application_user_role_connection",
    "delete_application_user_role_connection",
    "get_my_guild_member",
    "get_my_oauth2_authorization",
];

/// The value of a path parameter, from an id, a number or a text: see [`Client::request`](crate::Client::request).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Param<'a> {
    /// A snowflake or another number.
    Number(u64),
    /// A text, which is percent-encoded.
    Text(&'a str),
}

impl Param<'_> {
    /// Converts an id that is given as text to a number, so that it identifies the same resource.
    pub(crate) fn as_number(self) -> Self {
        match self {
            Self::Text(text) => match text.parse::<u64>() {
                Ok(number) if number.to_string() == text => Self::Number(number),
                _ => self,
            },
            Self::Number(_) => self,
        }
    }
}

impl std::fmt::Debug for Param<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "Number({number})"),
            // It may be the token of a webhook.
            Self::Text(_) => f.write_str("Text(..)"),
        }
    }
}

impl<T> From<gateway_model::Id<T>> for Param<'_> {
    fn from(id: gateway_model::Id<T>) -> Self {
        Self::Number(id.get())
    }
}

impl From<u64> for Param<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

/// The characters that are not encoded in a path segment: RFC 3986's unreserved characters, `:` of `name:id` and `@`.
pub(crate) const SEGMENT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'@');

/// The characters that are not encoded in a query value.
const QUERY: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',');

impl Route {
    /// Returns the path below `base` with its parameters filled in, in order, and the top-level resource.
    ///
    /// # Errors
    ///
    /// Returns an error if a parameter is empty, `.` or `..`. Such a segment would make the path name a different
    /// resource. Percent-encoding does not help: `%2E%2E` is equivalent to `..` ([RFC 3986,
    /// 6.2.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.2)).
    pub(crate) fn fill(
        &self,
        base: &str,
        params: &[Param<'_>],
    ) -> Result<(String, Major), BuildError> {
        let length = base.len() + self.path.len() + params.len() * 20;
        let mut path = String::with_capacity(length);
        path.push_str(base);
        let mut rest = self.path;
        for param in params {
            let Some((before, after)) = rest.split_once('{') else { break };
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            path.push_str(before);
            match param {
                Param::Number(number) => {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "{number}");
                }
                Param::Text(text) if matches!(*text, "" | "." | "..") => {
                    let (operation, value) = (self.name, (*text).to_owned());
                    return Err(BuildError::PathParameter { operation, name, value });
                }
                Param::Text(text) => {
                    path.extend(percent_encoding::utf8_percent_encode(text, SEGMENT))
                }
            }
            rest = after;
        }
        path.push_str(rest);
        Ok((path, self.major_of(params)))
    }

    /// Returns the top-level resource that these parameters name.
    pub(crate) fn major_of(&self, params: &[Param<'_>]) -> Major {
        let mut major = Major::default();
        for param in params.iter().take(self.major.into()) {
            match param {
                Param::Number(number) => major.id = *number,
                Param::Text(text) => major.token = digest(text),
            }
        }
        major
    }
}

/// Adds one pair to a query or to a URL-encoded form.
pub(crate) fn push_pair(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    query.extend(percent_encoding::utf8_percent_encode(value, QUERY));
}

/// FNV-1a. It distinguishes tokens of one webhook, or field names, without storing them.
pub(crate) fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REACTION: Route = Route {
        name: "add_my_message_reaction",
        method: Method::PUT,
        path: "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
        major: 1,
        authorization: Authorization::Token,
        needs_one_of: &[],
    };

    #[test]
    fn fills_a_path_and_encodes_what_is_not_an_id() {
        let fill = |text| {
            let params = [Param::Number(1), Param::Number(2), Param::Text(text)];
            REACTION.fill("", &params)
        };
        let (path, major) = fill("🔥").unwrap();
        assert_eq!(path, "/channels/1/messages/2/reactions/%F0%9F%94%A5/@me");
        assert_eq!(major, Major { id: 1, token: 0 });
        let (path, _) = fill("a/../b?c").unwrap();
        assert_eq!(path, "/channels/1/messages/2/reactions/a%2F..%2Fb%3Fc/@me");
        assert_eq!(fill("...").unwrap().0, "/channels/1/messages/2/reactions/.../@me");
        for bad in ["", ".", ".."] {
            let error = fill(bad).unwrap_err();
            let BuildError::PathParameter { name, value, .. } = &error else { panic!("{error}") };
            assert_eq!((*name, value.as_str()), ("emoji_name", bad));
        }
    }

    #[test]
    fn no_route_takes_a_parameter_that_names_another_resource() {
        let mut texts = 0;
        for route in crate::ops::ROUTES {
            let count = route.path.matches('{').count();
            for index in 0..count {
                for bad in ["", ".", ".."] {
                    let mut params = vec![Param::Text("abc"); count];
                    assert!(route.fill("", &params).is_ok());
                    params[index] = Param::Text(bad);
                    let error = route.fill("", &params).unwrap_err();
                    assert!(matches!(error, BuildError::PathParameter { .. }), "{}", route.name);
                    texts += 1;
                }
            }
        }
        assert!(texts > 700, "{texts}");
    }

    #[test]
    fn a_query_value_cannot_add_a_parameter() {
        let mut query = String::new();
        push_pair(&mut query, "name", "a&limit=1000 #");
        push_pair(&mut query, "next", "b");
        assert_eq!(query, "name=a%26limit%3D1000%20%23&next=b");
    }
}
