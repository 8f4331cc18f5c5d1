//! The host and port of a URL.

use http::Uri;

/// Returns the host and port of a URL, or `None` if it has no host. An IPv6 address is returned without brackets. The
/// default port is 443 for `https` and `wss`, and otherwise 80.
#[must_use]
pub fn host_and_port(url: &Uri) -> Option<(&str, u16)> {
    let host = url.host()?.trim_start_matches('[').trim_end_matches(']');
    let port = match url.scheme_str() {
        Some("https" | "wss") => 443,
        _ => 80,
    };
    (!host.is_empty()).then_some((host, url.port_u16().unwrap_or(port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_the_urls_or_its_schemes() {
        for (url, expected) in [
            ("https://discord.com/api", Some(("discord.com", 443))),
            ("wss://gateway.discord.gg/?v=10", Some(("gateway.discord.gg", 443))),
            ("http://[::1]/", Some(("::1", 80))),
            ("ws://[::1]:7/", Some(("::1", 7))),
            ("https://127.0.0.1:8080", Some(("127.0.0.1", 8080))),
            ("/api", None),
        ] {
            assert_eq!(host_and_port(&url.parse().unwrap()), expected, "{url}");
        }
    }
}
