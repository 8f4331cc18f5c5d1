use gateway_commands::Command;

/// Order.
#[derive(Command)]
struct Order {
    /// First.
    first: Option<String>,
    /// Second.
    second: String,
}

/// Range.
#[derive(Command)]
struct Range {
    /// Number.
    #[option(min = 7, max = 1)]
    number: i64,
}

/// Length.
#[derive(Command)]
struct Length {
    /// Text.
    #[option(max_length = 6001)]
    text: String,
}

fn main() {}
