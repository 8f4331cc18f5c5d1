//! The network settings that REST and the gateway share: URLs, proxy and TLS.

use gateway_conn::{Proxy, Tls, Transport};
use gateway_proto::Token;
use http_client::{BuildError, Client};

use crate::settings::{self, SettingError};
use crate::shard::ConnConfig;

/// The shared network settings. A REST client that was passed in, and the settings that the function for connections
/// makes, take precedence over them.
#[derive(Default)]
pub(super) struct Network {
    pub(super) api_url: Option<String>,
    pub(super) gateway_url: Option<String>,
    pub(super) proxy: Option<Proxy>,
    pub(super) tls: Tls,
    pub(super) client: Option<Client>,
    pub(super) connection: Option<ConnConfig>,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may contain a user and password.
        let shown = |url: &Option<String>| {
            url.clone().map(|url| if url.contains('@') { "***".to_owned() } else { url })
        };
        f.debug_struct("Network")
            .field("api_url", &shown(&self.api_url))
            .field("gateway_url", &shown(&self.gateway_url))
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

impl Network {
    /// Checks for common mistakes before anything is sent.
    pub(super) fn check(&self) -> Result<(), SettingError> {
        if let Some(url) = &self.api_url {
            settings::check_api_url(url)?;
        }
        if let Some(url) = &self.gateway_url {
            settings::check_gateway_url(url)?;
        }
        Ok(())
    }

    /// Returns the given client, or creates one with this token.
    pub(super) fn client(&self, token: &Token) -> Result<Client, BuildError> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let builder = Client::builder(token.expose());
        let mut builder = builder.proxy(self.proxy.clone()).tls(self.tls.clone());
        if let Some(url) = &self.api_url {
            builder = builder.api_url(url);
        }
        builder.build()
    }

    /// Returns the settings of every connection. They share one transport and its TLS sessions.
    pub(super) fn connection(self) -> ConnConfig {
        let transport = Transport::new().with_proxy(self.proxy).with_tls(self.tls);
        let change = self.connection;
        Box::new(move |config| {
            let config = config.with_transport(transport.clone());
            match &change {
                Some(change) => change(config),
                None => config,
            }
        })
    }
}
