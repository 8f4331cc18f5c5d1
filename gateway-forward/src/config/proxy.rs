//! Validates a proxy. Its URL is in the configuration or, because it may contain a password, in a file or the
//! environment.

use gateway_dial::Proxy;

use super::secret::{self, Secret};

/// Returns the proxy of `proxy`, `proxy_file` or `proxy_env`.
pub(super) fn read(
    url: Option<&str>,
    file: Option<&str>,
    variable: Option<&str>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, String> {
    let url = match (url, file, variable) {
        (None, None, None) => return Ok(None),
        // It would be a secret in the configuration.
        (Some(url), None, None) if url.contains('@') => {
            return Err("contains a user: use proxy_file or proxy_env".to_owned());
        }
        (Some(url), None, None) => Secret::new(url),
        (None, Some(file), None) => secret::read(Some(file), "", environment)?,
        (None, None, Some(variable)) => secret::read(None, variable, environment)?,
        _ => {
            return Err("is set twice: use only one of proxy, proxy_file and proxy_env".to_owned());
        }
    };
    Proxy::new(url.expose()).map(Some).map_err(|error| error.to_string())
}
