//! One operation: its method, its path and its handler.

use super::call::{Call, Reply};
use super::error::ApiError;

/// The authentication that a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Auth {
    /// The bot's token.
    Bot,
    /// An OAuth2 access token of a user with this scope; any, if it is empty.
    User(&'static str),
    /// The bot's token, or an OAuth2 access token of a user with this scope.
    Either(&'static str),
    /// None, or a token in the path.
    None,
}

pub(super) type Handler = fn(&mut Call<'_>) -> Result<Reply, ApiError>;

/// One operation.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) method: &'static str,
    /// Path after the version, with `{name}` for each parameter.
    pub(super) path: &'static str,
    pub(super) auth: Auth,
    pub(super) handler: Handler,
}

impl Route {
    pub(super) const fn bot(method: &'static str, path: &'static str, handler: Handler) -> Self {
        Self { method, path, auth: Auth::Bot, handler }
    }

    pub(super) const fn user(
        method: &'static str,
        path: &'static str,
        scope: &'static str,
        handler: Handler,
    ) -> Self {
        Self { method, path, auth: Auth::User(scope), handler }
    }

    pub(super) const fn either(
        method: &'static str,
        path: &'static str,
        scope: &'static str,
        handler: Handler,
    ) -> Self {
        Self { method, path, auth: Auth::Either(scope), handler }
    }

    pub(super) const fn open(method: &'static str, path: &'static str, handler: Handler) -> Self {
        Self { method, path, auth: Auth::None, handler }
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Returns whether a path fits a pattern.
pub(super) fn fits(pattern: &str, segments: &[&str]) -> bool {
    let mut parts = pattern.split('/').skip(1);
    let mut same = segments.iter().map(|segment| match parts.next() {
        Some(part) if part.starts_with('{') => !segment.is_empty(),
        part => part == Some(*segment),
    });
    same.all(|same| same) && parts.next().is_none()
}

/// Returns the parameters of a path that fits a pattern.
pub(super) fn params(pattern: &str, segments: &[&str]) -> Vec<String> {
    let parts = pattern.split('/').skip(1).zip(segments);
    let params = parts.filter(|(part, _)| part.starts_with('{'));
    params.map(|(_, segment)| (*segment).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_paths() {
        let path = ["channels", "5", "messages"];
        let pattern = "/channels/{channel}/messages";
        assert!(fits(pattern, &path));
        assert_eq!(params(pattern, &path), ["5"]);
        assert!(!fits("/channels/{channel}", &path));
        assert!(!fits("/channels/{channel}/messages/{message}", &path));
        assert!(!fits("/guilds/{guild}/messages", &path));
        assert!(!fits(pattern, &["channels", "", "messages"]));
    }
}
