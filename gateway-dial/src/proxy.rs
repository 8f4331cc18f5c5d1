//! A tunnel through an HTTP proxy (CONNECT, RFC 9110, 9.3.6).

use std::fmt;
use std::io;

use http::uri::Authority;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// The maximum length of the head of a proxy's answer, in bytes.
const MAX_HEAD: usize = 8 * 1024;

/// An HTTP proxy that opens tunnels with CONNECT. `Debug` and `Display` show neither user nor password.
#[derive(Clone)]
pub struct Proxy {
    host: String,
    port: u16,
    authorization: Option<String>,
}

/// Why a proxy URL is invalid. The URL itself is not shown, because it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid proxy URL: {problem}; a proxy URL looks like http://[user:password@]host:port")]
pub struct ProxyUrlError {
    problem: &'static str,
}

/// Why a proxy did not open a tunnel.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// Reading from or writing to the proxy failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The proxy answered with a status other than 2xx.
    #[error("the proxy answered with HTTP status {0}")]
    Refused(u16),
    /// The answer is not HTTP, or its head is over 8 KiB.
    #[error("the proxy's answer is not HTTP")]
    BadAnswer,
}

impl Proxy {
    /// Parses a proxy URL, `http://[user:password@]host[:port]`. The default port is 80.
    ///
    /// User and password are percent-decoded, then sent with Basic authentication.
    ///
    /// # Errors
    ///
    /// Returns an error if `url` does not have this form.
    pub fn new(url: &str) -> Result<Self, ProxyUrlError> {
        let wrong = |problem| ProxyUrlError { problem };
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(wrong("it does not start with http://"));
        }
        let rest = rest.trim_end_matches('/');
        let (credentials, rest) = match rest.rsplit_once('@') {
            Some((credentials, rest)) => (Some(credentials), rest),
            None => (None, rest),
        };
        let authority: Authority = rest.parse().map_err(|_| wrong("it has no valid host"))?;
        let port = match authority.port() {
            Some(port) => port.as_u16(),
            None if authority.host().len() == rest.len() => 80,
            None => return Err(wrong("it has no valid port")),
        };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(wrong("it has no host"));
        }
        let authorization = match credentials {
            None => None,
            Some(credentials) => {
                let plain = percent_decode(credentials);
                let plain = plain.ok_or(wrong("a % must be followed by two hexadecimal digits"))?;
                Some(format!("Basic {}", data_encoding::BASE64.encode(&plain)))
            }
        };
        Ok(Self { host, port, authorization })
    }

    /// The proxy's host. An IPv6 address has no brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The proxy's port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Requests a tunnel to `target` on a connection to the proxy. It has no time limit of its own.
    pub(crate) async fn tunnel(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        target: &str,
    ) -> Result<(), ProxyError> {
        let mut request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
        if let Some(authorization) = &self.authorization {
            request.push_str("Proxy-Authorization: ");
            request.push_str(authorization);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await?;
        drop(request);
        let mut answer = Vec::new();
        loop {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err(ProxyError::BadAnswer);
            }
            if is_open(&answer)? {
                return Ok(());
            }
        }
    }
}

/// Returns whether the answer so far is complete and opens the tunnel. It is false if more data must be read.
fn is_open(answer: &[u8]) -> Result<bool, ProxyError> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(answer).map_err(|_| ProxyError::BadAnswer)? {
        httparse::Status::Complete(length) => match response.code {
            // In a tunnel the client speaks first, so nothing may follow the head.
            Some(200..=299) if length == answer.len() => Ok(true),
            Some(200..=299) | None => Err(ProxyError::BadAnswer),
            Some(status) => Err(ProxyError::Refused(status)),
        },
        httparse::Status::Partial if answer.len() >= MAX_HEAD => Err(ProxyError::BadAnswer),
        httparse::Status::Partial => Ok(false),
    }
}

/// Shows the URL without user and password.
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = if self.host.contains(':') { ("[", "]") } else { ("", "") };
        write!(f, "http://{open}{}{close}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = if self.authorization.is_some() { ", .." } else { "" };
        write!(f, "Proxy({self}{secret})")
    }
}

fn percent_decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                *data_encoding::HEXLOWER_PERMISSIVE.decode(&digits).ok()?.first()?
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
        assert_eq!((proxy.host(), proxy.port()), ("proxy.example", 3128));
        let basic = format!("Basic {}", data_encoding::BASE64.encode(b"me:se:cret"));
        assert_eq!(proxy.authorization.as_deref(), Some(basic.as_str()));
        assert!(!format!("{proxy:?}").contains("Basic"));
        assert_eq!(format!("{proxy} {proxy:?}").matches("cret").count(), 0);
        assert_eq!(proxy.to_string(), "http://proxy.example:3128");
        let proxy = Proxy::new("http://me:p%40ss#/?@proxy.example:3128/").unwrap();
        let basic = format!("Basic {}", data_encoding::BASE64.encode(b"me:p@ss#/?"));
        assert_eq!(proxy.authorization.as_deref(), Some(basic.as_str()));
        let proxy = Proxy::new("HTTP://[::1]").unwrap();
        assert_eq!((proxy.host(), proxy.to_string()), ("::1", "http://[::1]:80".to_owned()));
    }

    #[test]
    fn other_urls_are_refused() {
        for url in [
            "",
            "proxy:80",
            "proxy:3128",
            "https://proxy",
            "socks5://proxy",
            "http://",
            "http://a b",
            "http://s3cret%zz@proxy",
            "http://s3cret%+1@proxy",
            "http://s3cret%4@proxy",
            "http://me:s3cret@",
            "http://me:s3cret@proxy:99999",
            "http://me:s3cret@proxy:x",
            "http://proxy/path",
        ] {
            let error = Proxy::new(url).unwrap_err();
            assert!(error.to_string().contains("a proxy URL looks like"), "{url}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{url}");
        }
    }
}
