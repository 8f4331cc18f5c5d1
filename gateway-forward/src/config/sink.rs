//! Validates one `[[sink]]` table: the target, and the events to deliver.

mod delivery;

use std::collections::BTreeSet;
#[cfg(feature = "nats")]
use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use gateway_dial::{Proxy, Tls};
#[cfg(feature = "nats")]
use gateway_fleet::stream;
use gateway_model::EventKind;
use gateway_model::id::Id;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::check::{At, Errors};
use super::file::SinkTable;
#[cfg(feature = "nats")]
use super::nats::NatsRoute;
use super::{proxy, secret};
use crate::delivery::DeliveryConfig;
use crate::filter::Filter;
use crate::key::SigningKey;
use crate::sink::webhook::SecretHeaders;

/// A validated sink.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SinkConfig {
    /// Its name.
    pub name: String,
    /// The target.
    pub target: Target,
    /// Time limit of a try.
    pub timeout: Duration,
    /// The events to deliver.
    pub filter: Filter,
    /// The settings of the delivery.
    pub delivery: DeliveryConfig,
}

/// The target of a sink.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Target {
    /// HTTP POST.
    Webhook {
        /// The URL.
        url: Uri,
        /// The key that signs each delivery.
        key: SigningKey,
        /// Additional headers.
        headers: SecretHeaders,
        /// HTTP proxy, by CONNECT.
        proxy: Option<Proxy>,
        /// The trusted certificates.
        tls: Tls,
    },
    /// NATS JetStream.
    #[cfg(feature = "nats")]
    Nats {
        /// The connection to the server.
        route: NatsRoute,
        /// The name of the stream.
        stream: String,
        /// First part of every subject.
        subject_prefix: String,
        /// The number of partitions.
        partitions: NonZeroU32,
        /// How long the stream remembers message ids.
        duplicate_window: Duration,
        /// How long the stream keeps an event; zero means without limit.
        max_age: Duration,
        /// The largest size of the stream, in bytes.
        max_bytes: Option<u64>,
    },
}

/// Event names of this program in addition to Discord's.
const OWN_NAMES: [&str; 2] = ["GUILD_AVAILABLE", "GUILD_UNAVAILABLE"];

pub(super) fn check(
    table: &SinkTable,
    state_folder: &Path,
    environment: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
) -> Option<SinkConfig> {
    let at: At<'_> = &|setting| format!("sink.{}.{setting}", table.name);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if table.name.is_empty() || !table.name.chars().all(is_name) {
        errors.add(
            "sink.name",
            format_args!("'{}' is not a valid name: use letters, digits, - and _", table.name),
        );
    }
    let target = match table.kind.as_str() {
        "webhook" => webhook(table, environment, errors, at),
        "nats" => nats(table, environment, errors, at),
        other => {
            errors.add(&at("type"), format_args!("'{other}' is neither \"webhook\" nor \"nats\""));
            None
        }
    };
    let timeout = errors.duration(&at("timeout"), table.timeout.as_deref(), Duration::from_secs(6));
    let filter = filter(table, errors, at);
    let delivery = delivery::check(table, state_folder, errors, at);
    Some(SinkConfig { name: table.name.clone(), target: target?, timeout, filter, delivery })
}

fn webhook(
    table: &SinkTable,
    environment: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
    at: At<'_>,
) -> Option<Target> {
    let for_nats = [&table.server, &table.stream, &table.subject_prefix, &table.user];
    if for_nats.into_iter().any(Option::is_some)
        || table.replicas.is_some()
        || table.partitions.is_some()
    {
        errors.add(
            &at("type"),
            "server, replicas, stream, subject_prefix, partitions and user are for type = \"nats\"",
        );
    }
    let url = table.url.as_deref().ok_or("is missing").and_then(|url| {
        let url: Uri = url.parse().map_err(|_| "is not a URL")?;
        let known = matches!(url.scheme_str(), Some("http" | "https"));
        if known { Ok(url) } else { Err("has to begin with http:// or https://") }
    });
    let url = errors.take(&at("url"), url);
    let variable = table.private_key_env.as_deref().unwrap_or("FORWARD_PRIVATE_KEY");
    let pem = secret::read(table.private_key_file.as_deref(), variable, environment);
    let key =
        pem.and_then(|pem| SigningKey::from_pem(pem.expose()).map_err(|error| error.to_string()));
    let key = errors.take(&at("private_key_file"), key);
    let mut headers = HeaderMap::new();
    for (name, value) in &table.headers {
        header(&mut headers, name, value, errors, &at(&format!("headers.{name}")));
    }
    for (name, variable) in &table.headers_env {
        let setting = at(&format!("headers_env.{name}"));
        if let Some(value) = errors.take(&setting, secret::read(None, variable, environment)) {
            header(&mut headers, name, value.expose(), errors, &setting);
        }
    }
    let SinkTable { proxy, proxy_file, proxy_env, .. } = table;
    let (named, file, variable) = (proxy.as_deref(), proxy_file.as_deref(), proxy_env.as_deref());
    let proxy = proxy::read(named, file, variable, environment);
    let proxy = errors.take(&at("proxy"), proxy).flatten();
    let tls = errors.tls(&at("ca_file"), table.ca_file.as_deref());
    Some(Target::Webhook { url: url?, key: key?, headers: SecretHeaders(headers), proxy, tls })
}

fn header(headers: &mut HeaderMap, name: &str, value: &str, errors: &mut Errors, setting: &str) {
    match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
        (Ok(name), Ok(mut value)) => {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        _ => errors.add(setting, "is no header"),
    }
}

#[cfg(feature = "nats")]
fn nats(
    table: &SinkTable,
    environment: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
    at: At<'_>,
) -> Option<Target> {
    if table.url.is_some() || !table.headers.is_empty() || !table.headers_env.is_empty() {
        errors.add(&at("type"), "url and headers are for type = \"webhook\"");
    }
    if [&table.proxy, &table.proxy_file, &table.proxy_env].into_iter().any(Option::is_some) {
        errors.add(&at("proxy"), "is for type = \"webhook\"");
    }
    let route = table.nats().check(environment, errors, at);
    let subject_prefix = table.subject_prefix.clone().unwrap_or_else(|| "discord".to_owned());
    if subject_prefix.is_empty()
        || subject_prefix.contains(|c: char| c.is_whitespace() || "*>".contains(c))
    {
        errors.add(&at("subject_prefix"), "is empty or holds a space, * or >");
    }
    let (window, default) = (table.duplicate_window.as_deref(), Duration::from_secs(15 * 60));
    let duplicate_window = errors.duration(&at("duplicate_window"), window, default);
    let week = Duration::from_secs(7 * 24 * 60 * 60);
    let max_age = errors.duration(&at("max_age"), table.max_age.as_deref(), week);
    if !max_age.is_zero() && max_age < duplicate_window {
        errors.add(&at("max_age"), "is shorter than duplicate_window");
    }
    let max_bytes = table.max_bytes;
    let partitions = table.partitions.map_or(Some(stream::PARTITIONS), NonZeroU32::new);
    let partitions = partitions.filter(|count| count.get() <= stream::MOST_PARTITIONS);
    if partitions.is_none() {
        let most = stream::MOST_PARTITIONS;
        errors.add(&at("partitions"), format_args!("is a number from 1 to {most}"));
    }
    let stream = table.stream.clone().unwrap_or_else(|| "DISCORD".to_owned());
    let (route, partitions) = (route?, partitions?);
    Some(Target::Nats {
        route,
        stream,
        subject_prefix,
        partitions,
        duplicate_window,
        max_age,
        max_bytes,
    })
}

#[cfg(not(feature = "nats"))]
fn nats(
    _: &SinkTable,
    _: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
    at: At<'_>,
) -> Option<Target> {
    errors.add(&at("type"), "this program was built without the feature `nats`");
    None
}

fn filter(table: &SinkTable, errors: &mut Errors, at: At<'_>) -> Filter {
    let filter = &table.filter;
    let mut names = |setting: &str, names: &[String]| -> BTreeSet<Box<str>> {
        for name in names {
            let own = OWN_NAMES.contains(&name.as_str());
            if !own && EventKind::from_name(name) == EventKind::Unknown {
                errors
                    .add(&at(setting), format_args!("'{name}' is not an event of Discord's docs"));
            }
        }
        names.iter().map(|name| name.as_str().into()).collect()
    };
    let events = names("filter.events", &filter.events);
    let without_events = names("filter.without_events", &filter.without_events);
    let mut guilds = BTreeSet::new();
    for text in &filter.guilds {
        match text.parse().ok().and_then(Id::new) {
            Some(id) => drop(guilds.insert(id)),
            None => errors.add(&at("filter.guilds"), format_args!("'{text}' is not an id")),
        }
    }
    let intents = errors.intents(&at("filter.intents"), &filter.intents);
    Filter { events, without_events, guilds, intents }
}
