//! Starts a wait, from `Waits` or from the context of a handler.

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
    /// Waits for an event of this type; its kind must be one of those given to [`Waits::new`].
    pub fn wait_for<E: GatewayEvent>(&self) -> WaitFor<OfType<E>> {
        WaitFor::new(self.clone(), OfType(PhantomData))
    }

    /// Waits for an event of any of these kinds, which must be among those given to [`Waits::new`].
    pub fn wait_for_any(&self, events: impl IntoIterator<Item = EventKind>) -> WaitFor<AnyOf> {
        WaitFor::new(self.clone(), AnyOf(events.into_iter().collect()))
    }

    /// Waits until a button or menu is used. Returns the context that answers it. Only for the waits of a router.
    pub fn wait_for_component(&self) -> WaitFor<Interactions> {
        let source = Interactions { kind: Kind::Component, custom_ids: Vec::new() };
        WaitFor::new(self.clone(), source)
    }

    /// Waits until a component with a custom id of this type is used, and decodes the id. Only for the waits of a
    /// router.
    pub fn wait_for_custom_id<C: CustomId>(&self) -> WaitFor<CustomIds<C>> {
        WaitFor::new(self.clone(), CustomIds(PhantomData))
    }

    /// Waits until a modal of this type is submitted, and decodes it. Discord does not report that a user closed the
    /// modal: set a [`timeout`](WaitFor::timeout). Only for the waits of a router.
    pub fn wait_for_modal<M: Modal>(&self) -> WaitFor<Modals<M>> {
        WaitFor::new(self.clone(), Modals(PhantomData))
    }

    /// Waits until any modal is submitted. Only for the waits of a router.
    pub fn wait_for_any_modal(&self) -> WaitFor<Interactions> {
        let source = Interactions { kind: Kind::Modal, custom_ids: Vec::new() };
        WaitFor::new(self.clone(), source)
    }
}

impl Context {
    /// Returns the [`Waits`] in the router's state. Without one, only components and modals can be waited for.
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

    /// Waits until a button or menu is used; see [`Waits::wait_for_component`].
    pub fn wait_for_component(&self) -> WaitFor<Interactions> {
        self.waits().wait_for_component()
    }

    /// Waits until a component with a custom id of this type is used; see [`Waits::wait_for_custom_id`].
    pub fn wait_for_custom_id<C: CustomId>(&self) -> WaitFor<CustomIds<C>> {
        self.waits().wait_for_custom_id()
    }

    /// Waits until a modal of this type is submitted; see [`Waits::wait_for_modal`].
    pub fn wait_for_modal<M: Modal>(&self) -> WaitFor<Modals<M>> {
        self.waits().wait_for_modal()
    }

    /// Waits until any modal is submitted; see [`Waits::wait_for_any_modal`].
    pub fn wait_for_any_modal(&self) -> WaitFor<Interactions> {
        self.waits().wait_for_any_modal()
    }

    /// Makes the wait look back to the time at which the latest answer began to be sent.
    fn since_answer<S: Source>(&self, wait: WaitFor<S>) -> WaitFor<S> {
        match self.latest_answer().mark() {
            Some(mark) => wait.since(mark),
            None => wait,
        }
    }
}
