//! A server that costs little: it answers every request with a message, and counts each path in a bucket whose
//! headers are true and whose limit is never reached.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::LocalSet;

use crate::Result;

const MESSAGE: &str = r#"{"id":"334385199974967042","channel_id":"290926798999357250","author":{"id":"53908099506183680","username":"Mason","discriminator":"0","global_name":null,"avatar":"a_bab14f271d565501444b2ca3be944b25"},"content":"hello","timestamp":"2017-07-11T17:27:07.299000+00:00","edited_timestamp":null,"tts":false,"mention_everyone":false,"mentions":[],"mention_roles":[],"attachments":[],"embeds":[],"pinned":false,"type":0}"#;
/// Requests a bucket takes in a window.
const LIMIT: u32 = 60_000;

/// Serves until it is killed, with buckets of this window; the first line of its output is its address.
pub(crate) async fn run(window: Duration) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let buckets = Rc::new(RefCell::new(HashMap::new()));
    LocalSet::new()
        .run_until(async move {
            loop {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                // A client that is done goes away.
                tokio::task::spawn_local(serve(stream, window, Rc::clone(&buckets)));
            }
        })
        .await
}

type Buckets = Rc<RefCell<HashMap<String, (Instant, u32)>>>;

async fn serve(mut stream: TcpStream, window: Duration, buckets: Buckets) -> Result<()> {
    let (mut read, mut answer) = (Vec::with_capacity(8 << 10), String::with_capacity(2 << 10));
    loop {
        answer.clear();
        while let Some(length) = take_request(&read, window, &buckets, &mut answer)? {
            read.drain(..length);
        }
        if !answer.is_empty() {
            stream.write_all(answer.as_bytes()).await?;
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    }
}

/// Answers the request at the start of the buffer; its length, once it is there as a whole.
fn take_request(
    read: &[u8],
    window: Duration,
    buckets: &Buckets,
    answer: &mut String,
) -> Result<Option<usize>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head) = request.parse(read)? else { return Ok(None) };
    let named = |header: &&httparse::Header<'_>| header.name.eq_ignore_ascii_case("content-length");
    let body = match request.headers.iter().find(named) {
        Some(header) => std::str::from_utf8(header.value)?.parse()?,
        None => 0,
    };
    if read.len() < head + body {
        return Ok(None);
    }
    let path = request.path.unwrap_or_default();
    let now = Instant::now();
    let mut buckets = buckets.borrow_mut();
    if !buckets.contains_key(path) {
        buckets.insert(path.to_owned(), (now, 0));
    }
    let Some((begun, count)) = buckets.get_mut(path) else { return Ok(None) };
    if now - *begun >= window {
        (*begun, *count) = (now, 0);
    }
    *count += 1;
    let left = window.saturating_sub(now - *begun);
    let reset = SystemTime::now().duration_since(UNIX_EPOCH)? + left;
    write!(
        answer,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nX-RateLimit-Limit: {LIMIT}\r\n\
         X-RateLimit-Remaining: {}\r\nX-RateLimit-Reset: {:.3}\r\nX-RateLimit-Reset-After: {:.3}\r\n\
         X-RateLimit-Bucket: 80c17d2f203122d936070c88c8d10f33\r\n\r\n{MESSAGE}",
        MESSAGE.len(),
        LIMIT.saturating_sub(*count),
        reset.as_secs_f64(),
        left.as_secs_f64(),
    )?;
    Ok(Some(head + body))
}
