//! Permissions.

use std::fmt;
use std::str::FromStr;

use serde::ser::{Serialize, Serializer};

use crate::json::{NotRead, Read, Reader};
use crate::macros::flags::read_wide_bits;
use crate::macros::object::deserialize_own;

bitflags::bitflags! {
    /// The permissions of a user or role; bits that this version does not know are kept.
    ///
    /// It is read from a string or an integer, and written as a string, as the API does.
    ///
    /// Docs: [Permissions, Bitwise Permission Flags](https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Permissions: u128 {
        /// Create invites.
        const CREATE_INSTANT_INVITE = 1;
        /// Kick members.
        const KICK_MEMBERS = 1 << 1;
        /// Ban members.
        const BAN_MEMBERS = 1 << 2;
        /// Everything, ignoring all overwrites.
        const ADMINISTRATOR = 1 << 3;
        /// Manage and edit channels.
        const MANAGE_CHANNELS = 1 << 4;
        /// Manage and edit the guild.
        const MANAGE_GUILD = 1 << 5;
        /// Add reactions that a message does not have yet.
        const ADD_REACTIONS = 1 << 6;
        /// View the audit log.
        const VIEW_AUDIT_LOG = 1 << 7;
        /// Be heard over others in voice channels.
        const PRIORITY_SPEAKER = 1 << 8;
        /// Go live.
        const STREAM = 1 << 9;
        /// See a channel, read its messages, and join it if it is a voice channel.
        const VIEW_CHANNEL = 1 << 10;
        /// Send messages, except in threads, and open threads in forums.
        const SEND_MESSAGES = 1 << 11;
        /// Send messages that are read aloud.
        const SEND_TTS_MESSAGES = 1 << 12;
        /// Delete messages of others.
        const MANAGE_MESSAGES = 1 << 13;
        /// Have links embedded.
        const EMBED_LINKS = 1 << 14;
        /// Upload files.
        const ATTACH_FILES = 1 << 15;
        /// Read earlier messages.
        const READ_MESSAGE_HISTORY = 1 << 16;
        /// Mention everyone, here and all roles.
        const MENTION_EVERYONE = 1 << 17;
        /// Use custom emojis of other guilds.
        const USE_EXTERNAL_EMOJIS = 1 << 18;
        /// View the guild's statistics.
        const VIEW_GUILD_INSIGHTS = 1 << 19;
        /// Join voice channels.
        const CONNECT = 1 << 20;
        /// Speak in voice channels.
        const SPEAK = 1 << 21;
        /// Mute members in voice channels.
        const MUTE_MEMBERS = 1 << 22;
        /// Deafen members in voice channels.
        const DEAFEN_MEMBERS = 1 << 23;
        /// Move members between voice channels.
        const MOVE_MEMBERS = 1 << 24;
        /// Speak without push-to-talk.
        const USE_VAD = 1 << 25;
        /// Change one's own nickname.
        const CHANGE_NICKNAME = 1 << 26;
        /// Change nicknames of others.
        const MANAGE_NICKNAMES = 1 << 27;
        /// Manage and edit roles; in a channel, manage its permissions.
        const MANAGE_ROLES = 1 << 28;
        /// Manage and edit webhooks.
        const MANAGE_WEBHOOKS = 1 << 29;
        /// Edit and delete emojis, stickers and sounds of all users.
        const MANAGE_GUILD_EXPRESSIONS = 1 << 30;
        /// Use application commands.
        const USE_APPLICATION_COMMANDS = 1 << 31;
        /// Ask to speak in stage channels.
        const REQUEST_TO_SPEAK = 1 << 32;
        /// Edit and delete scheduled events of all users.
        const MANAGE_EVENTS = 1 << 33;
        /// Delete and archive threads, see all private ones.
        const MANAGE_THREADS = 1 << 34;
        /// Open public and announcement threads.
        const CREATE_PUBLIC_THREADS = 1 << 35;
        /// Open private threads.
        const CREATE_PRIVATE_THREADS = 1 << 36;
        /// Use stickers of other guilds.
        const USE_EXTERNAL_STICKERS = 1 << 37;
        /// Send messages in threads.
        const SEND_MESSAGES_IN_THREADS = 1 << 38;
        /// Use Activities.
        const USE_EMBEDDED_ACTIVITIES = 1 << 39;
        /// Time members out.
        const MODERATE_MEMBERS = 1 << 40;
        /// View statistics of role subscriptions.
        const VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41;
        /// Play soundboard sounds.
        const USE_SOUNDBOARD = 1 << 42;
        /// Create emojis, stickers and sounds, and manage one's own.
        const CREATE_GUILD_EXPRESSIONS = 1 << 43;
        /// Create scheduled events, and manage one's own.
        const CREATE_EVENTS = 1 << 44;
        /// Play soundboard sounds of other guilds.
        const USE_EXTERNAL_SOUNDS = 1 << 45;
        /// Send voice messages.
        const SEND_VOICE_MESSAGES = 1 << 46;
        /// Set the status of voice channels.
        const SET_VOICE_CHANNEL_STATUS = 1 << 48;
        /// Send polls.
        const SEND_POLLS = 1 << 49;
        /// Get public responses of user-installed apps.
        const USE_EXTERNAL_APPS = 1 << 50;
        /// Pin and unpin messages.
        const PIN_MESSAGES = 1 << 51;
        /// Send without waiting for slowmode.
        const BYPASS_SLOWMODE = 1 << 52;
    }
}

/// Writes the bits as a number, as Discord does; `Debug` shows the names.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.bits(), f)
    }
}

/// The text is not a set of permissions, which is an integer from 0 to 2^128 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not permissions (a whole number from 0 to 2^128 - 1)")]
pub struct ParsePermissionsError;

/// Parses the number that Discord writes; bits that this version does not know are kept.
impl FromStr for Permissions {
    type Err = ParsePermissionsError;

    fn from_str(text: &str) -> Result<Self, ParsePermissionsError> {
        // Not `u128::from_str` alone, which would also accept a leading plus sign.
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let bits = text.parse().ok().filter(|_| digits);
        bits.map(Self::from_bits_retain).ok_or(ParsePermissionsError)
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.bits())
    }
}

deserialize_own! { Permissions }

impl Read for Permissions {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        read_wide_bits(reader).map(Self::from_bits_retain)
    }
}
