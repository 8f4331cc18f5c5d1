//! `#[derive(CustomId)]`: small state in the custom id of a component.
