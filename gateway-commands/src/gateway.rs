//! The front for the listeners of a `Bot`.
