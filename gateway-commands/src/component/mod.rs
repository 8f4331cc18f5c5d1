//! Components: typed custom ids, and what their handlers are given.

/// Small state in the custom id of a component. The router finds its handler by [`NAME`](Self::NAME).
pub trait CustomId: Sized + Send + 'static {
    /// The text of the custom id up to its first `:`. It differs from those of all other types of the bot.
    const NAME: &'static str;

    /// The custom id: [`NAME`](Self::NAME), or it with a `:` and the state.
    fn encode(&self) -> String;

    /// Reads a custom id.
    ///
    /// # Errors
    ///
    /// Returns an error if this type has not written it.
    fn decode(custom_id: &str) -> Result<Self, CustomIdError>;
}

/// A custom id that its type has not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("the custom id `{custom_id}` cannot be read: {reason}")]
pub struct CustomIdError {
    /// The custom id.
    pub custom_id: String,
    /// Why.
    pub reason: String,
}

/// The part of a custom id that names its type: what stands before the first `:`.
#[must_use]
pub fn name_of(custom_id: &str) -> &str {
    custom_id.split_once(':').map_or(custom_id, |(name, _)| name)
}
