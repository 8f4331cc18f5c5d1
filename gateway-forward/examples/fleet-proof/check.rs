//! Checks the events in the stream and in the files of the consumers.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use async_nats::jetstream::consumer::DeliverPolicy;
use async_nats::jetstream::consumer::pull::OrderedConfig;
use futures_util::StreamExt;

use crate::consumer::{Consumer, Seen};
use crate::servers::Servers;

/// How long to wait for the next message of the stream.
const NEXT: Duration = Duration::from_secs(10);

/// What became of some events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Came {
    /// Missing in the stream, or at every consumer.
    pub(crate) lost: usize,
    /// In the stream or at a consumer with two ids, so that dropping duplicates does not help.
    pub(crate) doubled: usize,
    /// In the stream after a later event of their guild.
    pub(crate) late: usize,
    /// Stored twice with one id, so that dropping duplicates helps.
    pub(crate) repeats: usize,
}

impl Came {
    pub(crate) const fn is_good(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.late == 0
    }
}

/// Compares the events that were sent from this number on with the stream, from this sequence on, and with the
/// consumers' files.
pub(crate) async fn compare(
    servers: &Servers,
    consumers: &[Consumer],
    first: usize,
    from: u64,
    sent: &[u64],
) -> Result<Came> {
    let mut written = HashMap::new();
    for consumer in consumers {
        consumer.read(&mut written)?;
    }
    let stored = stored(servers, from).await?;
    Ok(judge(first, sent, &stored, &written))
}

/// Returns the events of the stream from this sequence on.
async fn stored(servers: &Servers, start_sequence: u64) -> Result<Vec<Seen>> {
    let mut left = (servers.last_sequence().await? + 1).saturating_sub(start_sequence);
    let stream = servers.stream().await?;
    let deliver_policy = DeliverPolicy::ByStartSequence { start_sequence };
    let config = OrderedConfig { deliver_policy, ..OrderedConfig::default() };
    let mut messages = stream.create_consumer(config).await?.messages().await?;
    let mut stored = Vec::new();
    while left > 0 {
        let message =
            tokio::time::timeout(NEXT, messages.next()).await?.context("no message")??;
        stored.push(Seen::of(message.headers.as_ref(), &message.payload)?);
        left -= 1;
    }
    Ok(stored)
}

fn judge(
    first: usize,
    sent: &[u64],
    stored: &[Seen],
    written: &HashMap<usize, Vec<String>>,
) -> Came {
    let mut came = Came::default();
    let mut ids: HashMap<usize, &str> = HashMap::new();
    let mut newest: HashMap<u64, usize> = HashMap::new();
    // An event of an earlier fault that was stored again does not count.
    for seen in stored.iter().filter(|seen| seen.number >= first) {
        match ids.get(&seen.number) {
            Some(id) if *id == seen.id => came.repeats += 1,
            Some(_) => came.doubled += 1,
            None => {
                ids.insert(seen.number, &seen.id);
                let newest =
                    sent.get(seen.number - first).map(|guild| newest.entry(*guild).or_default());
                if let Some(newest) = newest {
                    came.late += usize::from(seen.number < *newest);
                    *newest = seen.number.max(*newest);
                }
            }
        }
    }
    for number in first..first + sent.len() {
        let at_consumers = written.get(&number).map_or(0, Vec::len);
        came.lost += usize::from(!ids.contains_key(&number) || at_consumers == 0);
        came.doubled += usize::from(at_consumers > 1);
    }
    came
}

/// Tests the comparison with planted faults, to show that it can fail.
pub(crate) fn try_out() -> Result<()> {
    // Three events of two guilds, with the numbers 10 to 12.
    let sent = [1, 1, 2];
    let seen = |number: usize, id: &str| Seen { number, id: id.to_owned() };
    let whole = [seen(10, "a"), seen(11, "b"), seen(12, "c")];
    let written = |numbers: &[(usize, &[&str])]| {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        numbers.iter().map(|(number, of)| (*number, ids(of))).collect::<HashMap<_, Vec<_>>>()
    };
    let all = written(&[(10, &["a"]), (11, &["b"]), (12, &["c"])]);
    let with = |more: Seen| whole.iter().cloned().chain([more]).collect::<Vec<_>>();
    let good = Came::default();
    let planted = [
        (whole.to_vec(), all.clone(), good),
        (whole[1..].to_vec(), all.clone(), Came { lost: 1, ..good }),
        (whole.to_vec(), written(&[(10, &["a"]), (11, &["b"])]), Came { lost: 1, ..good }),
        (with(seen(11, "other")), all.clone(), Came { doubled: 1, ..good }),
        (
            whole.to_vec(),
            written(&[(10, &["a"]), (11, &["b", "other"]), (12, &["c"])]),
            Came { doubled: 1, ..good },
        ),
        (with(seen(10, "a")), all.clone(), Came { repeats: 1, ..good }),
        (vec![seen(11, "b"), seen(10, "a"), seen(12, "c")], all.clone(), Came { late: 1, ..good }),
    ];
    for (stored, written, expected) in planted {
        let found = judge(10, &sent, &stored, &written);
        ensure!(found == expected, "the checker found {found:?} where {expected:?} was planted");
    }
    Ok(())
}
