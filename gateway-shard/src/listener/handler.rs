//! The traits of functions that can be a listener or a hook.

use std::future::{Future, Ready, ready};
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::{Either, Map};
use gateway_handler::{IntoOutcome, MissingState, Outcome, States};
use gateway_model::Dispatch;

use super::context::Context;
use super::extract::FromContext;
use super::hooks::{Before, EventReport};

/// An async function of a [`Context`] and an event. Every closure `|ctx, event| async move { .. }` with the right types
/// implements it.
pub trait Listener<T>: Fn(Context, T) -> Self::Future + Send + Sync + 'static {
    /// The type that it returns.
    type Outcome: IntoOutcome;
    /// The future that it returns.
    type Future: Future<Output = Self::Outcome> + Send + 'static;
}

impl<T, F, Run> Listener<T> for F
where
    F: Fn(Context, T) -> Run + Send + Sync + 'static,
    Run: Future + Send + 'static,
    Run::Output: IntoOutcome,
{
    type Outcome = Run::Output;
    type Future = Run;
}

/// An async function for [`Bot::listener`](super::Bot::listener): its arguments are a [`Context`], an event in an [`Arc`],
/// and up to four more, each of which implements [`FromContext`]. Every function with the right types implements it.
#[diagnostic::on_unimplemented(
    message = "this is no listener for `Bot::listener`",
    note = "a listener is `async fn(ctx: Context, event: Arc<E>) -> Outcome` for an event `E`; `State<T>` and other types that implement FromContext can follow"
)]
pub trait EventListener<E, Arguments>: Send + Sync + 'static {
    /// The future that it returns.
    #[doc(hidden)]
    type Run: Future<Output = Outcome> + Send + 'static;

    /// Runs it.
    #[doc(hidden)]
    fn call(&self, ctx: Context, event: Arc<E>) -> Self::Run;

    /// Returns the states that its arguments need and that do not exist.
    #[doc(hidden)]
    fn missing(states: &States) -> Vec<MissingState>;
}

/// A running listener, or the error of a missing argument.
type Called<Run> = Either<Map<Run, fn(<Run as Future>::Output) -> Outcome>, Ready<Outcome>>;

macro_rules! event_listeners {
    ($(($($argument:ident),*))*) => {$(
        impl<E, Function, Run, $($argument,)*> EventListener<E, ($($argument,)*)> for Function
        where
            E: Send + Sync + 'static,
            Function: Fn(Context, Arc<E>, $($argument),*) -> Run + Send + Sync + 'static,
            Run: Future + Send + 'static,
            Run::Output: IntoOutcome,
            $($argument: FromContext,)*
        {
            type Run = Called<Run>;

            #[allow(non_snake_case, reason = "an argument is named as its type")]
            fn call(&self, ctx: Context, event: Arc<E>) -> Self::Run {
                $(
                    let $argument = match $argument::from_context(&ctx) {
                        Ok(argument) => argument,
                        Err(error) => return Either::Right(ready(Err(error.into()))),
                    };
                )*
                let run = self(ctx, event, $($argument),*);
                Either::Left(run.map(IntoOutcome::into_outcome as fn(_) -> _))
            }

            fn missing(_states: &States) -> Vec<MissingState> {
                let missing: [Option<MissingState>; _] = [$($argument::missing(_states),)*];
                missing.into_iter().flatten().collect()
            }
        }
    )*};
}

event_listeners! { () (A) (A, B) (A, B, C) (A, B, C, D) }

/// An async function of a [`Context`] and a [`Dispatch`] that says [`Before`]; see
/// [`Bot::before`](super::Bot::before).
pub trait BeforeHook: Fn(Context, Dispatch) -> Self::Future + Send + Sync + 'static {
    /// The future that it returns.
    type Future: Future<Output = Before> + Send + 'static;
}

impl<F, Run> BeforeHook for F
where
    F: Fn(Context, Dispatch) -> Run + Send + Sync + 'static,
    Run: Future<Output = Before> + Send + 'static,
{
    type Future = Run;
}

/// An async function of a [`Context`] and an [`EventReport`]; see [`Bot::after`](super::Bot::after).
pub trait AfterHook: Fn(Context, Arc<EventReport>) -> Self::Future + Send + Sync + 'static {
    /// The future that it returns.
    type Future: Future<Output = ()> + Send + 'static;
}

impl<F, Run> AfterHook for F
where
    F: Fn(Context, Arc<EventReport>) -> Run + Send + Sync + 'static,
    Run: Future<Output = ()> + Send + 'static,
{
    type Future = Run;
}
