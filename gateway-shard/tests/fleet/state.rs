//! State by type, and what listeners return.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream;
use gateway_shard::{
    Bot, Context, FromContext, GuildJoined, MissingState, Outcome, RunOnError, Shutdown,
    StartError, State,
};

use crate::listeners::{JustTheContent, Log};
use crate::support::{PATIENCE, builder, say, two_shards};

struct Heard(Log<(&'static str, usize)>);

impl Heard {
    fn add(
        &self,
        by: &'static str,
        message: &JustTheContent,
    ) -> Result<(), std::num::ParseIntError> {
        self.0.add((by, message.content.parse()?));
        Ok(())
    }
}

/// Of two states.
struct Both(Arc<Heard>, Arc<AtomicUsize>);

impl FromContext for Both {
    type Error = MissingState;

    fn from_context(ctx: &Context) -> Result<Self, MissingState> {
        Ok(Self(ctx.state()?, ctx.state()?))
    }
}

/// With every error that `?` takes.
async fn function(_: Context, message: Arc<JustTheContent>, State(heard): State<Heard>) -> Outcome {
    heard.add("function", &message)?;
    Ok(())
}

async fn of_anyhow(
    _: Context,
    message: Arc<JustTheContent>,
    heard: State<Heard>,
    State(count): State<AtomicUsize>,
) -> anyhow::Result<()> {
    count.fetch_add(1, Ordering::Relaxed);
    heard.add("anyhow", &message)?;
    anyhow::bail!("with a reason")
}

async fn of_nothing(_: Context, message: Arc<JustTheContent>, Both(heard, count): Both) {
    count.fetch_add(1, Ordering::Relaxed);
    heard.add("nothing", &message).unwrap();
}

fn bot() -> Bot {
    let mut bot = Bot::new();
    bot.listener(function).listener(of_anyhow).listener(of_nothing);
    bot.on::<JustTheContent>(|ctx, message| async move {
        ctx.state::<Heard>()?.add("closure", &message)?;
        let _: Arc<u8> = ctx.state()?;
        Outcome::Ok(())
    });
    bot
}

#[tokio::test(start_paused = true)]
async fn listeners_take_state_by_type_and_return_any_error() {
    let sim = two_shards().start().await.unwrap();
    let (log, failures) = (Log::new(), Log::new());
    let mut bot = bot();
    // The last one given of a type is the bot's.
    bot.state(Heard(Log::new())).state(Heard(log.clone())).state(AtomicUsize::new(7));
    let told = failures.clone();
    bot.on_failure(move |failure| told.add(failure.cause.to_string()));
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await.unwrap() });
    assert!(gateway.wait_ready(PATIENCE).await);
    say(&sim, 5..6);
    let heard = log.until(|heard| heard.len() == 4).await;
    assert_eq!(heard, [("function", 5), ("anyhow", 5), ("nothing", 5), ("closure", 5)]);
    let failures = failures.until(|failures| failures.len() == 2).await;
    let missing = "there is no state of type `u8`: add it with `state` of the Bot or Router";
    assert_eq!(failures, ["with a reason", missing]);
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_missing_state_is_an_error_of_the_start_that_names_listener_and_type() {
    async fn joined(_: Context, _: Arc<GuildJoined>, _: State<String>) {}
    let sim = two_shards().start().await.unwrap();
    let bot = || {
        let mut bot = bot();
        bot.state(AtomicUsize::new(0)).listener(joined);
        bot
    };
    let error = bot().start(builder(&sim)).await.unwrap_err();
    let StartError::MissingStates(missing) = &error else { panic!("{error}") };
    let names = missing.listeners.iter().map(|it| (it.listener, it.error.type_name));
    let names: Vec<_> = names.map(|(listener, state)| (last(listener), last(state))).collect();
    assert_eq!(names, [("function", "Heard"), ("of_anyhow", "Heard"), ("joined", "String")]);
    assert!(!error.is_retryable() && error.to_string().contains("::function`: there is no state"));
    assert_eq!(sim.stats().identifies, 0);
    // On events of other processes too.
    let (gateway, _events) = builder(&sim).start().await.unwrap();
    let error = bot().run_on(gateway.clone(), stream::empty()).err().unwrap();
    assert!(matches!(error, RunOnError::MissingStates(same) if same == *missing));
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap()
}
