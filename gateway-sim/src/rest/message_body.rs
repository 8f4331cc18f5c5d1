//! Bodies of requests: JSON, or multipart with a part `payload_json`.

use bytes::Bytes;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};

use super::error::ApiError;

/// The most characters a message's content may have.
///
/// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message).
const MAX_CONTENT: usize = 2000;

/// The body's JSON; an empty object where there is no body.
///
/// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
pub(super) fn json_of(request: &Request<Bytes>) -> Result<Value, ApiError> {
    let body = request.body();
    if body.is_empty() {
        return Ok(json!({}));
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    if let Some(boundary) = boundary_of(kind) {
        let parts = parts(body, &boundary);
        let json = parts.iter().find(|part| part.name == "payload_json").map(|part| part.data);
        return json.map_or_else(|| Ok(json!({})), parse);
    }
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            50_109,
            "The request body contains invalid JSON.",
        )
        .because(format!(
            "content type {kind:?} is neither application/json nor multipart/form-data"
        )));
    }
    parse(body)
}

fn parse(body: &[u8]) -> Result<Value, ApiError> {
    serde_json::from_slice(body).map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, 50_109, "The request body contains invalid JSON.")
            .because(error.to_string())
    })
}

/// One part of a multipart body.
pub(super) struct Part<'a> {
    pub(super) name: String,
    pub(super) filename: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) data: &'a [u8],
}

/// The files of a request, in order.
pub(super) fn files(request: &Request<Bytes>) -> Vec<Part<'_>> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let Some(boundary) = kind.and_then(boundary_of) else { return Vec::new() };
    let parts = parts(request.body(), &boundary);
    parts.into_iter().filter(|part| part.filename.is_some()).collect()
}

fn boundary_of(kind: &str) -> Option<String> {
    let rest = kind.strip_prefix("multipart/form-data")?;
    let boundary = rest.split(';').find_map(|piece| piece.trim().strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"').to_owned())
}

fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<Part<'a>> {
    let mark = format!("--{boundary}").into_bytes();
    let mut found = Vec::new();
    let mut rest = body;
    while let Some(start) = position(rest, &mark) {
        rest = &rest[start + mark.len()..];
        if rest.starts_with(b"--") {
            break;
        }
        let piece = &rest[..position(rest, &mark).unwrap_or(rest.len())];
        let Some(head_end) = position(piece, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&piece[..head_end]).into_owned();
        let data = &piece[head_end + 4..];
        let data = data.strip_suffix(b"\r\n").unwrap_or(data);
        found.push(Part {
            name: attribute(&head, " name=").unwrap_or_default(),
            filename: attribute(&head, "filename="),
            content_type: head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
            }),
            data,
        });
    }
    found
}

fn attribute(head: &str, key: &str) -> Option<String> {
    let start = head.find(key)? + key.len();
    let rest = &head[start..];
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().map(str::to_owned),
        None => rest.split([';', '\r', '\n']).next().map(|text| text.trim().to_owned()),
    }
}

fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// Checks what may be in a message that is created or edited.
///
/// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message): one of
/// content, embeds, sticker_ids, components, files or poll is required.
pub(super) fn check_message(body: &Value, files: usize, creating: bool) -> Result<(), ApiError> {
    if !body.is_object() {
        return Err(ApiError::field("_", "DICT_TYPE_CONVERT", "Only dictionaries may be used"));
    }
    match &body["content"] {
        Value::Null => {}
        Value::String(text) if text.chars().count() > MAX_CONTENT => {
            let message = format!("Must be {MAX_CONTENT} or fewer in length.");
            return Err(ApiError::field("content", "BASE_TYPE_MAX_LENGTH", &message));
        }
        Value::String(_) => {}
        _ => {
            return Err(ApiError::field(
                "content",
                "STRING_TYPE_CONVERT",
                "Only strings may be used",
            ));
        }
    }
    for (list, most) in [("embeds", 10), ("sticker_ids", 3), ("components", 40)] {
        match &body[list] {
            Value::Null => {}
            Value::Array(items) if items.len() <= most => {}
            Value::Array(_) => {
                let message = format!("Must be {most} or fewer in length.");
                return Err(ApiError::field(list, "BASE_TYPE_MAX_LENGTH", &message));
            }
            _ => {
                return Err(ApiError::field(
                    list,
                    "LIST_TYPE_CONVERT",
                    "Only iterables may be used",
                ));
            }
        }
    }
    let filled = |key: &str| match &body[key] {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
        _ => false,
    };
    let any = ["content", "embeds", "sticker_ids", "components", "poll", "message_reference"];
    if creating && files == 0 && !any.into_iter().any(filled) {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_006, "Cannot send an empty message"));
    }
    Ok(())
}

/// Attachments of uploaded files.
pub(super) fn attachments(files: &[Part<'_>], first_id: u64) -> Vec<Value> {
    let made = files.iter().zip(first_id..).map(|(part, id)| {
        let name = part.filename.clone().unwrap_or_default();
        json!({
            "id": id.to_string(),
            "filename": name,
            "size": part.data.len(),
            "url": format!("https://cdn.sim.invalid/attachments/{id}/{name}"),
            "proxy_url": format!("https://media.sim.invalid/attachments/{id}/{name}"),
            "content_type": part.content_type,
        })
    });
    made.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn multipart() -> Request<Bytes> {
        let body = "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\
            Content-Type: application/json\r\n\r\n{\"content\":\"hi\"}\r\n\
            --b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\n\
            Content-Type: text/plain\r\n\r\none\r\ntwo\r\n--b--\r\n";
        Request::builder()
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Bytes::from(body))
            .unwrap()
    }

    #[test]
    fn multipart_bodies_give_json_and_files() {
        let request = multipart();
        assert_eq!(json_of(&request).unwrap()["content"], "hi");
        let files = files(&request);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].data, b"one\r\ntwo");
        assert_eq!(attachments(&files, 5)[0]["filename"], "a.txt");
    }

    #[test]
    fn empty_and_oversized_messages_are_refused() {
        assert!(check_message(&json!({}), 0, true).is_err());
        assert!(check_message(&json!({ "content": "" }), 0, true).is_err());
        assert!(check_message(&json!({}), 1, true).is_ok());
        assert!(check_message(&json!({ "content": "é".repeat(2000) }), 0, true).is_ok());
        assert!(check_message(&json!({ "content": "é".repeat(2001) }), 0, true).is_err());
        assert!(check_message(&json!({ "embeds": vec![json!({}); 11] }), 0, true).is_err());
    }
}
