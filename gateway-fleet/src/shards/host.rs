//! The name of this host, as the id of a worker.

/// Returns the name of this host, with `-` in place of characters that a worker's id cannot have. A restarted process
/// has the same id. Several processes on one host need different ids.
#[must_use]
pub fn host_id() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    let usable = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    name.chars().take(64).map(usable).collect()
}
