use gateway_commands::{Command, Context};

/// Texts of options.
#[derive(Command)]
struct Texts {
    no_description: String,
    /// Name.
    #[option(name = "has space")]
    bad_name: String,
    /// Twice.
    #[option(name = "same")]
    one: String,
    /// Twice.
    #[option(name = "same")]
    other: String,
    /// Attribute.
    #[option(minimum = 1)]
    unknown: i64,
    /// Both.
    #[option(choices("a"), autocomplete = complete)]
    both: String,
}

async fn complete(_: Context, _: String) -> Vec<String> {
    Vec::new()
}

fn main() {}
