//! Fields that are rarely set: stored as JSON, so that all their content is kept.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Input, numbers};

/// Writes an option or a list; its default is one zero byte.
pub(crate) fn put<T: Default + PartialEq + Serialize>(value: &T, out: &mut Vec<u8>) {
    if *value == T::default() {
        out.push(0);
        return;
    }
    let text = serde_json::to_vec(value).unwrap_or_default();
    numbers::put(text.len() as u64, out);
    out.extend_from_slice(&text);
}

/// Reads what [`put`] wrote.
pub(crate) fn take<T: Default + DeserializeOwned>(input: &mut Input<'_>) -> T {
    let length = usize::try_from(numbers::take(input)).unwrap_or(usize::MAX);
    let text = input.bytes(length);
    if text.is_empty() { T::default() } else { serde_json::from_slice(text).unwrap_or_default() }
}
