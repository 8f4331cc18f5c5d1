//! The guilds of a shard, and what their Guild Create and Guild Delete events mean.

use std::collections::HashMap;

use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use serde::Deserialize;

use crate::events::GuildChange;

/// The guilds of one shard, without I/O: it gets the dispatches.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guilds {
    /// Whether each guild is available.
    known: HashMap<Id<marker::Guild>, bool>,
    /// Incremented with each guild that is added or removed.
    version: u64,
    /// The sorted ids for storage, until a guild is added or removed.
    sorted: Option<Vec<Id<marker::Guild>>>,
    /// Whether `known` has all guilds of the bot, because it comes from a Ready or a stored session.
    complete: bool,
}

/// The fields of a guild, an unavailable guild and Ready that are used here.
#[derive(Deserialize)]
struct GuildPart {
    id: Id<marker::Guild>,
    #[serde(default)]
    unavailable: Option<bool>,
}

#[derive(Deserialize)]
struct ReadyPart {
    #[serde(default)]
    guilds: Vec<GuildPart>,
}

impl Guilds {
    /// Creates the state with the guilds of a session that will be resumed.
    pub(crate) fn resumed(guilds: impl IntoIterator<Item = Id<marker::Guild>>) -> Self {
        let known: HashMap<_, _> = guilds.into_iter().map(|id| (id, true)).collect();
        // The stored list may have been lost, so an empty one means that the guilds are unknown.
        let complete = !known.is_empty();
        Self { known, complete, ..Self::default() }
    }

    /// Incremented with each guild that is added or removed.
    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// The number of guilds, available or not.
    pub(crate) fn count(&self) -> usize {
        self.known.len()
    }

    /// The number of unavailable guilds.
    pub(crate) fn unavailable(&self) -> usize {
        self.known.values().filter(|available| !**available).count()
    }

    /// Their ids, sorted.
    pub(crate) fn ids(&mut self) -> Vec<Id<marker::Guild>> {
        let sorted = self.sorted.get_or_insert_with(|| {
            let mut ids: Vec<_> = self.known.keys().copied().collect();
            ids.sort_unstable();
            ids
        });
        sorted.clone()
    }

    /// Records that a guild was added or removed.
    fn list_changed(&mut self) {
        self.version += 1;
        self.sorted = None;
    }

    /// Returns whether the shard has the guild.
    pub(crate) fn has(&self, guild: Id<marker::Guild>) -> bool {
        self.known.contains_key(&guild)
    }

    /// Returns whether the shard is known not to have the guild.
    pub(crate) fn lacks(&self, guild: Id<marker::Guild>) -> bool {
        self.complete && !self.known.contains_key(&guild)
    }

    /// Processes a dispatch. Returns the guild changes that it means; there are none if its data cannot be parsed.
    pub(crate) fn observe(&mut self, dispatch: &Dispatch) -> Vec<(Id<marker::Guild>, GuildChange)> {
        let read = || dispatch.decode::<GuildPart>().ok();
        match dispatch.kind() {
            EventKind::Ready => self.ready(dispatch),
            EventKind::GuildCreate => read().map(|guild| self.create(guild)).into_iter().collect(),
            EventKind::GuildDelete => read().map(|guild| self.delete(guild)).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Handles a new session. Its Ready lists every guild of the shard, as unavailable until its Guild Create.
    ///
    /// Docs: Gateway Events, [Ready](https://docs.discord.com/developers/events/gateway-events#ready).
    fn ready(&mut self, dispatch: &Dispatch) -> Vec<(Id<marker::Guild>, GuildChange)> {
        let Ok(ready) = dispatch.decode::<ReadyPart>() else { return Vec::new() };
        let now: HashMap<_, _> = ready.guilds.iter().map(|guild| (guild.id, false)).collect();
        let mut changes = Vec::new();
        self.list_changed();
        if self.complete {
            // These changes happened while there was no session. A guild that was joined meanwhile is reported when its
            // Guild Create arrives; it remains unknown until then.
            let gone = self.known.keys().filter(|id| !now.contains_key(id));
            changes.extend(gone.map(|id| (*id, GuildChange::Left)));
            changes.sort_unstable_by_key(|(id, _)| *id);
            self.known = now.into_iter().filter(|(id, _)| self.known.contains_key(id)).collect();
        } else {
            self.known = now;
            self.complete = true;
        }
        changes
    }

    fn create(&mut self, guild: GuildPart) -> (Id<marker::Guild>, GuildChange) {
        // "During an outage, the guild object in scenarios 1 and 3 may be marked as unavailable."
        let available = guild.unavailable != Some(true);
        let known = self.known.insert(guild.id, available).is_some();
        if !known {
            self.list_changed();
        }
        let change = match (known, available) {
            (false, _) => GuildChange::Joined,
            (true, true) => GuildChange::Available,
            (true, false) => GuildChange::Unavailable,
        };
        (guild.id, change)
    }

    fn delete(&mut self, guild: GuildPart) -> (Id<marker::Guild>, GuildChange) {
        // "If the `unavailable` field is not set, the user was removed from the guild."
        if guild.unavailable == Some(true) {
            let known = self.known.insert(guild.id, false).is_some();
            if !known {
                self.list_changed();
            }
            return (guild.id, GuildChange::Unavailable);
        }
        if self.known.remove(&guild.id).is_some() {
            self.list_changed();
        }
        (guild.id, GuildChange::Left)
    }
}

#[cfg(test)]
mod tests {
    use gateway_model::Bytes;

    use super::*;
    use GuildChange::{Available, Joined, Left, Unavailable};

    fn dispatch(name: &str, data: &str) -> Dispatch {
        let text = format!(r#"{{"op":0,"s":1,"t":"{name}","d":{data}}}"#);
        Dispatch::parse(Bytes::from(text)).unwrap()
    }

    fn see(guilds: &mut Guilds, name: &str, data: &str) -> Vec<(u64, GuildChange)> {
        let changes = guilds.observe(&dispatch(name, data));
        changes.into_iter().map(|(id, change)| (id.get(), change)).collect()
    }

    const READY: &str =
        r#"{"guilds":[{"id":"1","unavailable":true},{"id":"2","unavailable":true}]}"#;

    #[test]
    fn available_is_told_apart_from_joined() {
        let mut guilds = Guilds::default();
        assert_eq!(see(&mut guilds, "READY", READY), []);
        assert_eq!(see(&mut guilds, "GUILD_CREATE", r#"{"id":"1"}"#), [(1, Available)]);
        assert_eq!(see(&mut guilds, "GUILD_CREATE", r#"{"id":"3"}"#), [(3, Joined)]);
        assert_eq!((guilds.count(), guilds.unavailable()), (3, 1));
    }

    #[test]
    fn unavailable_is_told_apart_from_left() {
        let mut guilds = Guilds::resumed([1, 2].map(|id| Id::new(id).unwrap()));
        let outage = r#"{"id":"1","unavailable":true}"#;
        assert_eq!(see(&mut guilds, "GUILD_DELETE", outage), [(1, Unavailable)]);
        assert_eq!(see(&mut guilds, "GUILD_DELETE", r#"{"id":"2"}"#), [(2, Left)]);
        assert_eq!(see(&mut guilds, "GUILD_CREATE", r#"{"id":"1"}"#), [(1, Available)]);
        assert_eq!(guilds.count(), 1);
    }

    #[test]
    fn what_changed_while_away_is_told_by_the_next_ready() {
        let mut guilds = Guilds::resumed([1, 9].map(|id| Id::new(id).unwrap()));
        assert_eq!(see(&mut guilds, "READY", READY), [(9, Left)]);
        assert_eq!(see(&mut guilds, "GUILD_CREATE", r#"{"id":"1"}"#), [(1, Available)]);
        assert_eq!(see(&mut guilds, "GUILD_CREATE", r#"{"id":"2"}"#), [(2, Joined)]);
    }

    #[test]
    fn a_guild_that_comes_in_during_an_outage_is_not_available() {
        let mut guilds = Guilds::default();
        see(&mut guilds, "READY", READY);
        let create = r#"{"id":"1","unavailable":true}"#;
        assert_eq!(see(&mut guilds, "GUILD_CREATE", create), [(1, Unavailable)]);
    }

    #[test]
    fn the_version_rises_when_the_list_changes_and_only_then() {
        let mut guilds = Guilds::default();
        let mut version = |name, data| {
            see(&mut guilds, name, data);
            guilds.version()
        };
        assert_eq!(version("READY", READY), 1);
        assert_eq!(version("GUILD_CREATE", r#"{"id":"1"}"#), 1);
        assert_eq!(version("GUILD_CREATE", r#"{"id":"3"}"#), 2);
        assert_eq!(version("GUILD_DELETE", r#"{"id":"3","unavailable":true}"#), 2);
        assert_eq!(version("GUILD_DELETE", r#"{"id":"3"}"#), 3);
        assert_eq!(version("GUILD_DELETE", r#"{"id":"3"}"#), 3);
    }

    #[test]
    fn data_that_cannot_be_read_changes_nothing() {
        let mut guilds = Guilds::resumed([Id::new(1).unwrap()]);
        for (name, data) in
            [("GUILD_DELETE", "[]"), ("READY", r#"{"guilds":7}"#), ("GUILD_CREATE", "null")]
        {
            assert_eq!(see(&mut guilds, name, data), []);
        }
        assert_eq!(guilds.count(), 1);
    }
}
