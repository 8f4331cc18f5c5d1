//! How the response of an operation is read and written.

use bytes::Bytes;
use http::StatusCode;
use http_client::{Answer, Operation, Raw, SearchAnswer};
use serde::Serialize;
use serde_json::Value;

/// Reads a body, and writes the result; `None` if there is none.
type Through = fn(Raw) -> Result<Option<Value>, String>;

/// The response of an operation.
pub(crate) struct Decode {
    pub(crate) operation: &'static str,
    /// `None` for bytes that are not JSON.
    pub(crate) through: Option<Through>,
}

impl Decode {
    /// JSON, or nothing.
    pub(crate) const fn json<O: Operation>(operation: &'static str) -> Self
    where
        <O::Answer as Answer>::Value: Serialize,
    {
        Self { operation, through: Some(json::<O>) }
    }

    /// JSON of a search that found something.
    pub(crate) const fn found<O: Operation, T: Serialize + 'static>(operation: &'static str) -> Self
    where
        O::Answer: Answer<Value = SearchAnswer<T>>,
    {
        Self { operation, through: Some(found::<O, T>) }
    }

    /// Bytes.
    pub(crate) const fn bytes(operation: &'static str) -> Self {
        Self { operation, through: None }
    }
}

/// A successful answer with this body.
pub(crate) fn raw(body: &Value) -> Raw {
    Raw { status: StatusCode::OK, body: Bytes::from(body.to_string()) }
}

fn json<O: Operation>(raw: Raw) -> Result<Option<Value>, String>
where
    <O::Answer as Answer>::Value: Serialize,
{
    let value = O::Answer::read(raw).map_err(|error| explain(&error))?;
    serde_json::to_value(value).map(Some).map_err(|error| error.to_string())
}

fn found<O: Operation, T: Serialize>(raw: Raw) -> Result<Option<Value>, String>
where
    O::Answer: Answer<Value = SearchAnswer<T>>,
{
    match O::Answer::read(raw).map_err(|error| explain(&error))? {
        SearchAnswer::Found(value) => {
            serde_json::to_value(value).map(Some).map_err(|error| error.to_string())
        }
        other => Err(format!("not found, but {:?}", std::mem::discriminant(&other))),
    }
}

fn explain(error: &http_client::DecodeError) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    format!("{}: {source}", error.path())
}
