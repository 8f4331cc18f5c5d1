//! Operations that this version of the crate does not know, given by method and path.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{LazyLock, Mutex, PoisonError};

use http::Method;
use serde::Serialize;

use crate::answer::Answer;
use crate::client::Client;
use crate::error::BuildError;
use crate::fields::digest_of_names;
use crate::ops;
use crate::request::{Audited, Body, Request, WithFiles};
use crate::route::{Authorization, Param, Route};

/// An operation given by its method and path, whose response is parsed as `A`: see [`Client::request`].
#[derive(Debug)]
pub struct Custom<A>(PhantomData<fn() -> A>);

impl<A> Audited for Custom<A> {}
impl<A> WithFiles for Custom<A> {}

impl Client {
    /// Creates a request for an operation that this version does not know.
    ///
    /// `path` is the path below `/api/v10`, with a name in braces for each of the `params`. The names are only for
    /// readers. Requests with the same method and path are one operation: they share a bucket for each channel, guild
    /// or webhook at the start of the path, and observers get `METHOD path` as the operation's name. So pass ids and
    /// other values in `params`, and do not write them into `path`. If this version knows the operation after all, the
    /// request counts as that operation and shares its bucket.
    ///
    /// Buckets, the global limit, hidden limits, the address guard, retries and the stop after a 401 work as for all
    /// other requests. The client's token is sent if it has one, but not to paths of webhooks and interactions that
    /// contain their own token. Each `path` is kept for the lifetime of the process.
    ///
    /// ```no_run
    /// use gateway_model::{Id, id::marker};
    /// use http_client::{Client, Json, Method};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Badge {
    ///     name: String,
    /// }
    ///
    /// # async fn run(client: Client, guild: Id<marker::Guild>) -> Result<(), http_client::Error> {
    /// let badge = client
    ///     .request::<Json<Badge>>(Method::PATCH, "/guilds/{guild_id}/badges/{name}", &[guild.into(), "gold".into()])
    ///     .json(&serde_json::json!({ "color": 0xffd700 }))
    ///     .reason("a better colour")
    ///     .await?;
    /// println!("{}", badge.name);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Awaiting the request returns an error, and sends nothing, if `path` does not consist of segments that each
    /// follow a `/`, if a segment is empty, `.`, `..` or a number, if it has characters with a special meaning in URLs,
    /// or if the number of `params` differs from the number of names. A parameter must not be empty, `.` or `..`, as in
    /// all other operations.
    pub fn request<A: Answer>(
        &self,
        method: Method,
        path: &'static str,
        params: &[Param<'_>],
    ) -> Request<Custom<A>> {
        match check(path, params.len()) {
            Ok(()) => {
                let params: Vec<_> = params.iter().map(|param| param.as_number()).collect();
                Request::of(self, route(method, path), &params)
            }
            Err(problem) => Request::failed(self, &NO_ROUTE, BuildError::Path { path, problem }),
        }
    }
}

impl<A: Answer> Request<Custom<A>> {
    /// Sets the JSON body. In a request with files, it is the part `payload_json`.
    ///
    /// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        let parts = self.parts_mut();
        match serde_json::to_vec(body) {
            Ok(json) => {
                let fields = digest_of_names(&json);
                parts.body = Body::Json(json.into(), fields);
            }
            Err(source) => parts.fail(BuildError::Serialize { field: "the body", source }),
        }
        self
    }

    /// Sets a query parameter. A list is written as repeated parameters.
    pub fn query<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.param(name, value)
    }
}

/// The route of a request that cannot be sent.
static NO_ROUTE: Route = Route {
    name: "the operation",
    method: Method::GET,
    path: "/",
    major: 0,
    authorization: Authorization::Optional,
    needs_one_of: &[],
};

/// Checks a path. Returns what is wrong with it.
fn check(path: &str, params: usize) -> Result<(), &'static str> {
    let Some(segments) = path.strip_prefix('/') else {
        return Err("it does not start with a slash");
    };
    let mut names = 0;
    for segment in segments.split('/') {
        if let Some(name) = segment.strip_prefix('{') {
            match name.strip_suffix('}') {
                Some(name) if is_plain(name) => names += 1,
                _ => return Err("a name in braces is not one segment"),
            }
        } else if matches!(segment, "" | "." | "..") {
            return Err("a segment is empty, `.` or `..`");
        } else if !is_plain(segment) {
            return Err(
                "a segment has characters other than letters, digits, `-`, `_`, `.`, `~`, `:` and `@`",
            );
        } else if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("a segment is a number; pass it in `params`");
        }
    }
    if names == params {
        Ok(())
    } else {
        Err("the number of parameters differs from the number of names in braces")
    }
}

fn is_plain(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~:@".contains(&byte);
    !segment.is_empty() && segment.bytes().all(plain)
}

/// Returns the route with this method and path: that of a known operation, or one shared by all requests with them.
fn route(method: Method, path: &'static str) -> &'static Route {
    static ROUTES: LazyLock<Mutex<HashMap<(Method, &'static str), &'static Route>>> =
        LazyLock::new(Mutex::default);
    let mut routes = ROUTES.lock().unwrap_or_else(PoisonError::into_inner);
    routes.entry((method, path)).or_insert_with_key(|(method, path)| {
        let known =
            ops::ROUTES.iter().find(|known| known.method == *method && is_same(known.path, path));
        known.copied().unwrap_or_else(|| Box::leak(Box::new(new_route(method, path))))
    })
}

/// Returns whether two paths differ only in the names of their parameters.
fn is_same(one: &str, other: &str) -> bool {
    let shape = |path| {
        str::split(path, '/').map(|segment| if segment.starts_with('{') { "{}" } else { segment })
    };
    shape(one).eq(shape(other))
}

fn new_route(method: &Method, path: &'static str) -> Route {
    let major = major(path);
    Route {
        name: Box::leak(format!("{method} {path}").into_boxed_str()),
        method: method.clone(),
        path,
        major,
        authorization: if major == 2 { Authorization::None } else { Authorization::Optional },
        needs_one_of: &[],
    }
}

/// Returns how many of the path's parameters form the top-level resource of rate limits.
///
/// Docs: [Rate Limits](https://docs.discord.com/developers/topics/rate-limits#rate-limits), "top-level resources":
/// channels, guilds, and webhooks with their token.
fn major(path: &str) -> u8 {
    let mut segments = path.split('/').skip(1);
    let first = segments.next().unwrap_or_default();
    let mut is_param = || segments.next().is_some_and(|segment| segment.starts_with('{'));
    match (first, is_param(), is_param()) {
        ("webhooks" | "interactions", true, true) => 2,
        ("channels" | "guilds" | "webhooks", true, _) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_of_plain_segments_and_names() {
        assert_eq!(check("/guilds/{guild_id}/new-thing/@me", 1), Ok(()));
        for (path, params) in [
            ("", 0),
            ("/", 0),
            ("guilds", 0),
            ("/guilds/", 0),
            ("/guilds//things", 0),
            ("/guilds/./things", 0),
            ("/guilds/../things", 0),
            ("/guilds/%2e%2e/things", 0),
            ("/guilds?limit=1", 0),
            ("/guilds#a", 0),
            ("/guilds/a b", 0),
            ("/guilds/{}", 1),
            ("/guilds/{a}{b}", 2),
            ("/guilds/{a/b}", 1),
            ("/guilds/x{a}", 1),
            ("/guilds/41771983423143937/things", 0),
            ("/guilds/{guild_id}", 0),
            ("/guilds/{guild_id}", 2),
        ] {
            assert!(check(path, params).is_err(), "{path} with {params}");
        }
    }

    #[test]
    fn the_top_level_resource_is_found_as_for_the_operations_that_are_known() {
        for known in ops::ROUTES {
            assert_eq!(major(known.path), known.major, "{}", known.name);
        }
        assert_eq!(major("/guilds/things/{name}"), 0);
        assert_eq!(major("/webhooks/{id}/things/{name}"), 1);
    }

    #[test]
    fn an_operation_has_one_route_and_a_known_one_its_own() {
        let new = route(Method::GET, "/guilds/{guild_id}/things");
        assert!(std::ptr::eq(new, route(Method::GET, "/guilds/{guild_id}/things")));
        assert!(!std::ptr::eq(new, route(Method::PUT, "/guilds/{guild_id}/things")));
        assert_eq!((new.name, new.major), ("GET /guilds/{guild_id}/things", 1));
        assert_eq!(new.authorization, Authorization::Optional);
        for known in ops::ROUTES {
            let same = route(known.method.clone(), known.path);
            assert_eq!((same.name, &same.method), (known.name, &known.method));
        }
        assert_eq!(route(Method::GET, "/channels/{id}").name, "get_channel");
        let own_token = route(Method::PUT, "/webhooks/{id}/{token}/things");
        assert_eq!((own_token.major, own_token.authorization), (2, Authorization::None));
    }
}
