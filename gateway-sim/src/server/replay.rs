//! Replay mode: events that were prepared once, compressed too, and are written as fast as a socket
//! takes them. Only the sequence is new each time.

use std::sync::Arc;

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};
use gateway_model::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::encode::deflate;
use super::hub::{State, ToConn};
use crate::core::{ConnId, Core, Route};
use crate::rest::new_message;

/// End of an empty stored block: LEN and its complement (RFC 1951, 3.2.4).
const EMPTY: [u8; 4] = [0x00, 0x00, 0xff, 0xff];

/// Events written between two looks at the core.
const BATCH: usize = 512;

/// Batches on their way at once, so that the writer never waits for the core.
const AHEAD: usize = 2;

/// One event of a replay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayEvent {
    /// Its name.
    pub event: String,
    /// Its data.
    pub data: Value,
}

/// An event with everything but its sequence.
#[derive(Debug)]
struct Prepared {
    /// JSON up to and with `"s":`. The order of the fields is Discord's.
    head: Vec<u8>,
    /// JSON after the sequence.
    rest: Vec<u8>,
    /// The head as deflate blocks that refer to nothing before them, without the last four bytes: they
    /// end with the header of a stored block whose length is still to be said.
    deflated_head: Vec<u8>,
    /// The rest as deflate blocks that refer to nothing before them, with a sync flush at their end.
    deflated_rest: Vec<u8>,
}

/// Events that were prepared for one session.
#[derive(Debug)]
pub(crate) struct ReplaySet {
    events: Vec<Prepared>,
    names: Vec<String>,
}

impl ReplaySet {
    pub(crate) fn new(events: &[ReplayEvent]) -> Self {
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

    /// How often each name comes in the first so many events.
    fn counts(&self, total: usize) -> Vec<(String, u64)> {
        let (laps, rest) = (total / self.names.len(), total % self.names.len());
        let count = |at: usize| (laps + usize::from(at < rest)) as u64;
        self.names.iter().enumerate().map(|(at, name)| (name.clone(), count(at))).collect()
    }
}

/// A part of a replay: events with sequences from `first`.
#[derive(Clone, Debug)]
pub(crate) struct ReplayBatch {
    set: Arc<ReplaySet>,
    first: u64,
    count: usize,
}

impl ReplayBatch {
    /// The payloads, one by one.
    pub(crate) fn payloads(&self) -> impl Iterator<Item = Bytes> + '_ {
        self.numbered().map(|(event, sequence)| {
            let mut payload = event.head.clone();
            payload.extend_from_slice(Digits::of(sequence).text());
            payload.extend_from_slice(&event.rest);
            payload.into()
        })
    }

    fn numbered(&self) -> impl Iterator<Item = (&Prepared, u64)> {
        self.set.events.iter().cycle().take(self.count).zip(self.first..)
    }

    /// Appends text frames.
    pub(crate) fn write_plain(&self, out: &mut Vec<u8>) {
        for (event, sequence) in self.numbered() {
            let digits = Digits::of(sequence);
            frame(out, 0x81, event.head.len() + digits.text().len() + event.rest.len());
            out.extend_from_slice(&event.head);
            out.extend_from_slice(digits.text());
            out.extend_from_slice(&event.rest);
        }
    }

    /// Appends binary frames of a zlib stream, each ending with a sync flush. They refer to nothing
    /// before them; what follows must not refer to them.
    pub(crate) fn write_zlib(&self, out: &mut Vec<u8>) {
        for (event, sequence) in self.numbered() {
            let digits = Digits::of(sequence);
            let digits = digits.text();
            let (head, rest) = (&event.deflated_head, &event.deflated_rest);
            frame(out, 0x82, head.len() + EMPTY.len() + digits.len() + rest.len());
            out.extend_from_slice(head);
            // At most 20 digits: one byte says it.
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

/// A replay that goes on.
#[derive(Debug)]
pub(crate) struct Replay {
    set: Arc<ReplaySet>,
    left: u64,
}

impl State {
    /// Starts a replay on a connection; false where its session would see none of the events.
    pub(crate) fn start_replay(
        &mut self,
        conn: ConnId,
        events: &[ReplayEvent],
        count: u64,
    ) -> bool {
        let made;
        let events = if events.is_empty() {
            made = small_events(&self.core, conn);
            &made
        } else {
            events
        };
        let seen: Vec<ReplayEvent> = events
            .iter()
            .filter_map(|ReplayEvent { event, data }| {
                let data = self.core.seen_by(conn, event, route_of(data), data)?;
                Some(ReplayEvent { event: event.clone(), data })
            })
            .collect();
        if seen.is_empty() || count == 0 {
            return false;
        }
        self.replays.insert(conn, Replay { set: Arc::new(ReplaySet::new(&seen)), left: count });
        for _ in 0..AHEAD {
            self.next_batch(conn);
        }
        true
    }

    /// Puts the next batch of a replay, if there is one, in a connection's queue, behind all that was
    /// dispatched before.
    pub(crate) fn next_batch(&mut self, conn: ConnId) {
        let Some(replay) = self.replays.get_mut(&conn) else { return };
        // Whole laps, so that every batch begins with the first event.
        let lap = replay.set.events.len();
        let most = (BATCH / lap).max(1) * lap;
        let count = usize::try_from(replay.left).unwrap_or(most).min(most);
        let first = self.core.reserve_events(conn, &replay.set.counts(count));
        let Some(first) = first.filter(|_| count > 0) else {
            self.replays.remove(&conn);
            return;
        };
        replay.left -= count as u64;
        let batch = ReplayBatch { set: Arc::clone(&replay.set), first, count };
        self.order(conn, ToConn::Replay(batch));
    }
}

fn route_of(data: &Value) -> Route {
    let guild = data["guild_id"].as_str().and_then(|id| id.parse().ok());
    guild.map_or(Route::Direct, Route::Guild)
}

/// Small events of the first guilds of a session's shard: messages, typing, presences.
fn small_events(core: &Core, conn: ConnId) -> Vec<ReplayEvent> {
    let Some(shard) = core.shard_of(conn) else { return Vec::new() };
    let world = core.world();
    let mut events = Vec::new();
    for guild in world.guilds_of(shard).take(16) {
        let Some(held) = world.guild(guild) else { continue };
        for user in held.members.ids().skip(1).take(4) {
            let Some(member) = held.members.get(user) else { continue };
            let channel = guild.get() + 1;
            let id = Id::<gateway_model::id::marker::Generic>::new(guild.get() + user % 1000);
            let id = id.map_or(1, Id::get);
            let mut message = new_message(id, channel, member["user"].clone(), core.unix_ms());
            message["content"] = json!("who tried the new build yesterday?");
            message["guild_id"] = json!(guild.to_string());
            let typing = json!({
                "channel_id": channel.to_string(),
                "guild_id": guild.to_string(),
                "user_id": user.to_string(),
                "timestamp": core.unix_ms() / 1000,
            });
            let presence = json!({
                "user": { "id": user.to_string() },
                "guild_id": guild.to_string(),
                "status": "idle",
                "activities": [],
                "client_status": { "web": "idle" },
            });
            for (event, data) in [
                ("MESSAGE_CREATE", message),
                ("TYPING_START", typing),
                ("PRESENCE_UPDATE", presence),
            ] {
                events.push(ReplayEvent { event: event.to_owned(), data });
            }
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::encode::Encoder;
    use flate2::{Decompress, FlushDecompress};

    #[test]
    fn digits_are_those_of_the_number() {
        for number in [0, 7, 10, 99, 1_234_567_890, u64::MAX] {
            assert_eq!(Digits::of(number).text(), number.to_string().as_bytes());
        }
    }

    /// Takes whole, unmasked frames apart.
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
