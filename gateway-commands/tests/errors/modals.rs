use gateway_commands::modal::Modal;

#[derive(Modal)]
struct NoTitle {
    /// Name
    name: String,
}

#[derive(Modal)]
#[modal(title = "A title that is longer than the forty-five characters there are")]
struct LongTitle {
    /// Name
    name: String,
}

#[derive(Modal)]
#[modal(title = "Attribute", colour = "red")]
struct NoSuchAttribute {
    /// Name
    name: String,
}

#[derive(Modal)]
#[modal(title = "Enum")]
enum Enum {}

#[derive(Modal)]
#[modal(title = "Tuple")]
struct Tuple(String);

#[derive(Modal)]
#[modal(title = "Generic")]
struct Generic<T> {
    /// What
    what: T,
}

#[derive(Modal)]
#[modal(title = "Fields")]
struct Fields {
    no_label: String,
    /// A label that is longer than the forty-five characters there are
    long_label: String,
    /// Attribute
    #[modal(minimum = 1)]
    unknown: String,
    /// Bounds
    #[modal(min = 5, max = 2)]
    bounds: String,
    /// Number
    #[modal(max = 4001)]
    number: String,
    /// Placeholder
    #[modal(placeholder = "")]
    placeholder: String,
}

#[derive(Modal)]
#[modal(title = "Too many")]
struct TooMany {
    /// One
    one: String,
    /// Two
    #[modal(text = "A text above it counts too.")]
    two: String,
    /// Three
    three: String,
    /// Four
    four: String,
    /// Five
    five: String,
}

#[derive(Modal)]
#[modal(title = "Nothing")]
struct Nothing {
    #[modal(state)]
    poll: u32,
}

fn main() {}
