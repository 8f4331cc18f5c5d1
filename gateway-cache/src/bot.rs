//! Events from the listeners of a `Bot`.

use std::future::ready;
use std::sync::Arc;

use gateway_model::EventKind;
use gateway_shard::{Before, Bot, Context};

use crate::cache::Cache;
use crate::change::Change;

impl Cache {
    /// Takes in the events of a bot, each before its listeners begin: a listener sees the state with its event in it.
    ///
    /// Call it before anything else is added to the bot. A [hook](Bot::before) that was added earlier sees the state before
    /// the event, one that waits lets later events of its shard overtake the cache, and one that skips an event keeps it
    /// from the cache too.
    ///
    /// The bot then asks for every event that the cache needs and the cache's intents bring.
    ///
    /// Listeners find the cache as their [state](Bot::state).
    pub fn attach(&self, bot: &mut Bot) {
        bot.state(self.clone());
        for event in EventKind::KNOWN.iter().copied().filter(|event| self.is_brought(*event)) {
            bot.on_raw(event.name().unwrap_or_default(), |_, _| ready(()));
        }
        let cache = self.clone();
        bot.before(move |ctx: Context, dispatch| {
            let asked = cache.inner.settings.keeps_changes;
            match cache.apply_dispatch(&dispatch, asked) {
                Ok(changes) => {
                    if let Some(key) = ctx.key().filter(|_| asked) {
                        cache.inner.recent.keep(key, changes);
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, event = dispatch.name(), "the cache could not read an event and may be out of date");
                }
            }
            ready(Before::Go)
        });
        if self.inner.settings.keeps_changes {
            let cache = self.clone();
            bot.after(move |ctx: Context, _| {
                if let Some(key) = ctx.key() {
                    cache.inner.recent.forget(&key);
                }
                ready(())
            });
        }
    }

    /// Whether an event is of use and comes. Guild Member Update comes for the bot's own member without an intent.
    fn is_brought(&self, event: EventKind) -> bool {
        let settings = &self.inner.settings;
        settings.wants(event)
            && (settings.intents.bring(event) || event == EventKind::GuildMemberUpdate)
    }

    /// What the event of a listener changed, with the values before and after; empty if nothing was changed, if the cache
    /// was built without [`keep_changes`](crate::CacheBuilder::keep_changes), or once all listeners of the event have
    /// ended.
    #[must_use]
    pub fn changes(&self, ctx: &Context) -> Arc<[Change]> {
        ctx.key().and_then(|key| self.inner.recent.of(&key)).unwrap_or_default()
    }
}
