//! Lobbies of games.
//!
//! Docs: [Lobby Resource](https://docs.discord.com/developers/resources/lobby).

use std::collections::BTreeMap;

use crate::channel::Channel;
use crate::id::{Id, marker};
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::message::{MessageFlags, MessageKind};
use crate::user::User;

/// Keys and values that games attach to lobbies; at most 1000 characters in total.
pub type LobbyMetadata = BTreeMap<String, String>;

object! {
    /// A lobby.
    ///
    /// Docs: [Lobby, Lobby Object](https://docs.discord.com/developers/resources/lobby#lobby-object).
    #[derive(Eq, Hash)]
    pub struct Lobby {
        /// Id of the lobby.
        pub id: Id<marker::Lobby>,
        /// Application that created it.
        pub application_id: Id<marker::Application>,
        /// Metadata set by the game.
        pub metadata: Option<LobbyMetadata>,
        /// Members.
        pub members: Box<[LobbyMember]>,
        /// Channel it is linked to.
        pub linked_channel?: Box<Channel>,
        /// Flags; the docs give no values.
        pub flags?: u64,
    }
}

object! {
    /// A member of a lobby.
    ///
    /// Docs: [Lobby, Lobby Member Object](https://docs.discord.com/developers/resources/lobby#lobby-member-object).
    #[derive(Eq, Hash)]
    pub struct LobbyMember {
        /// Id of the user.
        pub id: Id<marker::User>,
        /// Metadata of the member, set by the game.
        pub metadata?: LobbyMetadata,
        /// Flags.
        pub flags?: LobbyMemberFlags,
        /// Additional name, such as that of a character, 1 to 80 characters.
        pub additional_name?: String,
    }
}

flags! {
    /// Flags of a member of a lobby.
    ///
    /// Docs: [Lobby, Lobby Member Flags](https://docs.discord.com/developers/resources/lobby#lobby-member-object-lobby-member-flags).
    pub struct LobbyMemberFlags {
        /// Can link a channel to the lobby.
        const CAN_LINK_LOBBY = 0;
    }
}

object! {
    /// A message in a lobby.
    ///
    /// Docs: [Lobby, Lobby Message Object](https://docs.discord.com/developers/resources/lobby#send-lobby-message-lobby-message-object).
    #[derive(Eq, Hash)]
    pub struct LobbyMessage {
        /// Id of the message.
        pub id: Id<marker::Message>,
        /// Kind of message.
        pub kind as "type" {unknown}: MessageKind,
        /// Text.
        pub content: Box<str>,
        /// Lobby it was sent to.
        pub lobby_id: Id<marker::Lobby>,
        /// The lobby's id again, because messages have this field.
        pub channel_id: Id<marker::Channel>,
        /// The sender.
        pub author: User,
        /// Additional name of the author when it was sent.
        pub lobby_member?: LobbyMessageMember,
        /// Metadata set by the game.
        pub metadata?: LobbyMetadata,
        /// Metadata set by the game's moderation.
        pub moderation_metadata?: LobbyMetadata,
        /// Flags.
        pub flags {default}: MessageFlags,
        /// Application that sent it.
        pub application_id?: Id<marker::Application>,
    }
}

object! {
    /// The part of a member that a message in a lobby shows.
    #[derive(Eq, Hash)]
    pub struct LobbyMessageMember {
        /// Additional name, such as that of a character.
        pub additional_name?: Box<str>,
    }
}

object! {
    /// An invite to the channel a lobby is linked to.
    ///
    /// Docs: [Lobby, Lobby Invite Object](https://docs.discord.com/developers/resources/lobby#create-lobby-channel-invite-for-user-lobby-invite-object).
    #[derive(Eq, Hash)]
    pub struct LobbyInvite {
        /// Code of the invite.
        pub code: Box<str>,
    }
}
