use gateway_commands::Command;

/// Not an option.
#[derive(Command)]
struct NoOption {
    /// Bytes.
    bytes: Vec<u8>,
}

/// A range of a text.
#[derive(Command)]
struct Range {
    /// Text.
    #[option(min = 1)]
    text: String,
}

/// A length of a number.
#[derive(Command)]
struct Length {
    /// Number.
    #[option(max_length = 5)]
    number: i64,
}

/// Channel types of a user.
#[derive(Command)]
struct Channels {
    /// User.
    #[option(channel_types(GuildText))]
    user: gateway_model::user::User,
}

/// A choice of another type.
#[derive(Command)]
struct Choices {
    /// Number.
    #[option(choices("one"))]
    number: i64,
}

fn main() {}
