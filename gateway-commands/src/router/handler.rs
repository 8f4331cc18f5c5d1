//! The functions that can be handlers, checks and hooks.

use std::future::Future;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_handler::{IntoOutcome, MissingState, Outcome, States};

use super::failure::{Failure, Report};
use crate::answer::{Context, FromContext};

/// An async function of a [`Context`], an input of type `I`, and up to four further arguments that implement
/// [`FromContext`]. Every function with these types implements it.
#[diagnostic::on_unimplemented(
    message = "this is no handler",
    note = "a handler is `async fn(ctx: Context, input: I) -> Outcome`, where `I` derives Command, CustomId or Modal; `State<T>` and other types that implement FromContext can follow"
)]
pub trait Handler<I, Arguments>: Send + Sync + 'static {
    /// Runs it.
    #[doc(hidden)]
    fn call(&self, ctx: Context, input: I) -> BoxFuture<'static, Result<(), Failure>>;

    /// Returns the states that its arguments need and that are missing.
    #[doc(hidden)]
    fn missing(states: &States) -> Vec<MissingState>;
}

macro_rules! handlers {
    ($(($($argument:ident),*))*) => {$(
        impl<I, Function, Run, $($argument,)*> Handler<I, ($($argument,)*)> for Function
        where
            I: Send + 'static,
            Function: Fn(Context, I, $($argument),*) -> Run + Send + Sync + 'static,
            Run: Future + Send + 'static,
            Run::Output: IntoOutcome,
            $($argument: FromContext,)*
        {
            #[allow(non_snake_case, reason = "an argument is named as its type")]
            fn call(&self, ctx: Context, input: I) -> BoxFuture<'static, Result<(), Failure>> {
                $(
                    let $argument = match $argument::from_context(&ctx) {
                        Ok(argument) => argument,
                        Err(error) => {
                            return std::future::ready(Err(Failure::of_argument(error.into()))).boxed();
                        }
                    };
                )*
                self(ctx, input, $($argument),*)
                    .map(|output| output.into_outcome().map_err(Failure::of_handler))
                    .boxed()
            }

            fn missing(_states: &States) -> Vec<MissingState> {
                let missing: [Option<MissingState>; _] = [$($argument::missing(_states),)*];
                missing.into_iter().flatten().collect()
            }
        }
    )*};
}

handlers! { () (A) (A, B) (A, B, C) (A, B, C, D) }

/// An async function of a [`Context`] that returns an error if the handler must not run; see [`check`](super::check).
pub trait Check: Send + Sync + 'static {
    /// Runs it.
    #[doc(hidden)]
    fn call(&self, ctx: Context) -> BoxFuture<'static, Outcome>;
}

impl<F, Run> Check for F
where
    F: Fn(Context) -> Run + Send + Sync + 'static,
    Run: Future + Send + 'static,
    Run::Output: IntoOutcome,
{
    fn call(&self, ctx: Context) -> BoxFuture<'static, Outcome> {
        self(ctx).map(IntoOutcome::into_outcome).boxed()
    }
}

macro_rules! functions {
    ($($(#[$meta:meta])* $name:ident($($argument:ident: $type:ty),*);)*) => {$(
        $(#[$meta])*
        pub trait $name: Send + Sync + 'static {
            /// Runs it.
            #[doc(hidden)]
            fn call(&self, $($argument: $type),*) -> BoxFuture<'static, ()>;
        }

        impl<F, Run> $name for F
        where
            F: Fn($($type),*) -> Run + Send + Sync + 'static,
            Run: Future<Output = ()> + Send + 'static,
        {
            fn call(&self, $($argument: $type),*) -> BoxFuture<'static, ()> {
                self($($argument),*).boxed()
            }
        }
    )*};
}

functions! {
    /// An async function of a [`Context`] that runs before each handler; see
    /// [`Router::before`](super::Router::before).
    BeforeHook(ctx: Context);
    /// An async function of a [`Context`] and a [`Report`] that runs after each handler; see
    /// [`Router::after`](super::Router::after).
    AfterHook(ctx: Context, report: Report);
    /// An async function of a [`Context`] and a [`Failure`] that informs the user; see
    /// [`Router::on_error`](super::Router::on_error).
    ErrorHandler(ctx: Context, failure: Arc<Failure>);
}
