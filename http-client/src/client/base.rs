//! The address of the API, with its version.

use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

use crate::error::BuildError;

/// Where all requests go.
#[derive(Debug)]
pub(crate) struct Base {
    scheme: Scheme,
    authority: Authority,
    /// The path up to the version, without a slash at the end.
    pub(crate) path: String,
}

impl Base {
    /// Reads an address without a version and adds the version.
    pub(super) fn parse(url: &str) -> Result<Self, BuildError> {
        let problem = |problem| BuildError::ApiUrl { url: url.into(), problem };
        let uri: Uri = url.parse().map_err(|_| problem("not a URL"))?;
        let scheme = match uri.scheme_str() {
            Some("http") => Scheme::HTTP,
            Some("https") => Scheme::HTTPS,
            _ => return Err(problem("it needs http:// or https://")),
        };
        if uri.query().is_some() {
            return Err(problem("it has a query"));
        }
        let authority = uri.authority().ok_or_else(|| problem("it has no host"))?.clone();
        let version = gateway_model::gateway::API_VERSION;
        let path = format!("{}/v{version}", uri.path().trim_end_matches('/'));
        Ok(Self { scheme, authority, path })
    }

    /// The host that edge bans are counted by, with its port.
    pub(super) fn host(&self) -> Arc<str> {
        self.authority.as_str().into()
    }

    /// The whole address of a path that begins with [`path`](Self::path).
    pub(crate) fn uri(&self, path: String) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path))?);
        Ok(Uri::from_parts(parts)?)
    }
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
}
