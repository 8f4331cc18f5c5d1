//! Checks, cooldowns, hooks, states, and the handling of failures.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_commands::check::Denied;
use gateway_commands::command::ArgumentError;
use gateway_commands::router::RouterProblem;
use gateway_commands::{Command, Context, Cooldown, Failure, Report, Router, State, check};
use gateway_model::Permissions;
use gateway_model::command::{CommandCreate, CommandKind, CommandOption, CommandOptionKind};
use gateway_model::interaction::CommandData;
use serde_json::json;

use crate::front::both;
use crate::stage::{guild, somebody_else};

macro_rules! commands {
    ($($name:ident)*) => {$(
        /// Does something.
        #[derive(Command)]
        struct $name;
    )*};
}

commands! { Ping Fail Panic Silent Unknown }

async fn ping(ctx: Context, _: Ping) -> anyhow::Result<()> {
    ctx.reply("pong").await?;
    Ok(())
}

async fn fail(_: Context, _: Fail) -> Result<(), std::fmt::Error> {
    Err(std::fmt::Error)
}

async fn panic(_: Context, _: Panic) {
    panic!("planted");
}

async fn silent(_: Context, _: Silent) {}

fn failing() -> Router {
    Router::new().command(ping).command(fail).command(panic).command(silent).registers::<Unknown>()
}

async fn tell(ctx: Context, failure: Arc<Failure>) {
    let text = match &*failure {
        Failure::Panic(text) => text.clone(),
        other if other.downcast_ref::<std::fmt::Error>().is_some() => "formatting".to_owned(),
        other => other.to_string(),
    };
    ctx.reply(text).await.unwrap();
}

async fn says_no(_: Context) -> Result<(), Denied> {
    Err(Denied::because("No."))
}

async fn check_fails(_: Context) -> Result<(), std::fmt::Error> {
    Err(std::fmt::Error)
}

fn denied(check: impl gateway_commands::router::Check) -> Router {
    Router::new().command(ping).check(check)
}

async fn check_panics(_: Context) -> Result<(), Denied> {
    panic!("planted")
}

async fn hook_panics(_: Context) {
    panic!("planted")
}

async fn after_panics(_: Context, _: Report) {
    panic!("planted")
}

async fn on_error_panics(_: Context, _: Arc<Failure>) {
    panic!("planted")
}

/// A different part panics for each name.
fn panicking() -> Router {
    Router::new()
        .merge(Router::new().command(ping).check(check_panics))
        .merge(Router::new().command(fail).before(hook_panics).after(after_panics))
        .merge(Router::new().command(silent).on_error(on_error_panics))
        .registers::<Unknown>()
}

/// The hooks and handlers that ran, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    fn note(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }

    fn before(&self, what: &'static str) -> impl Fn(Context) -> std::future::Ready<()> + use<> {
        let log = self.clone();
        move |_| {
            log.note(what);
            std::future::ready(())
        }
    }

    fn after(&self) -> impl Fn(Context, Report) -> std::future::Ready<()> + use<> {
        let log = self.clone();
        move |_, report: Report| {
            log.note(if report.failure.is_some() { "failed" } else { "done" });
            std::future::ready(())
        }
    }
}

struct Count(AtomicUsize);

async fn counted(
    ctx: Context,
    _: Ping,
    count: State<Count>,
    log: State<Log>,
) -> anyhow::Result<()> {
    log.note("handler");
    let before = count.0.0.fetch_add(1, Ordering::Relaxed);
    assert!(ctx.state::<u8>().is_err() && ctx.state::<Count>().is_ok());
    ctx.reply(format!("{before}: {:?}", log.0.0.lock().unwrap())).await?;
    Ok(())
}

fn hooked() -> Router {
    let log = Log::default();
    let inner = Router::new().command(counted).before(log.before("inner")).check(check::guild_only);
    Router::new()
        .before(log.before("outer"))
        .after(log.after())
        .state(log)
        .state(Count(AtomicUsize::new(0)))
        .merge(inner)
}

both! {
    async fn a_failure_is_told_and_touches_nothing_else(app, failing()) {
        assert_eq!(app.say("fail", json!({})).await, "Something went wrong.");
        assert_eq!(app.say("panic", json!({})).await, "Something went wrong.");
        assert_eq!(app.say("silent", json!({})).await, "Something went wrong.");
        assert_eq!(app.say("unknown", json!({})).await, "This is not available any more.");
        assert_eq!(app.say("ping", json!({})).await, "pong");
    }

    async fn failures_go_to_one_place(app, failing().on_error(tell)) {
        assert_eq!(app.say("fail", json!({})).await, "formatting");
        assert_eq!(app.say("panic", json!({})).await, "planted");
        assert_eq!(app.say("silent", json!({})).await, "the handler finished without an answer");
        assert_eq!(app.say("unknown", json!({})).await, "there is no handler for the command `unknown`");
    }

    async fn checks_let_through_or_say_why(app, denied(says_no)) {
        assert_eq!(app.say("ping", json!({})).await, "No.");
    }

    async fn a_check_that_fails_lets_nothing_through(app, denied(check_fails)) {
        assert_eq!(app.say("ping", json!({})).await, "Something went wrong.");
    }

    async fn permissions_of_the_member_are_in_the_interaction(
        app, denied(check::member_permissions(Permissions::BAN_MEMBERS | Permissions::VIEW_CHANNEL))
    ) {
        // The first member is the owner.
        let other = app.sim.inspect(|core| {
            let guild = core.world().guild(core.world().guilds().next().unwrap()).unwrap();
            guild.members.ids().nth(2).unwrap()
        });
        let used = app.act(json!({ "do": "use_command", "name": "ping", "user": other.to_string() }));
        let text = app.text(&used).await;
        assert_eq!(text, "You need the permission to ban members.");
    }

    async fn permissions_of_the_bot_are_in_the_interaction(
        app, denied(check::bot_permissions(Permissions::SEND_MESSAGES))
    ) {
        assert_eq!(app.say("ping", json!({})).await, "pong");
    }

    async fn owners_are_asked_for_once(app, denied(check::owner_only())) {
        assert_eq!(app.say("ping", json!({})).await, "This is for the owners of the app only.");
        let asked = || app.sim.rest_stats().requests;
        let before = asked();
        assert_eq!(app.say("ping", json!({})).await, "This is for the owners of the app only.");
        // Only the callback.
        assert_eq!(asked() - before, 1);
    }

    async fn a_cooldown_is_by_command_and_user(
        app, failing().cooldown(Cooldown::user(Duration::from_secs(60)))
    ) {
        assert_eq!(app.say("ping", json!({})).await, "pong");
        let text = app.say("ping", json!({})).await;
        assert!(text.starts_with("Wait 60 s"), "{text}");
        assert_eq!(app.say("fail", json!({})).await, "Something went wrong.");
    }

    async fn a_cooldown_is_by_guild(
        app, Router::new().command(ping).cooldown(Cooldown::guild(Duration::from_secs(60)))
    ) {
        assert_eq!(app.say("ping", json!({})).await, "pong");
        let other = json!({ "do": "use_command", "name": "ping", "user": somebody_else(&app.sim) });
        let text = app.text(&app.act(other)).await;
        assert!(text.starts_with("Wait 60 s"), "{text}");
    }

    async fn a_cooldown_is_by_channel(
        app, Router::new().command(ping).cooldown(Cooldown::channel(Duration::from_secs(60)))
    ) {
        let (first, second) = (guild(&app.sim) + 1, guild(&app.sim) + 2);
        let used = |channel: u64| {
            let channel = channel.to_string();
            app.act(json!({ "do": "use_command", "name": "ping", "channel": channel }))
        };
        assert_eq!(app.text(&used(first)).await, "pong");
        assert_eq!(app.text(&used(second)).await, "pong");
        let text = app.text(&used(first)).await;
        assert!(text.starts_with("Wait 60 s"), "{text}");
    }

    async fn a_cooldown_is_by_member(
        app, Router::new().command(ping).cooldown(Cooldown::member(Duration::from_secs(60)))
    ) {
        let (channel, other) = ((guild(&app.sim) + 2).to_string(), somebody_else(&app.sim));
        assert_eq!(app.say("ping", json!({})).await, "pong");
        let other = json!({ "do": "use_command", "name": "ping", "user": other });
        assert_eq!(app.text(&app.act(other)).await, "pong");
        let elsewhere = json!({ "do": "use_command", "name": "ping", "channel": channel });
        let text = app.text(&app.act(elsewhere)).await;
        assert!(text.starts_with("Wait 60 s"), "{text}");
    }

    async fn a_use_that_one_cooldown_refuses_counts_in_none(
        app,
        Router::new()
            .command(ping)
            .cooldown(Cooldown::user(Duration::from_secs(30)))
            .cooldown(Cooldown::channel(Duration::from_secs(60)))
    ) {
        let (channel, other) = ((guild(&app.sim) + 2).to_string(), somebody_else(&app.sim));
        assert_eq!(app.say("ping", json!({})).await, "pong");
        let refused = json!({ "do": "use_command", "name": "ping", "user": other });
        let text = app.text(&app.act(refused)).await;
        assert!(text.starts_with("Wait 60 s"), "{text}");
        let elsewhere =
            json!({ "do": "use_command", "name": "ping", "user": other, "channel": channel });
        assert_eq!(app.text(&app.act(elsewhere)).await, "pong");
        // The longer of both is reported.
        let text = app.say("ping", json!({})).await;
        assert!(text.starts_with("Wait 60 s"), "{text}");
    }

    async fn a_panic_of_a_check_or_hook_is_one_of_its_interaction_alone(app, panicking()) {
        let text = |said: &'static str| app.say(said, json!({}));
        assert_eq!(text("ping").await, "Something went wrong.");
        assert_eq!(text("fail").await, "Something went wrong.");
        assert_eq!(text("silent").await, "Something went wrong.");
        assert_eq!(text("unknown").await, "This is not available any more.");
    }

    async fn hooks_and_states(app, hooked()) {
        assert_eq!(app.say("ping", json!({})).await, r#"0: ["outer", "inner", "handler"]"#);
        let text = app.say("ping", json!({})).await;
        assert!(text.contains(r#""done", "outer""#) && text.starts_with("1: "), "{text}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_the_start() {
    async fn again(_: Context, _: Ping) {}
    async fn count(_: Context, _: Fail, _: State<Count>) {}
    let error = Router::new().command(ping).command(again).command(count).build().unwrap_err();
    assert!(
        matches!(&*error.problems, [
        RouterProblem::Twice { .. },
        RouterProblem::State { name, .. },
    ] if name == "fail"),
        "{error}"
    );
    assert!(error.to_string().contains("Count`: add it with `state`"), "{error}");
    assert!(Router::new().command(count).state(Count(AtomicUsize::new(0))).build().is_ok());
}

/// A command that was written by hand, with limits that it does not keep.
struct Wrong;

impl Command for Wrong {
    const NAME: &'static str = "Wrong";
    const KIND: CommandKind = CommandKind::ChatInput;

    fn create() -> CommandCreate {
        let option = CommandOption::new(CommandOptionKind::Boolean, "", "x").min_length(1);
        CommandCreate::chat_input(Self::NAME, "x".repeat(101)).option(option)
    }

    fn read(_: &CommandData) -> Result<Self, ArgumentError> {
        Ok(Self)
    }
}

#[test]
fn each_limit_that_a_command_does_not_keep_is_told_at_the_start() {
    let router = Router::new().registers::<Wrong>().command(ping).registers::<Ping>();
    let problems = router.build().unwrap_err().problems;
    let paths: Vec<_> = problems
        .iter()
        .map(|problem| match problem {
            RouterProblem::Command { name, error } if name == "Wrong" => &*error.path,
            RouterProblem::Twice { name, .. } if name == "ping" => "twice",
            other => panic!("{other}"),
        })
        .collect();
    let expected = ["name", "description", "options.0.name", "options.0.min_length", "twice"];
    assert_eq!(paths, expected);
}
