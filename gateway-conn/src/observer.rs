//! An observer that sees events before the consumer does.

use gateway_model::EventKind;

use crate::event_set::EventSet;
use crate::events::ConnectionEvent;

/// Sees events on the connection's task, in order, when they enter the queue, whether the consumer reads them or not.
/// Use it if the program must learn of some events immediately: for example an answer that the consumer's own task
/// waits for, during which it reads no events. See [`connect_observed`](crate::connect_observed).
///
/// It runs between two reads of the socket, so it must not block. If it panics, the connection's task ends.
pub trait Observer: Send + 'static {
    /// Returns which dispatches it sees; it sees all other events, such as state changes. Called once. It sees only
    /// events that the connection delivers, see [`Config::with_events`](crate::Config::with_events). A dispatch that it
    /// sees has a separate buffer.
    fn dispatches(&self) -> EventSet;

    /// Called with each of these events.
    fn see(&mut self, event: &ConnectionEvent);
}

/// The optional observer of a connection.
pub(crate) struct Observed {
    dispatches: EventSet,
    observer: Option<Box<dyn Observer>>,
}

impl Observed {
    pub(crate) fn by(observer: Option<Box<dyn Observer>>) -> Self {
        let dispatches = observer.as_ref().map_or(EventSet::NONE, |by| by.dispatches());
        Self { dispatches, observer }
    }

    /// Returns whether dispatches of this kind are seen.
    #[inline]
    pub(crate) const fn wants(&self, kind: EventKind) -> bool {
        self.dispatches.contains(kind)
    }

    /// Shows a state change, or a dispatch of a wanted kind.
    pub(crate) fn show(&mut self, event: &ConnectionEvent) {
        let is_wanted = match event {
            ConnectionEvent::Dispatch(dispatch) => self.wants(dispatch.kind()),
            _ => true,
        };
        if is_wanted && let Some(observer) = &mut self.observer {
            observer.see(event);
        }
    }
}
