//! A tunnel through an HTTP proxy (CONNECT, RFC 9110, 9.3.6).

use std::fmt;

use async_tungstenite::tungstenite::http::Uri;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::resolve::Resolver;
use super::tcp;
use super::url::Target;
use crate::error::{DialError, ProxyError};

/// The head of a proxy's answer is at most this long, in bytes.
const MAX_HEAD: usize = 8 * 1024;

/// An HTTP proxy that opens tunnels with CONNECT.
#[derive(Clone)]
pub struct Proxy {
    host: String,
    port: u16,
    authorization: Option<String>,
}

/// A proxy URL that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a proxy URL looks like http://[user:password@]host:port")]
pub struct ProxyUrlError;

impl Proxy {
    /// A proxy from its URL, `http://[user:password@]host[:port]`; the port is 80 if not given.
    ///
    /// User and password are sent as they are in the URL, after percent-decoding.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not such a URL.
    pub fn new(url: &str) -> Result<Self, ProxyUrlError> {
        let uri: Uri = url.parse().map_err(|_| ProxyUrlError)?;
        if uri.scheme_str() != Some("http") {
            return Err(ProxyUrlError);
        }
        let authority = uri.authority().ok_or(ProxyUrlError)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(ProxyUrlError);
        }
        let authorization = match authority.as_str().rsplit_once('@') {
            None => None,
            Some((credentials, _)) => {
                let plain = percent_decode(credentials).ok_or(ProxyUrlError)?;
                Some(format!("Basic {}", data_encoding::BASE64.encode(&plain)))
            }
        };
        Ok(Self { host, port: authority.port_u16().unwrap_or(80), authorization })
    }

    /// Connects to the proxy and asks for a tunnel. The caller limits the time.
    pub(super) async fn tunnel(
        &self,
        resolver: &Resolver,
        target: &Target,
    ) -> Result<TcpStream, DialError> {
        let mut tcp = tcp::connect(resolver, &self.host, self.port).await?;
        self.ask(&mut tcp, target).await.map_err(DialError::Proxy)?;
        Ok(tcp)
    }

    async fn ask(&self, tcp: &mut TcpStream, target: &Target) -> Result<(), ProxyError> {
        let authority = target.authority();
        let mut request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
        if let Some(authorization) = &self.authorization {
            request.push_str("Proxy-Authorization: ");
            request.push_str(authorization);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        tcp.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        loop {
            let mut headers = [httparse::EMPTY_HEADER; 64];
            let mut response = httparse::Response::new(&mut headers);
            match response.parse(&answer).map_err(|_| ProxyError::BadAnswer)? {
                httparse::Status::Complete(length) => {
                    return match response.code {
                        // In a tunnel the client speaks first, so nothing may follow the head.
                        Some(200..=299) if length == answer.len() => Ok(()),
                        Some(200..=299) | None => Err(ProxyError::BadAnswer),
                        Some(status) => Err(ProxyError::Refused(status)),
                    };
                }
                httparse::Status::Partial if answer.len() >= MAX_HEAD => {
                    return Err(ProxyError::BadAnswer);
                }
                httparse::Status::Partial => {
                    if tcp.read_buf(&mut answer).await? == 0 {
                        return Err(ProxyError::BadAnswer);
                    }
                }
            }
        }
    }
}

/// The credentials are left out.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("authorization", &self.authorization.as_ref().map(|_| ".."))
            .finish()
    }
}

fn percent_decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_decoded_and_never_shown() {
        let proxy = Proxy::new("http://me:se%3Acret@proxy.example:3128").unwrap();
        assert_eq!((proxy.host.as_str(), proxy.port), ("proxy.example", 3128));
        let basic = format!("Basic {}", data_encoding::BASE64.encode(b"me:se:cret"));
        assert_eq!(proxy.authorization.as_deref(), Some(basic.as_str()));
        assert!(!format!("{proxy:?}").contains("Basic"));
        assert_eq!(Proxy::new("http://[::1]").unwrap().host, "::1");
    }

    #[test]
    fn other_urls_are_refused() {
        for url in ["", "proxy:80", "https://proxy", "socks5://proxy", "http://a%zz@proxy"] {
            assert!(Proxy::new(url).is_err(), "{url}");
        }
    }
}
