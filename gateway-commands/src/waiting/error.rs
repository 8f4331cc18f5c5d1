//! Why a wait ends without what it waited for.

use gateway_model::EventKind;

/// A wait that has ended without what it waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// Nothing came in time.
    #[error("nothing came within the time of the wait")]
    Timeout,
    /// The bot stops.
    #[error("the bot is shutting down")]
    ShutDown,
    /// 1024 items were there and none was read.
    #[error("the wait was given more than 1024 items that nobody read")]
    Overflow,
    /// The event does not come here.
    #[error("nothing waits for {event}: name the event in `Waits::new`")]
    NotListening {
        /// The event.
        event: EventKind,
    },
    /// The filter of the wait panicked.
    #[error("the filter of the wait panicked")]
    FilterPanicked,
}
