//! The configuration: a TOML file, environment variables, or both.
//!
//! Each setting has one name. In the file it is a key. In the environment it is `REST_PROXY_` and the name in capitals;
//! the environment takes precedence. Everything is validated before anything starts, and all errors are listed
//! together.

mod check;
mod given;
mod secret;

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

pub use gateway_daemon::{ConfigErrors, LogConfig, LogFormat};
use http::StatusCode;
use http_client::ratelimit::LONGEST_WAIT;
use http_client::{Proxy, Tls, Token};

use self::given::Given;

/// The example file, with every setting and its default.
pub const EXAMPLE: &str = include_str!("../../rest-proxy.example.toml");

/// A validated configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The address for the requests of clients.
    pub listen: SocketAddr,
    /// The address for health and metrics, if configured.
    pub status_listen: Option<SocketAddr>,
    /// The bot's token, for requests without one.
    pub token: Option<Token>,
    /// Address of the API, without the version.
    pub api_url: String,
    /// The HTTP proxy between it and the API, by CONNECT.
    pub proxy: Option<Proxy>,
    /// The trusted certificates.
    pub tls: Tls,
    /// The rate limit headers that clients receive.
    pub rate_limit_headers: HeaderMode,
    /// The longest time that a request waits for limits, unless it sets less.
    pub max_wait: Duration,
    /// The status of the response to a request that would wait for too long: 429 or 408.
    pub refusal_status: StatusCode,
    /// The global limit of each token.
    pub global_limit: GlobalLimit,
    /// The largest number of waiting requests for one token.
    pub max_waiting: usize,
    /// The largest number of tokens whose limits are kept.
    pub max_tokens: usize,
    /// A body of up to this many bytes is read completely before it is sent, so that it can be sent again.
    pub buffered_body: usize,
    /// The longest time from sending a request to the head of its response.
    pub timeout: Duration,
    /// The same for a request whose body is streamed.
    pub upload_timeout: Duration,
    /// The longest time in which a client sends the next 64 KiB of a body.
    pub upload_stall: Duration,
    /// Threads on which the program handles requests. One is enough for some 20,000 requests a second and costs the least CPU a request.
    /// [`RestProxy::start`](crate::RestProxy::start) runs on its caller's runtime and ignores this.
    pub threads: NonZeroUsize,
    /// How long the shutdown may take.
    pub shutdown_timeout: Duration,
    /// What is logged.
    pub log: LogConfig,
}

/// The `X-RateLimit-*` headers that clients receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderMode {
    /// Discord's headers, unchanged. A client with its own rate limiter waits too.
    Pass,
    /// None, except those of a 429.
    Strip,
    /// Discord's name of the bucket, and a limit that no client reaches. A client with its own rate limiter then knows
    /// its buckets, and sends requests without waiting.
    #[default]
    Loosen,
}

/// The global limit of a token, in requests a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum GlobalLimit {
    /// 50, or more if `GET /gateway/bot` shows that the bot is large. It is requested once for each bot.
    #[default]
    Learn,
    /// This number.
    Fixed(u32),
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8090)),
            status_listen: None,
            token: None,
            api_url: http_client::UpstreamSettings::default().api_url,
            proxy: None,
            tls: Tls::default(),
            rate_limit_headers: HeaderMode::default(),
            max_wait: LONGEST_WAIT,
            refusal_status: StatusCode::TOO_MANY_REQUESTS,
            global_limit: GlobalLimit::default(),
            max_waiting: 100_000,
            max_tokens: 10_000,
            buffered_body: 64 << 10,
            timeout: Duration::from_secs(30),
            upload_timeout: Duration::from_secs(600),
            upload_stall: Duration::from_secs(10),
            threads: NonZeroUsize::MIN,
            shutdown_timeout: Duration::from_secs(20),
            log: LogConfig::default(),
        }
    }
}

impl Config {
    /// Reads the file, if one is named, and the environment, and validates both.
    ///
    /// # Errors
    ///
    /// Returns all errors.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigErrors> {
        let name = file.map_or_else(String::new, |path| path.display().to_string());
        let text = match file.map(std::fs::read_to_string).transpose() {
            Ok(text) => text.unwrap_or_default(),
            Err(error) => {
                return Err(wrong(vec![format!("{name}: cannot be read: {error}")]));
            }
        };
        // A variable that is not valid Unicode cannot be a setting.
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::parse(&text, &name, variables)
    }

    /// Validates the text of a file and these environment variables.
    ///
    /// # Errors
    ///
    /// Returns all errors.
    pub fn parse(
        text: &str,
        file: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigErrors> {
        let given = Given::read(text, file, variables);
        check::check(given).map_err(wrong)
    }
}

/// Creates the error from the messages, each of which names its setting.
fn wrong(errors: Vec<String>) -> ConfigErrors {
    ConfigErrors { place: "the configuration".to_owned(), errors }
}

#[cfg(test)]
mod tests;
