//! Classifies hyper's errors: which step failed, and whether the request may have been processed.

use std::error::Error;

use gateway_dial::{DialError as Way, DialStep};

use super::dial::DialError;
use crate::error::{ConnectStep, ConnectionError, ConnectionErrorKind as Kind, TransportError};

type Legacy = hyper_util::client::legacy::Error;

/// Returns why a request got no response.
pub(super) fn request(error: Legacy) -> TransportError {
    if let Some((depth, dial)) = find::<DialError>(&error) {
        let (kind, message) = (dial_kind(dial), dial.to_string());
        return connection(kind, message, error, depth + 1);
    }
    let hyper = find::<hyper::Error>(&error).map(|(_, hyper)| hyper);
    if hyper.is_some_and(hyper::Error::is_user) {
        return TransportError::BodyBroke(broke("the request's body was cut off", error, 1));
    }
    let kind = kind_of(&error, hyper, error.connect_info().is_some());
    connection(kind, text(kind).into(), error, 1)
}

/// Returns why the body of a response was cut off.
pub(super) fn body(error: hyper::Error) -> TransportError {
    let kind = match kind_of(&error, Some(&error), true) {
        // The head of the response has arrived, so the request was processed, whatever the server says now.
        Kind::NotProcessed => Kind::Closed,
        kind => kind,
    };
    let message = "the request was carried out, but its response was cut off".to_owned();
    TransportError::Body(ConnectionError::new(kind, message, Box::new(error), 0))
}

/// Classifies an error of a connection. `sent` says whether the request was passed to one.
fn kind_of(error: &(dyn Error + 'static), hyper: Option<&hyper::Error>, sent: bool) -> Kind {
    // hyper returns a request that it cancels before sending any byte of it. Without a connection, nothing was sent
    // either.
    if !sent || hyper.is_some_and(hyper::Error::is_canceled) {
        return Kind::NotProcessed;
    }
    if hyper.is_some_and(hyper::Error::is_timeout) {
        return Kind::Silent;
    }
    if let Some((_, http2)) = find::<h2::Error>(error) {
        // A stream was not processed if its id is greater than the last one in the GOAWAY, or if it was reset with
        // REFUSED_STREAM. h2 reports the peer's GOAWAY only to such streams. See RFC 9113, sections 6.8 and 8.7:
        // https://www.rfc-editor.org/rfc/rfc9113#section-6.8, https://www.rfc-editor.org/rfc/rfc9113#section-8.7
        let refused = http2.is_reset() && http2.reason() == Some(h2::Reason::REFUSED_STREAM);
        if http2.is_remote() && (http2.is_go_away() || refused) {
            return Kind::NotProcessed;
        }
        return if http2.is_io() { Kind::Closed } else { Kind::Http };
    }
    let closed = hyper.is_some_and(|error| error.is_closed() || error.is_incomplete_message());
    if closed || find::<std::io::Error>(error).is_some() { Kind::Closed } else { Kind::Http }
}

fn dial_kind(error: &DialError) -> Kind {
    match error {
        DialError::Dial(Way::Resolve { .. }) => Kind::Dns,
        DialError::Dial(Way::Tcp { .. }) | DialError::NoHost => Kind::Connect,
        DialError::Dial(Way::Proxy { .. }) => Kind::Proxy,
        DialError::Dial(Way::TimedOut { step, .. }) => Kind::TimedOut(match step {
            DialStep::Resolve => ConnectStep::Dns,
            DialStep::Tcp => ConnectStep::Tcp,
            DialStep::Proxy => ConnectStep::Proxy,
        }),
        DialError::Tls { .. } => Kind::Tls,
        DialError::TimedOut { step, .. } => Kind::TimedOut(*step),
    }
}

fn text(kind: Kind) -> &'static str {
    match kind {
        Kind::NotProcessed => "the request was not processed",
        Kind::Silent => "the server stopped responding",
        Kind::Closed => "the connection ended before the answer",
        _ => "the server violated HTTP",
    }
}

fn connection(kind: Kind, message: String, error: Legacy, depth: usize) -> TransportError {
    let message = format!("the connection to the API failed: {message}");
    TransportError::Connection(ConnectionError::new(kind, message, Box::new(error), depth))
}

fn broke(message: &str, error: Legacy, depth: usize) -> ConnectionError {
    ConnectionError::new(Kind::Closed, message.into(), Box::new(error), depth)
}

/// Finds the first error of this type among an error and its sources, with its depth.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<(usize, &'a E)> {
    let (mut depth, mut error) = (0, error);
    loop {
        if let Some(found) = error.downcast_ref() {
            return Some((depth, found));
        }
        (depth, error) = (depth + 1, error.source()?);
    }
}
