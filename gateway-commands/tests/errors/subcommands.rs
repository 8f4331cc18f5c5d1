use gateway_commands::Command;

/// Texts.
#[derive(Command)]
enum Texts {
    NoDescription,
    /// Two types.
    Two(String, String),
    /// Twice.
    #[command(name = "same")]
    One,
    /// Twice.
    #[command(name = "same")]
    Other,
}

/// Empty.
#[derive(Command)]
enum Empty {}

/// No command.
#[derive(Command)]
enum NoCommand {
    /// A text.
    Text(String),
}

/// Too deep.
#[derive(Command)]
enum Outer {
    Middle(Middle),
}

/// Middle.
#[derive(Command)]
enum Middle {
    Inner(Inner),
}

/// Inner.
#[derive(Command)]
enum Inner {
    /// One.
    One,
}

/// Uses a group within a group.
#[derive(Command)]
enum Deepest {
    Outer(Outer),
}

fn main() {}
