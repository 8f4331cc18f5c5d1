//! Checks `deploy/`: the code exports its metrics, and each alert says what to do.

use std::collections::BTreeSet;
use std::path::Path;

use crate::sources::{read, sources};

/// The crates that export metrics.
const CRATES: [&str; 7] = [
    "gateway-cache",
    "gateway-conn",
    "gateway-fleet",
    "gateway-forward",
    "gateway-shard",
    "http-client",
    "rest-proxy",
];

/// The prefixes of the names of metrics.
const STARTS: [&str; 3] = ["gateway_", "http_client_", "rest_proxy_"];

/// Returns the words of a text that are names of metrics, without the suffixes that Prometheus adds for histograms.
fn metrics(text: &str) -> BTreeSet<&str> {
    let words = text.split(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric());
    let names = words.filter(|word| STARTS.iter().any(|start| word.starts_with(start)));
    let endings = ["_bucket", "_sum", "_count"];
    let of_series =
        |name| endings.iter().find_map(|ending| str::strip_suffix(name, ending)).unwrap_or(name);
    names.map(of_series).collect()
}

/// Returns the names of metrics in the code: those in quotes, or as code in docs. gateway-conn composes its names, and
/// its own test compares them with its docs.
fn exported() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in CRATES {
        for file in sources(name) {
            let code = read(Path::new(name).join("src").join(file)).unwrap();
            let quoted = code.split(['"', '`']).filter(|part| {
                let is_name = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
                part.chars().all(is_name) && STARTS.iter().any(|start| part.starts_with(start))
            });
            found.extend(quoted.map(str::to_owned));
        }
    }
    found
}

#[test]
fn every_metric_of_alerts_and_dashboards_is_exported() {
    let exported = exported();
    assert!(exported.len() > 60, "{}", exported.len());
    for (file, fewest) in [
        ("deploy/prometheus/alerts.yml", 25),
        ("deploy/prometheus/alerts_test.yml", 25),
        ("deploy/grafana/discord-gateway.json", 30),
    ] {
        let text = read(file).unwrap();
        let named = metrics(&text);
        assert!(named.len() >= fewest, "{file}: {}", named.len());
        let unknown: Vec<_> = named.into_iter().filter(|name| !exported.contains(*name)).collect();
        assert_eq!(unknown, Vec::<&str>::new(), "{file}");
    }
    assert_eq!(
        metrics("rate(gateway_shard_latency_seconds_bucket[5m]) http_client_guard_state"),
        ["gateway_shard_latency_seconds", "http_client_guard_state"].into()
    );
}

#[test]
fn each_alert_says_what_to_do_and_is_tested() {
    let (rules, tests) = (
        read("deploy/prometheus/alerts.yml").unwrap(),
        read("deploy/prometheus/alerts_test.yml").unwrap(),
    );
    let alerts: Vec<&str> = rules.split("- alert: ").skip(1).collect();
    assert!(alerts.len() > 20);
    for alert in alerts {
        let name = alert.lines().next().unwrap();
        for part in ["expr: ", "severity: ", "summary: ", "what_to_do: "] {
            assert!(alert.contains(part), "{name} has no {part}");
        }
        let fires = format!("alertname: {name}\n        exp_alerts:\n          - exp_labels");
        assert!(tests.contains(&fires), "no test in which {name} fires");
        assert!(
            tests.contains(&format!("alertname: {name}, exp_alerts: []")),
            "no quiet test of {name}"
        );
    }
}
