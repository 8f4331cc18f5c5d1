//! How an interaction is deferred for a handler that is slow.

/// How an interaction is deferred for a handler that has not answered in time.
///
/// Docs: [Receiving and Responding, Interaction Callback Type](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Defer {
    /// For a new message that all may see. The default, but for components.
    Message,
    /// For a new message that only the user sees.
    Ephemeral,
    /// For an update of the message that the component is on; the user sees nothing of it. The default for
    /// components. For an interaction without such a message it is [`Message`](Self::Message).
    Update,
}
