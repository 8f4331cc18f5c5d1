//! Send events: what an app sends over a gateway connection.
//!
//! Docs: [Gateway Events, Send Events](https://docs.discord.com/developers/events/gateway-events#send-events).
//!
//! Each has a constructor that takes its required fields, so that an incomplete one cannot be sent:
//!
//! ```
//! use gateway_model::gateway::command::{RequestGuildMembers, SendPayload, UpdatePresence};
//! use gateway_model::id::Id;
//! use gateway_model::presence::{Activity, ActivityKind, Status};
//!
//! let guild = Id::new(41771983444115456).ok_or("not an id")?;
//! let request = RequestGuildMembers::all(guild).nonce("first")?;
//! let presence = UpdatePresence::new(Status::Online)
//!     .activity(Activity::new(ActivityKind::Playing, "Cards Against Humanity"));
//!
//! let json = serde_json::to_string(&SendPayload::new(request))?;
//! assert!(json.starts_with(r#"{"op":8,"#));
//! # assert_eq!(serde_json::to_value(&presence)?["status"], "online");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod identify;
mod invalid;
mod presence;
mod request_channel_info;
mod request_members;
mod request_sounds;
mod resume;
mod voice_state;

pub use identify::{GatewayToken, Identify, IdentifyProperties};
pub use invalid::InvalidCommand;
pub use presence::UpdatePresence;
pub use request_channel_info::{ChannelInfoField, RequestChannelInfo};
pub use request_members::RequestGuildMembers;
pub use request_sounds::RequestSoundboardSounds;
pub use resume::{Heartbeat, Resume};
pub use voice_state::UpdateVoiceState;

use serde::{Deserialize, Serialize};

use super::Opcode;

/// A send event with its opcode, as it is serialized: `{"op": .., "d": ..}`.
///
/// Docs: [Gateway Events, Payload Structure](https://docs.discord.com/developers/events/gateway-events#payload-structure).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendPayload<D> {
    /// Opcode.
    pub op: Opcode,
    /// Its data.
    pub d: D,
}

impl<D: SendEvent> SendPayload<D> {
    /// Wraps a send event with its opcode.
    #[must_use]
    pub const fn new(d: D) -> Self {
        Self { op: D::OPCODE, d }
    }
}

/// A send event, which has an opcode.
pub trait SendEvent {
    /// Its opcode.
    const OPCODE: Opcode;
}

macro_rules! opcodes {
    ($($name:ident: $opcode:ident,)*) => {$(
        impl SendEvent for $name {
            const OPCODE: Opcode = Opcode::$opcode;
        }
    )*};
}

opcodes! {
    Identify: Identify,
    Resume: Resume,
    Heartbeat: Heartbeat,
    RequestGuildMembers: RequestGuildMembers,
    RequestSoundboardSounds: RequestSoundboardSounds,
    RequestChannelInfo: RequestChannelInfo,
    UpdateVoiceState: VoiceStateUpdate,
    UpdatePresence: PresenceUpdate,
}
