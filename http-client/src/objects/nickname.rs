//! The bot's own nickname.

use serde::{Deserialize, Serialize};

/// The bot's nickname after a change.
///
/// Docs: [Guild, Modify Current User Nick](https://docs.discord.com/developers/resources/guild#modify-current-user-nick).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Nickname {
    /// The nickname; `None` if it was removed.
    pub nick: Option<String>,
}
