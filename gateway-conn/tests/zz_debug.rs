//! Debug.
mod support;
use support::*;
use gateway_proto::Compression;
#[tokio::test(start_paused = true)]
async fn dbg() {
    let gateway = Gateway::bind().await;
    let (mut events, _sender) = gateway.connect(Compression::None);
    let (mut peer, _) = gateway.accept_session(&[]).await;
    peer.send_event(2).await;
    tokio::spawn(async move { let t0=tokio::time::Instant::now(); let mut n=0; while let Some(e) = events.next().await { n+=1; if n<30 { eprintln!("{:?} {e:?}", t0.elapsed()); } } });
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    drop(peer);
    eprintln!("dropped");
    let (_p, r) = gateway.accept_session(&[event(3)]).await;
    eprintln!("{r}");
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
}
