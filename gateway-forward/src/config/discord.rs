//! Validates how Discord is reached: addresses, proxy, trusted certificate authorities.

use gateway_dial::{Proxy, Tls};

use super::check::Errors;
use super::file::Discord;
use super::proxy;

/// How Discord's API and gateway are reached.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DiscordRoute {
    /// Base of the REST API. The default is Discord's.
    pub api_url: Option<String>,
    /// Address of the gateway. The default is the one that Discord returns.
    pub gateway_url: Option<String>,
    /// HTTP proxy for both, by CONNECT.
    pub proxy: Option<Proxy>,
    /// The trusted certificates.
    pub tls: Tls,
}

pub(super) fn route(
    discord: &Discord,
    environment: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
) -> DiscordRoute {
    for (setting, url, schemes) in [
        ("discord.api_url", &discord.api_url, ["http://", "https://"]),
        ("discord.gateway_url", &discord.gateway_url, ["ws://", "wss://"]),
    ] {
        if url.as_ref().is_some_and(|url| !schemes.iter().any(|scheme| url.starts_with(scheme))) {
            errors
                .add(setting, format_args!("does not begin with {} or {}", schemes[0], schemes[1]));
        }
        if url.as_ref().is_some_and(|url| url.contains('@')) {
            errors.add(setting, "contains a user, which is never sent: remove it");
        }
    }
    let Discord { proxy, proxy_file, proxy_env, .. } = discord;
    let (url, file, variable) = (proxy.as_deref(), proxy_file.as_deref(), proxy_env.as_deref());
    let proxy = proxy::read(url, file, variable, environment);
    let proxy = errors.take("discord.proxy", proxy).flatten();
    let tls = errors.tls("discord.ca_file", discord.ca_file.as_deref());
    DiscordRoute {
        api_url: discord.api_url.clone(),
        gateway_url: discord.gateway_url.clone(),
        proxy,
        tls,
    }
}
