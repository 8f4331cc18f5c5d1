//! Reads a message of the stream, as `docs/stream.md` of the workspace describes.

use std::borrow::Cow;
use std::sync::Arc;

use async_nats::{HeaderMap, Subject};
use bytes::Bytes;
use gateway_fleet::stream;
use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use gateway_shard::{Acknowledge, GuildChange, ShardEvent};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The events that keep their order relative to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LaneKey {
    /// The events of a guild.
    Guild(Id<marker::Guild>),
    /// The events of a shard that have no guild.
    Shard(u32),
}

/// Why a message cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MessageError {
    /// It has a later version of the contract.
    #[error("the message has version {0} of the stream's contract, but this program reads only up to version {known}: update it", known = stream::VERSION)]
    Version(u32),
    /// A header is missing or has another format.
    #[error("the header {0} is missing, or does not follow the contract")]
    Header(&'static str),
    /// The body is not an event.
    #[error("the body is not an event: {0}")]
    Body(String),
}

impl MessageError {
    /// Returns whether a newer program can read it.
    pub(crate) const fn is_of_a_later_version(&self) -> bool {
        matches!(self, Self::Version(_))
    }
}

/// The headers of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    pub(crate) shard: ShardId,
    pub(crate) session: &'a str,
    pub(crate) sequence: u64,
    pub(crate) epoch: u64,
    pub(crate) is_played_back: bool,
}

impl<'a> Head<'a> {
    pub(crate) fn read(headers: Option<&'a HeaderMap>) -> Result<Self, MessageError> {
        let version = number(headers, stream::VERSION_HEADER)?;
        let version = u32::try_from(version).unwrap_or(u32::MAX);
        if version > stream::VERSION {
            return Err(MessageError::Version(version));
        }
        let shard = text(headers, stream::SHARD_HEADER).and_then(stream::read_shard);
        Ok(Self {
            shard: shard.ok_or(MessageError::Header(stream::SHARD_HEADER))?,
            session: text(headers, stream::SESSION_HEADER)
                .ok_or(MessageError::Header(stream::SESSION_HEADER))?,
            sequence: number(headers, stream::SEQUENCE_HEADER)?,
            epoch: number(headers, stream::EPOCH_HEADER)?,
            is_played_back: text(headers, stream::PLAYED_BACK_HEADER).is_some(),
        })
    }
}

fn text<'a>(headers: Option<&'a HeaderMap>, name: &'static str) -> Option<&'a str> {
    headers?.get(name).map(|value| value.as_str())
}

fn number(headers: Option<&HeaderMap>, name: &'static str) -> Result<u64, MessageError> {
    text(headers, name).and_then(|value| value.parse().ok()).ok_or(MessageError::Header(name))
}

/// A message of the stream with parsed headers.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) subject: Subject,
    pub(crate) headers: Option<HeaderMap>,
    pub(crate) payload: Bytes,
    pub(crate) shard: ShardId,
    pub(crate) session: Arc<str>,
    pub(crate) sequence: u64,
}

/// An event for listeners.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) dispatch: Dispatch,
    /// The guild of a Guild Create or Guild Delete, and what the event means.
    pub(crate) change: Option<(Id<marker::Guild>, GuildChange)>,
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    event: BodyEvent<'a>,
}

#[derive(Deserialize)]
struct BodyEvent<'a> {
    #[serde(borrow, rename = "type")]
    name: Cow<'a, str>,
    #[serde(borrow)]
    data: &'a RawValue,
}

impl Event {
    /// Returns how many acknowledgements it needs.
    pub(crate) fn parts(&self) -> usize {
        1 + usize::from(self.change.is_some())
    }

    /// Returns the events for the listeners, each with its own acknowledgement.
    pub(crate) fn for_listeners(
        self,
        shard: ShardId,
        session: Arc<str>,
        acknowledge: impl Fn() -> Box<dyn Acknowledge>,
    ) -> impl Iterator<Item = ShardEvent> {
        let Self { dispatch, change } = self;
        let first = if *session == *stream::CAUGHT_UP {
            ShardEvent::received_caught_up(shard, dispatch, acknowledge())
        } else {
            let change = change.map(|(_, change)| change);
            ShardEvent::received(shard, session, dispatch, change, acknowledge())
        };
        let second = change.map(|(guild, change)| {
            ShardEvent::received_change(shard, guild, change, acknowledge())
        });
        std::iter::once(first).chain(second)
    }
}

impl Received {
    /// Returns the lane of a subject.
    pub(crate) fn lane(subject: &str, shard: ShardId) -> LaneKey {
        stream::guild_of(subject).map_or(LaneKey::Shard(shard.id()), LaneKey::Guild)
    }

    /// Decodes the event into the form in which a gateway of this process delivers it.
    pub(crate) fn event(&self) -> Result<Event, MessageError> {
        let body = |error: String| MessageError::Body(error);
        let read: Body<'_> =
            serde_json::from_slice(&self.payload).map_err(|error| body(error.to_string()))?;
        let (name, change) = match &*read.event.name {
            "GUILD_AVAILABLE" => ("GUILD_CREATE", Some(GuildChange::Available)),
            "GUILD_UNAVAILABLE" => ("GUILD_DELETE", Some(GuildChange::Unavailable)),
            name @ "GUILD_CREATE" => (name, Some(GuildChange::Joined)),
            name @ "GUILD_DELETE" => (name, Some(GuildChange::Left)),
            name => (name, None),
        };
        // A message that was read over REST has no session, as on a gateway in this process.
        let sequence = if *self.session == *stream::CAUGHT_UP { 0 } else { self.sequence };
        let data = read.event.data.get();
        let mut message = Vec::with_capacity(data.len() + name.len() + 64);
        message.extend_from_slice(b"{\"t\":");
        match EventKind::from_name(name) {
            // The name of an unknown event may be any text.
            EventKind::Unknown => {
                message.extend_from_slice(serde_json::Value::from(name).to_string().as_bytes());
            }
            _ => {
                message.push(b'"');
                message.extend_from_slice(name.as_bytes());
                message.push(b'"');
            }
        }
        message.extend_from_slice(b",\"s\":");
        message.extend_from_slice(sequence.to_string().as_bytes());
        message.extend_from_slice(b",\"op\":0,\"d\":");
        message.extend_from_slice(data.as_bytes());
        message.push(b'}');
        let dispatch = Dispatch::parse(message.into()).map_err(|error| body(error.to_string()))?;
        let guild = change.and_then(|change| {
            let guild = stream::guild_of(&self.subject).or_else(|| dispatch.guild_id())?;
            Some((guild, change))
        });
        Ok(Event { dispatch, change: guild })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.insert(*name, *value);
        }
        map
    }

    const ALL: [(&str, &str); 5] = [
        ("Gateway-Version", "1"),
        ("Gateway-Shard", "3/32"),
        ("Gateway-Session", "abc"),
        ("Gateway-Sequence", "17"),
        ("Gateway-Epoch", "5"),
    ];

    #[test]
    fn headers_are_read_and_each_that_is_missing_or_bad_is_named() {
        let map = headers(&ALL);
        let head = Head::read(Some(&map)).unwrap();
        assert_eq!((head.shard.id(), head.session, head.sequence, head.epoch), (3, "abc", 17, 5));
        for (name, _) in ALL {
            let rest: Vec<_> = ALL.into_iter().filter(|(other, _)| *other != name).collect();
            assert_eq!(Head::read(Some(&headers(&rest))), Err(MessageError::Header(name)));
            if name != "Gateway-Session" {
                let bad: Vec<_> = rest.into_iter().chain([(name, "x")]).collect();
                assert_eq!(Head::read(Some(&headers(&bad))), Err(MessageError::Header(name)));
            }
        }
        let later = headers(&[("Gateway-Version", "2")]);
        let error = Head::read(Some(&later)).unwrap_err();
        assert!(error.is_of_a_later_version(), "{error}");
        assert!(Head::read(None).is_err());
    }

    fn received(subject: &str, name: &str, data: &str) -> Received {
        let payload = format!(
            r#"{{"version":1,"application_id":"1","type":1,"event":{{"type":{name},"timestamp":"x","data":{data}}}}}"#
        );
        Received {
            subject: subject.into(),
            headers: None,
            payload: payload.into(),
            shard: ShardId::ONE,
            session: "abc".into(),
            sequence: 17,
        }
    }

    #[test]
    fn the_event_is_what_the_gateway_had_byte_by_byte() {
        let data = r#"{ "guild_id":"5", "n":12345678901234567890, "t":"\u00e9" }"#;
        let event = received("d.1.0.0.X.5", r#""MESSAGE_CREATE""#, data).event().unwrap();
        assert_eq!(event.dispatch.data(), data.as_bytes());
        assert_eq!((event.dispatch.name(), event.dispatch.sequence()), ("MESSAGE_CREATE", 17));
        let event = received("d.1.0.0.X._", r#""NEW \"one\"""#, "[1]").event().unwrap();
        assert_eq!(
            (event.dispatch.kind(), event.dispatch.data()),
            (EventKind::Unknown, &b"[1]"[..])
        );
        assert!(received("d.1.0.0.X._", "7", "{}").event().is_err());
    }

    #[test]
    fn what_a_guild_event_means_is_in_its_name() {
        let guild = Id::new(5).unwrap();
        for (name, is, change) in [
            ("GUILD_CREATE", "GUILD_CREATE", GuildChange::Joined),
            ("GUILD_AVAILABLE", "GUILD_CREATE", GuildChange::Available),
            ("GUILD_DELETE", "GUILD_DELETE", GuildChange::Left),
            ("GUILD_UNAVAILABLE", "GUILD_DELETE", GuildChange::Unavailable),
        ] {
            let name = format!("\"{name}\"");
            let event = received("d.1.0.0.X.5", &name, r#"{"id":"5"}"#).event().unwrap();
            assert_eq!((event.dispatch.name(), event.change), (is, Some((guild, change))));
        }
    }
}
