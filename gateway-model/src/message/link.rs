//! Links to messages.

use std::fmt;
use std::str::FromStr;

use super::Message;
use crate::event::{MessageCreate, MessageUpdate};
use crate::id::{Id, marker};

/// A link to a message, as the client copies it. `Display` writes the URL.
///
/// ```
/// use gateway_model::message::MessageLink;
///
/// let link: MessageLink = "https://discord.com/channels/5/6/7".parse()?;
/// assert_eq!((link.channel_id.get(), link.message_id.get()), (6, 7));
/// assert_eq!(link.to_string(), "https://discord.com/channels/5/6/7");
/// # Ok::<(), gateway_model::message::ParseMessageLinkError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a link has these parts and no others")]
pub struct MessageLink {
    /// Guild of the message; `None` in direct messages.
    pub guild_id: Option<Id<marker::Guild>>,
    /// Channel or thread of the message.
    pub channel_id: Id<marker::Channel>,
    /// The message.
    pub message_id: Id<marker::Message>,
}

/// The text is not a link to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not a link to a message (https://discord.com/channels/GUILD/CHANNEL/MESSAGE)")]
pub struct ParseMessageLinkError;

impl fmt::Display for MessageLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { guild_id, channel_id, message_id } = self;
        f.write_str("https://discord.com/channels/")?;
        match guild_id {
            Some(guild_id) => write!(f, "{guild_id}/{channel_id}/{message_id}"),
            None => write!(f, "@me/{channel_id}/{message_id}"),
        }
    }
}

/// Accepts links of the stable client, of the test clients (`ptb`, `canary`) and of Discord's old domain.
impl FromStr for MessageLink {
    type Err = ParseMessageLinkError;

    fn from_str(text: &str) -> Result<Self, ParseMessageLinkError> {
        Self::parse(text).ok_or(ParseMessageLinkError)
    }
}

impl MessageLink {
    fn parse(text: &str) -> Option<Self> {
        let (host, path) = text.strip_prefix("https://")?.split_once('/')?;
        let client =
            host.strip_suffix("discord.com").or_else(|| host.strip_suffix("discordapp.com"));
        if !matches!(client?, "" | "ptb." | "canary.") {
            return None;
        }
        let mut ids = path.strip_prefix("channels/")?.split('/');
        let guild_id = match ids.next()? {
            "@me" => None,
            guild => Some(guild.parse().ok()?),
        };
        let (channel_id, message_id) = (ids.next()?.parse().ok()?, ids.next()?.parse().ok()?);
        ids.next().is_none().then_some(Self { guild_id, channel_id, message_id })
    }
}

impl Message {
    /// Returns the link to this message. A message does not contain its guild; pass `None` for direct messages.
    /// Messages in events contain it, and have a `link` method without an argument.
    #[must_use]
    pub const fn link_in(&self, guild_id: Option<Id<marker::Guild>>) -> MessageLink {
        MessageLink { guild_id, channel_id: self.channel_id, message_id: self.id }
    }
}

impl MessageCreate {
    /// Returns the link to this message.
    #[must_use]
    pub const fn link(&self) -> MessageLink {
        self.message.link_in(self.guild_id)
    }
}

impl MessageUpdate {
    /// Returns the link to this message.
    #[must_use]
    pub const fn link(&self) -> MessageLink {
        self.message.link_in(self.guild_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_comes_back_as_it_was() {
        for text in ["https://discord.com/channels/5/6/7", "https://discord.com/channels/@me/6/7"] {
            assert_eq!(text.parse::<MessageLink>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn links_of_other_clients_are_read() {
        let link = "https://discord.com/channels/5/6/7".parse::<MessageLink>();
        for host in ["ptb.discord.com", "canary.discord.com", "discordapp.com"] {
            assert_eq!(format!("https://{host}/channels/5/6/7").parse(), link);
        }
    }

    #[test]
    fn what_is_no_link_to_a_message_is_refused() {
        for text in [
            "",
            "discord.com/channels/5/6/7",
            "http://discord.com/channels/5/6/7",
            "https://evil-discord.com/channels/5/6/7",
            "https://example.com/channels/5/6/7",
            "https://discord.com/channels/5/6",
            "https://discord.com/channels/5/6/7/8",
            "https://discord.com/channels/5/6/0",
            "https://discord.com/channels/@you/6/7",
            "https://discord.com/5/6/7",
        ] {
            assert!(text.parse::<MessageLink>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_message_of_an_event_knows_its_guild() {
        let text = r#"{"id":"7","channel_id":"6","guild_id":"5","author":{"id":"4","username":"u",
            "global_name":null,"avatar":null},"content":"","timestamp":"2026-01-01T00:00:00Z",
            "edited_timestamp":null,"tts":false,"mention_everyone":false,"pinned":false,"type":0}"#;
        let created: MessageCreate = serde_json::from_str(text).unwrap();
        assert_eq!(created.link().to_string(), "https://discord.com/channels/5/6/7");
        let updated: MessageUpdate = serde_json::from_str(text).unwrap();
        assert_eq!(updated.link(), created.link());
        let direct = created.message.link_in(None);
        assert_eq!(direct.to_string(), "https://discord.com/channels/@me/6/7");
    }
}
