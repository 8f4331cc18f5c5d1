//! Events of the session itself.

use std::time::Duration;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::application::Application;
use crate::gateway::{Opcode, ShardId};
use crate::guild::UnavailableGuild;
use crate::id::{Id, marker};
use crate::json::{NotRead, Read, Reader};
use crate::macros::object::{deserialize_own, object};
use crate::user::User;

object! {
    /// A new session began.
    ///
    /// Docs: [Gateway Events, Ready](https://docs.discord.com/developers/events/gateway-events#ready).
    pub struct Ready {
        /// API version.
        pub v {default}: u32,
        /// The bot's own user.
        pub user: Box<User>,
        /// Guilds of the bot; a Guild Create follows for each.
        pub guilds {default}: Box<[UnavailableGuild]>,
        /// Id of the session, for resuming.
        pub session_id: Box<str>,
        /// URL for resuming.
        pub resume_gateway_url: Box<str>,
        /// The shard, if Identify contained it.
        pub shard?: ShardId,
        /// The application: its id and flags.
        pub application: Box<Application>,
    }
}

/// A session was resumed, and all missed events were replayed.
///
/// The docs list no data for it; any data is ignored.
///
/// Docs: [Gateway Events, Resumed](https://docs.discord.com/developers/events/gateway-events#resumed).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resumed;

deserialize_own! { Resumed }

impl Read for Resumed {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        reader.skip().map(|()| Self)
    }
}

impl Serialize for Resumed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_map(Some(0))?.end()
    }
}

/// A send event was refused because of a rate limit.
///
/// Docs: [Gateway Events, Rate Limited](https://docs.discord.com/developers/events/gateway-events#rate-limited).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RateLimited {
    /// Seconds to wait before sending it again; [`retry_after`](Self::retry_after) returns them as a duration.
    pub retry_after_secs: f64,
    /// What was sent.
    pub meta: RateLimitMetadata,
}

/// The send event that was rate limited.
///
/// Docs: [Gateway Events, Rate Limit Metadata for Opcode Structure](https://docs.discord.com/developers/events/gateway-events#rate-limited-rate-limit-metadata-for-opcode-structure).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RateLimitMetadata {
    /// A request for members.
    RequestGuildMembers(RequestGuildMembersLimit),
    /// Another send event.
    Unknown {
        /// Its opcode.
        opcode: Opcode,
        /// Discord's data about it.
        fields: Map<String, Value>,
    },
}

object! {
    /// The request for members that was rate limited.
    ///
    /// Docs: [Gateway Events, Request Guild Member Rate Limit Metadata Structure](https://docs.discord.com/developers/events/gateway-events#rate-limited-request-guild-member-rate-limit-metadata-structure).
    #[derive(Eq)]
    pub struct RequestGuildMembersLimit {
        /// Guild whose members were requested.
        pub guild_id: Id<marker::Guild>,
        /// Nonce of the request.
        pub nonce?: Box<str>,
    }
}

impl RateLimited {
    /// Opcode of the send event.
    #[must_use]
    pub const fn opcode(&self) -> Opcode {
        match &self.meta {
            RateLimitMetadata::RequestGuildMembers(_) => Opcode::RequestGuildMembers,
            RateLimitMetadata::Unknown { opcode, .. } => *opcode,
        }
    }

    /// How long to wait before sending it again; zero if Discord's number is not a valid duration.
    #[must_use]
    pub fn retry_after(&self) -> Duration {
        Duration::try_from_secs_f64(self.retry_after_secs).unwrap_or_default()
    }
}

/// The fields as they are sent.
#[derive(serde::Serialize)]
struct Fields<M> {
    opcode: Opcode,
    retry_after: f64,
    meta: M,
}

deserialize_own! { RateLimited }

impl Read for RateLimited {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let kind = |name: &str, reader: &mut Reader<'_>| {
            if name == "opcode" { Opcode::read(reader).map(Some) } else { Ok(None) }
        };
        let opcode = reader.look_ahead(kind)?;
        let (mut retry_after, mut meta) = (None, None);
        reader.fields(&mut |name, reader| {
            match (name, opcode) {
                ("retry_after", _) => retry_after = Some(f64::read(reader)?),
                ("meta", Some(opcode)) => meta = Some(RateLimitMetadata::read(opcode, reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        reader.required(opcode, "opcode")?;
        Ok(Self {
            retry_after_secs: reader.required(retry_after, "retry_after")?,
            meta: meta.ok_or_else(|| reader.missing("meta"))?,
        })
    }
}

impl RateLimitMetadata {
    fn read(opcode: Opcode, reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        Ok(match opcode {
            Opcode::RequestGuildMembers => Self::RequestGuildMembers(Read::read(reader)?),
            _ => Self::Unknown { opcode, fields: Map::read(reader)? },
        })
    }
}

impl Serialize for RateLimited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (opcode, retry_after) = (self.opcode(), self.retry_after_secs);
        match &self.meta {
            RateLimitMetadata::RequestGuildMembers(meta) => {
                Fields { opcode, retry_after, meta }.serialize(serializer)
            }
            RateLimitMetadata::Unknown { fields, .. } => {
                Fields { opcode, retry_after, meta: fields }.serialize(serializer)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_of_another_opcode_is_kept() {
        let text = r#"{"opcode":99,"retry_after":1.5,"meta":{"a":[1]}}"#;
        let event: RateLimited = serde_json::from_str(text).unwrap();
        assert_eq!(event.opcode(), Opcode::Unknown(99));
        assert_eq!(event.retry_after(), Duration::from_millis(1500));
        assert_eq!(serde_json::to_string(&event).unwrap(), text);
    }

    #[test]
    fn a_number_that_is_no_duration_is_no_wait() {
        for number in ["-1.0", "1e300"] {
            let text =
                format!(r#"{{"opcode":8,"retry_after":{number},"meta":{{"guild_id":"5"}}}}"#);
            let event: RateLimited = serde_json::from_str(&text).unwrap();
            assert_eq!(event.retry_after(), Duration::ZERO, "{number}");
        }
    }

    #[test]
    fn resumed_takes_any_data() {
        for data in ["{}", "null", r#"{"_trace":["x"]}"#] {
            assert_eq!(serde_json::from_str::<Resumed>(data).unwrap(), Resumed);
        }
        assert_eq!(serde_json::to_string(&Resumed).unwrap(), "{}");
    }
}
