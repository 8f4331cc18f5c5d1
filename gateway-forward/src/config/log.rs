//! Validates the table `[log]`.

use gateway_daemon::{LogConfig, LogFormat};

use super::check::Errors;
use super::file::LogTable;

pub(super) fn check(table: &LogTable, errors: &mut Errors) -> LogConfig {
    let mut config = LogConfig::default();
    if let Some(level) = &table.level {
        config.level = errors.take("log.level", LogConfig::read_level(level)).unwrap_or_default();
    }
    if let Some(format) = &table.format {
        config.format = errors.take("log.format", LogFormat::read(format)).unwrap_or_default();
    }
    config
}
