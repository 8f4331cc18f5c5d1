//! Events that are written many times, with everything prepared except their sequences.

use std::sync::Arc;

use flate2::{Compress, Compression, FlushCompress};
use serde_json::Value;

use super::deflate::deflate;
use crate::action::ReplayEvent;

/// End of an empty stored block: LEN and its complement (RFC 1951, 3.2.4).
const EMPTY: [u8; 4] = [0x00, 0x00, 0xff, 0xff];

/// An event with everything except its sequence.
#[derive(Debug)]
struct Prepared {
    /// JSON up to and including `"s":`. The order of the fields is Discord's.
    head: Vec<u8>,
    /// JSON after the sequence.
    rest: Vec<u8>,
    /// The head as deflate blocks that do not refer to earlier data, without the last four bytes: they end with the
    /// header of a stored block whose length is still missing.
    deflated_head: Vec<u8>,
    /// The rest as deflate blocks that do not refer to earlier data, with a sync flush at their end.
    deflated_rest: Vec<u8>,
}

/// Events that were prepared for one session.
#[derive(Debug)]
pub(crate) struct ReplaySet {
    events: Vec<Prepared>,
    names: Vec<String>,
}

impl ReplaySet {
    pub(super) fn new(events: &[ReplayEvent]) -> Self {
        let prepared = events.iter().map(|ReplayEvent { event, data }| {
            let head = format!(r#"{{"t":{},"s":"#, Value::from(event.as_str())).into_bytes();
            let rest = format!(r#","op":0,"d":{data}}}"#).into_bytes();
            let alone = |json| {
                let mut raw = Compress::new(Compression::best(), false);
                deflate(&mut raw, json, FlushCompress::Sync)
            };
            let (mut deflated_head, deflated_rest) = (alone(&head), alone(&rest));
            deflated_head.truncate(deflated_head.len() - EMPTY.len());
            Prepared { head, rest, deflated_head, deflated_rest }
        });
        let names = events.iter().map(|event| event.event.clone()).collect();
        Self { events: prepared.collect(), names }
    }

    /// Returns the number of events.
    pub(super) const fn len(&self) -> usize {
        self.events.len()
    }

    /// Returns how often each name occurs in this many events.
    pub(super) fn counts(&self, total: usize) -> Vec<(String, u64)> {
        let (laps, rest) = (total / self.names.len(), total % self.names.len());
        let count = |at: usize| (laps + usize::from(at < rest)) as u64;
        self.names.iter().enumerate().map(|(at, name)| (name.clone(), count(at))).collect()
    }
}

/// A part of a replay: events with sequences from `first`.
#[derive(Clone, Debug)]
pub(crate) struct ReplayBatch {
    pub(super) set: Arc<ReplaySet>,
    pub(super) first: u64,
    pub(super) count: usize,
}

impl ReplayBatch {
    /// Returns the payloads, one by one.
    #[cfg(feature = "zstd")]
    pub(super) fn payloads(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        self.numbered().map(|(event, sequence)| {
            let mut payload = event.head.clone();
            payload.extend_from_slice(Digits::of(sequence).text());
            payload.extend_from_slice(&event.rest);
            payload
        })
    }

    fn numbered(&self) -> impl Iterator<Item = (&Prepared, u64)> {
        self.set.events.iter().cycle().take(self.count).zip(self.first..)
    }

    /// Appends text frames.
    pub(super) fn write_plain(&self, out: &mut Vec<u8>) {
        for (event, sequence) in self.numbered() {
            let digits = Digits::of(sequence);
            frame(out, 0x81, event.head.len() + digits.text().len() + event.rest.len());
            out.extend_from_slice(&event.head);
            out.extend_from_slice(digits.text());
            out.extend_from_slice(&event.rest);
        }
    }

    /// Appends binary frames of a zlib stream, each ending with a sync flush. They do not refer to earlier data; later
    /// data must not refer to them.
    pub(super) fn write_zlib(&self, out: &mut Vec<u8>) {
        for (event, sequence) in self.numbered() {
            let digits = Digits::of(sequence);
            let digits = digits.text();
            let (head, rest) = (&event.deflated_head, &event.deflated_rest);
            frame(out, 0x82, head.len() + EMPTY.len() + digits.len() + rest.len());
            out.extend_from_slice(head);
            // There are at most 20 digits, so one byte is enough.
            let length = [digits.len() as u8, 0];
            out.extend_from_slice(&length);
            out.extend_from_slice(&length.map(|byte| !byte));
            out.extend_from_slice(digits);
            out.extend_from_slice(rest);
        }
    }
}

/// Header of an unmasked, final frame (RFC 6455, 5.2).
fn frame(out: &mut Vec<u8>, first: u8, length: usize) {
    out.push(first);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short), _) if short < 126 => out.push(short),
        (_, Ok(medium)) => {
            out.push(126);
            out.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            out.push(127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

/// A number in decimal digits, without an allocation.
struct Digits {
    space: [u8; 20],
    start: usize,
}

impl Digits {
    fn of(mut number: u64) -> Self {
        let mut digits = Self { space: [b'0'; 20], start: 20 };
        loop {
            digits.start -= 1;
            digits.space[digits.start] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                return digits;
            }
        }
    }

    fn text(&self) -> &[u8] {
        &self.space[self.start..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::encode::Encoder;
    use bytes::Bytes;
    use flate2::{Decompress, FlushDecompress};
    use serde_json::json;

    #[test]
    fn digits_are_those_of_the_number() {
        for number in [0, 7, 10, 99, 1_234_567_890, u64::MAX] {
            assert_eq!(Digits::of(number).text(), number.to_string().as_bytes());
        }
    }

    /// Parses complete, unmasked frames.
    fn messages(mut bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        while let [_, length, rest @ ..] = bytes {
            let (length, rest) = match length {
                126 => (usize::from(u16::from_be_bytes([rest[0], rest[1]])), &rest[2..]),
                short => (usize::from(*short), rest),
            };
            found.push(rest[..length].to_vec());
            bytes = &rest[length..];
        }
        found
    }

    #[test]
    fn prepared_events_fit_into_a_zlib_stream_between_others() {
        let events: Vec<ReplayEvent> = (0..3)
            .map(|number| ReplayEvent {
                event: "TYPING_START".to_owned(),
                data: json!({ "text": "lorem ipsum ".repeat(number * 20) }),
            })
            .collect();
        let batch = ReplayBatch { set: Arc::new(ReplaySet::new(&events)), first: 98, count: 7 };
        let mut encoder = Encoder::from_query("compress=zlib-stream").unwrap();
        let ordinary = Bytes::from_static(br#"{"op":11,"d":"lorem ipsum lorem ipsum"}"#);
        let mut wire = vec![encoder.message(ordinary.clone(), false).1.to_vec()];
        for _ in 0..2 {
            let mut out = Vec::new();
            encoder.replay(&batch, &mut out);
            wire.extend(messages(&out));
            wire.push(encoder.message(ordinary.clone(), false).1.to_vec());
        }
        let mut inflate = Decompress::new(true);
        let mut sequences = Vec::new();
        for message in wire {
            assert!(message.ends_with(&EMPTY));
            let mut out = Vec::with_capacity(1 << 16);
            inflate.decompress_vec(&message, &mut out, FlushDecompress::Sync).unwrap();
            let payload: Value = serde_json::from_slice(&out).unwrap();
            sequences.push(payload["s"].as_u64());
            if let Some(sequence) = payload["s"].as_u64() {
                let event = &events[(sequence as usize - 98) % 3];
                assert_eq!(payload["d"], event.data);
                assert!(out.starts_with(br#"{"t":"TYPING_START","s":"#) && out.ends_with(b"}"));
            } else {
                assert_eq!(out, ordinary);
            }
        }
        let lap: Vec<_> = (98..105).map(Some).collect();
        assert_eq!(sequences, [&[None], &lap[..], &[None], &lap[..], &[None]].concat());
        let mut plain = Vec::new();
        batch.write_plain(&mut plain);
        let payloads: Vec<Vec<u8>> = batch.payloads().map(|payload| payload.to_vec()).collect();
        assert_eq!(messages(&plain), payloads);
    }
}
