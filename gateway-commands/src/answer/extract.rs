//! Further arguments of handlers.

use gateway_handler::{BoxError, MissingState, State, States};

use super::context::Context;

/// What a handler can take beside the context and its input: [`State`], or something made of the interaction.
pub trait FromContext: Sized + Send + 'static {
    /// Why it is not there.
    type Error: Into<BoxError>;

    /// Takes it out of the context.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not there. The handler does not run then.
    fn from_context(ctx: &Context) -> Result<Self, Self::Error>;

    /// A state that it takes out of the context and that is not among these. It is asked once, at the start, which is an error
    /// if there is one. By default there is none.
    fn missing(_states: &States) -> Option<MissingState> {
        None
    }
}

impl<T: Send + Sync + 'static> FromContext for State<T> {
    type Error = MissingState;

    fn from_context(ctx: &Context) -> Result<Self, MissingState> {
        ctx.state().map(Self)
    }

    fn missing(states: &States) -> Option<MissingState> {
        states.missing::<T>()
    }
}
