//! Types that parse the response of an operation.

use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::error::DecodeError;

/// The body of a successful response, unparsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The HTTP status, from 200 to 299.
    pub status: StatusCode,
    /// The body, decompressed.
    pub body: Bytes,
}

/// Parses a response. Each operation names the implementation for its response.
pub trait Answer: Send + 'static {
    /// The parsed value.
    type Value: Send + 'static;

    /// Parses a successful response.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not have the form of the operation's response.
    fn read(raw: Raw) -> Result<Self::Value, DecodeError>;
}

/// No content, or content without information.
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
        decode(&raw)
    }
}

/// A JSON list of this type. `null` is parsed as an empty list, and `null` items are left out.
#[derive(Debug)]
pub struct List<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> Answer for List<T> {
    type Value = Vec<T>;

    fn read(raw: Raw) -> Result<Vec<T>, DecodeError> {
        let list: Option<Vec<Option<T>>> = decode(&raw)?;
        Ok(list.into_iter().flatten().flatten().collect())
    }
}

/// JSON of this type, or no content.
#[derive(Debug)]
pub struct Maybe<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> Answer for Maybe<T> {
    type Value = Option<T>;

    fn read(raw: Raw) -> Result<Option<T>, DecodeError> {
        if raw.body.is_empty() { Ok(None) } else { decode(&raw).map(Some) }
    }
}

/// Bytes that are not JSON.
#[derive(Debug)]
pub enum Binary {}

impl Answer for Binary {
    type Value = Bytes;

    fn read(raw: Raw) -> Result<Bytes, DecodeError> {
        Ok(raw.body)
    }
}

/// JSON of this type, or the information that the search index is not ready.
#[derive(Debug)]
pub struct Indexed<T>(PhantomData<fn() -> T>);

/// The response to a search.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SearchAnswer<T> {
    /// The result.
    Found(T),
    /// The messages are not indexed yet; repeat the search later.
    NotReady {
        /// How many messages are indexed so far.
        documents_indexed: u64,
        /// How long to wait; zero if a short wait is enough.
        retry_after: Duration,
    },
}

impl<T: DeserializeOwned + Send + 'static> Answer for Indexed<T> {
    type Value = SearchAnswer<T>;

    fn read(raw: Raw) -> Result<SearchAnswer<T>, DecodeError> {
        #[derive(serde::Deserialize)]
        struct NotReady {
            #[serde(default)]
            documents_indexed: u64,
            #[serde(default)]
            retry_after: f64,
        }
        if raw.status != StatusCode::ACCEPTED {
            return decode(&raw).map(SearchAnswer::Found);
        }
        let answer: NotReady = decode(&raw)?;
        // An invalid wait counts as zero.
        let retry_after = Duration::try_from_secs_f64(answer.retry_after).unwrap_or_default();
        Ok(SearchAnswer::NotReady { documents_indexed: answer.documents_indexed, retry_after })
    }
}

/// Parses JSON. Parts that cannot be parsed are left out and logged, if the remaining value is useful without them.
fn decode<T: DeserializeOwned>(raw: &Raw) -> Result<T, DecodeError> {
    let (value, left_out) =
        gateway_model::read_json(&raw.body).map_err(|source| DecodeError::new(raw, source))?;
    for odd in left_out {
        tracing::warn!("ignored a part of a response that could not be parsed: {odd}");
    }
    Ok(value)
}

/// Returns the number of items of a response that is a list, including items that cannot be parsed.
pub(crate) fn length(raw: &Raw) -> usize {
    serde_json::from_slice::<Vec<IgnoredAny>>(&raw.body).map_or(0, |items| items.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(status: u16, body: &'static str) -> Raw {
        Raw {
            status: StatusCode::from_u16(status).unwrap(),
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    #[test]
    fn nothing_where_a_list_or_an_object_may_be() {
        assert_eq!(List::<u8>::read(raw(200, "null")).unwrap(), [] as [u8; 0]);
        assert_eq!(List::<u8>::read(raw(200, "[1,null,2]")).unwrap(), [1, 2]);
        assert_eq!(Maybe::<u8>::read(raw(204, "")).unwrap(), None);
        assert_eq!(Maybe::<u8>::read(raw(200, "7")).unwrap(), Some(7));
    }

    #[test]
    fn a_search_may_not_be_ready() {
        let body = r#"{"message":"Index not yet available.","code":110000,"documents_indexed":3,"retry_after":2}"#;
        let expected =
            SearchAnswer::NotReady { documents_indexed: 3, retry_after: Duration::from_secs(2) };
        assert_eq!(Indexed::<u8>::read(raw(202, body)).unwrap(), expected);
        assert_eq!(Indexed::<u8>::read(raw(200, "7")).unwrap(), SearchAnswer::Found(7));
    }

    #[test]
    fn an_answer_that_does_not_fit_names_the_place() {
        #[derive(serde::Deserialize, Debug)]
        struct Inner {
            #[allow(dead_code, reason = "only read")]
            number: u8,
        }
        let body = r#"[{"number":1},{"number":"x"}]"#;
        let error = Json::<(Inner, Inner)>::read(raw(200, body)).unwrap_err();
        assert_eq!(error.path(), "[1].number");
        assert_eq!((error.status().as_u16(), error.body().len()), (200, 29));
        // The other items of the list are still useful.
        let list = List::<Inner>::read(raw(200, body)).unwrap();
        assert_eq!((list.len(), length(&raw(200, body))), (1, 2));
        let large = Raw { status: StatusCode::OK, body: Bytes::from(vec![b' '; 1 << 20]) };
        let error = Json::<u8>::read(large).unwrap_err();
        assert_eq!(error.body().len(), 64 << 10);
    }
}
