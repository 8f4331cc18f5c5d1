//! Voice states, without their members.

use gateway_model::voice::VoiceState;

use super::row::row;

bitflags::bitflags! {
    /// Groups of fields of voice states. The channel is always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct VoiceStateFields: u8 {
        /// `deaf`, `mute`, `self_deaf`, `self_mute`, `self_stream`, `self_video`, `suppress`.
        const FLAGS = 1;
        /// `session_id`, `request_to_speak_timestamp`.
        const SESSION = 1 << 1;
    }
}

row! { VoiceState, VoiceStateFields, VoiceState, r#"{"channel_id":null,"user_id":"1","session_id":""}"#, |state, place| {
        state.user_id = place.id.cast();
        state.guild_id = Some(place.guild);
    },
    [] channel_id;
    [FLAGS] deaf, mute, self_deaf, self_mute, self_stream, self_video, suppress;
    [SESSION] session_id, request_to_speak_timestamp;
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let text = r#"{"guild_id":"5","channel_id":"4","user_id":"9","session_id":"s","deaf":true,"mute":false,
            "self_deaf":true,"self_mute":false,"self_stream":true,"self_video":true,"suppress":true,
            "request_to_speak_timestamp":"2026-01-01T00:00:00Z"}"#;
        let state: VoiceState = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&state, 9, VoiceStateFields::all()), state);
    }
}
