//! Parses a gateway URL for dialling.

use std::net::IpAddr;

use async_tungstenite::tungstenite::http::Uri;
use gateway_dial::host_and_port;

use crate::error::DialError;

/// The target of a gateway URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The host name or IP address. An IPv6 address has no brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: bool,
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self, DialError> {
        let bad = |reason| DialError::Url { reason };
        let uri: Uri = url.parse().map_err(|_| bad("it is not a URL"))?;
        let tls = match uri.scheme_str() {
            Some("wss") => true,
            Some("ws") => false,
            _ => return Err(bad("its scheme is neither wss nor ws")),
        };
        let (host, port) = host_and_port(&uri).ok_or_else(|| bad("it has no host"))?;
        Ok(Self { host: host.to_owned(), port, tls })
    }

    /// Returns whether the host can only be this machine. The name `localhost` counts as such (RFC 6761).
    pub(super) fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || self.host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_come_from_the_url_or_its_scheme() {
        let cases = [
            ("wss://gateway.discord.gg/?v=10", "gateway.discord.gg", 443, true, false),
            ("ws://127.0.0.1:8080/?v=10", "127.0.0.1", 8080, false, true),
            ("ws://[::1]/", "::1", 80, false, true),
            ("ws://[::1]:7/", "::1", 7, false, true),
            ("ws://localhost", "localhost", 80, false, true),
            ("ws://10.0.0.1/", "10.0.0.1", 80, false, false),
            ("ws://localhost.example.com/", "localhost.example.com", 80, false, false),
        ];
        for (url, host, port, tls, loopback) in cases {
            let target = Target::parse(url).unwrap();
            assert_eq!((target.host.as_str(), target.port, target.tls), (host, port, tls), "{url}");
            assert_eq!(target.is_loopback(), loopback, "{url}");
        }
    }

    #[test]
    fn other_urls_are_refused() {
        for url in ["", "https://gateway.discord.gg", "gateway.discord.gg", "wss://", "ws:///x"] {
            assert!(matches!(Target::parse(url), Err(DialError::Url { .. })), "{url}");
        }
    }
}
