//! Reads bodies of unauthenticated callers, limited in size, in time and in total.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Body;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The limits of bodies, and the memory that all bodies use now.
#[derive(Debug)]
pub(super) struct Bodies {
    /// The maximum size of one body, in bytes.
    pub(super) most: usize,
    /// The time limit of one body.
    pub(super) timeout: Duration,
    /// One permit for each byte that is still free.
    room: Arc<Semaphore>,
}

/// Why a body was rejected.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refusal {
    TooLarge,
    TooSlow,
    Full,
    Broken,
}

impl Refusal {
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::BAD_REQUEST,
        }
    }

    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::TooSlow => "too_slow",
            Self::Full => "full",
            Self::Broken => "unreadable",
        }
    }
}

impl Bodies {
    pub(super) fn new(most: usize, timeout: Duration, together: usize) -> Self {
        let room = Arc::new(Semaphore::new(together.min(Semaphore::MAX_PERMITS)));
        Self { most, timeout, room }
    }

    /// Reads a body. It counts towards the total until the permit is dropped.
    pub(super) async fn read<B>(
        &self,
        headers: &HeaderMap,
        body: B,
    ) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Refusal>
    where
        B: Body,
    {
        let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let declared = declared.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
        let least = body.size_hint().lower().max(declared);
        if usize::try_from(least).map_or(true, |least| least > self.most) {
            return Err(Refusal::TooLarge);
        }
        tokio::time::timeout(self.timeout, self.collect(body))
            .await
            .map_err(|_| Refusal::TooSlow)?
    }

    async fn collect<B>(&self, body: B) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Refusal>
    where
        B: Body,
    {
        let mut body = std::pin::pin!(body);
        let (mut bytes, mut held) = (BytesMut::new(), None::<OwnedSemaphorePermit>);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Refusal::Broken)?;
            let Ok(mut piece) = frame.into_data() else { continue };
            let length = piece.remaining();
            if bytes.len() + length > self.most {
                return Err(Refusal::TooLarge);
            }
            let permits = u32::try_from(length).map_err(|_| Refusal::TooLarge)?;
            let more = Arc::clone(&self.room).try_acquire_many_owned(permits);
            let more = more.map_err(|_| Refusal::Full)?;
            match &mut held {
                Some(held) => held.merge(more),
                None => held = Some(more),
            }
            while piece.has_remaining() {
                let chunk = piece.chunk();
                let length = chunk.len();
                bytes.extend_from_slice(chunk);
                piece.advance(length);
            }
        }
        Ok((bytes.freeze(), held))
    }
}
