//! Every request against a validating server that nobody here wrote: Stoplight Prism.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use http_client::Client;
use serde_json::Value;

use crate::call::Call;
use crate::generated;

/// Where Prism or Discord's description is at fault: operation (or all), place, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// What Prism has against a request, as `place: message`.
async fn violations(client: &Client, call: Call) -> Vec<String> {
    let error = match (call.send)(client).await {
        Ok(_) => return Vec::new(),
        Err(error) => error,
    };
    let Some(api) = error.as_api() else { return vec![format!("no answer: {error}")] };
    let body: Value = serde_json::from_slice(&api.body).unwrap_or_default();
    let Some(list) = body["validation"].as_array() else {
        return vec![format!("{}: {}", api.status, String::from_utf8_lossy(&api.body))];
    };
    list.iter()
        .map(|problem| {
            let place = problem["location"].as_array().into_iter().flatten();
            let place: Vec<&str> = place.filter_map(Value::as_str).collect();
            format!("{}: {}", place.join("."), problem["message"].as_str().unwrap_or_default())
        })
        .collect()
}

fn excused(operation: &str, violation: &str) -> Option<usize> {
    EXCEPTIONS.iter().position(|(name, place, _)| {
        (*name == "*" || *name == operation) && violation.starts_with(place)
    })
}

/// Run by `interop/prism/run`, which starts Prism and names its address.
#[tokio::test]
#[ignore = "needs Prism: interop/prism/run"]
async fn prism_has_nothing_against_any_request() {
    let url = std::env::var("PRISM_URL").expect("PRISM_URL: interop/prism/run sets it");
    let builder = Client::builder("abc").api_url(url).global_limit(1_000_000).retries(0);
    let client = builder.build().unwrap();
    let mut used = vec![0; EXCEPTIONS.len()];
    let mut problems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let calls = generated::all();
    for call in &calls {
        for violation in violations(&client, *call).await {
            match excused(call.operation, &violation) {
                Some(exception) => used[exception] += 1,
                None => {
                    let name = format!("{} ({})", call.operation, call.how);
                    problems.entry(name).or_default().push(violation);
                }
            }
        }
    }
    let mut text = String::new();
    for (name, violations) in &problems {
        writeln!(text, "{name}\n    {}", violations.join("\n    ")).unwrap();
    }
    assert!(problems.is_empty(), "{} of {} calls:\n{text}", problems.len(), calls.len());
    for (exception, used) in EXCEPTIONS.iter().zip(used) {
        assert!(used > 0, "this exception is no longer needed: {exception:?}");
    }
}
