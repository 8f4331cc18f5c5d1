//! Validates embeds.
//!
//! Docs: [Message, Embed Limits](https://docs.discord.com/developers/resources/message#embed-object-embed-limits) and the
//! tables of the embed object above it.

use serde_json::Value;

use super::error::ApiError;
use super::form::{Field, Kind, read, read_object};

/// The largest number of characters of all embeds of a message together.
const MOST_TOGETHER: usize = 6000;
/// The largest number of fields of an embed.
const MOST_FIELDS: usize = 25;

const EMBED: &[Field] = &[
    Field::or_null("title", Kind::Text(0, 256)),
    Field::or_null("description", Kind::Text(0, 4096)),
    Field::or_null("url", Kind::Url),
    Field::or_null("timestamp", Kind::Time),
    Field::or_null("color", Kind::Int(0, 0xff_ffff)),
    Field::or_null("footer", Kind::Object),
    Field::or_null("image", Kind::Object),
    Field::or_null("thumbnail", Kind::Object),
    Field::or_null("author", Kind::Object),
    Field::or_null("fields", Kind::ListOf(MOST_FIELDS)),
];
const FOOTER: &[Field] =
    &[Field::required("text", Kind::Text(1, 2048)), Field::or_null("icon_url", Kind::MediaUrl)];
const AUTHOR: &[Field] = &[
    Field::required("name", Kind::Text(1, 256)),
    Field::or_null("url", Kind::Url),
    Field::or_null("icon_url", Kind::MediaUrl),
];
const MEDIA: &[Field] = &[Field::required("url", Kind::MediaUrl)];
const FIELD: &[Field] = &[
    Field::required("name", Kind::Text(1, 256)),
    Field::required("value", Kind::Text(1, 1024)),
    Field::new("inline", Kind::Flag),
];

/// Validates the embeds of a message's body.
pub(super) fn check_embeds(embeds: &Value) -> Result<(), ApiError> {
    let mut characters = 0;
    for (at, embed) in embeds.as_array().into_iter().flatten().enumerate() {
        check_embed(embed).map_err(|error| error.under(&format!("embeds.{at}")))?;
        characters += count(embed);
    }
    if characters <= MOST_TOGETHER {
        return Ok(());
    }
    let message = format!("Embed size exceeds maximum size of {MOST_TOGETHER}");
    Err(ApiError::field("embeds", "MAX_EMBED_SIZE_EXCEEDED", &message))
}

fn check_embed(embed: &Value) -> Result<(), ApiError> {
    read(EMBED, embed)?;
    for (part, fields) in
        [("footer", FOOTER), ("author", AUTHOR), ("image", MEDIA), ("thumbnail", MEDIA)]
    {
        read_object(fields, embed, part)?;
    }
    for (at, field) in embed["fields"].as_array().into_iter().flatten().enumerate() {
        read(FIELD, field).map_err(|error| error.under(&format!("fields.{at}")))?;
    }
    let shown = ["title", "description", "footer", "author", "image", "thumbnail", "fields"];
    let is_filled = |part: &Value| match part {
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        part => part.is_object(),
    };
    if shown.into_iter().any(|part| is_filled(&embed[part])) {
        return Ok(());
    }
    Err(ApiError::field("description", "BASE_TYPE_REQUIRED", "This field is required"))
}

/// Returns the number of an embed's characters that count.
fn count(embed: &Value) -> usize {
    let length = |text: &Value| text.as_str().map_or(0, |text| text.chars().count());
    let fields = embed["fields"].as_array().into_iter().flatten();
    let in_fields = fields.map(|field| length(&field["name"]) + length(&field["value"]));
    length(&embed["title"])
        + length(&embed["description"])
        + length(&embed["footer"]["text"])
        + length(&embed["author"]["name"])
        + in_fields.sum::<usize>()
}
