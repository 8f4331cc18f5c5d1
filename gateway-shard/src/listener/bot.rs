//! The listeners of a bot.

use std::sync::Arc;

use gateway_handler::States;
use gateway_model::Dispatch;

use super::handler::{AfterHook, BeforeHook, EventListener, Listener};
use super::listen::Listen;
use super::outcome::ListenerFailure;
use super::registry::Registry;
use crate::events::Dedupe;
use crate::missing_states::MissingStates;

/// The default of [`Bot::concurrency`].
const DEFAULT_CONCURRENCY: usize = 64;

/// The listeners of a bot.
///
/// ```no_run
/// use gateway_model::event::MessageCreate;
/// use gateway_model::gateway::Intents;
/// use gateway_shard::{Bot, Gateway, GuildJoined, Outcome};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let mut bot = Bot::new();
/// bot.on::<MessageCreate>(|ctx, message| async move {
///     if &*message.content == "!ping" {
///         ctx.rest().create_message(message.channel_id).content("pong").await?;
///     }
///     Outcome::Ok(())
/// });
/// bot.on::<GuildJoined>(|ctx, guild| async move {
///     println!("shard {}: joined {}", ctx.shard(), guild.guild_id);
/// });
/// bot.on_raw("SOMETHING_NEW", |_ctx, event| async move {
///     println!("{}", String::from_utf8_lossy(event.data()));
/// });
/// // Without MESSAGE_CONTENT, `content` is empty. The intent is privileged: enable it in the Developer Portal.
/// let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
/// let (_gateway, run) = bot.start(Gateway::builder(std::env::var("DISCORD_TOKEN")?, intents)).await?;
/// run.await?;
/// # Ok(())
/// # }
/// ```
///
/// # Order and concurrency
///
/// For each shard, listeners start in the order of the events: the listeners of the next event start only after those
/// of this event have run to their first `await` that has to wait. From there on they run concurrently, for at most
/// [`concurrency`](Self::concurrency) events of a shard at the same time. Later events of the shard wait meanwhile, and
/// none is lost. With a concurrency of 1, all listeners of an event end before those of the next event start. The
/// listeners of one event run concurrently. Shards never wait for each other.
///
/// # Waiting
///
/// A listener that waits for a long time, for example for a user's answer, should first mark its event as
/// [handled](crate::Context::mark_handled). Then it delays neither later events nor a shutdown, and the next process
/// does not get the event again. If an event has to wait because listeners use the whole concurrency of a shard, a
/// warning names these listeners.
///
/// ```no_run
/// # use gateway_model::event::InteractionCreate;
/// # use gateway_shard::Bot;
/// # async fn button_pressed() {}
/// # let mut bot = Bot::new();
/// bot.on::<InteractionCreate>(|ctx, interaction| async move {
///     // .. answer with a button
///     ctx.mark_handled();
///     tokio::select! {
///         () = button_pressed() => { /* go on */ }
///         _ = ctx.stopping() => { /* say that the offer is over */ }
///     }
/// });
/// ```
///
/// A listener that blocks its thread (`std::thread::sleep`, a long computation) blocks everything on that thread, and
/// on a single-threaded runtime the whole program: use [`spawn_blocking`](tokio::task::spawn_blocking). It is detected,
/// see [`RuntimeBlocked`](crate::RuntimeBlocked). With a [driver thread](crate::GatewayBuilder::driver_thread),
/// heartbeats are sent nevertheless.
///
/// # Failures
///
/// If a listener returns an error or panics, that is logged, counted and passed to [`on_failure`](Self::on_failure). It
/// affects no other listener, and the event counts as handled.
#[derive(Debug)]
pub struct Bot {
    pub(super) registry: Registry,
    pub(super) states: States,
    pub(super) concurrency: usize,
}

impl Default for Bot {
    fn default() -> Self {
        Self::new()
    }
}

impl Bot {
    /// Creates a bot without listeners.
    #[must_use]
    pub fn new() -> Self {
        Self {
            registry: Registry::default(),
            states: States::default(),
            concurrency: DEFAULT_CONCURRENCY,
        }
    }

    /// Runs `listener` for every event of this type. A type may have several listeners; the event is decoded once for
    /// all of them. A listener returns `()` or a `Result` with any error type. A closure ends with
    /// [`Outcome::Ok(())`](crate::Outcome), because the type of the error cannot be inferred from `Ok(())`. For functions
    /// that take state, see [`listener`](Self::listener).
    pub fn on<E: Listen>(&mut self, listener: impl Listener<Arc<E>>) -> &mut Self {
        self.registry.add(listener);
        self
    }

    /// Runs an async function for every event of the type that it takes. Its arguments are a
    /// [`Context`](crate::Context), the event in an [`Arc`], and up to four more, such as [`State`](crate::State).
    /// [`start`](Self::start) returns an error if the bot does not have one of these states.
    ///
    /// ```no_run
    /// use std::sync::Arc;
    ///
    /// use gateway_shard::model::event::MessageCreate;
    /// use gateway_shard::{Bot, Context, Outcome, State};
    ///
    /// struct Prefix(String);
    ///
    /// async fn ping(ctx: Context, message: Arc<MessageCreate>, State(prefix): State<Prefix>) -> Outcome {
    ///     if message.content.strip_prefix(&*prefix.0) == Some("ping") {
    ///         ctx.rest().create_message(message.channel_id).content("pong").await?;
    ///     }
    ///     Ok(())
    /// }
    ///
    /// let mut bot = Bot::new();
    /// bot.state(Prefix("!".to_owned())).listener(ping);
    /// ```
    pub fn listener<E: Listen, Arguments: 'static>(
        &mut self,
        listener: impl EventListener<E, Arguments>,
    ) -> &mut Self {
        self.registry.add_listener(listener);
        self
    }

    /// Sets a value that listeners access by its type: as an argument [`State<T>`](crate::State), or with
    /// [`Context::state`](crate::Context::state). It replaces a value of the same type. `Commands::attach` of
    /// gateway-commands adds the values of its router.
    pub fn state<T: Send + Sync + 'static>(&mut self, state: T) -> &mut Self {
        self.states.insert(Arc::new(state));
        self
    }

    /// Adds these states, except those of a type that the bot already has.
    pub fn add_missing_states(&mut self, states: &States) -> &mut Self {
        self.states.add_missing(states);
        self
    }

    /// Checks that the bot has each state that a [listener](Self::listener) takes, as [`start`](Self::start) and
    /// [`run_on`](Self::run_on) do.
    ///
    /// # Errors
    ///
    /// Returns an error with each listener and the type of the state that is missing.
    pub fn check_states(&self) -> Result<(), MissingStates> {
        self.registry.check_states(&self.states)
    }

    /// Runs `listener` for every dispatch with this name, without decoding it. The name may be unknown to this version.
    pub fn on_raw(
        &mut self,
        name: impl Into<String>,
        listener: impl Listener<Dispatch>,
    ) -> &mut Self {
        self.registry.add_raw(name.into(), listener);
        self
    }

    /// Runs a hook before the listeners of every dispatch that has listeners, in the order in which hooks were added.
    /// It decides whether the listeners run. If it fails, the failure is reported and the listeners run.
    pub fn before(&mut self, hook: impl BeforeHook) -> &mut Self {
        self.registry.add_before(hook);
        self
    }

    /// Runs a hook after all listeners of a dispatch have ended, with their results.
    pub fn after(&mut self, hook: impl AfterHook) -> &mut Self {
        self.registry.add_after(hook);
        self
    }

    /// Calls a function with every failure of a listener or hook. It is called immediately, so it must not block.
    pub fn on_failure(
        &mut self,
        told: impl Fn(&ListenerFailure) + Send + Sync + 'static,
    ) -> &mut Self {
        self.registry.on_failure(told);
        self
    }

    /// Skips dispatches that were handled before. `handled` contains those of an earlier process, and later ones are
    /// added to it. See [`Dedupe`].
    pub fn skip_handled(&mut self, handled: Dedupe) -> &mut Self {
        self.registry.skip(handled);
        self
    }

    /// Sets the number of events of one shard whose listeners may run at the same time. The
    /// default is 64 and the minimum is 1. With 1, the listeners of an event start when those of
    /// the previous event have finished. Events that were marked as
    /// [handled](crate::Context::mark_handled) do not count.
    pub const fn concurrency(&mut self, events: usize) -> &mut Self {
        self.concurrency = if events == 0 { 1 } else { events };
        self
    }
}
