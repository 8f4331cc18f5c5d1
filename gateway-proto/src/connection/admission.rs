//! What a driver says of an event before it is taken in, and what became of a message.

use gateway_model::DispatchHead;

/// What the driver wants done with an event that is next to be handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Hand it on.
    Deliver,
    /// Count its sequence and forget it: nobody wants it.
    Skip,
    /// There is no room for it now. The machine takes no notice of it; the driver gives it again later.
    Postpone,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Received {
    /// It is taken in; what follows from it comes from [`poll`](crate::Connection::poll).
    Handled,
    /// It is counted, and the next event to be handed on. The driver makes it, by
    /// [`DispatchHead::with_message`], of whatever buffer it wants.
    Event(DispatchHead),
    /// There was no room for it, and the machine took no notice of it.
    Postponed,
}
