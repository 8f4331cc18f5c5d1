//! Paths that http-client does not know: each shape of a path is a separate route.
//!
//! Ids, tokens of webhooks and interactions, and segments that do not look like a name are parameters. A route is kept
//! for the life of the process, so their number is limited. Beyond the limit, all new paths share one route for each
//! method.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use foldhash::fast::RandomState;
use http::Method;
use http_client::{Authorization, Route};

use super::{Params, is_id};

/// The largest number of routes.
const MOST: usize = 1_024;
/// The longest segment that may be a name.
const LONGEST_NAME: usize = 40;

static ROUTES: LazyLock<RwLock<HashMap<String, &'static Route, RandomState>>> =
    LazyLock::new(RwLock::default);

pub(super) fn find<'a>(method: &Method, segments: &[&'a str]) -> (&'static Route, Params<'a>) {
    let (path, params) = shape(segments);
    let major = major(segments);
    let name = format!("{method} {path}");
    if let Some(route) = get(&name) {
        return (route, params);
    }
    let mut routes = ROUTES.write().unwrap_or_else(PoisonError::into_inner);
    // With the same parameters at the start, so that resources are still distinguished.
    let name = if routes.len() < MOST { name } else { format!("other {method}, major {major}") };
    let new = |name: &String| new_route(method, name, path, major);
    (*routes.entry(name).or_insert_with_key(new), params)
}

fn get(name: &str) -> Option<&'static Route> {
    ROUTES.read().unwrap_or_else(PoisonError::into_inner).get(name).copied()
}

fn new_route(method: &Method, name: &str, path: String, major: u8) -> &'static Route {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    Box::leak(Box::new(Route {
        name: leak(name.to_owned()),
        method: method.clone(),
        path: leak(path),
        major,
        authorization: if major == 2 { Authorization::None } else { Authorization::Optional },
        needs_one_of: &[],
    }))
}

/// Returns the path with names for its parameters, and the parameters.
fn shape<'a>(segments: &[&'a str]) -> (String, Params<'a>) {
    let (mut path, mut params) = (String::new(), Params::new());
    let own_token = major(segments) == 2;
    for (index, segment) in segments.iter().enumerate() {
        path.push('/');
        if is_id(segment) {
            path.push_str("{id}");
        } else if own_token && index == 2 {
            path.push_str("{token}");
        } else if is_name(segment) {
            path.push_str(segment);
            continue;
        } else {
            path.push_str("{text}");
        }
        params.push(segment);
    }
    (path, params)
}

/// Returns how many of the first parameters are the resource that rate limits depend on.
///
/// Docs: [Rate Limits](https://docs.discord.com/developers/topics/rate-limits), "top-level resources": channels, guilds,
/// and webhooks with their token.
fn major(segments: &[&str]) -> u8 {
    match segments {
        ["webhooks" | "interactions", id, _, ..] if is_id(id) => 2,
        ["channels" | "guilds" | "webhooks", id, ..] if is_id(id) => 1,
        _ => 0,
    }
}

fn is_name(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || b"-_.@".contains(&byte);
    segment.len() <= LONGEST_NAME && segment.bytes().all(plain)
}
