//! The format of the file. An unknown setting is an error, because it is probably a typing mistake.

#![cfg_attr(not(feature = "nats"), expect(dead_code, reason = "settings of NATS"))]

use std::collections::BTreeMap;

use serde::Deserialize;

#[cfg(feature = "nats")]
use super::nats;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) discord: Discord,
    #[serde(default)]
    pub(super) status: Status,
    #[serde(default)]
    pub(super) log: LogTable,
    pub(super) fleet: Option<FleetTable>,
    #[serde(default, rename = "sink")]
    pub(super) sinks: Vec<SinkTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Discord {
    pub(super) intents: Vec<String>,
    pub(super) token_file: Option<String>,
    pub(super) shards: Option<Shards>,
    pub(super) state_folder: Option<String>,
    pub(super) application_id: Option<String>,
    pub(super) api_url: Option<String>,
    pub(super) gateway_url: Option<String>,
    pub(super) proxy: Option<String>,
    pub(super) proxy_file: Option<String>,
    pub(super) proxy_env: Option<String>,
    pub(super) ca_file: Option<String>,
    pub(super) shutdown_timeout: Option<String>,
    #[serde(default)]
    pub(super) catch_up: bool,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a shard count, \"auto\", or { first = 0, last = 3, total = 16 }")]
pub(super) enum Shards {
    Count(u32),
    Word(String),
    Range(ShardRange),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShardRange {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) total: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    pub(super) listen: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogTable {
    pub(super) level: Option<String>,
    pub(super) format: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SinkTable {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    // Webhook.
    pub(super) url: Option<String>,
    pub(super) private_key_file: Option<String>,
    pub(super) private_key_env: Option<String>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) headers_env: BTreeMap<String, String>,
    pub(super) proxy: Option<String>,
    pub(super) proxy_file: Option<String>,
    pub(super) proxy_env: Option<String>,
    // NATS.
    pub(super) server: Option<String>,
    pub(super) credentials_file: Option<String>,
    pub(super) user: Option<String>,
    pub(super) password_file: Option<String>,
    pub(super) password_env: Option<String>,
    pub(super) replicas: Option<usize>,
    pub(super) stream: Option<String>,
    pub(super) subject_prefix: Option<String>,
    pub(super) partitions: Option<u32>,
    pub(super) duplicate_window: Option<String>,
    pub(super) max_age: Option<String>,
    pub(super) max_bytes: Option<u64>,
    // Both.
    pub(super) ca_file: Option<String>,
    pub(super) timeout: Option<String>,
    #[serde(default)]
    pub(super) filter: FilterTable,
    #[serde(default)]
    pub(super) queue: QueueTable,
    #[serde(default)]
    pub(super) retry: RetryTable,
}

#[cfg(feature = "nats")]
impl SinkTable {
    pub(super) fn nats(&self) -> nats::Settings<'_> {
        nats::Settings {
            server: self.server.as_deref(),
            credentials_file: self.credentials_file.as_deref(),
            user: self.user.as_deref(),
            password_file: self.password_file.as_deref(),
            password_env: self.password_env.as_deref(),
            ca_file: self.ca_file.as_deref(),
            replicas: self.replicas,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FleetTable {
    pub(super) name: String,
    pub(super) worker: Option<String>,
    pub(super) capacity: Option<u32>,
    pub(super) server: Option<String>,
    pub(super) credentials_file: Option<String>,
    pub(super) user: Option<String>,
    pub(super) password_file: Option<String>,
    pub(super) password_env: Option<String>,
    pub(super) ca_file: Option<String>,
    pub(super) replicas: Option<usize>,
    pub(super) dead_after: Option<String>,
    pub(super) outage_resume: Option<String>,
    pub(super) operator_token_file: Option<String>,
}

#[cfg(feature = "nats")]
impl FleetTable {
    pub(super) fn nats(&self) -> nats::Settings<'_> {
        nats::Settings {
            server: self.server.as_deref(),
            credentials_file: self.credentials_file.as_deref(),
            user: self.user.as_deref(),
            password_file: self.password_file.as_deref(),
            password_env: self.password_env.as_deref(),
            ca_file: self.ca_file.as_deref(),
            replicas: self.replicas,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FilterTable {
    #[serde(default)]
    pub(super) events: Vec<String>,
    #[serde(default)]
    pub(super) without_events: Vec<String>,
    #[serde(default)]
    pub(super) guilds: Vec<String>,
    #[serde(default)]
    pub(super) intents: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueueTable {
    pub(super) order: Option<String>,
    pub(super) when_full: Option<String>,
    pub(super) events: Option<usize>,
    pub(super) bytes: Option<usize>,
    pub(super) spill_folder: Option<String>,
    pub(super) spill_max_bytes: Option<u64>,
    pub(super) max_in_flight: Option<usize>,
    pub(super) dead_letter_folder: Option<String>,
    pub(super) dead_letter_max_bytes: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RetryTable {
    pub(super) max_attempts: Option<u32>,
    pub(super) base: Option<String>,
    pub(super) max: Option<String>,
    pub(super) jitter: Option<f64>,
    pub(super) final_statuses: Option<Vec<u16>>,
    /// The former name of the opposite list.
    pub(super) statuses: Option<toml::Value>,
}
