//! The embeds and components of a message in the form of Discord's answers: with the fields that a request
//! may omit.

use serde_json::{Value, json};

use super::components::fill_components;
use super::media::Media;
use crate::clock::written;

/// Adds the fields that the embeds and components of a message may omit. Its attachments must be set before.
pub(crate) fn fill_parts(message: &mut Value) {
    let files = message["attachments"].as_array().cloned().unwrap_or_default();
    let id = message["id"].clone();
    let media = Media::of(&files, &id);
    for embed in list_in(message, "embeds") {
        fill_embed(embed, &media);
    }
    fill_components(&mut message["components"], &media);
}

/// Returns the list in an optional field.
fn list_in<'v>(object: &'v mut Value, field: &str) -> impl Iterator<Item = &'v mut Value> {
    object.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten()
}

/// Docs: [Message, Embed Object](https://docs.discord.com/developers/resources/message#embed-object): embeds
/// of bots are `rich`, and pictures have an address at Discord's proxy.
fn fill_embed(embed: &mut Value, media: &Media<'_>) {
    embed["type"] = json!("rich");
    if let Some(time) = embed.get_mut("timestamp") {
        *time = time.as_str().map_or(Value::Null, |time| json!(written(time)));
    }
    for field in list_in(embed, "fields") {
        if field["inline"].is_null() {
            field["inline"] = json!(false);
        }
    }
    for (part, url, proxy) in [
        ("image", "url", "proxy_url"),
        ("thumbnail", "url", "proxy_url"),
        ("author", "icon_url", "proxy_icon_url"),
        ("footer", "icon_url", "proxy_icon_url"),
    ] {
        if let Some(part) = embed.get_mut(part).filter(|part| part.is_object()) {
            media.locate(part, url, proxy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embeds_are_completed() {
        let mut message = json!({
            "id": "9",
            "attachments": [{ "id": "5", "filename": "a.png", "url": "https://cdn/a.png", "proxy_url": "https://media/a.png" }],
            "embeds": [{
                "image": { "url": "attachment://a.png" },
                "footer": { "text": "f" },
                "timestamp": "2026-01-01T01:00:00+01:00",
                "fields": [{ "name": "n", "value": "v" }],
            }],
            "components": [],
        });
        fill_parts(&mut message);
        assert_eq!(
            message["embeds"][0],
            json!({
                "type": "rich",
                "image": { "url": "https://cdn/a.png", "proxy_url": "https://media/a.png" },
                "footer": { "text": "f" },
                "timestamp": "2026-01-01T00:00:00.000000+00:00",
                "fields": [{ "name": "n", "value": "v", "inline": false }],
            })
        );
    }
}
