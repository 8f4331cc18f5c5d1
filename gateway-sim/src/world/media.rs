//! Media that the embeds and components of a message refer to by URL, in the form of Discord's answers.

use serde_json::{Value, json};

/// The prefix with which a bot refers to a file that it uploads with the message.
///
/// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
const UPLOADED: &str = "attachment://";

/// The files of a message, to which its media may refer.
pub(crate) struct Media<'a> {
    attachments: &'a [Value],
    /// The id of media that were not uploaded.
    other_id: &'a Value,
}

impl<'a> Media<'a> {
    /// Creates the media of a message with this id and these attachments.
    pub(crate) fn of(attachments: &'a [Value], message_id: &'a Value) -> Self {
        Self { attachments, other_id: message_id }
    }

    /// Creates the media of a modal, which cannot refer to files.
    pub(crate) const fn none() -> Self {
        Self { attachments: &[], other_id: &Value::Null }
    }

    /// Completes an unfurled media item.
    ///
    /// Docs: [Component Reference, Unfurled Media
    /// Item](https://docs.discord.com/developers/components/reference#unfurled-media-item).
    pub(super) fn unfurl(&self, media: &mut Value) {
        let file = self.locate(media, "url", "proxy_url");
        let (id, kind) = match file {
            Some(file) => (&file["id"], &file["content_type"]),
            None => (self.other_id, &Value::Null),
        };
        if media["id"].is_null() {
            media["id"] = id.clone();
            media["content_type"] = kind.clone();
            if file.is_some() {
                media["attachment_id"] = id.clone();
            }
        }
    }

    /// Replaces the name of a file by its URLs, and adds the proxy's URL to any other URL. Returns the file,
    /// if it is one.
    ///
    /// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files) on `attachment://`.
    pub(super) fn locate(&self, holder: &mut Value, url: &str, proxy: &str) -> Option<&'a Value> {
        let file = self.file_at(&holder[url]);
        let named = holder[url].as_str()?;
        let (at, through) = match file {
            Some(file) => (file["url"].clone(), file["proxy_url"].clone()),
            None => (json!(named), json!(proxied(named))),
        };
        holder[url] = at;
        if holder[proxy].is_null() {
            holder[proxy] = through;
        }
        file
    }

    /// Returns the file that a media item refers to.
    pub(super) fn file(&self, media: &Value) -> Option<&'a Value> {
        self.file_at(&media["url"])
    }

    fn file_at(&self, url: &Value) -> Option<&'a Value> {
        let name = url.as_str()?.strip_prefix(UPLOADED)?;
        self.attachments.iter().find(|file| file["filename"] == name)
    }
}

/// Returns the URL at Discord's media proxy of a picture on another server.
fn proxied(url: &str) -> String {
    let rest = url.replacen("://", "/", 1);
    format!("https://media.sim.invalid/external/{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_name_and_other_media_are_proxied() {
        let files = [json!({
            "id": "5", "filename": "a.png", "url": "https://cdn/a.png", "proxy_url": "https://media/a.png",
            "content_type": "image/png",
        })];
        let message_id = json!("9");
        let media = Media::of(&files, &message_id);
        let mut uploaded = json!({ "url": "attachment://a.png" });
        media.unfurl(&mut uploaded);
        let whole = json!({
            "id": "5", "url": "https://cdn/a.png", "proxy_url": "https://media/a.png",
            "content_type": "image/png", "attachment_id": "5",
        });
        assert_eq!(uploaded, whole);
        media.unfurl(&mut uploaded);
        assert_eq!(uploaded, whole, "what is complete stays, as when it is sent back in an edit");

        let mut elsewhere = json!({ "url": "https://example.com/b.png" });
        media.unfurl(&mut elsewhere);
        assert_eq!(
            elsewhere,
            json!({
                "id": "9", "url": "https://example.com/b.png", "content_type": null,
                "proxy_url": "https://media.sim.invalid/external/https/example.com/b.png",
            })
        );
    }
}
