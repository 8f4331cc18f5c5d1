//! A cache of guilds that are generated from the seed, because generating one costs more than most uses of it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use gateway_model::Id;
use gateway_model::id::marker;

use super::guild::Guild;

/// How many guilds are cached, of about 10 KB each. One more empties the cache.
const MOST: usize = 256;

/// A guild in its current state: a changed one, which is stored, or one that is generated from the seed.
#[derive(Clone, Debug)]
pub enum GuildRef<'a> {
    /// It was changed, so it is stored completely.
    Held(&'a Guild),
    /// It is generated from the seed.
    Made(Arc<Guild>),
}

impl Deref for GuildRef<'_> {
    type Target = Guild;

    fn deref(&self) -> &Guild {
        match self {
            Self::Held(guild) => guild,
            Self::Made(guild) => guild,
        }
    }
}

/// The guilds that were generated last.
#[derive(Debug, Default)]
pub(super) struct MadeGuilds(Mutex<BTreeMap<Id<marker::Guild>, Arc<Guild>>>);

impl MadeGuilds {
    /// Returns a guild, which is generated if it is not cached.
    pub(super) fn get(
        &self,
        id: Id<marker::Guild>,
        make: impl FnOnce() -> Option<Guild>,
    ) -> Option<Arc<Guild>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(guild) = kept.get(&id) {
            return Some(Arc::clone(guild));
        }
        let guild = Arc::new(make()?);
        if kept.len() == MOST {
            kept.clear();
        }
        kept.insert(id, Arc::clone(&guild));
        Some(guild)
    }

    /// Empties the cache, because something from which guilds are generated has changed.
    pub(super) fn clear(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;
    use serde_json::json;

    #[test]
    fn a_guild_is_made_once_and_anew_when_the_bot_has_another_name() {
        let mut world = World::new(1_000, 5, 1);
        let first = world.guild_at(0).unwrap();
        let made = |world: &World| match world.guild(first) {
            Some(GuildRef::Made(guild)) => guild,
            other => panic!("{other:?}"),
        };
        let before = made(&world);
        assert!(Arc::ptr_eq(&before, &made(&world)));
        let fields = json!({ "username": "renamed" }).as_object().unwrap().clone();
        assert!(world.change_bot(fields));
        let bot = world.bot_id().get();
        assert_eq!(made(&world).members.get(bot).unwrap()["user"]["username"], "renamed");
        for index in 0..1_000 {
            assert!(world.guild(world.guild_at(index).unwrap()).is_some());
            assert!(world.made_guilds.0.lock().unwrap().len() <= MOST);
        }
        world.guild_mut(first);
        assert!(matches!(world.guild(first), Some(GuildRef::Held(_))));
    }
}
