//! How an interaction is deferred for a slow handler.

/// How an interaction is deferred if its handler has not answered in time.
///
/// Docs: [Receiving and Responding, Interaction Callback Type](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Defer {
    /// A new message that everybody sees. The default, except for components.
    Message,
    /// A new message that only the user sees.
    Ephemeral,
    /// An update of the message with the component; the user sees no sign of it. The default for components. For an
    /// interaction without such a message it acts like [`Message`](Self::Message).
    Update,
}
