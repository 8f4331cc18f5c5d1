//! Gateway opcodes.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// The opcode of a gateway message.
    ///
    /// Docs: [Opcodes and Status Codes, Gateway Opcodes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes).
    pub enum Opcode: i32 {
        /// An event was dispatched (received).
        Dispatch = 0,
        /// Keeps the connection alive (sent), or requests an immediate heartbeat (received).
        Heartbeat = 1,
        /// Starts a new session (sent).
        Identify = 2,
        /// Updates the bot's presence (sent).
        PresenceUpdate = 3,
        /// Joins, leaves or moves between voice channels (sent).
        VoiceStateUpdate = 4,
        /// Resumes a session that was disconnected (sent).
        Resume = 6,
        /// Asks the app to reconnect and resume (received).
        Reconnect = 7,
        /// Requests members of a guild (sent).
        RequestGuildMembers = 8,
        /// The session is invalid (received).
        InvalidSession = 9,
        /// First message of a connection, with the heartbeat interval (received).
        Hello = 10,
        /// Answer to a heartbeat (received).
        HeartbeatAck = 11,
        /// Requests the soundboard sounds of guilds (sent).
        RequestSoundboardSounds = 31,
        /// Requests ephemeral data of a guild's channels (sent).
        RequestChannelInfo = 43,
    }
}
