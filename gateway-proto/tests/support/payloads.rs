//! Payloads that Discord should not send, and changes to payloads that it sends.

use std::sync::OnceLock;

use bytes::Bytes;
use gateway_sim::core::Rng;
use serde_json::Value;

/// An invalid payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawPayload {
    NotJson,
    Empty,
    NotUtf8,
    Truncated,
    NoOpcode,
    OpcodeOfWrongType,
    UnknownOpcode,
    OpcodeForApps,
    EventWithoutSequence,
    EventWithoutName,
    HelloWithoutInterval,
    HelloWithTextInterval,
    HelloWithNegativeInterval,
    HelloWithHugeInterval,
    HelloWithTinyInterval,
    AckUnasked,
    InvalidSessionWithoutData,
    InvalidSessionWithText,
    DeepNesting,
    TenMegabytes,
}

impl RawPayload {
    pub(crate) const ALL: [Self; 20] = [
        Self::NotJson,
        Self::Empty,
        Self::NotUtf8,
        Self::Truncated,
        Self::NoOpcode,
        Self::OpcodeOfWrongType,
        Self::UnknownOpcode,
        Self::OpcodeForApps,
        Self::EventWithoutSequence,
        Self::EventWithoutName,
        Self::HelloWithoutInterval,
        Self::HelloWithTextInterval,
        Self::HelloWithNegativeInterval,
        Self::HelloWithHugeInterval,
        Self::HelloWithTinyInterval,
        Self::AckUnasked,
        Self::InvalidSessionWithoutData,
        Self::InvalidSessionWithText,
        Self::DeepNesting,
        Self::TenMegabytes,
    ];

    /// Draws one of them; the large one seldom, because it takes time.
    pub(crate) fn any(rng: &mut Rng) -> Self {
        let last = Self::ALL.len() as u64 - 1;
        let index = if rng.below(100) == 0 { last } else { rng.below(last) };
        Self::ALL[index as usize]
    }

    /// Returns whether it is an Invalid Session that ends the session.
    pub(crate) const fn invalidates(self) -> bool {
        matches!(self, Self::InvalidSessionWithoutData | Self::InvalidSessionWithText)
    }

    pub(crate) fn bytes(self) -> Bytes {
        static LARGE: OnceLock<Bytes> = OnceLock::new();
        let text: &'static [u8] = match self {
            Self::NotJson => b"<html>502 Bad Gateway</html>",
            Self::Empty => b"",
            Self::NotUtf8 => b"{\"op\":0,\"s\":1,\"t\":\"\xff\xfe\",\"d\":{}}",
            Self::Truncated => br#"{"t":"MESSAGE_CREATE","s":5,"op":0,"d":{"content":"he"#,
            Self::NoOpcode => br#"{"t":null,"s":null,"d":null}"#,
            Self::OpcodeOfWrongType => br#"{"op":"ten","d":{"heartbeat_interval":1}}"#,
            Self::UnknownOpcode => br#"{"t":null,"s":null,"op":99,"d":{"a":1}}"#,
            Self::OpcodeForApps => br#"{"t":null,"s":null,"op":2,"d":{}}"#,
            Self::EventWithoutSequence => br#"{"t":"GUILD_CREATE","s":null,"op":0,"d":{}}"#,
            Self::EventWithoutName => br#"{"t":null,"s":4000000,"op":0,"d":{}}"#,
            Self::HelloWithoutInterval => br#"{"t":null,"s":null,"op":10,"d":{}}"#,
            Self::HelloWithTextInterval => br#"{"op":10,"d":{"heartbeat_interval":"soon"}}"#,
            Self::HelloWithNegativeInterval => br#"{"op":10,"d":{"heartbeat_interval":-5}}"#,
            Self::HelloWithHugeInterval => br#"{"op":10,"d":{"heartbeat_interval":1e300}}"#,
            Self::HelloWithTinyInterval => br#"{"op":10,"d":{"heartbeat_interval":1}}"#,
            Self::AckUnasked => br#"{"t":null,"s":null,"op":11,"d":null}"#,
            Self::InvalidSessionWithoutData => br#"{"op":9}"#,
            Self::InvalidSessionWithText => br#"{"op":9,"d":"true"}"#,
            Self::DeepNesting => {
                return Bytes::from(format!("{{\"d\":{}", "[".repeat(5000)));
            }
            Self::TenMegabytes => {
                let large =
                    || Bytes::from(format!(r#"{{"op":99,"d":"{}"}}"#, "x".repeat(10_000_000)));
                return LARGE.get_or_init(large).clone();
            }
        };
        Bytes::from_static(text)
    }
}

/// A fault of a Ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadyFault {
    NoResumeUrl,
    BadResumeUrl,
    NoSessionId,
    SessionIdOfWrongType,
    EmptySessionId,
    OverlongSessionId,
    NoData,
}

impl ReadyFault {
    pub(crate) const ALL: [Self; 7] = [
        Self::NoResumeUrl,
        Self::BadResumeUrl,
        Self::NoSessionId,
        Self::SessionIdOfWrongType,
        Self::EmptySessionId,
        Self::OverlongSessionId,
        Self::NoData,
    ];

    /// Returns whether the session can still be resumed after it.
    pub(crate) const fn leaves_a_session(self) -> bool {
        matches!(self, Self::NoResumeUrl | Self::BadResumeUrl)
    }

    /// Changes a Ready.
    pub(crate) fn apply(self, payload: &Bytes) -> Bytes {
        let mut ready: Value = serde_json::from_slice(payload).unwrap();
        let data = ready["d"].as_object_mut().unwrap();
        match self {
            Self::NoResumeUrl => {
                data.remove("resume_gateway_url");
            }
            Self::BadResumeUrl => {
                data.insert("resume_gateway_url".into(), "https://example.com".into());
            }
            Self::NoSessionId => {
                data.remove("session_id");
            }
            Self::SessionIdOfWrongType => {
                data.insert("session_id".into(), 7.into());
            }
            Self::EmptySessionId => {
                data.insert("session_id".into(), "".into());
            }
            Self::OverlongSessionId => {
                data.insert("session_id".into(), "x".repeat(513).into());
            }
            Self::NoData => {
                ready["d"] = Value::Null;
            }
        }
        // The keys are in Discord's order, before the data.
        let (sequence, data) = (&ready["s"], &ready["d"]);
        Bytes::from(format!(r#"{{"t":"READY","s":{sequence},"op":0,"d":{data}}}"#))
    }
}
