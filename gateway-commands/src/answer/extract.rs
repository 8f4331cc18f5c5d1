//! The further arguments of handlers.

use gateway_handler::{BoxError, MissingState, State, States};

use super::context::Context;

/// An argument that a handler can take in addition to the context and its input: [`State`], or a value created from the
/// context.
pub trait FromContext: Sized + Send + 'static {
    /// The error if the value is not available.
    type Error: Into<BoxError>;

    /// Extracts the value from the context.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not available. The handler does not run then.
    fn from_context(ctx: &Context) -> Result<Self, Self::Error>;

    /// Returns the state that this argument needs and that is not among these. Called once, at the start, which fails if
    /// there is one. The default returns `None`.
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
