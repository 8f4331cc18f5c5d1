use gateway_commands::Command;

#[derive(Command)]
struct NoDescription;

/// A description that is much longer than the hundred characters that Discord takes, and that nobody has to read to its end.
#[derive(Command)]
struct LongDescription;

/// Name.
#[derive(Command)]
#[command(name = "With Capitals")]
struct BadName;

/// Attribute.
#[derive(Command)]
#[command(colour = "red")]
struct NoSuchAttribute;

/// Locale.
#[derive(Command)]
#[command(name_localized("english", "x"))]
struct NoSuchLocale;

/// Context.
#[derive(Command)]
#[command(contexts(Everywhere))]
struct NoSuchContext;

/// Fields without names.
#[derive(Command)]
struct Tuple(String);

/// Generic.
#[derive(Command)]
struct Generic<T> {
    /// What.
    what: T,
}

/// Union.
#[derive(Command)]
union Union {
    one: u8,
}

fn main() {}
