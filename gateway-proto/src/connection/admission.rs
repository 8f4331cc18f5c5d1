//! The driver's decision about an event, and the result of receiving a message.

use gateway_model::DispatchHead;

/// What the driver wants done with the next event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Deliver it.
    Deliver,
    /// Count its sequence and drop it, because nobody wants it.
    Skip,
    /// There is no room for it now. The machine does not change, and the driver gives it again later.
    Postpone,
}

/// The result of receiving a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Received {
    /// It was processed. Its effects come from [`poll`](crate::Connection::poll).
    Handled,
    /// It was counted and is the next event to deliver. The driver creates the event with
    /// [`DispatchHead::with_message`], from a buffer of its choice.
    Event(DispatchHead),
    /// There was no room for it, and the machine did not change.
    Postponed,
}
