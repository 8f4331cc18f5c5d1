//! Builds a JSON object that contains only the fields that were set.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::route::{digest, push_pair};

/// The fields set so far, serialized one after the other.
///
/// Discord distinguishes an absent field from `null`, so a field that was not set is not written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    /// The object without its closing brace; empty while no field is set.
    text: Vec<u8>,
    /// The range of each field's value in the text.
    values: Vec<(&'static str, Range<usize>)>,
}

/// The start of a field that is being written, and of its value.
#[derive(Clone, Copy)]
struct Begun {
    field: usize,
    value: usize,
}

impl Fields {
    /// Sets a field. Setting it again replaces its value.
    pub(crate) fn set<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), serde_json::Error> {
        if self.get(name).is_none() {
            let begun = self.begin(name);
            let written = serde_json::to_writer(&mut self.text, value);
            self.end(name, begun, written.is_ok());
            return written;
        }
        self.replace(name, &serde_json::to_vec(value)?);
        Ok(())
    }

    /// Begins a field. Names are identifiers of the API, which need no escaping.
    fn begin(&mut self, name: &'static str) -> Begun {
        let field = self.text.len();
        self.text.reserve(if field == 0 { 120 } else { 0 });
        self.text.push(if field == 0 { b'{' } else { b',' });
        self.text.push(b'"');
        self.text.extend_from_slice(name.as_bytes());
        self.text.extend_from_slice(b"\":");
        Begun { field, value: self.text.len() }
    }

    /// Ends a field. If its serialization failed, what was written must not be sent.
    fn end(&mut self, name: &'static str, begun: Begun, is_written: bool) {
        if is_written {
            self.values.push((name, begun.value..self.text.len()));
        } else {
            self.text.truncate(begun.field);
        }
    }

    fn replace(&mut self, name: &str, json: &[u8]) {
        let old = std::mem::take(self);
        for (known, range) in old.values {
            let begun = self.begin(known);
            self.text.extend_from_slice(if known == name { json } else { &old.text[range] });
            self.end(known, begun, true);
        }
    }

    /// Returns the JSON text of a field that was set.
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        let (_, range) = self.values.iter().find(|(known, _)| *known == name)?;
        self.text.get(range.clone())
    }

    /// Returns a digest of the field names, independent of their order.
    pub(crate) fn digest_of_names(&self) -> u64 {
        self.values.iter().map(|(name, _)| digest(name)).fold(0, u64::wrapping_add)
    }

    /// Returns each field as text for a form: strings without quotes, other values as JSON.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, Bytes)> {
        self.values.iter().map(|(name, range)| {
            let json = &self.text[range.clone()];
            let text = serde_json::from_slice::<String>(json)
                .map_or_else(|_| Bytes::copy_from_slice(json), Bytes::from);
            (*name, text)
        })
    }

    /// Returns the fields as a URL-encoded form.
    pub(crate) fn into_url_form(self) -> Bytes {
        let mut form = String::new();
        for (name, text) in self.texts() {
            push_pair(&mut form, name, &String::from_utf8_lossy(&text));
        }
        form.into()
    }

    /// Returns the object's JSON.
    pub(crate) fn into_json(mut self) -> Bytes {
        self.text.extend_from_slice(if self.text.is_empty() { b"{}" } else { b"}" });
        self.text.into()
    }
}

/// Returns the same digest for the JSON of a body; zero if it is not an object.
pub(crate) fn digest_of_names(json: &[u8]) -> u64 {
    serde_json::from_slice(json).map_or(0, |Names(digest)| digest)
}

/// The digest of the field names of a JSON object. No name is copied, because this is done for every body.
struct Names(u64);

/// The digest of one field name.
struct Name(u64);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(0))
    }
}

impl<'de> Visitor<'de> for Names {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<Self, A::Error> {
        while let Some((Name(digest), IgnoredAny)) = fields.next_entry()? {
            self.0 = self.0.wrapping_add(digest);
        }
        Ok(self)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Self(0))
    }
}

impl Visitor<'_> for Name {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self, E> {
        Ok(Self(digest(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails to serialize after it has written a part of itself.
    struct Broken;

    impl Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::{Error, SerializeSeq};
            let mut list = serializer.serialize_seq(None)?;
            list.serialize_element(&1)?;
            Err(S::Error::custom("broken"))
        }
    }

    #[test]
    fn absent_null_and_replaced() {
        let mut fields = Fields::default();
        assert_eq!(fields.clone().into_json(), "{}");
        fields.set("content", "a \"b\"").unwrap();
        fields.set("flags", &None::<u8>).unwrap();
        fields.set("content", "c").unwrap();
        assert_eq!(fields.get("content"), Some(br#""c""#.as_slice()));
        assert!(fields.set("bad", &Broken).is_err());
        assert_eq!(fields.get("bad"), None);
        fields.set("tts", &true).unwrap();
        assert_eq!(fields.clone().into_json(), r#"{"content":"c","flags":null,"tts":true}"#);
        let json = fields.clone().into_json();
        assert_eq!(digest_of_names(&json), fields.digest_of_names());
        assert_ne!(digest_of_names(br#"{"content":"c"}"#), fields.digest_of_names());
        assert_eq!(
            digest_of_names(br#"{"tts":1,"cont\u0065nt":[{"a":1}],"flags":""}"#),
            fields.digest_of_names()
        );
        for other in ["[1]", "1", "", r#"{"content":"c""#, r#"{"content":"c"} 1"#] {
            assert_eq!(digest_of_names(other.as_bytes()), 0, "{other}");
        }
        assert_eq!(fields.clone().into_url_form(), "content=c&flags=null&tts=true");
        let texts: Vec<_> = fields.texts().collect();
        assert_eq!(
            texts,
            [("content", "c".into()), ("flags", "null".into()), ("tts", "true".into())]
        );
    }
}
