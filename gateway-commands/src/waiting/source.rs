//! The things that can be waited for.

use std::marker::PhantomData;
use std::sync::Arc;

use gateway_model::EventKind;
use gateway_model::event::{Event, GatewayEvent};
use gateway_model::interaction::{Interaction, InteractionData, InteractionKind};

use super::lazy::Lazy;
use crate::answer::Context;
use crate::component::CustomId;
use crate::modal::Modal;

/// The kinds of what arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A gateway event.
    Event(EventKind),
    /// A component was used.
    Component,
    /// A modal was submitted.
    Modal,
}

impl Kind {
    /// Returns the kind of an interaction; `None` for interactions that cannot be waited for.
    pub(super) fn of(interaction: &Interaction) -> Option<Self> {
        match interaction.kind {
            InteractionKind::MessageComponent => Some(Self::Component),
            InteractionKind::ModalSubmit => Some(Self::Modal),
            _ => None,
        }
    }
}

/// Something that has arrived.
#[allow(missing_debug_implementations, reason = "no user sees one")]
pub enum Happening<'a, 'd> {
    #[doc(hidden)]
    Event(&'a mut Decoding<'d>),
    #[doc(hidden)]
    Interaction(&'a Context),
}

/// An event and its decoded forms.
#[allow(missing_debug_implementations, reason = "no user sees one")]
pub struct Decoding<'d>(pub(super) Lazy<'d>);

/// Something that can be waited for: the parameter of [`WaitFor`](super::WaitFor). Sealed.
pub trait Source: sealed::Sealed + Send + Sync + 'static {
    /// The item that a wait returns.
    type Item: Send + 'static;
    /// The type that a filter receives.
    type Seen: ?Sized;

    #[doc(hidden)]
    fn kinds(&self) -> Vec<Kind>;

    #[doc(hidden)]
    fn read(&self, what: &mut Happening<'_, '_>) -> Option<Self::Item>;

    #[doc(hidden)]
    fn seen(item: &Self::Item) -> &Self::Seen;
}

mod sealed {
    pub trait Sealed {}
}

/// Events of one type; see [`Waits::wait_for`](super::Waits::wait_for).
#[derive(Debug)]
pub struct OfType<E>(pub(super) PhantomData<fn() -> E>);

impl<E> sealed::Sealed for OfType<E> {}

impl<E: GatewayEvent> Source for OfType<E> {
    type Item = Arc<E>;
    type Seen = E;

    fn kinds(&self) -> Vec<Kind> {
        vec![Kind::Event(E::KIND)]
    }

    fn read(&self, what: &mut Happening<'_, '_>) -> Option<Arc<E>> {
        let Happening::Event(event) = what else { return None };
        event.0.typed()
    }

    fn seen(item: &Arc<E>) -> &E {
        item
    }
}

/// Events of several kinds; see [`Waits::wait_for_any`](super::Waits::wait_for_any).
#[derive(Debug)]
pub struct AnyOf(pub(super) Vec<EventKind>);

impl sealed::Sealed for AnyOf {}

impl Source for AnyOf {
    type Item = Arc<Event>;
    type Seen = Event;

    fn kinds(&self) -> Vec<Kind> {
        self.0.iter().copied().map(Kind::Event).collect()
    }

    fn read(&self, what: &mut Happening<'_, '_>) -> Option<Arc<Event>> {
        let Happening::Event(event) = what else { return None };
        event.0.any()
    }

    fn seen(item: &Arc<Event>) -> &Event {
        item
    }
}

/// Components or modals; see [`Waits::wait_for_component`](super::Waits::wait_for_component).
#[derive(Debug)]
pub struct Interactions {
    pub(super) kind: Kind,
    /// All custom ids match if it is empty.
    pub(super) custom_ids: Vec<String>,
}

impl sealed::Sealed for Interactions {}

impl Source for Interactions {
    type Item = Context;
    type Seen = Context;

    fn kinds(&self) -> Vec<Kind> {
        vec![self.kind]
    }

    fn read(&self, what: &mut Happening<'_, '_>) -> Option<Context> {
        let Happening::Interaction(ctx) = what else { return None };
        let custom_id = custom_id(ctx.interaction())?;
        let wanted = &self.custom_ids;
        let is_wanted = wanted.is_empty() || wanted.iter().any(|wanted| wanted == custom_id);
        is_wanted.then(|| (*ctx).clone())
    }

    fn seen(item: &Context) -> &Context {
        item
    }
}

/// Components with custom ids of a type; see [`Waits::wait_for_custom_id`](super::Waits::wait_for_custom_id).
#[derive(Debug)]
pub struct CustomIds<C>(pub(super) PhantomData<fn() -> C>);

impl<C> sealed::Sealed for CustomIds<C> {}

impl<C: CustomId> Source for CustomIds<C> {
    type Item = (Context, C);
    type Seen = (Context, C);

    fn kinds(&self) -> Vec<Kind> {
        vec![Kind::Component]
    }

    fn read(&self, what: &mut Happening<'_, '_>) -> Option<(Context, C)> {
        let Happening::Interaction(ctx) = what else { return None };
        let state = C::decode(custom_id(ctx.interaction())?).ok()?;
        Some(((*ctx).clone(), state))
    }

    fn seen(item: &(Context, C)) -> &(Context, C) {
        item
    }
}

/// Modals of a type; see [`Waits::wait_for_modal`](super::Waits::wait_for_modal).
#[derive(Debug)]
pub struct Modals<M>(pub(super) PhantomData<fn() -> M>);

impl<M> sealed::Sealed for Modals<M> {}

impl<M: Modal> Source for Modals<M> {
    type Item = (Context, M);
    type Seen = (Context, M);

    fn kinds(&self) -> Vec<Kind> {
        vec![Kind::Modal]
    }

    fn read(&self, what: &mut Happening<'_, '_>) -> Option<Self::Item> {
        let Happening::Interaction(ctx) = what else { return None };
        let Some(InteractionData::Modal(data)) = &ctx.interaction().data else { return None };
        // Another type, another version or incomplete: it is not what the wait is for.
        let entered = M::read(data).ok()?;
        Some(((*ctx).clone(), entered))
    }

    fn seen(item: &(Context, M)) -> &(Context, M) {
        item
    }
}

/// Returns the custom id of the component or modal.
fn custom_id(interaction: &Interaction) -> Option<&str> {
    match interaction.data.as_ref()? {
        InteractionData::Component(data) => Some(&data.custom_id),
        InteractionData::Modal(data) => Some(&data.custom_id),
        _ => None,
    }
}
