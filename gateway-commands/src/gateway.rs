//! The front for the listeners of a `Bot`.

use std::sync::Arc;

use futures_util::FutureExt as _;
use gateway_model::event::InteractionCreate;
use gateway_shard::{Bot, ShardStopped};

use crate::answer::Front;
use crate::router::Commands;

impl Commands {
    /// Adds the listeners that run the handlers of this router. Interactions need no intent.
    ///
    /// Each handler runs in a task of its own: it takes no place of [`Bot::concurrency`], so that no number of slow
    /// handlers keeps an interaction waiting. Its event is handled as soon as it has begun: the next process could not
    /// answer it any more. A shutdown waits for the handlers until its deadline.
    ///
    /// The states of the router are the listeners' too, unless the bot has its own of the type.
    ///
    /// Every interaction is answered, also one that nothing is for ([`Failure::NoHandler`](crate::Failure::NoHandler)),
    /// so no other listener of the bot can answer interactions: what it serves becomes a handler of this router.
    pub fn attach(&self, bot: &mut Bot) {
        self.waits().attach(bot);
        bot.add_missing_states(self.states());
        let this = self.clone();
        bot.on::<InteractionCreate>(move |ctx, interaction: Arc<InteractionCreate>| {
            this.start(interaction, ctx.rest().clone(), Front::Gateway(ctx));
            std::future::ready(())
        });
        let this = self.clone();
        bot.on::<ShardStopped>(move |ctx, _| {
            let this = this.clone();
            async move {
                // Not if a shard stops alone, for instance because the number of shards changes.
                if ctx.stopping().now_or_never().is_some() {
                    this.finished().await;
                }
            }
        });
    }
}
