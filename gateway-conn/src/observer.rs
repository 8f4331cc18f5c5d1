//! Who sees events in passing, before the consumer does.

use gateway_model::EventKind;

use crate::event_set::EventSet;
use crate::events::ConnectionEvent;

/// Sees events on the connection's task, in their order, at the moment they go into the queue: whether the consumer
/// reads them or not. For a program that has to know of some events at once, such as an answer that one of its own
/// tasks waits for while it reads no events. See [`connect_observed`](crate::connect_observed).
///
/// It runs between two reads of the socket, so it must not block. If it panics, the connection's task ends.
pub trait Observer: Send + 'static {
    /// Which dispatches it sees; notices (changes of state and so on) it sees all. Asked once. Only events that the
    /// connection hands on can be seen, see [`Config::with_events`](crate::Config::with_events). A dispatch that is seen has a
    /// buffer of its own.
    fn dispatches(&self) -> EventSet;

    /// Called with each of them.
    fn see(&mut self, event: &ConnectionEvent);
}

/// The observer of one connection, if there is one.
pub(crate) struct Observed {
    dispatches: EventSet,
    observer: Option<Box<dyn Observer>>,
}

impl Observed {
    pub(crate) fn by(observer: Option<Box<dyn Observer>>) -> Self {
        let dispatches = observer.as_ref().map_or(EventSet::NONE, |by| by.dispatches());
        Self { dispatches, observer }
    }

    /// Whether dispatches of this kind are seen.
    #[inline]
    pub(crate) const fn wants(&self, kind: EventKind) -> bool {
        self.dispatches.contains(kind)
    }

    /// Shows a notice, or a dispatch if it is wanted.
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
