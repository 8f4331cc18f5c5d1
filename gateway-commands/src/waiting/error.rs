//! The errors of a wait.

use gateway_model::EventKind;

/// Why a wait ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// Nothing arrived in time.
    #[error("nothing arrived before the timeout of the wait")]
    Timeout,
    /// The bot shuts down.
    #[error("the bot is shutting down")]
    ShutDown,
    /// 1024 items are waiting to be read.
    #[error("the wait received more than 1024 items that were not read")]
    Overflow,
    /// The wait does not receive this event.
    #[error("{event} is not received by these waits: list it in `Waits::new`")]
    NotListening {
        /// The event.
        event: EventKind,
    },
    /// The filter of the wait panicked.
    #[error("the filter of the wait panicked")]
    FilterPanicked,
}
