//! Bodies of requests: JSON, or a form.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};

use super::error::ApiError;
use super::percent::decode;

/// Returns the body's JSON; an empty object if there is no body.
///
/// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files). OpenAPI lists
/// `application/x-www-form-urlencoded` beside JSON and multipart. In both kinds of form `payload_json` stands
/// for the other fields.
pub(super) fn json_of(request: &Request<Bytes>) -> Result<Value, ApiError> {
    let body = request.body();
    if body.is_empty() {
        return Ok(json!({}));
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    if let Some(boundary) = boundary_of(kind) {
        let parts = parts(body, &boundary);
        let texts = parts.iter().filter(|part| part.filename.is_none());
        return of_form(
            texts.map(|part| {
                (Cow::Borrowed(part.name.as_str()), String::from_utf8_lossy(part.data))
            }),
        );
    }
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/json" => parse(body),
        "application/x-www-form-urlencoded" => {
            let text = String::from_utf8_lossy(body).replace('+', " ");
            let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
            of_form(pairs.map(|(name, value)| (decode(name), decode(value))))
        }
        _ => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            50_109,
            "The request body contains invalid JSON.",
        )
        .because(format!("content type {kind:?} is neither JSON nor a form"))),
    }
}

/// Returns the object for the fields of a form.
fn of_form<'a>(
    fields: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
) -> Result<Value, ApiError> {
    let mut object = json!({});
    for (name, text) in fields {
        if name == "payload_json" {
            return parse(text.as_bytes());
        }
        // A form has only texts. These fields are texts whatever they contain.
        let is_text =
            ["content", "text", "username", "name", "topic", "nonce", "description", "tags"];
        let read = serde_json::from_str(&text).ok().filter(|_| !is_text.contains(&&*name));
        object[&*name] = read.unwrap_or_else(|| json!(text));
    }
    Ok(object)
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

/// Returns the files of a request, in order.
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

/// Returns the attachments of uploaded files, with the descriptions in the request's `attachments`.
///
/// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files): the `id` there is the `n` of
/// `files[n]`.
pub(super) fn attachments(files: &[Part<'_>], described: &Value, first_id: u64) -> Vec<Value> {
    let made = files.iter().zip(first_id..).map(|(part, id)| {
        let said = described.as_array().into_iter().flatten().find(|one| is_of(&one["id"], part));
        let name = part.filename.clone().unwrap_or_default();
        let mut made = json!({
            "id": id.to_string(),
            "filename": name,
            "size": part.data.len(),
            "url": format!("https://cdn.sim.invalid/attachments/{id}/{name}"),
            "proxy_url": format!("https://media.sim.invalid/attachments/{id}/{name}"),
        });
        if let Some(kind) = &part.content_type {
            made["content_type"] = json!(kind);
        }
        for field in ["description", "title", "duration_secs", "waveform"] {
            if let Some(value) = said.map(|said| &said[field]).filter(|value| !value.is_null()) {
                made[field] = value.clone();
            }
        }
        made
    });
    made.collect()
}

/// Returns whether an id in `attachments`, a number or a text, belongs to this part.
fn is_of(id: &Value, part: &Part<'_>) -> bool {
    let number = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    part.name == format!("files[{number}]")
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
        let described = json!([{ "id": 1, "description": "b" }, { "id": "0", "description": "a" }]);
        let made = attachments(&files, &described, 5);
        assert_eq!((&made[0]["filename"], &made[0]["description"]), (&json!("a.txt"), &json!("a")));
    }

    #[test]
    fn forms_are_objects_of_their_fields_or_of_payload_json() {
        let form = |kind: &str, body: &'static str| {
            let request = Request::builder().header("content-type", kind);
            json_of(&request.body(Bytes::from(body)).unwrap()).unwrap()
        };
        let url = "application/x-www-form-urlencoded";
        let json = form(url, "payload_json=%7B%22type%22%3A+4%7D");
        assert_eq!(json, json!({ "type": 4 }));
        let json = form(url, "content=12+%26%20more&tts=true&flags=4");
        assert_eq!(json, json!({ "content": "12 & more", "tts": true, "flags": 4 }));
        let multipart = "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\n5\r\n\
            --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n";
        assert_eq!(form("multipart/form-data; boundary=b", multipart), json!({ "content": "5" }));
    }
}
