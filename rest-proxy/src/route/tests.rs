use super::*;

fn find(method: Method, path: &str) -> (String, Vec<String>, String) {
    let uri: Uri = path.parse().unwrap();
    let target = Target::find(&method, &uri).unwrap();
    let params = target.params.iter().map(|text| (*text).to_owned()).collect();
    (target.route.name.to_owned(), params, target.below_api.to_owned())
}

#[test]
fn a_path_is_found_with_and_without_api_and_version() {
    for (path, below) in [
        ("/api/v10/channels/1/messages?limit=2", "/v10/channels/1/messages?limit=2"),
        ("/api/v9/channels/1/messages", "/v9/channels/1/messages"),
        ("/api/channels/1/messages", "/channels/1/messages"),
        ("/v10/channels/1/messages", "/v10/channels/1/messages"),
        ("/channels/1/messages", "/channels/1/messages"),
        ("http://other.host/api/v10/channels/1/messages", "/v10/channels/1/messages"),
    ] {
        let (name, params, below_api) = find(Method::GET, path);
        assert_eq!(
            (name.as_str(), params, below_api.as_str()),
            ("list_messages", vec!["1".to_owned()], below)
        );
    }
}

#[test]
fn every_operation_is_found_by_its_path() {
    for route in http_client::ops::ROUTES {
        let mut number = 10;
        let segments = route.path.split('/').map(|segment| {
            number += 1;
            if segment.starts_with('{') { number.to_string() } else { segment.to_owned() }
        });
        let path = format!("/api/v10{}", segments.collect::<Vec<_>>().join("/"));
        let (name, params, _) = find(route.method.clone(), &path);
        assert_eq!(name, route.name);
        assert_eq!(params.len(), route.path.matches('{').count(), "{name}");
    }
}

#[test]
fn a_name_goes_before_a_parameter() {
    assert_eq!(find(Method::GET, "/users/@me").0, "get_my_user");
    assert_eq!(find(Method::GET, "/users/7").0, "get_user");
    assert_eq!(find(Method::GET, "/webhooks/7/secret").0, "get_webhook_by_token");
}

#[test]
fn an_unknown_path_has_a_route_of_its_shape_without_ids_and_tokens() {
    for (path, name, params) in [
        ("/guilds/1/new-things/2", "GET /guilds/{id}/new-things/{id}", &["1", "2"][..]),
        ("/guilds/3/new-things/4", "GET /guilds/{id}/new-things/{id}", &["3", "4"]),
        ("/webhooks/1/s3cret/new", "GET /webhooks/{id}/{token}/new", &["1", "s3cret"]),
        ("/webhooks/1/secret/new", "GET /webhooks/{id}/{token}/new", &["1", "secret"]),
        ("/things/Xk%20", "GET /things/{text}", &["Xk%20"]),
        ("/", "GET /", &[]),
    ] {
        let (found, found_params, _) = find(Method::GET, path);
        assert_eq!(
            (found.as_str(), found_params),
            (name, params.iter().map(|&it| it.into()).collect())
        );
    }
    let uri = "/webhooks/1/s3cret/new".parse().unwrap();
    let target = Target::find(&Method::GET, &uri).unwrap();
    assert_eq!(
        (target.route.major, target.route.authorization),
        (2, http_client::Authorization::None)
    );
}

#[test]
fn a_path_that_may_name_another_resource_is_refused() {
    for (path, error) in [
        ("/api/v10/channels/1/../2", BadPath::Dots),
        ("/api/v10/channels/%2e%2E/2", BadPath::Dots),
        ("/channels/./2", BadPath::Dots),
        (&*"/a".repeat(25), BadPath::TooLong),
    ] {
        let uri = path.parse().unwrap();
        assert_eq!(Target::find(&Method::GET, &uri).err(), Some(error), "{path}");
    }
}

#[test]
fn the_number_of_unknown_routes_is_bounded() {
    let name =
        |n: u32| (0..4).map(|at| char::from(b'a' + (n >> (4 * at) & 15) as u8)).collect::<String>();
    let mut names = std::collections::BTreeSet::new();
    for n in 0..3_000 {
        names.insert(find(Method::TRACE, &format!("/guilds/{n}/{}", name(n))).0);
    }
    assert!(names.len() <= 1_025, "{}", names.len());
    assert!(names.contains("other TRACE, major 1"));
}

/// The resource by which, according to the README, a load balancer chooses a proxy.
fn key(path: &str) -> String {
    let readme = include_str!("../../README.md");
    let line = readme.lines().find(|line| line.contains("?<major>")).unwrap();
    let pattern = line.trim().trim_start_matches('~').trim_end_matches(" $major;");
    let pattern = regex::Regex::new(&pattern.replace("?<major>", "?P<major>")).unwrap();
    pattern.captures(path).map_or_else(String::new, |found| found["major"].to_owned())
}

#[test]
fn the_readme_chooses_a_proxy_by_the_resource_that_buckets_are_counted_by() {
    for route in http_client::ops::ROUTES {
        let mut number = 10;
        let segments = route.path.split('/').skip(1).map(|segment| {
            number += 1;
            if segment.starts_with('{') { number.to_string() } else { segment.to_owned() }
        });
        let segments: Vec<String> = segments.collect();
        let (path, major) = (segments.join("/"), usize::from(route.major));
        let resource = if major == 0 { String::new() } else { segments[..=major].join("/") };
        assert_eq!(key(&format!("/{path}")), resource);
        assert_eq!(key(&format!("/api/v10/{path}?a=b")), resource);
    }
    assert_eq!(key("/api/v10/webhooks/1/token/messages/2"), "webhooks/1/token");
}
