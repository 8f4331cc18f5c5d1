//! The URL of a gateway, and the query of each connection.
//!
//! Docs: [Gateway, Connecting](https://docs.discord.com/developers/events/gateway#connecting).

use std::fmt;

use gateway_model::gateway::API_VERSION;

use crate::compression::Compression;

/// The longest URL accepted, in bytes.
const MAX_BYTES: usize = 2048;

/// A `ws://` or `wss://` URL, checked when it is parsed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct GatewayUrl(Box<str>);

/// Why a text is not a gateway URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayUrlError {
    /// It starts with neither `wss://` nor `ws://`.
    #[error("the gateway URL does not start with wss:// or ws://")]
    Scheme,
    /// It names no host.
    #[error("the gateway URL has no host")]
    NoHost,
    /// It holds a space, a character outside printable ASCII, or a user name and password.
    #[error(
        "the gateway URL contains a space, a character outside printable ASCII, or a user name"
    )]
    InvalidCharacter,
    /// It is longer than 2048 bytes.
    #[error("the gateway URL is longer than 2048 bytes")]
    TooLong,
}

impl GatewayUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, GatewayUrlError> {
        if text.len() > MAX_BYTES {
            return Err(GatewayUrlError::TooLong);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(GatewayUrlError::InvalidCharacter);
        }
        let (scheme, rest) = text.split_once("://").ok_or(GatewayUrlError::Scheme)?;
        if !scheme.eq_ignore_ascii_case("wss") && !scheme.eq_ignore_ascii_case("ws") {
            return Err(GatewayUrlError::Scheme);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.is_empty() || authority.starts_with(':') {
            return Err(GatewayUrlError::NoHost);
        }
        if authority.contains('@') {
            return Err(GatewayUrlError::InvalidCharacter);
        }
        Ok(Self(text.into()))
    }

    /// Whether the connection is encrypted.
    pub(crate) fn is_secure(&self) -> bool {
        self.0.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("wss:"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the complete URL to dial. Its query requests version, encoding and compression.
    ///
    /// Docs: [Gateway URL Query String
    /// Params](https://docs.discord.com/developers/events/gateway#connecting-gateway-url-query-string-params). A resume
    /// URL gets the same query: "with the same query parameters from the initial Connection" ([Preparing to
    /// Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume)).
    pub(crate) fn complete(&self, compression: Compression) -> String {
        let without_fragment = self.0.split('#').next().unwrap_or_default();
        let (base, query) = without_fragment.split_once('?').unwrap_or((without_fragment, ""));
        let mut url = String::with_capacity(base.len() + query.len() + 48);
        url.push_str(base);
        // The scheme has two slashes; a third one starts the path.
        if base.matches('/').count() < 3 {
            url.push('/');
        }
        url.push('?');
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let name = parameter.split('=').next().unwrap_or_default();
            if !matches!(name, "v" | "encoding" | "compress") {
                url.push_str(parameter);
                url.push('&');
            }
        }
        url.push_str(&format!("v={API_VERSION}&encoding=json"));
        if let Some(name) = compression.transport_name() {
            url.push_str("&compress=");
            url.push_str(name);
        }
        url
    }
}

impl fmt::Debug for GatewayUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(text: &str, compression: Compression) -> String {
        GatewayUrl::parse(text).unwrap().complete(compression)
    }

    #[test]
    fn the_query_is_the_documented_one() {
        for base in ["wss://gateway.discord.gg", "wss://gateway.discord.gg/"] {
            assert_eq!(
                complete(base, Compression::None),
                "wss://gateway.discord.gg/?v=10&encoding=json"
            );
        }
        assert_eq!(
            complete("ws://127.0.0.1:80/", Compression::ZlibStream),
            "ws://127.0.0.1:80/?v=10&encoding=json&compress=zlib-stream"
        );
        assert_eq!(
            complete("ws://[::1]:80", Compression::ZstdStream),
            "ws://[::1]:80/?v=10&encoding=json&compress=zstd-stream"
        );
    }

    #[test]
    fn payload_compression_is_asked_for_in_identify_not_in_the_url() {
        assert!(!complete("ws://a", Compression::Payload).contains("compress"));
    }

    #[test]
    fn an_own_query_is_kept_but_for_our_parameters() {
        assert_eq!(
            complete("wss://proxy/path?key=1&v=9&encoding=etf&compress=x#top", Compression::None),
            "wss://proxy/path?key=1&v=10&encoding=json"
        );
    }

    #[test]
    fn what_is_no_gateway_address_is_refused() {
        let refused = [
            ("", GatewayUrlError::Scheme),
            ("https://discord.com", GatewayUrlError::Scheme),
            ("wss://", GatewayUrlError::NoHost),
            ("wss://:443/", GatewayUrlError::NoHost),
            ("wss:///path", GatewayUrlError::NoHost),
            ("wss://a b", GatewayUrlError::InvalidCharacter),
            ("wss://user:pw@host", GatewayUrlError::InvalidCharacter),
        ];
        for (text, error) in refused {
            assert_eq!(GatewayUrl::parse(text), Err(error), "{text}");
        }
        let longest = format!("wss://{}", "a".repeat(2042));
        assert!(GatewayUrl::parse(&longest).is_ok());
        let long = format!("{longest}a");
        assert_eq!(GatewayUrl::parse(&long), Err(GatewayUrlError::TooLong));
    }
}
