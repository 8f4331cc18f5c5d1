//! Refuses requests that a browser sends for any other page than the simulator's own.
//!
//! The simulator has no password: it listens on a loopback address, and everybody who reaches it may do anything. A
//! browser on the same machine reaches it too, on behalf of every page that is open in it. Such a page must neither
//! control the simulator nor read from it.

use http::header::{HOST, ORIGIN, USER_AGENT};
use http::{HeaderMap, Method, Request};

/// Why a request of a browser is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Foreign {
    /// The request comes from a page of another origin.
    #[error("refused, because the request comes from a page of another origin")]
    Origin,
    /// The host name could belong to somebody else, who resolves it to this machine (DNS rebinding).
    #[error(
        "refused, because anybody can resolve this host name to this machine; use 127.0.0.1 or localhost"
    )]
    Host,
}

/// Refuses a request below `/sim` that comes from a page of another origin. A request without the headers that name an
/// origin is accepted, because only browsers send them.
pub(crate) fn check<B>(request: &Request<B>) -> Result<(), Foreign> {
    let headers = request.headers();
    let navigates =
        request.method() == Method::GET && text(headers, "sec-fetch-mode") == Some("navigate");
    let site = text(headers, "sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin" && site != "none") && !navigates {
        return Err(Foreign::Origin);
    }
    if let Some(origin) = text(headers, ORIGIN.as_str()) {
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        if host.is_none() || host != text(headers, HOST.as_str()) {
            return Err(Foreign::Origin);
        }
    }
    check_host(request)
}

/// Refuses a browser's request for a host name that could belong to somebody else. This is the only check for the page
/// itself, because a link on another page may lead to it.
pub(crate) fn check_host<B>(request: &Request<B>) -> Result<(), Foreign> {
    let headers = request.headers();
    // `User-Agent` tells a browser: it sends neither Sec-Fetch-Site to an insecure host nor Origin with every GET.
    let agent = text(headers, USER_AGENT.as_str()).unwrap_or_default();
    let of_browser = agent.starts_with("Mozilla/")
        || ["sec-fetch-site", "origin"].iter().any(|name| headers.contains_key(*name));
    if of_browser && !is_own(text(headers, HOST.as_str()).unwrap_or_default()) {
        return Err(Foreign::Host);
    }
    Ok(())
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// Returns whether nobody else can own this host name: it is an IP address, or `localhost`.
fn is_own(host: &str) -> bool {
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |one| one.0);
    let inside = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let is_address = match inside {
        Some(name) => name.parse::<std::net::Ipv6Addr>().is_ok(),
        None => name.parse::<std::net::Ipv4Addr>().is_ok(),
    };
    // RFC 6761, 6.3: names below `localhost` resolve to this host too.
    let name = name.to_ascii_lowercase();
    is_address || name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(method: &str, headers: &[(&str, &str)]) -> Result<(), Foreign> {
        let mut request = Request::builder().method(method).uri("/sim/actions");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        check(&request.body(()).unwrap())
    }

    #[test]
    fn other_clients_than_browsers_are_let_in_by_any_name() {
        for host in ["sim:8910", "127.0.0.1:8910", "gateway-sim.ci.internal"] {
            assert_eq!(checked("POST", &[("host", host), ("user-agent", "curl/8")]), Ok(()));
        }
        assert_eq!(checked("POST", &[]), Ok(()));
        let node = [("host", "sim:8910"), ("sec-fetch-mode", "cors"), ("user-agent", "node")];
        assert_eq!(checked("POST", &node), Ok(()));
    }

    #[test]
    fn the_own_page_acts_and_no_other_one() {
        let with = |method: &str, more: &[(&str, &str)]| {
            let mut all = vec![("host", "127.0.0.1:8910"), ("user-agent", "Mozilla/5.0")];
            all.extend(more);
            checked(method, &all)
        };
        let own = [("origin", "http://127.0.0.1:8910"), ("sec-fetch-site", "same-origin")];
        assert_eq!(with("POST", &own), Ok(()));
        assert_eq!(with("GET", &[("sec-fetch-site", "none")]), Ok(()));
        assert_eq!(with("GET", &[]), Ok(()));
        for foreign in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("origin", "http://127.0.0.1:8911"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(with("POST", &[foreign]), Err(Foreign::Origin), "{foreign:?}");
            assert_eq!(with("GET", &[foreign]), Err(Foreign::Origin), "{foreign:?}");
        }
        let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        assert_eq!(with("GET", &link), Ok(()), "a link that somebody follows");
        assert_eq!(with("POST", &link), Err(Foreign::Origin), "a form that is sent");
    }

    #[test]
    fn a_name_that_leads_here_is_no_way_in() {
        let by = |host: &str| checked("GET", &[("host", host), ("user-agent", "Mozilla/5.0")]);
        for own in ["localhost", "localhost:8910", "a.localhost:1", "10.0.0.7:8910", "[::1]:8910"] {
            assert_eq!(by(own), Ok(()), "{own}");
        }
        for name in
            ["evil.example:8910", "localhost.evil.example", "127.0.0.1.evil.example", "[a]", ""]
        {
            assert_eq!(by(name), Err(Foreign::Host), "{name}");
        }
        let rebound = [("host", "evil.example:8910"), ("origin", "http://evil.example:8910")];
        assert_eq!(checked("POST", &rebound), Err(Foreign::Host));
    }
}
