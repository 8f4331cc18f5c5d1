//! The event stream, for its publishers and consumers: partitions, subjects and headers.
//!
//! `docs/stream.md` of the workspace is the contract, for any language.

use std::num::NonZeroU32;

use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};

/// The version of the contract, in the header [`VERSION_HEADER`]. Readers refuse a higher one.
pub const VERSION: u32 = 1;

/// Header: the version of the contract.
pub const VERSION_HEADER: &str = "Gateway-Version";
/// Header: the shard that received the event, such as `3/32`.
pub const SHARD_HEADER: &str = "Gateway-Shard";
/// Header: the id of the session.
pub const SESSION_HEADER: &str = "Gateway-Session";
/// The value of [`SESSION_HEADER`] for a message that was missed with a lost session and read over REST. Its
/// sequence is the message's id.
pub const CAUGHT_UP: &str = "caught-up";
/// Header: the sequence of the event in its session.
pub const SEQUENCE_HEADER: &str = "Gateway-Sequence";
/// Header: the epoch of the publisher's ownership of the shard. It rises with each owner, and is 0 without a fleet.
pub const EPOCH_HEADER: &str = "Gateway-Epoch";

/// Header: the message was a dead letter and is played back, so it is not a repeat.
pub const PLAYED_BACK_HEADER: &str = "Gateway-Played-Back";

/// The default number of partitions of a stream.
pub const PARTITIONS: NonZeroU32 = NonZeroU32::new(16).expect("it is not 0");

/// The largest number of partitions of a stream: each is a consumer at the server.
pub const MOST_PARTITIONS: u32 = 1024;

/// Returns the partition of an event: `(guild_id >> 22) % partitions`, the formula by which Discord assigns a guild to
/// a shard. Events without a guild are assigned by their shard: `shard % partitions`.
#[must_use]
pub fn partition(guild: Option<Id<marker::Guild>>, shard: u32, partitions: NonZeroU32) -> u32 {
    guild.map_or(shard % partitions, |guild| guild.shard(partitions))
}

/// Returns the subject of an event: `PREFIX.PARTITIONS.PARTITION.SHARD.NAME.GUILD`, with `_` if there is no guild.
///
/// Characters of the name other than ASCII letters, digits, `_` and `-` become `_`, so that a future event name of
/// Discord cannot add a level or a wildcard.
#[must_use]
pub fn subject(
    prefix: &str,
    partitions: NonZeroU32,
    shard: u32,
    name: &str,
    guild: Option<Id<marker::Guild>>,
) -> String {
    use std::fmt::Write as _;

    let mut subject = String::with_capacity(prefix.len() + name.len() + 40);
    let partition = partition(guild, shard, partitions);
    // Writing to a string cannot fail.
    let _ = write!(subject, "{prefix}.{partitions}.{partition}.{shard}.");
    let safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    subject.extend(name.chars().map(|c| if safe(c) { c } else { '_' }));
    match guild {
        Some(guild) => {
            let _ = write!(subject, ".{guild}");
        }
        None => subject.push_str("._"),
    }
    subject
}

/// Returns the pattern for the subjects of all events.
#[must_use]
pub fn all_events(prefix: &str) -> String {
    format!("{prefix}.>")
}

/// Returns the pattern for the subjects of the events of one partition.
#[must_use]
pub fn events_of(prefix: &str, partitions: NonZeroU32, partition: u32) -> String {
    format!("{prefix}.{partitions}.{partition}.>")
}

/// Returns the guild in a subject; `None` for an event without a guild.
#[must_use]
pub fn guild_of(subject: &str) -> Option<Id<marker::Guild>> {
    subject.rsplit('.').next()?.parse().ok()
}

/// Returns the number of partitions that a subject names; `None` if the subject does not have this prefix.
#[must_use]
pub fn partitions_of(prefix: &str, subject: &str) -> Option<NonZeroU32> {
    subject.strip_prefix(prefix)?.strip_prefix('.')?.split('.').next()?.parse().ok()
}

/// Reads the value of [`SHARD_HEADER`].
#[must_use]
pub fn read_shard(value: &str) -> Option<ShardId> {
    let (shard, total) = value.split_once('/')?;
    ShardId::new(shard.parse().ok()?, total.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EIGHT: NonZeroU32 = NonZeroU32::new(8).unwrap();

    #[test]
    fn the_subject_has_six_parts_whatever_the_name() {
        let guild = Id::new(81_384_788_765_712_384);
        // 81384788765712384 >> 22 is 19403645698, and that modulo 8 is 2.
        assert_eq!(
            subject("discord", EIGHT, 3, "MESSAGE_CREATE", guild),
            "discord.8.2.3.MESSAGE_CREATE.81384788765712384"
        );
        assert_eq!(subject("a.b", EIGHT, 11, "A.>*B", None), "a.b.8.3.11.A___B._");
        let text = subject("discord", EIGHT, 3, "MESSAGE_CREATE", guild);
        assert_eq!((guild_of(&text), guild_of("discord.8.3.11.READY._")), (guild, None));
        assert_eq!(partitions_of("discord", &text), Some(EIGHT));
        assert_eq!(partitions_of("a.b", "a.b.8.3.11.X._"), Some(EIGHT));
        assert_eq!(partitions_of("disc", &text), None);
        assert!(text.starts_with(events_of("discord", EIGHT, 2).trim_end_matches('>')));
    }

    #[test]
    fn the_docs_name_the_headers_and_the_example() {
        let docs = include_str!("../docs/stream.md");
        for header in [VERSION_HEADER, SHARD_HEADER, SESSION_HEADER, SEQUENCE_HEADER, EPOCH_HEADER]
        {
            assert!(docs.contains(&format!("`{header}`")), "{header}");
        }
        let guild = Id::new(81_384_788_765_712_384);
        assert!(docs.contains(&subject("discord", PARTITIONS, 3, "MESSAGE_CREATE", guild)));
        assert!(docs.contains(&format!("Default {PARTITIONS}")));
    }

    #[test]
    fn a_shard_is_read_only_if_there_can_be_one() {
        assert_eq!(
            read_shard("3/32").map(|shard| (shard.id(), shard.count().get())),
            Some((3, 32))
        );
        for bad in ["", "3", "32/32", "0/0", "a/b", "3/32/1"] {
            assert_eq!(read_shard(bad), None, "{bad}");
        }
    }
}
