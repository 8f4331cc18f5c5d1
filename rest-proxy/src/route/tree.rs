//! The operations that http-client knows, by the segments of their paths.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use http::Method;
use http_client::{Route, ops};

use super::Params;

/// The continuations of a part of a path.
#[derive(Default)]
struct Node {
    literals: HashMap<&'static str, Node, RandomState>,
    param: Option<Box<Node>>,
    /// The operations whose path ends here.
    routes: Vec<&'static Route>,
}

static TREE: LazyLock<Node> = LazyLock::new(|| {
    let mut root = Node::default();
    for route in ops::ROUTES {
        let mut node = &mut root;
        for segment in route.path.split('/').skip(1) {
            node = if segment.starts_with('{') {
                node.param.get_or_insert_default()
            } else {
                node.literals.entry(segment).or_default()
            };
        }
        node.routes.push(route);
    }
    root
});

/// Returns the operation with this method and path, and the parameters of the path.
pub(super) fn find<'a>(
    method: &Method,
    segments: &[&'a str],
) -> Option<(&'static Route, Params<'a>)> {
    let mut params = Params::new();
    let route = search(&TREE, method, segments, &mut params)?;
    Some((route, params))
}

/// A name takes precedence over a parameter; if it leads nowhere, the parameter is tried.
fn search<'a>(
    node: &'static Node,
    method: &Method,
    segments: &[&'a str],
    params: &mut Params<'a>,
) -> Option<&'static Route> {
    let Some((first, rest)) = segments.split_first() else {
        return node.routes.iter().copied().find(|route| route.method == *method);
    };
    if let Some(next) = node.literals.get::<str>(first)
        && let Some(route) = search(next, method, rest, params)
    {
        return Some(route);
    }
    let next = node.param.as_deref().filter(|_| !first.is_empty())?;
    params.push(first);
    let found = search(next, method, rest, params);
    if found.is_none() {
        params.pop();
    }
    found
}
