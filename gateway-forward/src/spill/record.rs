//! One event in a spill file.
//!
//! A record is: length of the rest (4 bytes), CRC-32 of the rest (4 bytes), length of the head (4 bytes), the
//! head as JSON, the event's data as Discord sent it. Numbers are little-endian.

use bytes::Bytes;
use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};
use serde::{Deserialize, Serialize};

use crate::event::ForwardEvent;

/// Bytes before the part that the length counts.
pub(super) const PREFIX: usize = 8;

/// Longest record that is believed; a length above it is damage. Discord's largest payloads are some MB.
const MAX_RECORD: usize = 256 << 20;

#[derive(Serialize, Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    id: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    name: std::borrow::Cow<'a, str>,
    shard: u32,
    guild: Option<Id<marker::Guild>>,
    intents: u64,
    received_ms: u64,
}

/// What the bytes at a place of a file are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// An event, and the length of its record.
    Event(ForwardEvent, usize),
    /// The beginning of a record whose rest was never written.
    Torn,
    /// Something that was not written by this code, or has changed since.
    Damaged,
}

/// The record of an event.
pub(super) fn encode(event: &ForwardEvent) -> Vec<u8> {
    let head = Head {
        id: (&*event.id).into(),
        name: (&*event.name).into(),
        shard: event.shard,
        guild: event.guild,
        intents: event.intents.bits(),
        received_ms: event.received_ms,
    };
    // A struct of texts and numbers always has a JSON form.
    let head = serde_json::to_vec(&head).unwrap_or_default();
    let mut rest = Vec::with_capacity(4 + head.len() + event.data.len());
    rest.extend_from_slice(&length(&head));
    rest.extend_from_slice(&head);
    rest.extend_from_slice(&event.data);
    let mut record = Vec::with_capacity(PREFIX + rest.len());
    record.extend_from_slice(&length(&rest));
    record.extend_from_slice(&crc32fast::hash(&rest).to_le_bytes());
    record.append(&mut rest);
    record
}

fn length(bytes: &[u8]) -> [u8; 4] {
    // An event is far below 4 GiB: the transport refuses longer messages.
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// Reads the record that begins here.
pub(super) fn decode(bytes: &[u8]) -> Read {
    let (Some(len), Some(crc)) = (number(bytes, 0), number(bytes, 4)) else { return Read::Torn };
    let len = len as usize;
    if len > MAX_RECORD {
        return Read::Damaged;
    }
    let Some(rest) = bytes.get(PREFIX..PREFIX + len) else { return Read::Torn };
    if crc32fast::hash(rest) != crc {
        return Read::Damaged;
    }
    event(rest).map_or(Read::Damaged, |event| Read::Event(event, PREFIX + len))
}

fn event(rest: &[u8]) -> Option<ForwardEvent> {
    let data_at = 4 + number(rest, 0)? as usize;
    let head: Head<'_> = serde_json::from_slice(rest.get(4..data_at)?).ok()?;
    Some(ForwardEvent {
        id: head.id.into(),
        name: head.name.into(),
        shard: head.shard,
        guild: head.guild,
        intents: Intents::from_bits_retain(head.intents),
        received_ms: head.received_ms,
        data: Bytes::copy_from_slice(rest.get(data_at..)?),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn sample() -> ForwardEvent {
        ForwardEvent {
            id: "session:0:7".into(),
            name: "MESSAGE_CREATE".into(),
            shard: 3,
            guild: Id::new(5),
            intents: Intents::GUILD_MESSAGES,
            received_ms: 1_700_000_000_000,
            data: Bytes::from_static(br#"{"id":"1"}"#),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let record = encode(&sample());
        assert_eq!(decode(&record), Read::Event(sample(), record.len()));
    }

    #[test]
    fn a_record_cut_anywhere_is_torn_and_a_flipped_bit_is_damage() {
        let record = encode(&sample());
        for end in 0..record.len() {
            assert_eq!(decode(&record[..end]), Read::Torn, "{end}");
        }
        for at in 4..record.len() {
            let mut damaged = record.clone();
            damaged[at] ^= 1;
            assert_eq!(decode(&damaged), Read::Damaged, "{at}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
