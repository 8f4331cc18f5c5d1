//! The state that all requests share.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use http_client::ratelimit::{AddressGuard, TokenLimits};
use http_client::{BuildError, Upstream, UpstreamSettings};

use crate::body::Body;
use crate::config::{Config, GlobalLimit, HeaderMode};
use crate::status::Counters;
use crate::token::Tokens;

/// The global limit of a bot that is not large, in requests a second.
///
/// Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
pub(crate) const GLOBAL: u32 = 50;

/// The state that all requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) tokens: Tokens,
    pub(crate) guard: AddressGuard,
    pub(crate) upstream: Upstream<Body>,
    pub(crate) counters: Counters,
    pub(crate) settings: Settings,
}

/// The parts of the configuration that each request needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) headers: HeaderMode,
    pub(crate) max_wait: Duration,
    pub(crate) refusal_status: StatusCode,
    pub(crate) learn: bool,
    pub(crate) buffered_body: usize,
    pub(crate) timeout: Duration,
    pub(crate) upload_timeout: Duration,
    pub(crate) upload_stall: Duration,
}

impl Shared {
    pub(crate) fn new(config: &Config) -> Result<Self, BuildError> {
        let mut settings = UpstreamSettings::default();
        settings.api_url.clone_from(&config.api_url);
        settings.proxy.clone_from(&config.proxy);
        settings.tls = config.tls.clone();
        let upstream = Upstream::new(settings)?;
        let guard = AddressGuard::new();
        let own = config.token.as_ref().and_then(|token| {
            // The characters of a token are valid in a header.
            let mut header = HeaderValue::try_from(format!("Bot {}", token.expose())).ok()?;
            header.set_sensitive(true);
            Some(header)
        });
        let (per_second, learn) = match config.global_limit {
            GlobalLimit::Learn => (GLOBAL, true),
            GlobalLimit::Fixed(per_second) => (per_second, false),
        };
        let (host, counted, most) = (upstream.host(), guard.clone(), config.max_waiting);
        let limits = move || TokenLimits::new(Arc::clone(&host), counted.clone(), per_second, most);
        Ok(Self {
            tokens: Tokens::new(own, config.max_tokens, limits),
            guard,
            upstream,
            counters: Counters::new(),
            settings: Settings {
                headers: config.rate_limit_headers,
                max_wait: config.max_wait,
                refusal_status: config.refusal_status,
                learn,
                buffered_body: config.buffered_body,
                timeout: config.timeout,
                upload_timeout: config.upload_timeout,
                upload_stall: config.upload_stall,
            },
        })
    }
}
