//! A connection to the nats-servers that can be cut in one direction: data to the server is dropped, data from it
//! arrives.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Proxy {
    cut: Arc<AtomicBool>,
    url: String,
}

impl Proxy {
    /// Starts a proxy for each of these ports.
    pub(crate) async fn start(ports: impl Iterator<Item = u16>) -> Result<Self> {
        let (cut, mut urls) = (Arc::new(AtomicBool::new(false)), Vec::new());
        for port in ports {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            urls.push(format!("nats://{}", listener.local_addr()?));
            tokio::spawn(serve(listener, port, Arc::clone(&cut)));
        }
        Ok(Self { cut, url: urls.join(",") })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn set_cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::SeqCst);
    }
}

async fn serve(listener: TcpListener, port: u16, cut: Arc<AtomicBool>) {
    while let Ok((near, _)) = listener.accept().await {
        let cut = Arc::clone(&cut);
        tokio::spawn(async move {
            let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
            let ((mut from_near, mut to_near), (mut from_far, mut to_far)) =
                (near.into_split(), far.into_split());
            let forth = async {
                let (mut buffer, mut swallowed) = (vec![0; 16 * 1024], false);
                loop {
                    let Ok(read @ 1..) = from_near.read(&mut buffer).await else { return };
                    swallowed |= cut.load(Ordering::SeqCst);
                    // The bytes after a gap would not be valid NATS.
                    if swallowed && !cut.load(Ordering::SeqCst) {
                        return;
                    }
                    if !swallowed && to_far.write_all(&buffer[..read]).await.is_err() {
                        return;
                    }
                }
            };
            // If one end closes, both are closed.
            tokio::select! {
                () = forth => {}
                _ = tokio::io::copy(&mut from_far, &mut to_near) => {}
            }
        });
    }
}
