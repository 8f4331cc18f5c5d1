//! `#[derive(Command)]`: a command, a subcommand or a group.
