//! What is fixed about an operation: method, path, authorization.

use std::fmt::Write as _;

use http::Method;

use crate::ratelimit::limiter::Major;

/// Which authorization an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Authorization {
    /// The client's token.
    Token,
    /// The client's token is sent where there is one; the operation answers without, too.
    Optional,
    /// None: the path holds a webhook's or interaction's own token, and the client's is kept out of it.
    None,
}

/// The fixed part of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The operation's name in Discord's OpenAPI description.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below `/api/v10`, its parameters in braces.
    pub path: &'static str,
    /// How many of the first parameters are the top-level resource that rate limits go by.
    pub major: u8,
    /// The authorization it needs.
    pub authorization: Authorization,
    /// Fields of the body of which one at least must be given; none for most operations. A file counts too.
    pub needs_one_of: &'static [&'static str],
}

impl Route {
    /// Whether the global limit leaves it out, as it does all routes of interactions.
    ///
    /// Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
    #[must_use]
    pub fn is_interaction(&self) -> bool {
        self.path.starts_with("/interactions/")
    }

    /// Whether sending it twice does what sending it once does. All methods but POST say what shall be, not
    /// what to add.
    #[must_use]
    pub fn is_safe_to_repeat(&self) -> bool {
        self.method != Method::POST
    }

    /// Whether it reads an invite, which the guard of the address paces.
    pub(crate) fn reads_invite(&self) -> bool {
        self.method == Method::GET && self.path.starts_with("/invites/")
    }
}

/// A value for a parameter of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Param<'a> {
    /// A snowflake or another number.
    Number(u64),
    /// A text, to be percent-encoded.
    Text(&'a str),
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

/// What stays as it is in a path segment: RFC 3986's unreserved characters, `:` of `name:id` and `@`.
pub(crate) const SEGMENT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'@');

/// What stays as it is in a query value.
const QUERY: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',');

impl Route {
    /// The path below `base` with its parameters filled in, in order, and the top-level resource.
    pub(crate) fn fill(&self, base: &str, params: &[Param<'_>]) -> (String, Major) {
        let length = base.len() + self.path.len() + params.len() * 20;
        let mut path = String::with_capacity(length);
        path.push_str(base);
        let mut major = Major::default();
        let mut rest = self.path;
        for (index, param) in params.iter().enumerate() {
            let Some((before, after)) = rest.split_once('{') else { break };
            path.push_str(before);
            match param {
                Param::Number(number) => {
                    // Writing to a String never fails.
                    let _ = write!(path, "{number}");
                }
                Param::Text(text) if matches!(*text, "." | "..") => {
                    path.push_str(&text.replace('.', "%2E"))
                }
                Param::Text(text) => {
                    path.extend(percent_encoding::utf8_percent_encode(text, SEGMENT))
                }
            }
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
            if index < usize::from(self.major) {
                match param {
                    Param::Number(number) => major.id = *number,
                    Param::Text(text) => major.token = digest(text),
                }
            }
        }
        path.push_str(rest);
        (path, major)
    }
}

/// Adds one parameter to a query, without what stands before it.
pub(crate) fn push_query(query: &mut String, name: &str, value: &str) {
    query.push_str(name);
    query.push('=');
    query.extend(percent_encoding::utf8_percent_encode(value, QUERY));
}

/// FNV-1a: tells tokens of one webhook apart without keeping them.
fn digest(text: &str) -> u64 {
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
        let (path, major) =
            REACTION.fill("", &[Param::Number(1), Param::Number(2), Param::Text("🔥")]);
        assert_eq!(path, "/channels/1/messages/2/reactions/%F0%9F%94%A5/@me");
        assert_eq!(major, Major { id: 1, token: 0 });
        let (path, _) =
            REACTION.fill("", &[Param::Number(1), Param::Number(2), Param::Text("a/../b?c")]);
        assert_eq!(path, "/channels/1/messages/2/reactions/a%2F..%2Fb%3Fc/@me");
        let (path, _) = REACTION.fill("", &[Param::Number(1), Param::Number(2), Param::Text("..")]);
        assert_eq!(path, "/channels/1/messages/2/reactions/%2E%2E/@me");
    }

    #[test]
    fn a_query_value_cannot_add_a_parameter() {
        let mut query = String::new();
        push_query(&mut query, "name", "a&limit=1000 #");
        assert_eq!(query, "name=a%26limit%3D1000%20%23");
    }
}
