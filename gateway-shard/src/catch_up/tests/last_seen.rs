//! Tests of the last seen messages of all channels.

use std::sync::atomic::Ordering;

use gateway_model::Id;
use gateway_model::id::DISCORD_EPOCH_MS;

use crate::catch_up::last_seen::{Channel, ChannelId, Guild, GuildId, LastSeen, Stored};
use crate::catch_up::trim::QUIET_MS;
use crate::events::{Acknowledged, Register};

fn id<T>(id: u64) -> Id<T> {
    Id::new(id).unwrap()
}

fn base(seen: &LastSeen, guild: u64, channel: u64) -> Option<u64> {
    seen.base(id(guild), id(channel))
}

fn changes(seen: &LastSeen) -> Vec<(u64, u64, Option<u64>, u64)> {
    let changes = seen.changes();
    let of = |stored: &Stored| {
        (stored.guild.get(), stored.channel.map_or(0, Id::get), stored.done, stored.until)
    };
    changes.iter().map(of).collect()
}

#[test]
fn what_is_missed_begins_behind_the_last_message_or_the_floor() {
    let seen = LastSeen::new(false);
    assert_eq!(base(&seen, 1, 10), None, "nothing is known of the guild");
    seen.raise_floor(id(1), 100, None);
    seen.note(id(1), id(10), 200, None);
    assert_eq!([10, 11].map(|channel| base(&seen, 1, channel)), [Some(200), Some(100)]);
    // A post of a forum: its first message has the same id.
    assert_eq!(base(&seen, 1, 150), Some(149));
    // A guild whose Guild Create arrived before this process started.
    seen.note(id(2), id(20), 300, None);
    assert_eq!([20, 21].map(|channel| base(&seen, 2, channel)), [Some(300), Some(299)]);
    seen.forget_guild(id(1));
    assert_eq!(base(&seen, 1, 10), None);
    assert_eq!(seen.channels.load(Ordering::Relaxed), 1);
}

#[test]
fn only_what_changed_is_stored_and_only_when_it_is_handled() {
    let seen = LastSeen::new(true);
    seen.raise_floor(id(1), 100, None);
    assert_eq!(changes(&seen), [(1, 0, Some(100), 0)]);
    assert_eq!(changes(&seen), []);
    let mut register = Register::of_others(0, Acknowledged::new(0));
    let receipt = register.hand_out(1);
    seen.note(id(1), id(10), 200, Some(&receipt));
    assert_eq!(changes(&seen), [(1, 10, Some(199), 0)]);
    receipt.mark_handled();
    assert_eq!(changes(&seen), [(1, 10, Some(200), 0)]);
    assert_eq!(changes(&seen), []);
    seen.open(id(1), id(11), 120, 180);
    seen.close(id(1), id(12));
    seen.forget_channel(id(1), id(10));
    assert_eq!(changes(&seen), [(1, 11, Some(120), 180), (1, 10, None, 0)]);
    seen.forget_guild(id(1));
    seen.raise_floor(id(1), 300, None);
    assert_eq!(changes(&seen), [(1, 0, None, 0), (1, 0, Some(300), 0)]);
}

#[test]
fn what_an_earlier_process_left_is_given_once_to_the_shard_of_its_guild() {
    let seen = LastSeen::new(true);
    let stored = |guild, channel, done, until| Stored {
        guild: id(guild),
        channel: Some(id(channel)),
        done: Some(done),
        until,
    };
    for stored in [
        stored(1, 10, 100, 0),
        stored(1, 11, 100, 100),
        stored(2, 20, 100, 150),
        stored(1, 12, 90, 110),
    ] {
        seen.restore(&stored);
    }
    let first = |guild: GuildId| guild.get() == 1;
    assert_eq!(seen.take_left(first), [(id(1), id(12), 90, 110)]);
    assert_eq!(seen.take_left(first), []);
    assert_eq!(seen.take_left(|_| true), [(id(2), id(20), 100, 150)]);
    assert_eq!(seen.channels.load(Ordering::Relaxed), 4);
}

/// Returns the id of message `number` of that second.
fn at(second: u64, number: u64) -> u64 {
    (second * 1000) << 22 | number
}

#[test]
fn the_channels_that_were_silent_longest_are_merged_and_nothing_is_missed_for_it() {
    let seen = LastSeen::new(true);
    let now_ms = DISCORD_EPOCH_MS + 10_000_000;
    for channel in 1..=1000 {
        seen.note(id(1 << 22 | 1), id(channel), at(channel, channel), None);
    }
    seen.open(id(1 << 22 | 1), id(3), 0, at(3, 3));
    seen.trim(2000, now_ms);
    assert_eq!(seen.channels.load(Ordering::Relaxed), 1000, "there is room");
    seen.trim(800, now_ms);
    let left = seen.channels.load(Ordering::Relaxed);
    assert!((600..=602).contains(&left), "{left}");
    let guild = 1 << 22 | 1;
    assert_eq!(base(&seen, guild, 3), Some(at(3, 3)), "what is missed is kept");
    assert_eq!(base(&seen, guild, 1000), Some(at(1000, 1000)));
    // The merged channels: at least what was seen, and not more than what the others have seen.
    let floor = base(&seen, guild, 2).unwrap();
    assert!(floor >= at(2, 2) && floor < at(500, 0), "{}", floor >> 22);
    let stored = LastSeen::new(true);
    seen.changes();
    seen.all().iter().for_each(|line| stored.restore(line));
    assert_eq!(stored.base(id(guild), id(2)), Some(floor));
}

#[test]
fn messages_of_the_last_minute_are_not_merged() {
    let seen = LastSeen::new(true);
    for channel in 1..=100 {
        seen.note(id(1), id(channel), at(100, channel), None);
    }
    seen.trim(10, DISCORD_EPOCH_MS + 100_000 + QUIET_MS / 2);
    assert_eq!(seen.channels.load(Ordering::Relaxed), 100);
    seen.trim(10, DISCORD_EPOCH_MS + 100_000 + 2 * QUIET_MS);
    assert!(seen.channels.load(Ordering::Relaxed) <= 10);
}

/// Documented for `CatchUp`.
#[test]
fn a_channel_takes_80_bytes_and_a_guild_about_130() {
    assert_eq!(size_of::<(ChannelId, Channel)>(), 80);
    let entry = size_of::<(GuildId, Guild)>();
    assert!((90..=120).contains(&entry), "{entry}, and what the map adds");
}
