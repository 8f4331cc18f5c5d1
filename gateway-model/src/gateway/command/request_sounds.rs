//! Requests soundboard sounds.

use serde::{Deserialize, Serialize};

use super::InvalidCommand;
use crate::id::{Id, marker};

/// Requests the soundboard sounds of guilds. The answer is one [`SoundboardSounds`](crate::event::SoundboardSounds) for
/// each.
///
/// Docs: [Gateway Events, Request Soundboard Sounds](https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
pub struct RequestSoundboardSounds {
    guild_ids: Box<[Id<marker::Guild>]>,
}

#[derive(Deserialize)]
struct Fields {
    guild_ids: Box<[Id<marker::Guild>]>,
}

impl RequestSoundboardSounds {
    /// Requests the sounds of these guilds.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no guild.
    pub fn new(
        guilds: impl IntoIterator<Item = Id<marker::Guild>>,
    ) -> Result<Self, InvalidCommand> {
        let guild_ids: Box<[_]> = guilds.into_iter().collect();
        if guild_ids.is_empty() { Err(InvalidCommand::NoGuild) } else { Ok(Self { guild_ids }) }
    }

    /// Requests the sounds of one guild.
    #[must_use]
    pub fn guild(guild: Id<marker::Guild>) -> Self {
        Self { guild_ids: [guild].into() }
    }

    /// The guilds, at least one.
    #[must_use]
    pub const fn guild_ids(&self) -> &[Id<marker::Guild>] {
        &self.guild_ids
    }
}

impl TryFrom<Fields> for RequestSoundboardSounds {
    type Error = InvalidCommand;

    fn try_from(fields: Fields) -> Result<Self, InvalidCommand> {
        Self::new(fields.guild_ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_at_least_one_guild() {
        assert_eq!(RequestSoundboardSounds::new([]), Err(InvalidCommand::NoGuild));
        assert!(serde_json::from_str::<RequestSoundboardSounds>(r#"{"guild_ids":[]}"#).is_err());
        let request = RequestSoundboardSounds::guild(Id::new(5).unwrap());
        assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"guild_ids":["5"]}"#);
    }
}
