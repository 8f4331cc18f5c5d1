//! Validates an Identify.
//!
//! Docs: [Gateway Events, Identify](https://docs.discord.com/developers/events/gateway-events#identify).

use gateway_model::gateway::{CloseCode, Intents, ShardId};
use serde_json::Value;

use super::refusal::{Refusal, refuse};
use super::state::Core;

/// A validated Identify.
pub(super) struct Wanted {
    pub(super) shard: Option<ShardId>,
    pub(super) intents: Intents,
    pub(super) large_threshold: u64,
    pub(super) compress: bool,
    pub(super) presence: Value,
    pub(super) properties: String,
}

/// Intents that the docs do not list and Discord accepts: libraries call bit 17 `GUILD_EMBEDDED_ACTIVITIES`.
const UNDOCUMENTED: Intents = Intents::from_bits_retain(1 << 17);

impl Core {
    pub(super) fn check_identify(&mut self, data: &Value) -> Result<Wanted, Refusal> {
        let Some(fields) = data.as_object() else {
            return refuse(CloseCode::UnknownOpcode, "identify: d is not an object");
        };
        self.check_token(fields.get("token"), "identify")?;
        let Some(properties) = fields.get("properties").filter(|value| value.is_object()) else {
            return refuse(
                CloseCode::UnknownOpcode,
                "identify: properties is missing or not an object",
            );
        };
        let large_threshold = match fields.get("large_threshold") {
            None | Some(Value::Null) => 50,
            Some(value) => match value.as_u64() {
                Some(number @ 50..=250) => number,
                _ => {
                    return refuse(
                        CloseCode::UnknownOpcode,
                        "identify: large_threshold is not from 50 to 250",
                    );
                }
            },
        };
        let compress = match fields.get("compress") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(compress)) => *compress,
            Some(_) => {
                return refuse(CloseCode::UnknownOpcode, "identify: compress is not a boolean");
            }
        };
        let presence = fields.get("presence").cloned().unwrap_or_default();
        if !(presence.is_null() || presence.is_object()) {
            return refuse(CloseCode::UnknownOpcode, "identify: presence is not an object");
        }
        let presence = self.read_presence("identify: presence", &presence)?;
        let shard = self.check_shard(fields.get("shard"))?;
        let intents = self.check_intents(fields.get("intents"))?;
        let guilds = self.world.guilds_of(shard.unwrap_or(ShardId::ONE)).count();
        // Gateway, Sharding: each shard can only support a maximum of 2500 guilds.
        if guilds > self.config.max_guilds_per_shard {
            return refuse(
                CloseCode::ShardingRequired,
                format!("{guilds} guilds; a shard takes {}", self.config.max_guilds_per_shard),
            );
        }
        Ok(Wanted {
            shard,
            intents,
            large_threshold,
            compress,
            presence,
            properties: properties.to_string(),
        })
    }

    pub(super) fn check_token(&self, token: Option<&Value>, what: &str) -> Result<(), Refusal> {
        let Some(token) = token.and_then(Value::as_str) else {
            return refuse(
                CloseCode::AuthenticationFailed,
                format!("{what}: token is missing or not a string"),
            );
        };
        // Discord also accepts a token with the `Bot ` prefix of REST here, and libraries rely on it.
        if token.strip_prefix("Bot ").unwrap_or(token) == self.token {
            Ok(())
        } else {
            refuse(CloseCode::AuthenticationFailed, format!("{what}: the token is not the bot's"))
        }
    }

    fn check_shard(&self, shard: Option<&Value>) -> Result<Option<ShardId>, Refusal> {
        let value = match shard {
            None | Some(Value::Null) => return Ok(None),
            Some(value) => value,
        };
        let Some(shard) = read_shard(value) else {
            return refuse(
                CloseCode::InvalidShard,
                format!(
                    "identify: {value} is not [shard_id, num_shards] with an id below the count"
                ),
            );
        };
        // Gateway, Sharding for Large Bots: the count must be a multiple of the assigned number.
        if let Some(multiple) = self.config.shard_multiple
            && shard.count().get() % multiple != 0
        {
            return refuse(
                CloseCode::InvalidShard,
                format!("identify: {} shards is not a multiple of {multiple}", shard.count()),
            );
        }
        Ok(Some(shard))
    }

    /// Gateway, Gateway Intents: invalid ones are 4013, disallowed ones 4014.
    fn check_intents(&mut self, intents: Option<&Value>) -> Result<Intents, Refusal> {
        let Some(bits) = intents.and_then(Value::as_u64) else {
            return refuse(
                CloseCode::InvalidIntents,
                "identify: intents is missing or not an integer; it is required since v8",
            );
        };
        let intents = Intents::from_bits_retain(bits);
        let unknown = intents.difference(Intents::all());
        if !UNDOCUMENTED.contains(unknown) {
            return refuse(
                CloseCode::InvalidIntents,
                format!("identify: bits {:#x} are not intents", unknown.bits()),
            );
        }
        if !unknown.is_empty() {
            let what = format!("identify: intents {:#x} are not documented", unknown.bits());
            self.tolerate(CloseCode::InvalidIntents, &what)?;
        }
        let disallowed = intents.privileged().difference(self.config.privileged_intents);
        if !disallowed.is_empty() {
            return refuse(
                CloseCode::DisallowedIntents,
                format!("identify: privileged intents {:#x} are not enabled", disallowed.bits()),
            );
        }
        Ok(intents)
    }
}

/// `[shard_id, num_shards]`, with an id below the count.
///
/// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding).
fn read_shard(value: &Value) -> Option<ShardId> {
    let [id, count] = value.as_array()?.as_slice() else { return None };
    let number = |value: &Value| u32::try_from(value.as_u64()?).ok();
    let (id, count) = (number(id)?, number(count)?);
    if id < count { ShardId::new(id, count).ok() } else { None }
}
