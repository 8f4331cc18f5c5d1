//! The actions.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::target::Target;
use crate::chaos::ChaosConfig;
use crate::core::ResumeRefusal;
use crate::rest::{Failure, Scope, Window};
use crate::server::faulty_io::Flow;
use crate::server::hub::Shape;
use crate::server::outage::{Endpoint, Outage};
use crate::server::replay::ReplayEvent;

/// One command. In JSON the field `do` names it: `{"do": "reconnect", "target": {"shard": 0}}`.
///
/// `target` is all connections where it is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Action {
    /// Dispatch any event, known or not. Without `guild` it goes to shard 0.
    Inject {
        /// Event name, for instance `MESSAGE_CREATE`.
        event: String,
        /// Guild whose shard receives it.
        #[serde(default)]
        guild: Option<String>,
        /// Its data.
        data: Value,
    },
    /// A user writes a message. Without a channel, in the first text channel of the guild (or of the
    /// first guild); without an author, by the guild's first member.
    Message {
        /// What is written.
        content: String,
        /// Guild id.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id.
        #[serde(default)]
        channel: Option<String>,
        /// User id.
        #[serde(default)]
        author: Option<String>,
        /// Further fields of the message object.
        #[serde(default)]
        fields: Value,
    },
    /// A user reacts to a message.
    React {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// The emoji: a Unicode one, or `name:id`.
        emoji: String,
        /// User id; the guild's first member where it is left out.
        #[serde(default)]
        user: Option<String>,
    },
    /// Somebody new joins a guild.
    Join {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// Username.
        name: String,
    },
    /// A member leaves a guild.
    Leave {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// User id.
        user: String,
    },
    /// A member joins a voice channel, moves, or leaves voice.
    Voice {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// User id.
        user: String,
        /// Channel id; out of voice where it is left out.
        #[serde(default)]
        channel: Option<String>,
    },
    /// Set what the bot's own role allows in a guild; it starts as an administrator.
    BotPermissions {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// The permissions, as a bit set in a string.
        permissions: gateway_model::Permissions,
    },
    /// A user uses a command. Its interaction is in the answer, as the bot receives it.
    UseCommand {
        /// Name, with group and subcommand where there are some: `config set`.
        name: String,
        /// Values by the names of options. Users, roles and channels are given as ids, an attachment as
        /// `{"filename": .., "size": ..}`.
        #[serde(default)]
        options: Value,
        /// For a user command a user's id, for a message command a message's.
        #[serde(default)]
        target: Option<String>,
        /// Guild id; the first guild where it and the channel are left out.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id; the guild's first text channel where it is left out.
        #[serde(default)]
        channel: Option<String>,
        /// User id; the guild's first member where it is left out.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user types in an option of a slash command that has autocomplete.
    Autocomplete {
        /// Name of the command, as for [`Action::UseCommand`].
        name: String,
        /// What is filled in so far, by the names of options.
        #[serde(default)]
        options: Value,
        /// The option being typed.
        focused: String,
        /// Guild id.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id.
        #[serde(default)]
        channel: Option<String>,
        /// User id.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user presses a button.
    PressButton {
        /// Message id.
        message: String,
        /// The button's `custom_id`.
        custom_id: String,
        /// User id. Where it is left out: for an ephemeral message who sees it, else the first member.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user picks from a select menu.
    Select {
        /// Message id.
        message: String,
        /// The menu's `custom_id`.
        custom_id: String,
        /// What is picked: values of options, or ids.
        values: Vec<String>,
        /// User id, as for [`Action::PressButton`].
        #[serde(default)]
        user: Option<String>,
    },
    /// The user for whom a modal was opened fills it in and submits it.
    SubmitModal {
        /// Id of the interaction that was answered with the modal.
        interaction: String,
        /// By `custom_id`: a text, a value, a list of values, a boolean, or a list of
        /// `{"filename": .., "size": ..}`.
        #[serde(default)]
        values: serde_json::Map<String, Value>,
    },
    /// Drop connections without a close frame.
    Drop {
        /// Which ones.
        #[serde(default)]
        target: Target,
    },
    /// Close connections with a close frame.
    Close {
        /// Which ones.
        #[serde(default)]
        target: Target,
        /// Close code.
        code: u16,
        /// Reason.
        #[serde(default)]
        reason: String,
    },
    /// Send Reconnect (op 7).
    Reconnect {
        /// To which ones.
        #[serde(default)]
        target: Target,
    },
    /// Send Invalid Session (op 9).
    InvalidateSession {
        /// To which ones.
        #[serde(default)]
        target: Target,
        /// The value of `d`: whether the session may be resumed.
        #[serde(default)]
        resumable: bool,
    },
    /// Forget the sessions of these connections without a word: the next Resume is op 9 false.
    ForgetSessions {
        /// Of which ones.
        #[serde(default)]
        target: Target,
    },
    /// Stop (or start again) to acknowledge heartbeats.
    MuteAcks {
        /// Of which ones.
        #[serde(default)]
        target: Target,
        /// Whether they stay unacknowledged.
        muted: bool,
    },
    /// Ask for a heartbeat (op 1).
    RequestHeartbeat {
        /// Which ones.
        #[serde(default)]
        target: Target,
    },
    /// Send Hello once more.
    HelloAgain {
        /// To which ones.
        #[serde(default)]
        target: Target,
    },
    /// Send the last dispatch once more, with the same sequence.
    RepeatLast {
        /// To which ones.
        #[serde(default)]
        target: Target,
    },
    /// Send a text as one payload, properly compressed: bad JSON, an unknown opcode.
    Payload {
        /// To which ones.
        #[serde(default)]
        target: Target,
        /// The payload.
        text: String,
    },
    /// Put bytes on the socket as they are, between two frames: garbage, half a frame.
    Bytes {
        /// On which ones.
        #[serde(default)]
        target: Target,
        /// The bytes, two hex digits each.
        hex: String,
    },
    /// Change how fast sockets are read and written: slow, frozen (half-open), swallowed.
    Socket {
        /// Which ones.
        #[serde(default)]
        target: Target,
        /// What the simulation reads; unchanged where it is left out.
        #[serde(default)]
        reads: Option<Flow>,
        /// What the simulation writes; unchanged where it is left out.
        #[serde(default)]
        writes: Option<Flow>,
    },
    /// Change how compressed payloads are packed into messages.
    Shape {
        /// Of which ones.
        #[serde(default)]
        target: Target,
        /// How.
        shape: Shape,
    },
    /// Never answer the client's close frame, and keep the socket open after it.
    IgnoreClose {
        /// Which ones.
        #[serde(default)]
        target: Target,
    },
    /// Take an endpoint down, or bring it back (`mode` left out). Open connections stay; see [`Action::Drop`].
    Outage {
        /// Which endpoint.
        endpoint: Endpoint,
        /// How it is down.
        #[serde(default)]
        mode: Option<Outage>,
        /// For how long, in ms; until it is brought back where it is left out.
        #[serde(default)]
        for_ms: Option<u64>,
    },
    /// Everything is down: all connections are dropped and every port refuses, then comes back by itself.
    Down {
        /// For how long, in ms.
        for_ms: u64,
    },
    /// The bot is removed from a guild, or with `back` added again.
    OwnGuild {
        /// Guild id.
        guild: String,
        /// Whether it is added again.
        #[serde(default)]
        back: bool,
    },
    /// What goes wrong in handshakes from now on; left out is nothing.
    Handshake {
        /// Hello comes so many ms after the connection was opened.
        #[serde(default)]
        hello_after_ms: Option<u64>,
        /// A payload that comes before Hello.
        #[serde(default)]
        before_hello: Option<String>,
        /// Fields that are missing in Ready.
        #[serde(default)]
        ready_without: Vec<String>,
        /// How every Resume is turned away: `{"close": 4000}`, `"drop"`, `"silence"`, `"reconnect"`, or
        /// `"still_resumable"`, which is op 9 with `true`.
        #[serde(default)]
        resumes: Option<ResumeRefusal>,
    },
    /// Send one payload of so many bytes of JSON, which compresses to next to nothing.
    Bomb {
        /// To which ones.
        #[serde(default)]
        target: Target,
        /// How many bytes, at most 1 GiB.
        bytes: usize,
    },
    /// Write so many prepared events as fast as the sockets take them, for benches. They are not kept:
    /// a Resume from before their end is Invalid Session.
    Replay {
        /// To which ones.
        #[serde(default)]
        target: Target,
        /// How many events, to each of them.
        events: u64,
        /// Events to repeat, in turn; small messages, typings and presences where it is left out. Those
        /// that a session's intents do not admit are left out for it.
        #[serde(default)]
        templates: Vec<ReplayEvent>,
    },
    /// Faults by seed from now on, or with a rate of 0 none any more.
    Chaos(ChaosConfig),
    /// Take a guild down or bring it back.
    GuildOutage {
        /// Guild id.
        guild: String,
        /// Whether it is down.
        down: bool,
    },
    /// Stop (or start again) to dispatch one kind of event.
    MuteEvent {
        /// Event name.
        event: String,
        /// Whether it is muted.
        muted: bool,
    },
    /// Lose events of one kind before they get a sequence: the missing chunk, the message that never came.
    LoseEvents {
        /// Event name, for instance `GUILD_MEMBERS_CHUNK`.
        event: String,
        /// How many of them still go out first.
        #[serde(default)]
        after: u32,
        /// How many are lost then; 0 ends it.
        count: u32,
    },
    /// Delay every REST answer by so many ms; 0 is not at all.
    RestDelay {
        /// The delay in ms.
        ms: u64,
    },
    /// Switch REST limits off or on.
    RestLimits {
        /// Whether they are on.
        enabled: bool,
    },
    /// Set the limit of a REST route, or with `route` left out the global one. All buckets are whole again.
    RestLimit {
        /// Route as the statistics name it: `POST /channels/{channel}/messages`.
        #[serde(default)]
        route: Option<String>,
        /// Requests allowed.
        limit: u32,
        /// In how many ms.
        per_ms: u64,
        /// Fixed or sliding.
        #[serde(default)]
        window: Window,
        /// What a 429 of it says.
        #[serde(default)]
        scope: Scope,
        /// Whether answers do not carry its headers.
        #[serde(default)]
        hidden: bool,
    },
    /// Let the next REST requests fail.
    RestFail(Failure),
    /// Set how many invalid requests in 10 minutes shut an address out.
    InvalidRequestLimit {
        /// How many.
        limit: usize,
    },
}
