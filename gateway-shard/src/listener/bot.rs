//! The listeners of a bot, as they are added.

use std::sync::Arc;

use gateway_handler::States;
use gateway_model::Dispatch;

use super::handler::{AfterHook, BeforeHook, EventListener, Listener};
use super::listen::Listen;
use super::outcome::ListenerFailure;
use super::registry::Registry;
use crate::events::Dedupe;
use crate::missing_states::MissingStates;

/// Listeners run at once for one shard, unless told otherwise.
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
/// // Without MESSAGE_CONTENT, `content` is empty. The intent is privileged: switch it on in the Developer Portal.
/// let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
/// let (_gateway, run) = bot.start(Gateway::builder(std::env::var("DISCORD_TOKEN")?, intents)).await?;
/// run.await?;
/// # Ok(())
/// # }
/// ```
///
/// # Order and concurrency
///
/// For each shard, listeners begin in the order of the events: what a listener does before its first
/// `await` that has to wait is done before the next event's listeners begin. From there on they run side by
/// side, at most [`concurrency`](Self::concurrency) events of a shard at a time; the shard's later events
/// wait meanwhile, and nothing is lost. With a concurrency of 1 all listeners of an event end before the
/// next event's begin. The listeners of one event run side by side. Shards never wait for each other.
///
/// # Waiting
///
/// A listener that waits for something that may be long in coming, such as a user's answer, says first that
/// its event is [handled](crate::Context::mark_handled). Then it holds up nothing, neither later events nor a shutdown, and
/// the next process is not told of the event again. A warning names the listeners that have all the places of
/// a shard while an event waits for one.
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
/// A listener that blocks its thread (`std::thread::sleep`, a long computation) holds up whatever runs on that thread, on a
/// runtime of one thread everything: use [`spawn_blocking`](tokio::task::spawn_blocking) for it. It is noticed, see
/// [`RuntimeBlocked`](crate::RuntimeBlocked); with a [driver thread](crate::GatewayBuilder::driver_thread) heartbeats go out all the same.
///
/// # Failures
///
/// An error or panic of a listener is logged, counted and told to [`on_failure`](Self::on_failure), and
/// touches nothing else. The event counts as handled.
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
    /// A bot that listens to nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            registry: Registry::default(),
            states: States::default(),
            concurrency: DEFAULT_CONCURRENCY,
        }
    }

    /// Runs `listener` for every event of this type. There may be several for one type; the event is decoded
    /// once for all of them. Returns `()` or a `Result` with an error of any type; a closure ends with
    /// [`Outcome::Ok(())`](crate::Outcome), because the type of the error cannot be inferred from `Ok(())`. For functions that take
    /// state, see [`listener`](Self::listener).
    pub fn on<E: Listen>(&mut self, listener: impl Listener<Arc<E>>) -> &mut Self {
        self.registry.add(listener);
        self
    }

    /// Runs an async function for every event of the type that it takes. It takes a [`Context`](crate::Context), the event in an
    /// [`Arc`], and up to four further arguments such as [`State`](crate::State). Whether the bot has these states is checked at the
    /// [start](Self::start).
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

    /// Gives listeners a value, found by its type: as an argument [`State<T>`](crate::State), or by
    /// [`Context::state`](crate::Context::state). It replaces one of the same type. `Commands::attach` of gateway-commands adds
    /// those of its router.
    pub fn state<T: Send + Sync + 'static>(&mut self, state: T) -> &mut Self {
        self.states.insert(Arc::new(state));
        self
    }

    /// Adds those of these states whose types the bot has no state of.
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

    /// Runs `listener` for every dispatch of this name, known to this version or not, undecoded.
    pub fn on_raw(
        &mut self,
        name: impl Into<String>,
        listener: impl Listener<Dispatch>,
    ) -> &mut Self {
        self.registry.add_raw(name.into(), listener);
        self
    }

    /// Runs before the listeners of every dispatch that has one, in the order in which the hooks were added.
    /// It decides whether they run at all. One that fails is reported and lets them.
    pub fn before(&mut self, hook: impl BeforeHook) -> &mut Self {
        self.registry.add_before(hook);
        self
    }

    /// Runs after all listeners of a dispatch have ended, with what became of them.
    pub fn after(&mut self, hook: impl AfterHook) -> &mut Self {
        self.registry.add_after(hook);
        self
    }

    /// Is told of every listener and hook that failed or panicked. Called at once, so it must not block.
    pub fn on_failure(
        &mut self,
        told: impl Fn(&ListenerFailure) + Send + Sync + 'static,
    ) -> &mut Self {
        self.registry.on_failure(told);
        self
    }

    /// Skips dispatches that were handled before: `handled` says which, by what an earlier process kept, and
    /// learns of every later one. See [`Dedupe`].
    pub fn skip_handled(&mut self, handled: Dedupe) -> &mut Self {
        self.registry.skip(handled);
        self
    }

    /// How many events of one shard may be in listeners at a time. Default 64, at least 1; with 1 each event
    /// waits for the one before. Events that are [handled](crate::Context::mark_handled) do not count.
    pub const fn concurrency(&mut self, events: usize) -> &mut Self {
        self.concurrency = if events == 0 { 1 } else { events };
        self
    }
}
