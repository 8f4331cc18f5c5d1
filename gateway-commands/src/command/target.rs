//! The object that a command in the menu of a user or message was used on.

use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};
use gateway_model::interaction::{CommandData, ResolvedData};
use gateway_model::message::Message;
use gateway_model::user::User;

use super::argument_error::{ArgumentError, OptionProblem};
use super::resolved::member;

/// The object that a command in the menu of a user or message was used on.
pub trait Target: Sized + Send + 'static {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// Returns an error if it is missing.
    fn read(id: Id<marker::Generic>, resolved: &ResolvedData) -> Result<Self, OptionProblem>;
}

/// The object that a command in the menu of a user was used on.
#[diagnostic::on_unimplemented(
    message = "a user command is not used on `{Self}`",
    note = "it is used on a User, a Member or an Id<marker::User>"
)]
pub trait UserTarget: Target {}

/// The object that a command in the menu of a message was used on.
#[diagnostic::on_unimplemented(
    message = "a message command is not used on `{Self}`",
    note = "it is used on a Message or an Id<marker::Message>"
)]
pub trait MessageTarget: Target {}

/// Reads the target of a command.
pub(super) fn target<T: Target>(data: &CommandData) -> Result<T, ArgumentError> {
    let id = data.target_id.ok_or(ArgumentError::Target(OptionProblem::Missing))?;
    let resolved = data.resolved.as_deref();
    let resolved = resolved.ok_or(ArgumentError::Target(OptionProblem::NotResolved))?;
    T::read(id, resolved).map_err(ArgumentError::Target)
}

macro_rules! targets {
    ($($kind:ident for $type:ty = $read:expr;)*) => {$(
        impl Target for $type {
            fn read(
                id: Id<marker::Generic>,
                resolved: &ResolvedData,
            ) -> Result<Self, OptionProblem> {
                $read(id, resolved)
            }
        }

        impl $kind for $type {}
    )*};
}

targets! {
    UserTarget for User = |id: Id<_>, resolved: &ResolvedData| {
        resolved.users.get(&id.cast()).cloned().ok_or(OptionProblem::NotResolved)
    };
    UserTarget for Member = |id: Id<_>, resolved| member(id.cast(), resolved);
    UserTarget for Id<marker::User> = |id: Id<_>, _| Ok(id.cast());
    MessageTarget for Message = |id: Id<_>, resolved: &ResolvedData| {
        resolved.messages.get(&id.cast()).cloned().ok_or(OptionProblem::NotResolved)
    };
    MessageTarget for Id<marker::Message> = |id: Id<_>, _| Ok(id.cast());
}
