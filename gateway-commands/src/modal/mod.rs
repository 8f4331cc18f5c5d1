//! Modals: built from a type and read back into it.

use gateway_model::interaction::ModalData;

/// A modal that was submitted, as a type. The router finds its handler by [`NAME`](Self::NAME).
pub trait Modal: Sized + Send + 'static {
    /// The text of the custom id up to its first `:`.
    const NAME: &'static str;

    /// Reads what was entered.
    ///
    /// # Errors
    ///
    /// Returns an error if the custom id or a component is not what this type says.
    fn read(data: &ModalData) -> Result<Self, ModalError>;
}

/// A submitted modal that is not what its type says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("the modal cannot be read: {reason}")]
pub struct ModalError {
    /// Why.
    pub reason: String,
}
