//! Fields of a JSON body: their allowed values, and the error that lists everything that is wrong.
//!
//! Docs: [Reference, Error Messages](https://docs.discord.com/developers/reference#error-messages). The docs show the
//! format of the errors, but do not list the codes of single fields. These are the codes that their examples and the
//! API use.

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use super::error::ApiError;
use crate::clock::written;
use crate::rng::mix;

/// The allowed values of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Text with this range of characters.
    Text(usize, usize),
    /// A whole number between two bounds.
    Int(i64, i64),
    /// One of these whole numbers.
    OneOf(&'static [i64]),
    /// A number from 0 to 1.
    Fraction,
    Flag,
    Snowflake,
    /// A list of snowflakes, with at most this many.
    Snowflakes(usize),
    /// A bit set as a string of digits.
    Bits,
    /// An image as a data URI; its hash is kept.
    Image,
    /// An ISO 8601 time.
    Time,
    /// A list, whose items are not validated.
    List,
    /// A list with at most this many items, which are not validated.
    ListOf(usize),
    /// A web address.
    Url,
    /// The same, or an uploaded file: `attachment://name`.
    MediaUrl,
    /// An object, which is not validated.
    Object,
}

/// One field of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    name: &'static str,
    kind: Kind,
    nullable: bool,
    required: bool,
}

impl Field {
    /// Creates a field that is optional, and must not be null.
    pub(super) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false, required: false }
    }

    /// Creates a field that is optional, and may be null.
    pub(super) const fn or_null(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: true, required: false }
    }

    /// Creates a required field.
    pub(super) const fn required(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false, required: true }
    }

    /// Returns its name.
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }
}

/// Returns the validated fields of a body; others are dropped.
pub(super) fn read(fields: &[Field], body: &Value) -> Result<Map<String, Value>, ApiError> {
    let Some(body) = body.as_object() else {
        return Err(ApiError::field("_", "DICT_TYPE_CONVERT", "Only dictionaries may be used"));
    };
    let (mut found, mut wrong) = (Map::new(), Map::new());
    for field in fields {
        let outcome = match body.get(field.name) {
            None if field.required => Err(required()),
            None => continue,
            Some(Value::Null) if field.nullable => Ok(Value::Null),
            Some(Value::Null) => Err(required()),
            Some(value) => check(field.kind, value),
        };
        match outcome {
            Ok(value) => {
                found.insert(field.name.to_owned(), value);
            }
            Err((code, message)) => {
                let error = json!({ "_errors": [{ "code": code, "message": message }] });
                wrong.insert(field.name.to_owned(), error);
            }
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(ApiError::form(wrong)) }
}

/// Validates an object inside a body, if it is present.
pub(super) fn read_object(fields: &[Field], body: &Value, part: &str) -> Result<(), ApiError> {
    if body[part].is_null() {
        return Ok(());
    }
    read(fields, &body[part]).map(|_| ()).map_err(|error| error.under(part))
}

/// Code and message of a wrong field.
type Wrong = (&'static str, String);

fn required() -> Wrong {
    ("BASE_TYPE_REQUIRED", "This field is required".to_owned())
}

fn check(kind: Kind, value: &Value) -> Result<Value, Wrong> {
    match kind {
        Kind::Text(least, most) => check_text(value, least, most),
        Kind::Int(least, most) => check_int(value, least, most),
        Kind::OneOf(choices) => match value.as_i64().filter(|number| choices.contains(number)) {
            Some(number) => Ok(json!(number)),
            None => Err(("BASE_TYPE_CHOICES", format!("Value must be one of {choices:?}."))),
        },
        Kind::Fraction => match value.as_f64() {
            Some(number) if (0.0..=1.0).contains(&number) => Ok(json!(number)),
            _ => Err(("NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not from 0 to 1."))),
        },
        Kind::Flag if value.is_boolean() => Ok(value.clone()),
        Kind::Flag => Err(("BOOLEAN_TYPE_CONVERT", "Must be either true or false.".to_owned())),
        Kind::Snowflake => snowflake(value).map(|id| json!(id.to_string())),
        Kind::Snowflakes(most) => check_snowflakes(value, most),
        Kind::Bits => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match text.parse::<u64>() {
                Ok(bits) => Ok(json!(bits.to_string())),
                Err(_) => Err(("NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not int."))),
            }
        }
        Kind::Image => check_image(value),
        Kind::Time => match value.as_str().filter(|text| looks_like_time(text)) {
            Some(text) => Ok(json!(written(text))),
            None => Err(("DATE_TIME_TYPE_PARSE", "Could not parse as ISO8601.".to_owned())),
        },
        Kind::List if value.is_array() => Ok(value.clone()),
        Kind::List => Err(("LIST_TYPE_CONVERT", "Only iterables may be used".to_owned())),
        Kind::ListOf(most) => match value.as_array() {
            Some(list) if list.len() <= most => Ok(value.clone()),
            Some(_) => Err(("BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."))),
            None => Err(("LIST_TYPE_CONVERT", "Only iterables may be used".to_owned())),
        },
        Kind::Url => check_url(value, &["http", "https"]),
        Kind::MediaUrl => check_url(value, &["http", "https", "attachment"]),
        Kind::Object if value.is_object() => Ok(value.clone()),
        Kind::Object => Err(("DICT_TYPE_CONVERT", "Only dictionaries may be used".to_owned())),
    }
}

/// Docs: [Message, Embed Structure](https://docs.discord.com/developers/resources/message#embed-object): media support
/// Checks a URL and its scheme.
fn check_url(value: &Value, schemes: &[&str]) -> Result<Value, Wrong> {
    let Some((scheme, rest)) = value.as_str().and_then(|text| text.split_once("://")) else {
        return Err(("URL_TYPE_INVALID_URL", "Not a well formed URL.".to_owned()));
    };
    if !schemes.contains(&scheme) {
        let message = format!("Scheme \"{scheme}\" must be one of {schemes:?}.");
        return Err(("URL_TYPE_INVALID_SCHEME", message));
    }
    if rest.is_empty() || rest.contains(char::is_whitespace) {
        return Err(("URL_TYPE_INVALID_URL", "Not a well formed URL.".to_owned()));
    }
    Ok(value.clone())
}

fn check_text(value: &Value, least: usize, most: usize) -> Result<Value, Wrong> {
    let Some(text) = value.as_str() else {
        return Err(("STRING_TYPE_CONVERT", "Only strings may be used".to_owned()));
    };
    let length = text.chars().count();
    if length < least && length == 0 {
        return Err(required());
    }
    if (least..=most).contains(&length) {
        return Ok(json!(text));
    }
    if least == 0 {
        return Err(("BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length.")));
    }
    Err(("BASE_TYPE_BAD_LENGTH", format!("Must be between {least} and {most} in length.")))
}

fn check_int(value: &Value, least: i64, most: i64) -> Result<Value, Wrong> {
    let Some(number) = value.as_i64() else {
        return Err(("NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not int.")));
    };
    if number < least {
        let message = format!("int value should be greater than or equal to {least}.");
        return Err(("NUMBER_TYPE_MIN", message));
    }
    if number > most {
        let message = format!("int value should be less than or equal to {most}.");
        return Err(("NUMBER_TYPE_MAX", message));
    }
    Ok(json!(number))
}

/// Returns a snowflake of a body: clients send strings or numbers, and both are accepted.
pub(super) fn id_of(value: &Value) -> Option<u64> {
    snowflake(value).ok()
}

fn snowflake(value: &Value) -> Result<u64, Wrong> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse::<Id<marker::Generic>>()
        .map(Id::get)
        .map_err(|_| ("NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake.")))
}

fn check_snowflakes(value: &Value, most: usize) -> Result<Value, Wrong> {
    let Some(list) = value.as_array() else {
        return Err(("LIST_TYPE_CONVERT", "Only iterables may be used".to_owned()));
    };
    if list.len() > most {
        return Err(("BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length.")));
    }
    let ids = list.iter().map(|one| snowflake(one).map(|id| json!(id.to_string())));
    ids.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// Docs: [Reference, Image Data](https://docs.discord.com/developers/reference#image-data).
fn check_image(value: &Value) -> Result<Value, Wrong> {
    let data = value.as_str().and_then(|text| text.strip_prefix("data:image/"));
    let Some((kind, data)) = data.and_then(|data| data.split_once(";base64,")) else {
        return Err(("IMAGE_INVALID", "Invalid image data".to_owned()));
    };
    if !["jpeg", "png", "gif", "webp"].contains(&kind) || data.is_empty() {
        return Err(("IMAGE_INVALID", "Unsupported image type given".to_owned()));
    }
    let hash = data.bytes().fold(0, |hash, byte| mix(hash ^ u64::from(byte)));
    Ok(json!(format!("{hash:016x}{:016x}", mix(hash))))
}

/// Returns whether a text has the format of an ISO 8601 date and time.
fn looks_like_time(text: &str) -> bool {
    let shape = b"0000-00-00T00:00:00";
    text.len() >= shape.len()
        && text.bytes().zip(shape).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *like,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let fields = [
            Field::required("name", Kind::Text(1, 3)),
            Field::new("count", Kind::Int(0, 9)),
            Field::or_null("parent", Kind::Snowflake),
            Field::new("at", Kind::Time),
            Field::new("image", Kind::Image),
        ];
        let good = json!({
            "name": "abc", "count": 9, "parent": 5, "at": "2026-01-01T00:00:00Z",
            "image": "data:image/png;base64,AAAA", "unknown": 1,
        });
        let read_ = read(&fields, &good).unwrap();
        assert_eq!((read_.len(), &read_["parent"]), (5, &json!("5")));
        assert_eq!(read_["at"], "2026-01-01T00:00:00.000000+00:00");
        assert!(
            read(&fields, &json!({ "name": "a", "parent": null })).unwrap()["parent"].is_null()
        );

        let bad = json!({
            "name": "abcd", "count": 10, "parent": "x", "at": "tomorrow", "image": "data:text/plain,",
        });
        let error = read(&fields, &bad).unwrap_err().into_response();
        let error: Value = serde_json::from_slice(error.body()).unwrap();
        assert_eq!(
            (&error["code"], error["errors"].as_object().unwrap().len()),
            (&json!(50_035), 5)
        );
        let code = |field: &str| error["errors"][field]["_errors"][0]["code"].clone();
        assert_eq!(code("name"), "BASE_TYPE_BAD_LENGTH");
        assert_eq!(code("count"), "NUMBER_TYPE_MAX");
        let missing = read(&fields, &json!({})).unwrap_err().into_response();
        let missing: Value = serde_json::from_slice(missing.body()).unwrap();
        assert_eq!(missing["errors"]["name"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
    }
}
