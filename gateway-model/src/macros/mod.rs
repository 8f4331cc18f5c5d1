//! The macros that declare the types of this crate.

pub(crate) mod flags;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod secret;
pub(crate) mod setters;
pub(crate) mod tagged;
