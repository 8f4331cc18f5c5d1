//! States of a router, for listeners and for arguments of one's own; what handlers and arguments do not let through.

use std::sync::Arc;

use gateway_commands::check::Denied;
use gateway_commands::router::{Definitions, RouterProblem};
use gateway_commands::waiting::Waits;
use gateway_commands::{
    BoxError, Command, Context, FromContext, MissingState, Outcome, Router, State, States,
};
use gateway_model::event::MessageCreate;
use gateway_shard::Bot;
use serde_json::json;

use crate::front::both;

macro_rules! commands {
    ($($name:ident)*) => {$(
        /// Does something.
        #[derive(Command)]
        struct $name;
    )*};
}

commands! { Help Sundays Mondays }

async fn help(ctx: Context, _: Help, State(commands): State<Definitions>) -> Outcome {
    let names: Vec<_> = commands.iter().map(|command| &*command.name).collect();
    ctx.reply(names.join(", ")).await?;
    Ok(())
}

/// In words.
struct Day(&'static str);

/// An argument of one's own, which is there on some days.
struct Sunday;

impl FromContext for Sunday {
    type Error = BoxError;

    fn from_context(ctx: &Context) -> Result<Self, BoxError> {
        match ctx.state::<Day>()?.0 {
            "Sunday" => Ok(Self),
            day => Err(Denied::because(format!("Not on a {day}.")).into()),
        }
    }

    fn missing(states: &States) -> Option<MissingState> {
        states.missing::<Day>()
    }
}

async fn sundays(ctx: Context, _: Sundays, _: Sunday) -> Outcome {
    ctx.reply("yes").await?;
    Ok(())
}

async fn mondays(_: Context, _: Mondays) -> Outcome {
    Err(Denied::because("Nobody works on a Monday."))?
}

fn router() -> Router {
    Router::new().command(help).command(sundays).command(mondays)
}

both! {
    async fn a_denial_of_the_handler_or_an_argument_is_told(app, router().state(Day("Friday"))) {
        assert_eq!(app.say("sundays", json!({})).await, "Not on a Friday.");
        assert_eq!(app.say("mondays", json!({})).await, "Nobody works on a Monday.");
        assert_eq!(app.say("help", json!({})).await, "help, sundays, mondays");
    }

    async fn an_argument_that_is_there_is_given(app, router().state(Day("Sunday"))) {
        assert_eq!(app.say("sundays", json!({})).await, "yes");
    }
}

#[test]
fn a_state_that_an_argument_of_ones_own_needs_is_missed_at_the_start() {
    let error = router().build().unwrap_err();
    let [RouterProblem::State { name, error }] = &*error.problems else { panic!("{error}") };
    assert_eq!(name, "sundays");
    assert!(error.type_name.ends_with("::Day"), "{error}");
}

#[test]
fn listeners_have_the_states_of_the_router() {
    async fn listener(
        _: gateway_shard::Context,
        _: Arc<MessageCreate>,
        _: State<Day>,
        _: State<Waits>,
    ) {
    }
    let mut bot = Bot::new();
    bot.listener(listener);
    assert_eq!(bot.check_states().unwrap_err().listeners.len(), 2);
    router().state(Day("Friday")).build().unwrap().attach(&mut bot);
    bot.check_states().unwrap();
    // Waits without a router are a state too.
    let mut bot = Bot::new();
    bot.listener(listener);
    Waits::new([]).attach(&mut bot);
    assert_eq!(bot.check_states().unwrap_err().listeners.len(), 1);
}
