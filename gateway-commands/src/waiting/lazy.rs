//! An event that is decoded when the first wait asks for it, once for all.

use std::any::{Any, TypeId};
use std::sync::Arc;

use gateway_model::event::{Event, GatewayEvent};
use gateway_model::{DecodeError, Dispatch};

/// A dispatch, and what was decoded of it so far.
pub(super) struct Lazy<'a> {
    dispatch: &'a Dispatch,
    /// One for each type that somebody waits for, mostly one; `None` if it cannot be decoded.
    decoded: Vec<(TypeId, Option<Arc<dyn Any + Send + Sync>>)>,
}

impl<'a> Lazy<'a> {
    pub(super) const fn new(dispatch: &'a Dispatch) -> Self {
        Self { dispatch, decoded: Vec::new() }
    }

    /// The event as its own type, or as one of the user's.
    pub(super) fn typed<E: GatewayEvent>(&mut self) -> Option<Arc<E>> {
        self.read(|dispatch| dispatch.decode_event::<E>().map(|event| event.value))
    }

    /// The event, whichever it is.
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
                        tracing::warn!(%error, "an event that somebody waits for cannot be decoded");
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
