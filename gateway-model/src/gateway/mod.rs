//! The gateway protocol: opcodes, close codes, intents, send events, connection info.

mod close_code;
pub mod command;
mod connection_info;
mod intent_events;
mod intents;
mod opcode;
mod receive;
mod shard_id;

pub use close_code::{AfterClose, CloseCode};
pub use connection_info::{GatewayBot, GatewayInfo, SessionStartLimit};
pub use intents::Intents;
pub use opcode::Opcode;
pub use receive::{Hello, InvalidSession};
pub use shard_id::{ShardId, ShardIdError};

/// The API version of these types, for gateway URLs (`v=10`) and REST paths (`/api/v10`).
///
/// Docs: [Reference, API Versioning](https://docs.discord.com/developers/reference#api-versioning).
pub const API_VERSION: u8 = 10;

/// The maximum size of a payload that an app may send, in bytes of JSON. After a larger one, Discord closes the
/// connection with 4002.
///
/// Docs: [Gateway, Sending Events](https://docs.discord.com/developers/events/gateway#sending-events).
pub const MAX_SEND_BYTES: usize = 4096;
