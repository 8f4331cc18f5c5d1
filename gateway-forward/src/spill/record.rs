//! The format of one event in a spill file.
//!
//! A record is a prefix of 32 bytes, a head as JSON, and Discord's data of the event. The prefix is:
//!
//! | bytes | contents |
//! | --- | --- |
//! | 0 to 3 | [`MARKER`], to find records after damage |
//! | 4 to 7 | length of the head |
//! | 8 to 11 | length of the data |
//! | 12 to 19 | index: records of a folder are numbered in the order in which they were written |
//! | 20 to 23 | CRC-32 of the head |
//! | 24 to 27 | CRC-32 of the data |
//! | 28 to 31 | CRC-32 of the 28 bytes before |
//!
//! Numbers are little-endian. The checksum of the prefix distinguishes a changed length from an incomplete record. Gaps
//! in the indexes tell how many records are missing.

use bytes::Bytes;
use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};
use serde::{Deserialize, Serialize};

use crate::event::{ForwardEvent, SessionPosition};

/// The first bytes of a record. The first byte cannot occur in UTF-8 text, so no event's data looks like a record. The
/// last is the version.
pub(super) const MARKER: [u8; 4] = [0xff, b'e', b'v', 2];

/// The length of the part that is the same for all records.
pub(super) const PREFIX: usize = 32;

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fleet: Option<SessionPosition>,
}

/// Encodes the record of an event.
pub(super) fn encode(event: &ForwardEvent, index: u64) -> Vec<u8> {
    let head = Head {
        id: (&*event.id).into(),
        name: (&*event.name).into(),
        shard: event.shard,
        guild: event.guild,
        intents: event.intents.bits(),
        received_ms: event.received_ms,
        fleet: event.fleet,
    };
    // A struct of texts and numbers can always be encoded as JSON.
    let head = serde_json::to_vec(&head).unwrap_or_default();
    let mut record = Vec::with_capacity(PREFIX + head.len() + event.data.len());
    record.extend_from_slice(&MARKER);
    record.extend_from_slice(&length(&head));
    record.extend_from_slice(&length(&event.data));
    record.extend_from_slice(&index.to_le_bytes());
    record.extend_from_slice(&crc32fast::hash(&head).to_le_bytes());
    record.extend_from_slice(&crc32fast::hash(&event.data).to_le_bytes());
    record.extend_from_slice(&crc32fast::hash(&record).to_le_bytes());
    record.extend_from_slice(&head);
    record.extend_from_slice(&event.data);
    record
}

fn length(bytes: &[u8]) -> [u8; 4] {
    // An event is far below 4 GiB, because the transport refuses longer messages.
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// What the bytes at a position of a file are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The prefix of a record, which is complete or cut off.
    Record(Prefix),
    /// An incomplete prefix.
    Torn,
    /// Not a record.
    Damaged,
}

/// The prefix of an intact record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Prefix {
    head: usize,
    data: usize,
    index: u64,
    head_crc: u32,
    data_crc: u32,
}

/// An intact record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) index: u64,
    /// Length in the file.
    pub(super) length: u64,
    pub(super) event: ForwardEvent,
}

/// Classifies these bytes, of which [`PREFIX`] are enough.
pub(super) fn start(bytes: &[u8]) -> Start {
    let Some(prefix) = bytes.get(..PREFIX) else {
        let marker = &MARKER[..bytes.len().min(MARKER.len())];
        return if bytes.starts_with(marker) { Start::Torn } else { Start::Damaged };
    };
    let number = |at: usize| {
        u32::from_le_bytes([prefix[at], prefix[at + 1], prefix[at + 2], prefix[at + 3]])
    };
    if !prefix.starts_with(&MARKER) || crc32fast::hash(&prefix[..PREFIX - 4]) != number(PREFIX - 4)
    {
        return Start::Damaged;
    }
    Start::Record(Prefix {
        head: number(4) as usize,
        data: number(8) as usize,
        index: u64::from(number(12)) | u64::from(number(16)) << 32,
        head_crc: number(20),
        data_crc: number(24),
    })
}

impl Prefix {
    /// Returns the length of the record in the file.
    pub(super) const fn length(&self) -> u64 {
        PREFIX as u64 + self.head as u64 + self.data as u64
    }

    /// Decodes the record from all its bytes.
    ///
    /// # Errors
    ///
    /// Returns the event's id as an error, if that can be read, if the record was changed since it was written.
    pub(super) fn decode(&self, record: &[u8]) -> Result<Record, Option<Box<str>>> {
        let (head, data) = record[PREFIX..].split_at(self.head);
        if crc32fast::hash(head) != self.head_crc {
            return Err(None);
        }
        let head: Head<'_> = serde_json::from_slice(head).map_err(|_| None)?;
        if crc32fast::hash(data) != self.data_crc {
            return Err(Some(head.id.into()));
        }
        let event = ForwardEvent {
            id: head.id.into(),
            name: head.name.into(),
            shard: head.shard,
            guild: head.guild,
            intents: Intents::from_bits_retain(head.intents),
            received_ms: head.received_ms,
            fleet: head.fleet,
            data: Bytes::copy_from_slice(data),
        };
        Ok(Record { index: self.index, length: self.length(), event })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> ForwardEvent {
        ForwardEvent {
            id: "session:0:7".into(),
            name: "MESSAGE_CREATE".into(),
            shard: 3,
            guild: Id::new(5),
            intents: Intents::GUILD_MESSAGES,
            received_ms: 1_700_000_000_000,
            fleet: Some(SessionPosition { total: 8, epoch: 12, sequence: 7 }),
            data: Bytes::from_static(br#"{"id":"1"}"#),
        }
    }

    fn prefix(bytes: &[u8]) -> Option<Prefix> {
        match start(bytes) {
            Start::Record(prefix) => Some(prefix),
            Start::Torn | Start::Damaged => None,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let index = 0x0102_0304_0506_0708;
        let bytes = encode(&sample(), index);
        let record = prefix(&bytes).unwrap().decode(&bytes).unwrap();
        assert_eq!(record, Record { index, length: bytes.len() as u64, event: sample() });
    }

    #[test]
    fn a_record_cut_anywhere_is_torn() {
        let bytes = encode(&sample(), 1);
        for end in 0..PREFIX {
            assert_eq!(start(&bytes[..end]), Start::Torn, "{end}");
        }
        let prefix = prefix(&bytes[..PREFIX]).unwrap();
        assert_eq!(prefix.length(), bytes.len() as u64);
    }

    #[test]
    fn a_flipped_bit_is_damage_wherever_it_is_and_the_id_is_told_if_it_can_be() {
        let bytes = encode(&sample(), 1);
        let data_at = bytes.len() - sample().data.len();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            match prefix(&damaged) {
                None => assert!(at < PREFIX, "{at}"),
                Some(prefix) => {
                    let id = prefix.decode(&damaged).unwrap_err();
                    let wanted = (at >= data_at).then_some("session:0:7");
                    assert_eq!(id.as_deref(), wanted, "{at}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(prefix(&bytes), None);
        }
    }
}
