//! `#[derive(Modal)]`: a modal and what was entered into it.
