//! How a wait is begun: with `Waits`, or with the context of a handler.

use std::marker::PhantomData;

use gateway_model::EventKind;
use gateway_model::event::GatewayEvent;

use super::request::WaitFor;
use super::source::{AnyOf, CustomIds, Interactions, Kind, Modals, OfType, Source};
use super::waits::Waits;
use crate::answer::Context;
use crate::component::CustomId;
use crate::modal::Modal;

impl Waits {
    /// Waits for an event of this type; its kind is one of those that [`Waits::new`] was given.
    pub fn wait_for<E: GatewayEvent>(&self) -> WaitFor<OfType<E>> {
        WaitFor::new(self.clone(), OfType(PhantomData))
    }

    /// Waits for an event of any of these kinds, which are among those that [`Waits::new`] was given.
    pub fn wait_for_any(&self, events: impl IntoIterator<Item = EventKind>) -> WaitFor<AnyOf> {
        WaitFor::new(self.clone(), AnyOf(events.into_iter().collect()))
    }

    /// Waits for a component to be used, a button or any menu. It comes with all that answers it. Of a router only.
    pub fn wait_for_component(&self) -> WaitFor<Interactions> {
        let source = Interactions { kind: Kind::Component, custom_ids: Vec::new() };
        WaitFor::new(self.clone(), source)
    }

    /// Waits for a component to be used whose custom id is of this type, and reads it. Of a router only.
    pub fn wait_for_custom_id<C: CustomId>(&self) -> WaitFor<CustomIds<C>> {
        WaitFor::new(self.clone(), CustomIds(PhantomData))
    }

    /// Waits for a modal of this type to be submitted, and reads it. A user who closes the modal is not told of: give it
    /// a [`timeout`](WaitFor::timeout). Of a router only.
    pub fn wait_for_modal<M: Modal>(&self) -> WaitFor<Modals<M>> {
        WaitFor::new(self.clone(), Modals(PhantomData))
    }

    /// Waits for any modal to be submitted. Of a router only.
    pub fn wait_for_any_modal(&self) -> WaitFor<Interactions> {
        let source = Interactions { kind: Kind::Modal, custom_ids: Vec::new() };
        WaitFor::new(self.clone(), source)
    }
}

impl Context {
    /// Who waits for what. It is the state [`Waits`] of the router; without one, nothing but components and modals can be
    /// waited for.
    #[must_use]
    pub fn waits(&self) -> Waits {
        self.state::<Waits>().map_or_else(|_| Waits::default(), |waits| Waits::clone(&waits))
    }

    /// Waits for an event of this type; see [`Waits::wait_for`] and [the module](crate::waiting).
    pub fn wait_for<E: GatewayEvent>(&self) -> WaitFor<OfType<E>> {
        self.since_answer(self.waits().wait_for())
    }

    /// Waits for an event of any of these kinds; see [`Waits::wait_for_any`].
    pub fn wait_for_any(&self, events: impl IntoIterator<Item = EventKind>) -> WaitFor<AnyOf> {
        self.since_answer(self.waits().wait_for_any(events))
    }

    /// Waits for a component to be used, a button or any menu; see [`Waits::wait_for_component`].
    pub fn wait_for_component(&self) -> WaitFor<Interactions> {
        self.waits().wait_for_component()
    }

    /// Waits for a component whose custom id is of this type; see [`Waits::wait_for_custom_id`].
    pub fn wait_for_custom_id<C: CustomId>(&self) -> WaitFor<CustomIds<C>> {
        self.waits().wait_for_custom_id()
    }

    /// Waits for a modal of this type to be submitted; see [`Waits::wait_for_modal`].
    pub fn wait_for_modal<M: Modal>(&self) -> WaitFor<Modals<M>> {
        self.waits().wait_for_modal()
    }

    /// Waits for any modal to be submitted; see [`Waits::wait_for_any_modal`].
    pub fn wait_for_any_modal(&self) -> WaitFor<Interactions> {
        self.waits().wait_for_any_modal()
    }

    /// The same wait, which sees what came since the latest answer began to be sent.
    fn since_answer<S: Source>(&self, wait: WaitFor<S>) -> WaitFor<S> {
        match self.latest_answer().mark() {
            Some(mark) => wait.since(mark),
            None => wait,
        }
    }
}
