//! The values of the keys in the bucket: small JSON with a version and the mark of the write. Each kind of key has a
//! file.
//!
//! Fields that this version does not know are kept when the value is written again. A value of another version is not
//! changed.

mod identify;
mod lease;
mod plan;
mod stamp;
mod starts;
mod worker;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

pub(crate) use identify::IdentifyValue;
pub use lease::{Checkpoint, Session};
pub(crate) use lease::{LeaseValue, Owner};
pub(crate) use plan::PlanValue;
pub(crate) use stamp::{Stamp, stamp_of};
pub(crate) use starts::StartsValue;
pub(crate) use worker::{LeaseReport, TroubleReport, VitalsReport, WorkerRecord, WorkerState};

/// The version of all values that this crate writes.
pub(crate) const VERSION: u32 = 1;

/// Fields that this version does not know.
pub(crate) type Rest = Map<String, Json>;

/// A value that this version cannot use. `version` is the version that it states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) version: Option<u32>,
}

#[derive(serde::Deserialize)]
struct OnlyVersion {
    v: u32,
}

/// Reads a value of this version.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let version = serde_json::from_slice::<OnlyVersion>(bytes).ok().map(|only| only.v);
    if version != Some(VERSION) {
        return Err(Unreadable { version });
    }
    serde_json::from_slice(bytes).map_err(|_| Unreadable { version })
}

/// Encodes a value. The values of this crate can always be encoded as JSON.
pub(crate) fn encode(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_later_version_is_kept() {
        let text = r#"{"v":1,"by":{"worker":"a","instance":"i","write":3},"owner":null,"epoch":null,"session":{"id":"s","intents":5},"sequence":9,"later":[1]}"#;
        let value: LeaseValue = decode(text.as_bytes()).unwrap();
        let again: Json = serde_json::from_slice(&encode(&value)).unwrap();
        assert_eq!(again["later"], serde_json::json!([1]));
        assert_eq!(again["session"]["intents"], 5);
    }

    #[test]
    fn another_version_is_told_and_not_read() {
        let found = decode::<LeaseValue>(br#"{"v":2,"owner":7}"#);
        assert_eq!(found, Err(Unreadable { version: Some(2) }));
        assert_eq!(decode::<LeaseValue>(b"rubbish"), Err(Unreadable { version: None }));
        assert_eq!(decode::<LeaseValue>(br#"{"v":1}"#), Err(Unreadable { version: Some(1) }));
    }
}
