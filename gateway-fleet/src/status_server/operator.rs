//! Decides who may act: clients with the token, but no page of another origin.

use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HOST, ORIGIN};

use super::error::ActionError;

/// The least number of bytes; a shorter token could be guessed.
const LEAST: usize = 16;

/// The largest number of bytes of a name in the log.
const MOST_NAME: usize = 64;

/// The secret that authorizes actions on a fleet. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct OperatorToken(Arc<str>);

/// Why a text cannot be an [`OperatorToken`]. It does not show the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OperatorTokenError {
    /// It could be guessed.
    #[error(
        "the operator token has fewer than 16 bytes: generate a random one, for example with openssl rand -hex 32"
    )]
    Short,
    /// It cannot be sent in a header.
    #[error(
        "the operator token has characters other than visible ASCII: generate a random one, for example with openssl rand -hex 32"
    )]
    Characters,
}

impl OperatorToken {
    /// Creates a token from a text of at least 16 visible ASCII characters.
    ///
    /// # Errors
    ///
    /// Returns an error if it is shorter or has other characters.
    pub fn new(text: &str) -> Result<Self, OperatorTokenError> {
        if text.len() < LEAST {
            return Err(OperatorTokenError::Short);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(OperatorTokenError::Characters);
        }
        Ok(Self(Arc::from(text)))
    }

    /// Compares in constant time for each length of the input.
    fn is(&self, sent: &[u8]) -> bool {
        let own = self.0.as_bytes();
        let mut differs = u8::from(own.len() != sent.len());
        for (index, byte) in sent.iter().enumerate() {
            differs |= black_box(byte ^ own[index % own.len()]);
        }
        black_box(differs) == 0
    }
}

impl fmt::Debug for OperatorToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OperatorToken")
    }
}

/// Checks whether a request with these headers may act.
pub(super) fn check(headers: &HeaderMap, token: Option<&OperatorToken>) -> Result<(), ActionError> {
    let token = token.ok_or(ActionError::Off)?;
    if is_of_another_site(headers) {
        return Err(ActionError::CrossSite);
    }
    let sent = headers.get(AUTHORIZATION).map(http::HeaderValue::as_bytes);
    let sent = sent.and_then(|value| match value.split_at_checked(7) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case(b"Bearer ") => Some(rest),
        _ => None,
    });
    match sent {
        Some(sent) if token.is(sent) => Ok(()),
        _ => Err(ActionError::Unauthorized),
    }
}

/// Browsers send the origin of the page that makes a request; other clients send nothing.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fetched_from = text("sec-fetch-site");
    if fetched_from.is_some_and(|site| site != "same-origin" && site != "none") {
        return true;
    }
    let Some(origin) = text(ORIGIN.as_str()) else { return false };
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    host.is_none() || host != text(HOST.as_str())
}

/// Returns the name that an operator gives itself, for the log.
pub(super) fn name(headers: &HeaderMap) -> String {
    let name = headers.get("x-operator").and_then(|value| value.to_str().ok()).unwrap_or("");
    name.chars().take(MOST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn check_with(pairs: &[(&'static str, &str)]) -> Result<(), ActionError> {
        check(&headers(pairs), Some(&OperatorToken::new(TOKEN).unwrap()))
    }

    #[test]
    fn only_the_token_lets_act() {
        let right = format!("Bearer {TOKEN}");
        assert_eq!(check_with(&[("authorization", &right)]), Ok(()));
        assert_eq!(check_with(&[("authorization", &right.replace("Bearer", "bearer"))]), Ok(()));
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            TOKEN,
            "Basic 0123456789abcdef0123",
            &right[..26],
            &format!("{right}4"),
            &right.replace('f', "e"),
        ] {
            let refused = check_with(&[("authorization", wrong)]);
            assert_eq!(refused, Err(ActionError::Unauthorized), "{wrong}");
        }
        assert_eq!(check_with(&[]), Err(ActionError::Unauthorized));
        let headers = headers(&[("authorization", &right)]);
        assert_eq!(check(&headers, None), Err(ActionError::Off), "without a token nobody may");
    }

    #[test]
    fn a_page_of_another_origin_may_not_act_though_it_has_the_token() {
        let right = format!("Bearer {TOKEN}");
        let with = |pairs: &[(&'static str, &str)]| {
            let mut all = vec![("authorization", right.as_str()), ("host", "127.0.0.1:8090")];
            all.extend(pairs);
            check_with(&all)
        };
        assert_eq!(
            with(&[("origin", "http://127.0.0.1:8090"), ("sec-fetch-site", "same-origin")]),
            Ok(())
        );
        for pairs in [
            &[("origin", "http://evil.example")][..],
            &[("origin", "null")],
            &[("origin", "http://127.0.0.1:8091")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
        ] {
            assert_eq!(with(pairs), Err(ActionError::CrossSite), "{pairs:?}");
        }
    }

    #[test]
    fn a_token_that_could_be_guessed_is_refused_and_none_is_shown() {
        assert_eq!(OperatorToken::new("short"), Err(OperatorTokenError::Short));
        assert_eq!(OperatorToken::new("0123456789 abcdef"), Err(OperatorTokenError::Characters));
        let shown =
            format!("{:?} {}", OperatorToken::new(TOKEN).unwrap(), OperatorTokenError::Short);
        assert!(!shown.contains("0123"), "{shown}");
    }
}
