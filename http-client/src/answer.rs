//! How an operation's answer is read.

use std::marker::PhantomData;

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::error::DecodeError;

/// The body of a successful answer, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The HTTP status, from 200 to 299.
    pub status: StatusCode,
    /// The body, decompressed.
    pub body: Bytes,
}

/// A way to read an answer; each operation names one.
pub trait Answer: Send + 'static {
    /// What comes of it.
    type Value: Send + 'static;

    /// Reads a successful answer.
    ///
    /// # Errors
    ///
    /// The body is not what the operation answers with.
    fn read(raw: Raw) -> Result<Self::Value, DecodeError>;
}

/// No content, or content that says nothing.
#[derive(Debug)]
pub enum Empty {}

impl Answer for Empty {
    type Value = ();

    fn read(_: Raw) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// JSON of this type.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> Answer for Json<T> {
    type Value = T;

    fn read(raw: Raw) -> Result<T, DecodeError> {
        serde_json::from_slice(&raw.body).map_err(|source| {
            // Read once more, only now, to find where it went wrong.
            let mut deserializer = serde_json::Deserializer::from_slice(&raw.body);
            match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
                Ok(_) => DecodeError::new(String::from("."), raw.body.len(), source),
                Err(error) => {
                    DecodeError::new(error.path().to_string(), raw.body.len(), error.into_inner())
                }
            }
        })
    }
}

/// The JSON of an answer, decoded when asked.
#[derive(Debug)]
pub enum RawJson {}

impl Answer for RawJson {
    type Value = Raw;

    fn read(raw: Raw) -> Result<Raw, DecodeError> {
        Ok(raw)
    }
}
