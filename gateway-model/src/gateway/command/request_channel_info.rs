//! Requests ephemeral data of channels, which exists only while they are used.

use serde::{Deserialize, Serialize};

use super::InvalidCommand;
use crate::id::{Id, marker};
use crate::macros::open_enum::open_enum;

/// Requests ephemeral data of a guild's channels. The answer is a [`ChannelInfo`](crate::event::ChannelInfo).
///
/// Docs: [Gateway Events, Request Channel Info](https://docs.discord.com/developers/events/gateway-events#request-channel-info).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
pub struct RequestChannelInfo {
    guild_id: Id<marker::Guild>,
    fields: Box<[ChannelInfoField]>,
}

#[derive(Deserialize)]
struct Fields {
    guild_id: Id<marker::Guild>,
    fields: Box<[ChannelInfoField]>,
}

open_enum! {
    /// A field of a channel that can be requested.
    ///
    /// Docs: [Gateway Events, Request Channel Info Structure](https://docs.discord.com/developers/events/gateway-events#request-channel-info-request-channel-info-structure).
    pub enum ChannelInfoField: str {
        /// Status of a voice channel.
        Status = "status",
        /// When the voice session began.
        VoiceStartTime = "voice_start_time",
    }
}

impl RequestChannelInfo {
    /// Requests these fields of a guild's channels.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no field.
    pub fn new(
        guild_id: Id<marker::Guild>,
        fields: impl IntoIterator<Item = ChannelInfoField>,
    ) -> Result<Self, InvalidCommand> {
        let fields: Box<[_]> = fields.into_iter().collect();
        if fields.is_empty() { Err(InvalidCommand::NoField) } else { Ok(Self { guild_id, fields }) }
    }

    /// Requests all fields that this version knows.
    #[must_use]
    pub fn all(guild_id: Id<marker::Guild>) -> Self {
        Self { guild_id, fields: ChannelInfoField::KNOWN.into() }
    }

    /// The guild.
    #[must_use]
    pub const fn guild_id(&self) -> Id<marker::Guild> {
        self.guild_id
    }

    /// The fields, at least one.
    #[must_use]
    pub const fn fields(&self) -> &[ChannelInfoField] {
        &self.fields
    }
}

impl TryFrom<Fields> for RequestChannelInfo {
    type Error = InvalidCommand;

    fn try_from(Fields { guild_id, fields }: Fields) -> Result<Self, InvalidCommand> {
        Self::new(guild_id, fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_at_least_one_field() {
        let guild = Id::new(5).unwrap();
        assert_eq!(RequestChannelInfo::new(guild, []), Err(InvalidCommand::NoField));
        let text = r#"{"guild_id":"5","fields":["status","voice_start_time"]}"#;
        assert_eq!(serde_json::to_string(&RequestChannelInfo::all(guild)).unwrap(), text);
    }
}
