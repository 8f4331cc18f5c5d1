use gateway_commands::component::CustomId;
use gateway_commands::modal::Modal;
use gateway_model::id::{Id, marker};

#[derive(CustomId)]
#[custom_id(signed_with = SECRET)]
struct NoKey;

static SECRET: &str = "a secret";

#[derive(CustomId)]
struct NotPacked {
    words: Vec<String>,
}

#[derive(Modal)]
#[modal(title = "Types")]
struct Types {
    /// Bytes
    bytes: [u8; 4],
    /// Channel
    #[modal(channel_types(Chat))]
    channel: Id<marker::Channel>,
}

#[derive(Modal)]
#[modal(title = "State")]
struct NoState {
    #[modal(state)]
    words: Vec<String>,
    /// Name
    name: String,
}

fn main() {}
