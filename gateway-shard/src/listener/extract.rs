//! Further arguments of listeners.

use gateway_handler::{BoxError, MissingState, State, States};

use super::context::Context;

/// What a [listener](super::Bot::listener) can take beside the context and its event: [`State`], or something of your own that is
/// made of the context.
///
/// ```
/// use std::convert::Infallible;
///
/// use gateway_shard::{Context, FromContext};
///
/// /// The REST client of the bot.
/// struct Rest(gateway_shard::http::Client);
///
/// impl FromContext for Rest {
///     type Error = Infallible;
///
///     fn from_context(ctx: &Context) -> Result<Self, Infallible> {
///         Ok(Self(ctx.rest().clone()))
///     }
/// }
/// ```
/// A type that takes states says so in [`missing`](Self::missing), so that one that the bot lacks is an error of the start.
#[diagnostic::on_unimplemented(
    message = "a listener cannot take `{Self}` as an argument",
    note = "after the context and the event it takes `State<T>`, for a `T` given to `Bot::state`, and types that implement `gateway_shard::FromContext`"
)]
pub trait FromContext: Sized + Send + 'static {
    /// Why it is not there.
    type Error: Into<BoxError>;

    /// Takes it out of the context.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not there. The listener does not run then, and has failed with this error.
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
