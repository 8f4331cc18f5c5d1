//! Which permissions apply to which kind of channel, and which depend on others.

use super::Permissions;
use crate::channel::ChannelKind;

impl Permissions {
    /// The permissions that apply to text, announcement, forum and media channels: those marked T in the docs.
    ///
    /// Docs: [Permissions, Bitwise Permission Flags](https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
    pub const TEXT_CHANNEL: Self = COMMON
        .union(Self::MANAGE_THREADS)
        .union(Self::CREATE_PUBLIC_THREADS)
        .union(Self::CREATE_PRIVATE_THREADS)
        .union(Self::SEND_MESSAGES_IN_THREADS)
        .union(Self::USE_EMBEDDED_ACTIVITIES)
        .union(Self::PIN_MESSAGES);

    /// The permissions that apply to voice channels: those marked V in the docs.
    ///
    /// Docs: [Permissions, Bitwise Permission Flags](https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
    pub const VOICE_CHANNEL: Self = COMMON
        .union(Self::PRIORITY_SPEAKER)
        .union(Self::STREAM)
        .union(Self::CONNECT)
        .union(Self::SPEAK)
        .union(Self::MUTE_MEMBERS)
        .union(Self::DEAFEN_MEMBERS)
        .union(Self::MOVE_MEMBERS)
        .union(Self::USE_VAD)
        .union(Self::MANAGE_EVENTS)
        .union(Self::USE_EMBEDDED_ACTIVITIES)
        .union(Self::USE_SOUNDBOARD)
        .union(Self::CREATE_EVENTS)
        .union(Self::USE_EXTERNAL_SOUNDS)
        .union(Self::SET_VOICE_CHANNEL_STATUS);

    /// The permissions that apply to stage channels: those marked S in the docs.
    ///
    /// Docs: [Permissions, Bitwise Permission Flags](https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
    pub const STAGE_CHANNEL: Self = COMMON
        .union(Self::STREAM)
        .union(Self::CONNECT)
        .union(Self::MUTE_MEMBERS)
        .union(Self::MOVE_MEMBERS)
        .union(Self::REQUEST_TO_SPEAK)
        .union(Self::MANAGE_EVENTS)
        .union(Self::CREATE_EVENTS);

    /// The permissions that a member keeps during a timeout.
    ///
    /// Docs: [Permissions, Permissions For Timed Out Members](https://docs.discord.com/developers/topics/permissions#permissions-for-timed-out-members).
    pub const TIMED_OUT: Self = Self::VIEW_CHANNEL.union(Self::READ_MESSAGE_HISTORY);

    /// Returns the permissions without those that are useless in a channel of this kind because others are missing:
    ///
    /// - Without `VIEW_CHANNEL`, all are removed.
    /// - Without `CONNECT`, all except `VIEW_CHANNEL` are removed in a voice or stage channel.
    /// - Without the permission to send messages (`SEND_MESSAGES`, in threads `SEND_MESSAGES_IN_THREADS`),
    ///   `MENTION_EVERYONE`, `SEND_TTS_MESSAGES`, `ATTACH_FILES` and `EMBED_LINKS` are removed.
    ///
    /// The docs say that without `CONNECT` other permissions of voice and stage channels are removed too, such as
    /// managing the channel, but list none. The permissions of an administrator are returned unchanged.
    ///
    /// Docs: [Permissions, Implicit Permissions](https://docs.discord.com/developers/topics/permissions#implicit-permissions).
    #[must_use]
    pub const fn without_implied(self, kind: ChannelKind) -> Self {
        if self.contains(Self::ADMINISTRATOR) {
            return self;
        }
        if !self.contains(Self::VIEW_CHANNEL) {
            return Self::empty();
        }
        if kind.is_voice() && !self.contains(Self::CONNECT) {
            return Self::VIEW_CHANNEL;
        }
        let send =
            if kind.is_thread() { Self::SEND_MESSAGES_IN_THREADS } else { Self::SEND_MESSAGES };
        if self.contains(send) { self } else { self.difference(NEED_SENDING) }
    }
}

/// The permissions that are useless without the permission to send messages.
const NEED_SENDING: Permissions = Permissions::MENTION_EVERYONE
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS);

/// The permissions that apply to channels of every kind: those marked T, V, S in the docs.
const COMMON: Permissions = Permissions::CREATE_INSTANT_INVITE
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::VIEW_CHANNEL)
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::MANAGE_ROLES)
    .union(Permissions::MANAGE_WEBHOOKS)
    .union(Permissions::USE_APPLICATION_COMMANDS)
    .union(Permissions::USE_EXTERNAL_STICKERS)
    .union(Permissions::SEND_VOICE_MESSAGES)
    .union(Permissions::SEND_POLLS)
    .union(Permissions::USE_EXTERNAL_APPS)
    .union(Permissions::BYPASS_SLOWMODE);
