//! The base URL of the API, with its version.

use std::sync::Arc;

use bytes::Bytes;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Uri};

use crate::error::BuildError;

/// The base URL of all requests.
#[derive(Debug)]
pub(crate) struct Base {
    scheme: Scheme,
    authority: Authority,
    /// The path before the version, without a trailing slash.
    root: String,
    /// The path including the version, without a trailing slash.
    pub(crate) path: String,
    host_header: Option<HeaderValue>,
}

impl Base {
    /// Parses a base URL without a version and adds the version.
    pub(crate) fn parse(url: &str) -> Result<Self, BuildError> {
        let problem = |problem| BuildError::ApiUrl { url: without_credentials(url), problem };
        let uri: Uri = url.parse().map_err(|_| problem("it is not a URL"))?;
        let scheme = match uri.scheme_str() {
            Some("http") => Scheme::HTTP,
            Some("https") => Scheme::HTTPS,
            _ => return Err(problem("it needs http:// or https://")),
        };
        if uri.query().is_some() {
            return Err(problem("it has a query"));
        }
        let authority = uri.authority().ok_or_else(|| problem("it has no host"))?.clone();
        if authority.as_str().contains('@') {
            return Err(problem("it has a user or password, which would not be sent; remove them"));
        }
        if let Some(write) = without_version(url) {
            return Err(BuildError::ApiVersion { url: url.into(), write: write.into() });
        }
        let version = gateway_model::gateway::API_VERSION;
        let root = uri.path().trim_end_matches('/').to_owned();
        let path = format!("{root}/v{version}");
        let host_header = host_header(&scheme, &authority);
        Ok(Self { scheme, authority, root, path, host_header })
    }

    /// Returns whether the URL is `https`.
    pub(crate) fn is_secure(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Returns the host with its port, which identifies an edge ban.
    pub(crate) fn host(&self) -> Arc<str> {
        self.authority.as_str().into()
    }

    /// Returns the `Host` of a request; `None` if the connection may use HTTP/2, which needs none.
    pub(crate) const fn host_header(&self) -> Option<&HeaderValue> {
        self.host_header.as_ref()
    }

    /// Returns the URL of a path that starts with a slash and the version, if it has one.
    pub(crate) fn uri_below(&self, path: &str) -> Result<Uri, http::Error> {
        let mut whole = String::with_capacity(self.root.len() + path.len());
        whole.push_str(&self.root);
        whole.push_str(path);
        self.uri(whole)
    }

    /// Like `uri_below`, for a request of a client; its path is kept unchanged if it is the API's path.
    pub(crate) fn uri_of_request(&self, request: &Uri, path: &str) -> Result<Uri, http::Error> {
        let same = request.path_and_query().filter(|whole| {
            whole.as_str().strip_suffix(path).is_some_and(|before| before == &*self.root)
        });
        match same {
            Some(same) => self.uri_with(same.clone()),
            None => self.uri_below(path),
        }
    }

    /// Returns the URL of a path that starts with [`path`](Self::path).
    pub(crate) fn uri(&self, path: String) -> Result<Uri, http::Error> {
        self.uri_with(PathAndQuery::from_maybe_shared(Bytes::from(path))?)
    }

    fn uri_with(&self, path: PathAndQuery) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        Ok(Uri::from_parts(parts)?)
    }
}

/// Returns the `Host` of requests without TLS: the host, and the port unless it is the default.
fn host_header(scheme: &Scheme, authority: &Authority) -> Option<HeaderValue> {
    if *scheme != Scheme::HTTP {
        return None;
    }
    let host = match authority.port_u16() {
        Some(80) => authority.host(),
        _ => authority.as_str(),
    };
    HeaderValue::from_str(host).ok()
}

/// Returns the URL without the version at its end, which is `/v` and digits; `None` if it has none.
fn without_version(url: &str) -> Option<&str> {
    let (rest, last) = url.trim_end_matches('/').rsplit_once('/')?;
    let digits = last.strip_prefix(['v', 'V'])?;
    let is_version = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // A host that looks like a version follows two slashes, so it is not one.
    (is_version && !rest.ends_with('/')).then_some(rest)
}

/// Replaces user and password in a URL with stars, for error messages and logs.
pub(super) fn without_credentials(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    // If the URL is invalid, the password may hold any character.
    let Some((_, host)) = rest.rsplit_once('@') else { return url.into() };
    let separator = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{separator}***@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(url: &str) -> String {
        let base = Base::parse(url).unwrap();
        base.uri(format!("{}/gateway?a=b", base.path)).unwrap().to_string()
    }

    #[test]
    fn the_version_is_always_in_the_path() {
        let discord = whole(super::super::builder::API_URL);
        assert_eq!(discord, "https://discord.com/api/v10/gateway?a=b");
        assert_eq!(whole("http://127.0.0.1:80/api/"), "http://127.0.0.1:80/api/v10/gateway?a=b");
        assert_eq!(whole("http://proxy"), "http://proxy/v10/gateway?a=b");
        assert_eq!(&*Base::parse("http://127.0.0.1:80/api/").unwrap().host(), "127.0.0.1:80");
        for bad in
            ["discord.com/api", "ftp://discord.com", "/api", "", "https://discord.com/api?x=1"]
        {
            assert!(Base::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_path_of_a_request_is_taken_as_it_is_or_made_the_apis() {
        for (base, request, path, whole) in [
            ("http://h/api", "/api/v10/a?b=%20c", "/v10/a?b=%20c", "http://h/api/v10/a?b=%20c"),
            ("http://h/api", "/v10/a", "/v10/a", "http://h/api/v10/a"),
            ("http://h", "/api/v10/a", "/v10/a", "http://h/v10/a"),
            ("http://h", "http://proxy/v10/a", "/v10/a", "http://h/v10/a"),
        ] {
            let base = Base::parse(base).unwrap();
            let uri = base.uri_of_request(&request.parse().unwrap(), path).unwrap();
            assert_eq!(uri.to_string(), whole);
        }
    }

    #[test]
    fn a_version_at_the_end_is_refused_with_what_to_write() {
        for url in ["https://discord.com/api/v10", "https://discord.com/api/v10/"] {
            let error = Base::parse(url).unwrap_err().to_string();
            assert!(error.ends_with(r#"use "https://discord.com/api""#), "{error}");
        }
        let error = Base::parse("http://127.0.0.1:80/v9").unwrap_err().to_string();
        assert!(error.ends_with(r#"use "http://127.0.0.1:80""#), "{error}");
        assert_eq!(whole("http://v10"), "http://v10/v10/gateway?a=b");
        assert_eq!(whole("http://host/v10/api"), "http://host/v10/api/v10/gateway?a=b");
    }

    #[test]
    fn a_user_and_password_are_refused_and_not_shown() {
        for url in [
            "http://me:s3cret@host/api",
            "me:s3cret@host",
            "http://me:s3/cr et@host",
            "http://s3cret@h",
        ] {
            let error = Base::parse(url).unwrap_err();
            assert!(error.to_string().contains("***@h"), "{error}");
            assert!(!format!("{error} {error:?}").contains("s3"), "{error:?}");
        }
    }
}
