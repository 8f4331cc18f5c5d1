//! Updates the cache from a `Bot`.

use std::future::ready;
use std::sync::Arc;

use gateway_model::EventKind;
use gateway_shard::{Before, Bot, Context};

use crate::cache::Cache;
use crate::change::Change;

impl Cache {
    /// Updates the cache with the events of a bot, each before its listeners start: listeners see the state that
    /// includes their event.
    ///
    /// Call it before you add anything else to the bot. A [hook](Bot::before) that was added earlier sees the state
    /// before the event. If such a hook waits, later events of its shard reach the cache first. If it skips an event,
    /// the cache does not get it either.
    ///
    /// The bot then receives every event that the cache needs and that the cache's intents bring.
    ///
    /// Listeners can access the cache as a [state](Bot::state) of the bot.
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
                    tracing::warn!(%error, event = dispatch.name(), "the cache could not decode an event, so it may be out of date");
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

    /// Returns whether an event is needed and arrives. Guild Member Update arrives for the bot's own member without an
    /// intent.
    fn is_brought(&self, event: EventKind) -> bool {
        let settings = &self.inner.settings;
        settings.wants(event)
            && (settings.intents.bring(event) || event == EventKind::GuildMemberUpdate)
    }

    /// The changes made by the event of a listener, with the values before and after. It is empty if nothing changed,
    /// if the cache was built without [`keep_changes`](crate::CacheBuilder::keep_changes), or after all listeners of
    /// the event have ended.
    #[must_use]
    pub fn changes(&self, ctx: &Context) -> Arc<[Change]> {
        ctx.key().and_then(|key| self.inner.recent.of(&key)).unwrap_or_default()
    }
}
