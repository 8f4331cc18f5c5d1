//! A tunnel through an HTTP proxy (CONNECT, RFC 9110, 9.3.6).

use std::fmt;
use std::io;

use http::uri::Authority;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// The head of a proxy's answer is at most this long, in bytes.
const MAX_HEAD: usize = 8 * 1024;

/// An HTTP proxy that opens tunnels with CONNECT. `Debug` and `Display` show neither user nor password.
#[derive(Clone)]
pub struct Proxy {
    host: String,
    port: u16,
    authorization: Option<String>,
}

/// A proxy URL that cannot be used. The URL itself is not shown: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a proxy URL looks like http://[user:password@]host:port; {problem}")]
pub struct ProxyUrlError {
    problem: &'static str,
}

/// Why a proxy did not open a tunnel.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// Talking to the proxy failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The proxy answered with a status that is not 2xx.
    #[error("it answered with HTTP {0}")]
    Refused(u16),
    /// The answer is not HTTP, or its head is over 8 KiB.
    #[error("its answer is not HTTP")]
    BadAnswer,
}

impl Proxy {
    /// A proxy from its URL, `http://[user:password@]host[:port]`; the port is 80 if not given.
    ///
    /// User and password are sent as they are in the URL, after percent-decoding.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not such a URL.
    pub fn new(url: &str) -> Result<Self, ProxyUrlError> {
        let wrong = |problem| ProxyUrlError { problem };
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(wrong("this one does not begin with http://"));
        }
        let rest = rest.trim_end_matches('/');
        let (credentials, rest) = match rest.rsplit_once('@') {
            Some((credentials, rest)) => (Some(credentials), rest),
            None => (None, rest),
        };
        let authority: Authority = rest.parse().map_err(|_| wrong("this one has no valid host"))?;
        let port = match authority.port() {
            Some(port) => port.as_u16(),
            None if authority.host().len() == rest.len() => 80,
            None => return Err(wrong("this one has no valid port")),
        };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(wrong("this one has no host"));
        }
        let authorization = match credentials {
            None => None,
            Some(credentials) => {
                let plain = percent_decode(credentials);
                let plain = plain.ok_or(wrong("% stands before two hexadecimal digits only"))?;
                Some(format!("Basic {}", data_encoding::BASE64.encode(&plain)))
            }
        };
        Ok(Self { host, port, authorization })
    }

    /// The proxy's host; an IPv6 address has no brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The proxy's port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Asks for a tunnel to `target` on a connection to the proxy. The caller limits the time.
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

/// Whether the answer so far says that the tunnel is open; false if there is more to come.
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

/// Its URL without user and password.
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
