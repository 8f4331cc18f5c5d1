//! One gateway connection: frames in, frames out.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use async_tungstenite::WebSocketStream;
use async_tungstenite::tokio::TokioAdapter;
use async_tungstenite::tungstenite::Message;
use async_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::io::{
    AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf, ReadHalf, WriteHalf,
    split,
};
use tokio::time::timeout;

use crate::action::Shape;
use crate::core::{ConnId, CoreInput};
use crate::hub::{
    Encoder, Hub, OrderSender, Orders, SocketFaults, ToConn, write_close, write_message,
};

/// How long to wait for the answer to a close frame.
const CLOSE_WAIT: Duration = Duration::from_secs(2);

/// First byte of a close frame: final, opcode 8 (RFC 6455, 5.2).
const CLOSE_FRAME: u8 = 0x88;

/// The number of bytes written to the socket at a time.
const BATCH: usize = 64 << 10;

/// The largest message accepted from a client; the core refuses messages over 4096 bytes with a reason.
const MAX_MESSAGE: usize = 1 << 20;

/// The read half of a socket for the WebSocket layer. What that layer writes (pongs, close replies) goes to the queue
/// of the only writer.
struct Reading<S> {
    half: ReadHalf<S>,
    replies: OrderSender,
}

impl<S: AsyncRead> AsyncRead for Reading<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().half).poll_read(cx, buffer)
    }
}

impl<S> AsyncWrite for Reading<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let sent = self.replies.send(ToConn::Reply(Bytes::copy_from_slice(bytes)));
        let sent = if sent { Ok(bytes.len()) } else { Err(io::ErrorKind::BrokenPipe.into()) };
        Poll::Ready(sent)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Serves an upgraded socket until it is gone.
pub(crate) async fn serve<S>(
    hub: Arc<Hub>,
    socket: S,
    query: String,
    peer: String,
    faults: Arc<SocketFaults>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let encoder = match Encoder::from_query(&query) {
        Ok(encoder) => encoder,
        Err(error) => {
            tracing::error!(%peer, %error, "could not create the compression context of a connection");
            return;
        }
    };
    let (conn, orders) = hub.open(&query, peer, Arc::clone(&faults));
    let (half, write) = split(socket);
    let replies = hub.with(|state, _| state.conns.get(&conn).map(|handle| handle.queue.clone()));
    let mut writer = Writer {
        write,
        encoder,
        orders,
        faults,
        shape: Shape::Whole,
        merged: Vec::new(),
        replayed: 0,
    };
    let Some(replies) = replies else {
        // Refused immediately: there is a close frame to send and nothing to read.
        writer.run(&hub, conn).await;
        return;
    };
    let mut reader = websocket(half, replies.clone()).await;
    let finished = {
        let faults = Arc::clone(&writer.faults);
        let read = read_all(&hub, conn, &mut reader, &faults);
        tokio::pin!(read);
        tokio::select! {
            () = &mut read => None,
            end = writer.run(&hub, conn) => {
                if end == WriteEnd::Closed {
                    let _ = timeout(CLOSE_WAIT, read).await;
                }
                Some(end)
            }
        }
    };
    hub.with(|state, now| {
        state.conns.remove(&conn);
        state.replays.remove(&conn);
        state.core.handle(CoreInput::Closed { conn, code: None }, now);
    });
    if finished.is_none() {
        // The client closed: queued orders, above all the reply to its close frame, are still sent.
        replies.send(ToConn::Drop);
        let _ = timeout(CLOSE_WAIT, writer.run(&hub, conn)).await;
    }
    let _ = timeout(CLOSE_WAIT, writer.write.shutdown()).await;
}

/// The WebSocket layer of the read half.
async fn websocket<S: AsyncRead + Unpin>(
    half: ReadHalf<S>,
    replies: OrderSender,
) -> WebSocketStream<TokioAdapter<Reading<S>>> {
    let config = WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let reading = TokioAdapter::new(Reading { half, replies });
    WebSocketStream::from_raw_socket(reading, Role::Server, Some(config)).await
}

async fn read_all<S: AsyncRead + Unpin>(
    hub: &Hub,
    conn: ConnId,
    reader: &mut WebSocketStream<TokioAdapter<Reading<S>>>,
    faults: &SocketFaults,
) {
    // After a close frame the reader continues, so that the reply is created; then it ends.
    while let Some(Ok(message)) = reader.next().await {
        let input = match message {
            Message::Text(text) => CoreInput::Frame { conn, payload: text.into() },
            Message::Binary(payload) => CoreInput::Frame { conn, payload },
            Message::Close(frame) => {
                CoreInput::Closed { conn, code: frame.map(|frame| frame.code.into()) }
            }
            _ => continue,
        };
        hub.with(|state, now| state.core.handle(input, now));
    }
    if faults.ignores_close() {
        let mut rest = [0; 1024];
        let half = &mut reader.get_mut().get_mut().half;
        while half.read(&mut rest).await.is_ok_and(|count| count > 0) {}
    }
}

/// Why the writer stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WriteEnd {
    /// A close frame was sent.
    Closed,
    /// The socket has to be dropped, or broke.
    Gone,
}

struct Writer<S> {
    write: WriteHalf<S>,
    encoder: Encoder,
    orders: Orders,
    faults: Arc<SocketFaults>,
    shape: Shape,
    /// Compressed payloads that wait to be merged, and how many there are.
    merged: Vec<Bytes>,
    /// Batches of a replay that were written since the next ones were requested.
    replayed: u32,
}

impl<S: AsyncWrite> Writer<S> {
    async fn run(&mut self, hub: &Hub, conn: ConnId) -> WriteEnd {
        let mut batch = Vec::new();
        while let Some(order) = self.orders.recv().await {
            let mut end = self.take(order, &mut batch);
            while end.is_none() && batch.len() < BATCH {
                let Some(order) = self.orders.try_recv() else { break };
                end = self.take(order, &mut batch);
            }
            if self.write.write_all(&batch).await.is_err() {
                return WriteEnd::Gone;
            }
            batch.clear();
            for _ in 0..std::mem::take(&mut self.replayed) {
                hub.with(|state, _| state.next_batch(conn));
            }
            if batch.capacity() > 4 * BATCH {
                batch = Vec::new();
            }
            if let Some(end) = end {
                return end;
            }
        }
        WriteEnd::Gone
    }

    fn take(&mut self, order: ToConn, batch: &mut Vec<u8>) -> Option<WriteEnd> {
        match order {
            ToConn::Payload(payload, compressed) => {
                let (text, message) = self.encoder.message(payload, compressed);
                self.pack(text, message, batch);
            }
            ToConn::Replay(part) => {
                self.encoder.replay(&part, batch);
                self.replayed += 1;
            }
            ToConn::Raw(bytes) => batch.extend_from_slice(&bytes),
            ToConn::Shape(shape) => {
                self.flush_merged(batch);
                self.shape = shape;
            }
            ToConn::Reply(bytes) => {
                let is_close = bytes.first() == Some(&CLOSE_FRAME);
                if !(is_close && self.faults.ignores_close()) {
                    batch.extend_from_slice(&bytes);
                }
            }
            ToConn::Close(code, reason) => {
                self.flush_merged(batch);
                write_close(batch, code, reason);
                return Some(WriteEnd::Closed);
            }
            ToConn::Drop => return Some(WriteEnd::Gone),
        }
        None
    }

    /// Shapes apply only to compressed streams, because half a JSON text is not a message.
    fn pack(&mut self, text: bool, message: Bytes, batch: &mut Vec<u8>) {
        match self.shape {
            Shape::Split(size) if !text => {
                for part in message.chunks(size.max(1) as usize) {
                    write_message(batch, false, message.slice_ref(part));
                }
            }
            Shape::Merge(count) if !text => {
                self.merged.push(message);
                if self.merged.len() >= count as usize {
                    self.flush_merged(batch);
                }
            }
            Shape::Corrupt if !text => {
                self.shape = Shape::Whole;
                let mut bytes = message.to_vec();
                // A message begins with the header of a block. Its bits 1 and 2 are the block's type, in
                // deflate (RFC 1951, 3.2.3) and zstd (RFC 8878, 3.1.1.2.2) alike, and 3 is reserved.
                if let Some(byte) = bytes.first_mut() {
                    *byte |= 0b110;
                }
                write_message(batch, false, bytes.into());
            }
            Shape::Truncate if !text => {
                self.shape = Shape::Whole;
                write_message(batch, false, message.slice(..message.len() / 2));
            }
            _ => write_message(batch, text, message),
        }
    }

    fn flush_merged(&mut self, batch: &mut Vec<u8>) {
        if !self.merged.is_empty() {
            write_message(batch, false, self.merged.concat().into());
            self.merged.clear();
        }
    }
}
