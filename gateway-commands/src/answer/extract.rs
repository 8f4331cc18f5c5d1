//! Further arguments of handlers.

use super::context::Context;
use crate::states::{MissingState, State, States};

/// What a handler can take beside the context and its input: [`State`], or something made of the interaction.
pub trait FromContext: Sized + Send + 'static {
    /// Why it is not there.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Takes it out of the context.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not there. The handler does not run then.
    fn from_context(ctx: &Context) -> Result<Self, Self::Error>;

    /// The state that it needs, if the router has none of it. Asked once, at the start.
    #[doc(hidden)]
    fn missing(_states: &Has<'_>) -> Option<MissingState> {
        None
    }
}

/// The states there are.
#[derive(Debug)]
pub struct Has<'a>(pub(crate) &'a States);

impl<T: Send + Sync + 'static> FromContext for State<T> {
    type Error = MissingState;

    fn from_context(ctx: &Context) -> Result<Self, MissingState> {
        ctx.state().map(Self).ok_or_else(MissingState::of::<T>)
    }

    fn missing(states: &Has<'_>) -> Option<MissingState> {
        states.0.get::<T>().is_none().then(MissingState::of::<T>)
    }
}
