//! What holds of any bytes. The fuzz targets call these, and so does the test that replays their corpus.
#![allow(dead_code, reason = "each target calls one of them")]

use std::fmt::Debug;

use gateway_model::event::{Event, GuildCreate, InteractionCreate, MessageCreate, PresenceUpdate};
use gateway_model::{Bytes, Dispatch, Envelope};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The envelope is found, or an error is. Data that any JSON parser takes is the `d` of the message.
pub(crate) fn envelope(message: &[u8]) {
    let Ok(envelope) = Envelope::scan(message) else { return };
    let Ok(data) = serde_json::from_slice::<Value>(envelope.data()) else { return };
    // Repeated keys, of which the first counts here and the last there, are left out, and so is what
    // serde_json sees only because it reads all: names with escapes, numbers out of range.
    let Ok(whole) = serde_json::from_slice::<serde_json::Map<String, Value>>(message) else {
        return;
    };
    let keys = ["\"op\"", "\"s\"", "\"t\"", "\"d\""];
    let text = String::from_utf8_lossy(message);
    if keys.iter().all(|key| text.matches(key).count() <= 1) && !text.contains("\\u00") {
        assert_eq!(whole.get("d"), Some(&data));
        assert_eq!(whole.get("s").and_then(Value::as_u64), envelope.sequence);
    }
}

/// Name, line feed, data. The event is read, or an error names it; an unknown one is kept as it came. The
/// reader of this crate and serde_json's see the same in the data.
pub(crate) fn event(text: &[u8]) {
    let Some(end) = text.iter().position(|&byte| byte == b'\n') else { return };
    let (name, data) = (&text[..end], &text[end + 1..]);
    if !name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_') {
        return;
    }
    let message = [br#"{"t":""#, name, br#"","s":1,"op":0,"d":"#, data, b"}"].concat();
    let Ok(dispatch) = Dispatch::parse(Bytes::from(message)) else { return };
    let _ = dispatch.guild_id();
    same_as_serde_json::<Value>(&dispatch);
    match dispatch.event() {
        Ok(decoded) => {
            if let Event::Unknown(kept) = &*decoded {
                assert_eq!(**kept, dispatch);
            }
            assert_eq!(decoded.kind(), dispatch.kind());
            match &*decoded {
                Event::GuildCreate(_) => same_as_serde_json::<GuildCreate>(&dispatch),
                Event::InteractionCreate(_) => same_as_serde_json::<InteractionCreate>(&dispatch),
                Event::MessageCreate(_) => same_as_serde_json::<MessageCreate>(&dispatch),
                Event::PresenceUpdate(_) => same_as_serde_json::<PresenceUpdate>(&dispatch),
                _ => {}
            }
        }
        Err(error) => {
            assert_eq!(error.event(), dispatch.name());
            assert!(!error.path().is_empty());
            assert_eq!(error.dispatch(), &dispatch);
        }
    }
}

/// Both take the data and see the same, or both refuse. Half a surrogate pair is read here only.
fn same_as_serde_json<T: DeserializeOwned + Debug + PartialEq>(dispatch: &Dispatch) {
    let theirs = serde_json::from_slice::<T>(dispatch.data()).ok();
    let ours = dispatch.decode::<T>().ok();
    let text = String::from_utf8_lossy(dispatch.data()).to_ascii_lowercase();
    if theirs.is_some() || !text.contains("\\ud") {
        assert_eq!(ours, theirs);
    }
}
