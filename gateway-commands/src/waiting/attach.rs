//! Events from the listeners of a `Bot`.

use std::sync::Arc;

use futures_util::FutureExt as _;
use gateway_handler::States;
use gateway_shard::{Before, Bot, ShardStopped};

use super::waits::Waits;

impl Waits {
    /// Hands every event of the kinds that [`Waits::new`] was given to who waits for it, before the bot's listeners begin.
    /// When the gateway stops, all waits end.
    ///
    /// [`Bot::start`] then asks for these events, and says if an intent for one is missing. A
    /// [hook](Bot::before) that was added earlier and skips an event keeps it from the waits too. A listener that waits
    /// calls [`mark_handled`](gateway_shard::Context::mark_handled) first.
    ///
    /// Listeners find these `Waits` as their [state](Bot::state), if the bot has no others.
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
            // Not if a shard stops alone, because the number of shards changes for instance.
            if ctx.stopping().now_or_never().is_some() {
                waits.close();
            }
            std::future::ready(())
        });
    }
}
