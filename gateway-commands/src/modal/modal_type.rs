//! The trait that `#[derive(Modal)]` implements.

use gateway_model::interaction::ModalData;

use super::error::ModalError;
use super::field::{Entered, FieldSpec, FieldType};
use super::form::Form;
use crate::component::{CustomIdError, MOST_CHARACTERS, Packed, read_fields, write_fields};

/// A submitted modal as a type. Derive it: see [the module](super). The router finds the handler by
/// [`NAME`](Self::NAME).
pub trait Modal: Sized + Send + 'static {
    /// The text of the custom id before its first `:`.
    const NAME: &'static str;

    /// The version of the state, 0 to 63.
    const VERSION: u8 = 0;

    /// The content of the custom id: the type of the field with `state`, a tuple if there are several, `()` if there is
    /// none.
    type State: Packed;

    /// Starts a form; [`Form::value`] sets initial values.
    fn form(state: &Self::State) -> Form<Self>;

    /// Reads the input of the user.
    ///
    /// # Errors
    ///
    /// Returns an error if the custom id or a component does not match this type.
    fn read(data: &ModalData) -> Result<Self, ModalError>;
}

/// Encodes the custom id of a modal with this state.
///
/// # Errors
///
/// Returns an error if it does not fit into 100 characters.
pub fn write_state<M: Modal>(state: &M::State) -> Result<String, CustomIdError> {
    write_fields(M::NAME, M::VERSION, None, state)
}

/// Decodes the state from the custom id of a modal.
///
/// # Errors
///
/// Returns an error if this type did not encode it.
pub fn read_state<M: Modal>(data: &ModalData) -> Result<M::State, CustomIdError> {
    read_fields(M::NAME, M::VERSION, None, &data.custom_id)
}

/// Reads a field.
///
/// # Errors
///
/// Returns an error if the input does not match its type.
pub fn read_field<T: FieldType>(data: &ModalData, spec: &FieldSpec) -> Result<T, ModalError> {
    T::read(Entered::of(data, spec.name), spec).map_err(|problem| problem.of(spec.name))
}

/// Fails to compile if the custom id of this modal could have more than 100 characters. Called by the derive.
pub const fn assert_fits<M: Modal>() {
    if let Some(state) = <M::State as Packed>::MAX {
        assert!(
            M::NAME.len() + 2 + state <= MOST_CHARACTERS,
            "the custom id of this modal can have more than 100 characters with its name and state: \
             use smaller integers, less state or a shorter name"
        );
    }
}
