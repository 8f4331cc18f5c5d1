//! Validates the settings as a whole.

use std::fmt::Display;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use http::StatusCode;
use http_client::ratelimit::LONGEST_WAIT;
use http_client::{Tls, UpstreamSettings};

use super::given::Given;
use super::{Config, GlobalLimit, HeaderMode, LogConfig, LogFormat, secret};

/// The largest body that is kept in memory for each request.
const MOST_BUFFERED: usize = 16 << 20;

/// More threads than this are a mistake in the number.
const MOST_THREADS: usize = 256;

pub(super) fn check(mut given: Given) -> Result<Config, Vec<String>> {
    let mut config = Config::default();
    set(&mut given, "listen", &mut config.listen, address);
    config.status_listen = given.take("status_listen", address);
    config.token = secret::token(&mut given);
    set(&mut given, "api_url", &mut config.api_url, api_url);
    config.proxy = secret::proxy(&mut given);
    set(&mut given, "ca_file", &mut config.tls, |path| Tls::with_ca_file(Path::new(path)));
    set(&mut given, "rate_limit_headers", &mut config.rate_limit_headers, header_mode);
    set(&mut given, "max_wait", &mut config.max_wait, max_wait);
    set(&mut given, "refusal_status", &mut config.refusal_status, refusal_status);
    set(&mut given, "global_limit", &mut config.global_limit, global_limit);
    set(&mut given, "max_waiting", &mut config.max_waiting, at_least_one);
    set(&mut given, "max_tokens", &mut config.max_tokens, at_least_one);
    set(&mut given, "buffered_body", &mut config.buffered_body, buffered_body);
    set(&mut given, "timeout", &mut config.timeout, duration);
    set(&mut given, "upload_timeout", &mut config.upload_timeout, duration);
    set(&mut given, "upload_stall", &mut config.upload_stall, duration);
    set(&mut given, "threads", &mut config.threads, threads);
    set(&mut given, "shutdown_timeout", &mut config.shutdown_timeout, duration);
    set(&mut given, "log_level", &mut config.log.level, LogConfig::read_level);
    set(&mut given, "log_format", &mut config.log.format, LogFormat::read);
    let errors = given.into_errors();
    if errors.is_empty() { Ok(config) } else { Err(errors) }
}

/// Sets a field if its setting is present and valid.
fn set<T, E: Display>(
    given: &mut Given,
    name: &str,
    field: &mut T,
    read: impl FnOnce(&str) -> Result<T, E>,
) {
    if let Some(value) = given.take(name, read) {
        *field = value;
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("'{text}' is not an address and port, such as 127.0.0.1:8090"))
}

fn api_url(text: &str) -> Result<String, String> {
    let mut settings = UpstreamSettings::default();
    settings.api_url = text.to_owned();
    settings.check().map(|()| text.to_owned()).map_err(|error| error.to_string())
}

fn header_mode(text: &str) -> Result<HeaderMode, String> {
    match text {
        "pass" => Ok(HeaderMode::Pass),
        "strip" => Ok(HeaderMode::Strip),
        "loosen" => Ok(HeaderMode::Loosen),
        _ => Err(format!("'{text}' is none of pass, strip and loosen")),
    }
}

fn max_wait(text: &str) -> Result<Duration, String> {
    let wait = duration(text)?;
    if wait <= LONGEST_WAIT { Ok(wait) } else { Err("the longest wait is a day".to_owned()) }
}

fn refusal_status(text: &str) -> Result<StatusCode, String> {
    match text {
        "429" => Ok(StatusCode::TOO_MANY_REQUESTS),
        "408" => Ok(StatusCode::REQUEST_TIMEOUT),
        _ => Err(format!("'{text}' is neither 429 nor 408")),
    }
}

fn global_limit(text: &str) -> Result<GlobalLimit, String> {
    if text == "learn" {
        return Ok(GlobalLimit::Learn);
    }
    at_least_one(text)
        .map(GlobalLimit::Fixed)
        .map_err(|_| format!("'{text}' is neither \"learn\" nor a number from 1"))
}

fn at_least_one<T: FromStr + Default + PartialEq>(text: &str) -> Result<T, String> {
    let number = text.parse().ok().filter(|number| *number != T::default());
    number.ok_or_else(|| format!("'{text}' is not a number from 1"))
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    let number = text.parse().ok().filter(|number: &NonZeroUsize| number.get() <= MOST_THREADS);
    number.ok_or_else(|| format!("'{text}' is no number from 1 to {MOST_THREADS}"))
}

fn buffered_body(text: &str) -> Result<usize, String> {
    let bytes = text.parse().ok().filter(|bytes| *bytes <= MOST_BUFFERED);
    bytes.ok_or_else(|| format!("'{text}' is not a number of bytes up to {MOST_BUFFERED}"))
}

fn duration(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(Duration::ZERO) => Err("it must be longer than 0".to_owned()),
        Ok(duration) => Ok(duration),
        Err(error) => Err(format!("'{text}' is not a time such as 30s: {error}")),
    }
}
