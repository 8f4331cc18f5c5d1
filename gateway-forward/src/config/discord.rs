//! Checks how Discord is reached: addresses, proxy, authorities that are trusted.

use std::path::Path;

use rustls::RootCertStore;

use super::check::Errors;
use super::file::Discord;
use super::secret::{self, Secret};
use crate::sink::roots::trusted_roots;

/// How Discord's API and gateway are reached.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DiscordRoute {
    /// Base of the REST API, if it is not Discord's.
    pub api_url: Option<String>,
    /// Address of the gateway, if it is not what Discord says.
    pub gateway_url: Option<String>,
    /// HTTP proxy that both are reached through, by CONNECT. Its URL may hold a password.
    pub proxy: Option<Secret>,
    /// Authorities whose certificates are trusted; `None` for those of the web.
    pub roots: Option<RootCertStore>,
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
            errors.add(setting, "names a user, which is never sent: take it out");
        }
    }
    let proxy = errors.take("discord.proxy", proxy(discord, environment)).flatten();
    let file = discord.ca_file.as_deref().map(Path::new);
    let roots = file.and_then(|file| errors.take("discord.ca_file", trusted_roots(Some(file))));
    DiscordRoute {
        api_url: discord.api_url.clone(),
        gateway_url: discord.gateway_url.clone(),
        proxy,
        roots,
    }
}

fn proxy(
    discord: &Discord,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Secret>, String> {
    let url = match (&discord.proxy, &discord.proxy_file, &discord.proxy_env) {
        (None, None, None) => return Ok(None),
        // It would be a secret in the file.
        (Some(url), None, None) if url.contains('@') => {
            return Err("names a user: that is for proxy_file or proxy_env".to_owned());
        }
        (Some(url), None, None) => Secret::new(url),
        (None, Some(file), None) => secret::read(Some(file), "", environment)?,
        (None, None, Some(variable)) => secret::read(None, variable, environment)?,
        _ => {
            return Err("is set twice: one of proxy, proxy_file and proxy_env is enough".to_owned());
        }
    };
    // The URL itself is not shown: it may hold a password.
    gateway_conn::Proxy::new(url.expose()).map_err(|error| error.to_string())?;
    Ok(Some(url))
}
