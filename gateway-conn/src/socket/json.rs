//! Finds the JSON objects of a message that holds several.

use std::collections::VecDeque;
use std::ops::Range;

use crate::error::InflateError;

/// Returns the ranges of the objects in `text`, at least one. Only white space may separate them.
///
/// In Discord's docs a message holds one payload. Other servers (proxies, test servers) may merge several payloads into
/// one message, which this supports.
pub(crate) fn objects(text: &[u8]) -> Result<VecDeque<Range<usize>>, InflateError> {
    let mut found = VecDeque::new();
    let (mut depth, mut start, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for (at, byte) in text.iter().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'{' | b'[' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1).ok_or(InflateError::NotObjects)?;
                if depth == 0 {
                    found.push_back(start..at + 1);
                }
            }
            b'"' if depth > 0 => in_string = true,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if depth == 0 => return Err(InflateError::NotObjects),
            _ => {}
        }
    }
    if depth > 0 || found.is_empty() {
        return Err(InflateError::NotObjects);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_end_where_their_nesting_does() {
        let text = br#"{"a":"}{","b":["\"}"]} {"c":{}}"#;
        let found: Vec<_> = objects(text).unwrap().into_iter().collect();
        assert_eq!(found, [0..22, 23..31]);
        assert_eq!(&text[found[1].clone()], br#"{"c":{}}"#);
    }

    #[test]
    fn anything_else_is_an_error() {
        for text in ["", " ", "{", "}", "{}x", "12", "\"{}\"", "{}}", "{\"a\":\"}"] {
            assert!(objects(text.as_bytes()).is_err(), "{text}");
        }
    }
}
