use gateway_commands::component::CustomId;
use gateway_commands::modal::Modal;
use gateway_model::id::{Id, marker};

/// 88 characters of ids, and the name.
#[derive(CustomId)]
struct TooLongAName {
    from: (Id<marker::User>, Id<marker::User>, Id<marker::User>, Id<marker::User>),
    to: (Id<marker::User>, Id<marker::User>, Id<marker::User>, Id<marker::User>),
}

#[derive(Modal)]
#[modal(title = "State")]
struct LongState {
    #[modal(state)]
    from: (Id<marker::User>, Id<marker::User>, Id<marker::User>, Id<marker::User>),
    #[modal(state)]
    to: (Id<marker::User>, Id<marker::User>, Id<marker::User>, Id<marker::User>, u8),
    /// Name
    name: String,
}

#[derive(Modal)]
#[modal(title = "List")]
struct NoList {
    /// Flags
    flags: Vec<bool>,
}

fn main() {}
