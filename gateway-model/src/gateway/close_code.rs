//! Gateway close codes: their meaning, and what to do after each.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// Why Discord closed a gateway connection.
    ///
    /// Docs: [Opcodes and Status Codes, Gateway Close Event Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
    pub enum CloseCode: u16 {
        /// Discord does not know what went wrong.
        UnknownError = 4000,
        /// An invalid opcode, or an invalid payload for an opcode, was sent.
        UnknownOpcode = 4001,
        /// An invalid payload was sent, for example one longer than 4096 bytes.
        DecodeError = 4002,
        /// A payload was sent before Identify, or the session has been invalidated.
        NotAuthenticated = 4003,
        /// The token sent with Identify is wrong.
        AuthenticationFailed = 4004,
        /// More than one Identify was sent.
        AlreadyAuthenticated = 4005,
        /// The sequence sent with Resume is invalid.
        InvalidSeq = 4007,
        /// Payloads were sent too quickly.
        RateLimited = 4008,
        /// The session timed out.
        SessionTimedOut = 4009,
        /// The shard sent with Identify is invalid.
        InvalidShard = 4010,
        /// The session would have too many guilds: the bot must use (more) shards.
        ShardingRequired = 4011,
        /// The API version in the URL is invalid.
        InvalidApiVersion = 4012,
        /// The intents sent with Identify contain a bit that is not an intent.
        InvalidIntents = 4013,
        /// A privileged intent was requested that is not enabled or approved.
        DisallowedIntents = 4014,
    }
}

/// What to do after a gateway connection was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AfterClose {
    /// Reconnect and Resume: the session is still valid.
    Resume,
    /// Reconnect and Identify: the session has ended.
    Identify,
    /// Do not reconnect: another attempt would fail in the same way.
    Stop,
}

impl CloseCode {
    /// Returns what to do after a close with this code.
    ///
    /// The docs' table says whether to reconnect. Its explanations of 4003, 4007 and 4009 say that the session has
    /// ended. After any other code, or without a code, the session can be resumed (Gateway,
    /// [Resuming](https://docs.discord.com/developers/events/gateway#resuming)); if it cannot, Discord answers with
    /// Invalid Session.
    #[must_use]
    pub const fn after(self) -> AfterClose {
        match self {
            Self::AuthenticationFailed
            | Self::InvalidShard
            | Self::ShardingRequired
            | Self::InvalidApiVersion
            | Self::InvalidIntents
            | Self::DisallowedIntents => AfterClose::Stop,
            Self::NotAuthenticated | Self::InvalidSeq | Self::SessionTimedOut => {
                AfterClose::Identify
            }
            Self::UnknownError
            | Self::UnknownOpcode
            | Self::DecodeError
            | Self::AlreadyAuthenticated
            | Self::RateLimited
            | Self::Unknown(_) => AfterClose::Resume,
        }
    }

    /// Returns whether the docs' table says to reconnect.
    #[must_use]
    pub const fn can_reconnect(self) -> bool {
        !matches!(self.after(), AfterClose::Stop)
    }

    /// Returns a short description of the code.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::UnknownError => "unknown error on Discord's side",
            Self::UnknownOpcode => "an invalid opcode or payload was sent",
            Self::DecodeError => "a payload could not be decoded or was over 4096 bytes",
            Self::NotAuthenticated => {
                "a payload was sent before Identify, or the session was invalidated"
            }
            Self::AuthenticationFailed => "the token was refused",
            Self::AlreadyAuthenticated => "Identify was sent twice",
            Self::InvalidSeq => "the sequence sent with Resume is not valid",
            Self::RateLimited => "payloads were sent too quickly",
            Self::SessionTimedOut => "the session timed out",
            Self::InvalidShard => "the shard id or shard count is not valid",
            Self::ShardingRequired => "too many guilds for this number of shards",
            Self::InvalidApiVersion => "the API version is not valid",
            Self::InvalidIntents => "the intents contain a bit that is not an intent",
            Self::DisallowedIntents => "a privileged intent is not enabled for this application",
            Self::Unknown(_) => "a code the docs do not list",
        }
    }

    /// Returns what the bot's developer must do before the next connection; `None` if nothing is needed.
    #[must_use]
    pub const fn advice(self) -> Option<&'static str> {
        match self {
            Self::AuthenticationFailed => Some(
                "copy the token again from the Bot page of the Developer Portal; it changes when it is reset",
            ),
            Self::InvalidShard => Some(
                "use shard ids below the shard count; for a large bot the count must be a multiple of the count that GET /gateway/bot returns",
            ),
            Self::ShardingRequired => Some(
                "use more shards: each takes at most 2500 guilds; GET /gateway/bot recommends a count",
            ),
            Self::InvalidApiVersion => Some("use v=10 in the gateway URL"),
            Self::InvalidIntents => Some("send only the intents that the docs list"),
            Self::DisallowedIntents => Some(
                "switch the privileged intents on under 'Privileged Gateway Intents' on the Bot page of the Developer Portal, or do not ask for them",
            ),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_6_every_close_code_is_decided_once() {
        use AfterClose::{Identify, Resume, Stop};
        let table = [
            (4000, Resume),
            (4001, Resume),
            (4002, Resume),
            (4003, Identify),
            (4004, Stop),
            (4005, Resume),
            (4007, Identify),
            (4008, Resume),
            (4009, Identify),
            (4010, Stop),
            (4011, Stop),
            (4012, Stop),
            (4013, Stop),
            (4014, Stop),
        ];
        assert_eq!(table.len(), CloseCode::KNOWN.len());
        for (number, after) in table {
            let code = CloseCode::from(number);
            assert_eq!(code.after(), after, "{number}");
            assert_eq!(code.advice().is_some(), after == Stop, "{number}");
        }
        for number in (1000..=1015).chain([4006, 4015, 4999]) {
            assert_eq!(CloseCode::from(number).after(), Resume, "{number}");
        }
    }
}
