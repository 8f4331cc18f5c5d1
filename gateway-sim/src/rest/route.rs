//! One operation: its method, its path and its handler.

use super::call::{Call, Reply};
use super::error::ApiError;

/// The authentication that a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Auth {
    /// The bot's token.
    Bot,
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

    pub(super) const fn open(method: &'static str, path: &'static str, handler: Handler) -> Self {
        Self { method, path, auth: Auth::None, handler }
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Returns the parameters of a path that matches a pattern.
pub(super) fn matching(pattern: &str, segments: &[&str]) -> Option<Vec<String>> {
    let mut params = Vec::new();
    let mut parts = pattern.split('/').skip(1);
    for segment in segments {
        let part = parts.next()?;
        if part.starts_with('{') {
            if segment.is_empty() {
                return None;
            }
            params.push((*segment).to_owned());
        } else if part != *segment {
            return None;
        }
    }
    parts.next().is_none().then_some(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_paths() {
        let path = ["channels", "5", "messages"];
        assert_eq!(matching("/channels/{channel}/messages", &path), Some(vec!["5".to_owned()]));
        assert_eq!(matching("/channels/{channel}", &path), None);
        assert_eq!(matching("/channels/{channel}/messages/{message}", &path), None);
        assert_eq!(matching("/guilds/{guild}/messages", &path), None);
    }
}
