//! Takes events from the listeners of a `Bot`.

use std::sync::Arc;

use futures_util::FutureExt as _;
use gateway_handler::States;
use gateway_shard::{Before, Bot, ShardStopped};

use super::waits::Waits;

impl Waits {
    /// Passes every event of the kinds given to [`Waits::new`] to the waits for it, before the bot's listeners start.
    /// When the gateway stops, all waits end.
    ///
    /// [`Bot::start`] then requests these events, and warns if an intent for one is missing. If an earlier
    /// [hook](Bot::before) skips an event, the waits do not get it either. A listener that waits should call
    /// [`mark_handled`](gateway_shard::Context::mark_handled) first.
    ///
    /// Listeners can take these `Waits` as a [state](Bot::state), unless the bot already has `Waits`.
    pub fn attach(&self, bot: &mut Bot) {
        let mut states = States::default();
        states.insert(Arc::new(self.clone()));
        bot.add_missing_states(&states);
        for event in self.events() {
            bot.on_raw(event.name().unwrap_or_default(), |_, _| std::future::ready(()));
        }
        if !self.events().is_empty() {
            let waits = self.clone();
            bot.before(move |_, dispatch| {
                waits.process(&dispatch);
                std::future::ready(Before::Go)
            });
        }
        let waits = self.clone();
        bot.on::<ShardStopped>(move |ctx, _| {
            // Not if a single shard stops, for example because the number of shards changes.
            if ctx.stopping().now_or_never().is_some() {
                waits.close();
            }
            std::future::ready(())
        });
    }
}
