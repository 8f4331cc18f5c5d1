//! Which functions can be a listener or a hook.

use std::future::Future;
use std::sync::Arc;

use gateway_model::Dispatch;

use super::context::Context;
use super::hooks::{Before, EventReport};
use super::outcome::IntoOutcome;

/// An async function of a [`Context`] and an event. Every closure `|ctx, event| async move { .. }` of the
/// right types is one; there is nothing to implement.
pub trait Listener<T>: Fn(Context, T) -> Self::Future + Send + Sync + 'static {
    /// What it returns.
    type Outcome: IntoOutcome;
    /// What it runs.
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

/// An async function of a [`Context`] and a [`Dispatch`] that says [`Before`]; see
/// [`Bot::before`](super::Bot::before).
pub trait BeforeHook: Fn(Context, Dispatch) -> Self::Future + Send + Sync + 'static {
    /// What it runs.
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
    /// What it runs.
    type Future: Future<Output = ()> + Send + 'static;
}

impl<F, Run> AfterHook for F
where
    F: Fn(Context, Arc<EventReport>) -> Run + Send + Sync + 'static,
    Run: Future<Output = ()> + Send + 'static,
{
    type Future = Run;
}
