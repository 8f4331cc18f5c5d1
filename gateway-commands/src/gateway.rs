//! Connects the handlers to the listeners of a `Bot`.

use std::sync::Arc;

use futures_util::FutureExt as _;
use gateway_model::event::InteractionCreate;
use gateway_shard::{Bot, ShardStopped};

use crate::answer::Front;
use crate::router::Commands;

impl Commands {
    /// Adds listeners that run the handlers of this router. Interactions need no intent.
    ///
    /// Each handler runs in a separate task and does not count towards [`Bot::concurrency`], so slow handlers never
    /// delay an interaction. The event counts as handled as soon as the handler has started, because a later process
    /// could not answer it any more. A shutdown waits for the handlers until its deadline.
    ///
    /// The bot's listeners can also take the states of the router, unless the bot has its own state of the type.
    ///
    /// Every interaction is answered, even one without a handler ([`Failure::NoHandler`](crate::Failure::NoHandler)).
    /// So no other listener of the bot can answer interactions: add a handler to this router instead.
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
                // Not if a single shard stops, for example because the number of shards changes.
                if ctx.stopping().now_or_never().is_some() {
                    this.finished().await;
                }
            }
        });
    }
}
