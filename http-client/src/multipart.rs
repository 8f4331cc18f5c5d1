//! Bodies of several parts: the fields of a request and its files, which are streamed.
//!
//! Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use crate::error::TransportError;
use crate::upload::{Content, Progress, Upload};

/// The maximum size of one read from a file.
const CHUNK: usize = 64 << 10;

/// A callback that gets the progress of an upload.
pub(crate) type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

/// A body that can be sent any number of times.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    /// A body in memory.
    Whole(Bytes),
    /// Several parts.
    Parts(Multipart),
}

/// Parts separated by a boundary that none of them contains.
#[derive(Clone, Debug)]
pub(crate) struct Multipart {
    segments: Vec<Segment>,
    boundary: String,
}

#[derive(Clone, Debug)]
enum Segment {
    Bytes(Bytes),
    File(Upload),
}

impl Multipart {
    /// Returns a body without parts.
    pub(crate) fn new() -> Self {
        Self { segments: Vec::new(), boundary: format!("{:032x}", fastrand::u128(..)) }
    }

    /// The `Content-Type` of the body.
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Adds a part with a field's value.
    pub(crate) fn field(&mut self, name: &str, media_type: Option<&str>, value: Bytes) {
        self.head(name, None, media_type);
        self.segments.push(Segment::Bytes(value));
        self.segments.push(Segment::Bytes(Bytes::from_static(b"\r\n")));
    }

    /// Adds a file part.
    pub(crate) fn file(&mut self, name: &str, upload: Upload) {
        self.head(name, Some(&upload.name), Some(&upload.media_type));
        self.segments.push(match upload.content {
            Content::Bytes(bytes) => Segment::Bytes(bytes),
            Content::Path(_) => Segment::File(upload),
        });
        self.segments.push(Segment::Bytes(Bytes::from_static(b"\r\n")));
    }

    /// Ends the last part.
    pub(crate) fn finish(&mut self) {
        let boundary = &self.boundary;
        self.segments.push(Segment::Bytes(format!("--{boundary}--\r\n").into()));
    }

    fn head(&mut self, name: &str, file_name: Option<&str>, media_type: Option<&str>) {
        let boundary = &self.boundary;
        let mut head =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(file_name) = file_name {
            head += &format!("; filename=\"{}\"", quoted(file_name));
        }
        if let Some(media_type) = media_type {
            // A line break in a media type could inject headers.
            let media_type: String = media_type.chars().filter(|c| !c.is_control()).collect();
            head += &format!("\r\nContent-Type: {media_type}");
        }
        head += "\r\n\r\n";
        self.segments.push(Segment::Bytes(head.into()));
    }

    /// Opens the files for one attempt.
    pub(crate) async fn open(&self, watcher: Option<Watcher>) -> Result<Outgoing, TransportError> {
        let mut rest = VecDeque::with_capacity(self.segments.len());
        let mut total = 0_u64;
        for segment in &self.segments {
            let source = match segment {
                Segment::Bytes(bytes) if bytes.is_empty() => continue,
                Segment::Bytes(bytes) => Source::Bytes(bytes.clone()),
                Segment::File(upload) => open_file(upload).await?,
            };
            total += source.length();
            rest.push_back(source);
        }
        let first = rest.pop_front().unwrap_or(Source::Bytes(Bytes::new()));
        Ok(Outgoing { first, rest, left: total, total, watcher })
    }
}

/// Quotes a file name or field name, as browsers do.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

async fn open_file(upload: &Upload) -> Result<Source, TransportError> {
    let Content::Path(path) = &upload.content else { return Ok(Source::Bytes(Bytes::new())) };
    let opened = async {
        let file = tokio::fs::File::open(path).await?;
        let left = file.metadata().await?.len();
        Ok(Source::File { file: Box::new(file), left })
    };
    opened
        .await
        .map_err(|source: io::Error| TransportError::Upload { name: upload.name.clone(), source })
}

/// A body that is being sent.
pub(crate) struct Outgoing {
    first: Source,
    rest: VecDeque<Source>,
    left: u64,
    total: u64,
    watcher: Option<Watcher>,
}

impl Outgoing {
    /// Returns a body that is in memory.
    pub(crate) fn whole(bytes: Bytes, watcher: Option<Watcher>) -> Self {
        let total = bytes.len() as u64;
        Self { first: Source::Bytes(bytes), rest: VecDeque::new(), left: total, total, watcher }
    }
}

enum Source {
    Bytes(Bytes),
    File { file: Box<tokio::fs::File>, left: u64 },
}

impl Source {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { left, .. } => *left,
        }
    }

    /// Returns the next piece; empty at the end.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        match self {
            Self::Bytes(bytes) => Poll::Ready(Ok(std::mem::take(bytes))),
            Self::File { left: 0, .. } => Poll::Ready(Ok(Bytes::new())),
            Self::File { file, left } => {
                let most = usize::try_from(*left).unwrap_or(CHUNK).min(CHUNK);
                let mut piece = vec![0; most];
                let mut buffer = ReadBuf::new(&mut piece);
                ready!(Pin::new(file).poll_read(cx, &mut buffer))?;
                let length = buffer.filled().len();
                if length == 0 {
                    // The length was already sent in the head.
                    return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
                }
                piece.truncate(length);
                *left -= length as u64;
                Poll::Ready(Ok(piece.into()))
            }
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        loop {
            let piece = ready!(this.first.poll_piece(cx))?;
            if piece.is_empty() {
                let Some(next) = this.rest.pop_front() else { return Poll::Ready(None) };
                this.first = next;
                continue;
            }
            this.left -= piece.len() as u64;
            if let Some(watcher) = &this.watcher {
                watcher(Progress { sent: this.total - this.left, total: this.total });
            }
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn names_cannot_break_out_of_their_quotes() {
        let mut payload = Multipart::new();
        payload.field("payload_json", Some("application/json"), Bytes::from_static(b"{}"));
        payload.file("files[0]", Upload::bytes("a\"\r\nX: y.txt", "hello").media_type("a\r\nb"));
        payload.finish();
        let boundary = payload.boundary.clone();
        let body = payload.open(None).await.unwrap();
        let length = body.left;
        let text = body.collect().await.unwrap().to_bytes();
        assert_eq!(text.len() as u64, length);
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\
             \r\n{{}}\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"files[0]\"; \
             filename=\"a%22%0D%0AX: y.txt\"\r\nContent-Type: ab\r\n\r\nhello\r\n--{boundary}--\r\n"
        );
        assert_eq!(std::str::from_utf8(&text).unwrap(), expected);
    }
}
