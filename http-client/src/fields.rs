//! A JSON object under construction: only what was set is sent.

use bytes::Bytes;
use serde::Serialize;

/// The fields set so far, each as its JSON text.
///
/// Discord tells an absent field from `null`, so a field that was not set is not written at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    fields: Vec<(&'static str, Vec<u8>)>,
}

impl Fields {
    /// Sets a field; a second time replaces the first.
    pub(crate) fn set<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), serde_json::Error> {
        let json = serde_json::to_vec(value)?;
        match self.fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = json,
            None => self.fields.push((name, json)),
        }
        Ok(())
    }

    /// The JSON text of a field that was set.
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, json)| json.as_slice())
    }

    /// Each field as the text of a form: a string without its quotes, all else as JSON.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, Bytes)> {
        self.fields.iter().map(|(name, json)| {
            let text = serde_json::from_slice::<String>(json)
                .map_or_else(|_| Bytes::copy_from_slice(json), Bytes::from);
            (*name, text)
        })
    }

    /// The object's JSON. Names are identifiers of the API, which need no escapes.
    pub(crate) fn to_json(&self) -> Bytes {
        let length =
            self.fields.iter().map(|(name, json)| name.len() + json.len() + 4).sum::<usize>() + 2;
        let mut text = Vec::with_capacity(length);
        text.push(b'{');
        for (index, (name, json)) in self.fields.iter().enumerate() {
            if index > 0 {
                text.push(b',');
            }
            text.push(b'"');
            text.extend_from_slice(name.as_bytes());
            text.extend_from_slice(b"\":");
            text.extend_from_slice(json);
        }
        text.push(b'}');
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_null_and_replaced() {
        let mut fields = Fields::default();
        assert_eq!(fields.to_json(), "{}");
        fields.set("content", "a \"b\"").unwrap();
        fields.set("flags", &None::<u8>).unwrap();
        fields.set("content", "c").unwrap();
        assert_eq!(fields.to_json(), r#"{"content":"c","flags":null}"#);
        let texts: Vec<_> = fields.texts().collect();
        assert_eq!(texts, [("content", "c".into()), ("flags", "null".into())]);
    }
}
