//! `#[derive(Choice)]`: an enum of values to choose from.
