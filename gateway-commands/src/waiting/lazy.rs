//! An event that is decoded when the first wait needs it, and once for all waits.

use std::any::{Any, TypeId};
use std::sync::Arc;

use gateway_model::event::{Event, GatewayEvent};
use gateway_model::{DecodeError, Dispatch};

/// A dispatch, and what was decoded so far.
pub(super) struct Lazy<'a> {
    dispatch: &'a Dispatch,
    /// An entry for each type that a wait needs, usually one; `None` if it cannot be decoded.
    decoded: Vec<(TypeId, Option<Arc<dyn Any + Send + Sync>>)>,
}

impl<'a> Lazy<'a> {
    pub(super) const fn new(dispatch: &'a Dispatch) -> Self {
        Self { dispatch, decoded: Vec::new() }
    }

    /// Returns the event as its own type, or as a type of the user.
    pub(super) fn typed<E: GatewayEvent>(&mut self) -> Option<Arc<E>> {
        self.read(|dispatch| dispatch.decode_event::<E>().map(|event| event.value))
    }

    /// Returns the event as an enum of all kinds.
    pub(super) fn any(&mut self) -> Option<Arc<Event>> {
        self.read(|dispatch| dispatch.event().map(|event| event.value))
    }

    fn read<T: Send + Sync + 'static>(
        &mut self,
        decode: impl FnOnce(&Dispatch) -> Result<T, DecodeError>,
    ) -> Option<Arc<T>> {
        let wanted = TypeId::of::<T>();
        let known = self.decoded.iter().find(|(decoded, _)| *decoded == wanted);
        let value = match known {
            Some((_, value)) => value.clone(),
            None => {
                let value: Option<Arc<dyn Any + Send + Sync>> = match decode(self.dispatch) {
                    Ok(event) => Some(Arc::new(event)),
                    Err(error) => {
                        tracing::warn!(%error, "could not decode an event that a wait needs");
                        None
                    }
                };
                self.decoded.push((wanted, value.clone()));
                value
            }
        };
        value?.downcast().ok()
    }
}
