//! Operations that no version of this crate knows, named by method and path.

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

/// An operation that is named by its method and path, with an answer that is read as `A`: see [`Client::request`].
#[derive(Debug)]
pub struct Custom<A>(PhantomData<fn() -> A>);

impl<A> Audited for Custom<A> {}
impl<A> WithFiles for Custom<A> {}

impl Client {
    /// Makes a request of an operation that this version does not know.
    ///
    /// `path` is the path below `/api/v10`, with a name in braces for each of the `params`. The names are for people
    /// only. What the path itself says is what tells one operation from another, as everywhere: its requests share a
    /// bucket for each channel, guild or webhook that the path begins with, and observers are told of it as
    /// `METHOD path`. So ids and other values belong into `params`. If this version does know the operation, the request
    /// is one of that operation and shares its bucket.
    ///
    /// Buckets, the global and hidden limits, the guard of the address, repetitions and the stop after a 401 are the
    /// same as for all other requests. The client's token is sent, if it has one, but not to the paths of webhooks and
    /// interactions that hold their own. Each `path` is kept for the life of the process.
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
    /// Awaiting the request returns an error, and sends nothing, if `path` is not made of `/` and segments, if a segment
    /// is empty, `.`, `..` or a number, if it has characters that stand for something else in a URL, or if there are more
    /// or fewer `params` than names. A parameter that is empty, `.` or `..` is refused as everywhere.
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
    /// Sends this as JSON. With files it is the part `payload_json`.
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

    /// Sets a parameter of the query; a list is written as several.
    pub fn query<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.param(name, value)
    }
}

/// Stands for the route of a request that cannot be sent.
static NO_ROUTE: Route = Route {
    name: "the operation",
    method: Method::GET,
    path: "/",
    major: 0,
    authorization: Authorization::Optional,
    needs_one_of: &[],
};

/// What is wrong with a path, if something is.
fn check(path: &str, params: usize) -> Result<(), &'static str> {
    let Some(segments) = path.strip_prefix('/') else {
        return Err("it does not begin with a slash");
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
            return Err("a segment is a number, which belongs into the parameters");
        }
    }
    if names == params { Ok(()) } else { Err("there are not as many parameters as names in it") }
}

fn is_plain(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~:@".contains(&byte);
    !segment.is_empty() && segment.bytes().all(plain)
}

/// The route with this method and path: of an operation that is known, or the one that all requests of it share.
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

/// Whether two paths differ in the names of their parameters only.
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

/// How many of the path's parameters are the resource that rate limits go by.
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
