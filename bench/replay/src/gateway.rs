//! The shards of gateway-shard: their stream, and a bot with one typed listener, with a state folder and metrics.

use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};

use gateway_conn::Transport;
use gateway_model::event::MessageCreate;
use gateway_model::gateway::Intents;
use gateway_shard::{Bot, Compression, Gateway, GatewayBuilder, ShardPlan};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::sync::mpsc;

use crate::clients::{Target, Work};
use crate::measure::Progress;
use crate::stream::Mode;

/// What is kept: the sessions' folder among it.
type Kept = Box<dyn std::any::Any>;

fn builder(target: Target<'_>, transport: Transport, shards: usize) -> (GatewayBuilder, Kept) {
    // Fails if this process has one, which then serves.
    let _ = PrometheusBuilder::new().install_recorder();
    let folder = tempfile::tempdir().expect("a folder");
    let scheme = if target.certificate.is_some() { "wss" } else { "ws" };
    let builder = Gateway::builder("bench", Intents::all())
        .shards(ShardPlan::Fixed(shards.try_into().expect("not so many")))
        .compression(match target.mode {
            Mode::Plain => Compression::None,
            Mode::Zlib => Compression::ZlibStream,
            Mode::Zstd => Compression::ZstdStream,
        })
        .api_url(format!("http://127.0.0.1:{}/api", target.plain))
        .gateway_url(format!("{scheme}://127.0.0.1:{}", target.port))
        .state_folder(folder.path())
        .connection(move |config| config.with_transport(transport.clone()));
    (builder, Box::new(folder))
}

/// Reads `events` events on each shard; keeps the gateway.
pub async fn gateway(
    target: Target<'_>,
    transport: Transport,
    events: usize,
    shards: usize,
    work: Work,
) -> Kept {
    let (builder, folder) = builder(target, transport, shards);
    match work {
        Work::OnlyMessages => Box::new((folder, bot(builder, events as u64, shards).await)),
        _ => Box::new((folder, stream(builder, events as u64, shards).await)),
    }
}

async fn stream(builder: GatewayBuilder, last: u64, shards: usize) -> Kept {
    let (gateway, mut stream) = builder.start().await.expect("a gateway");
    let reading = tokio::spawn(async move {
        let mut progress: Vec<_> = (0..shards).map(|_| Progress::new()).collect();
        let mut open = shards;
        while open > 0 {
            let event = stream.next().await.expect("an event");
            let Some(dispatch) = event.dispatch() else { continue };
            black_box(dispatch);
            let sequence = dispatch.sequence();
            progress[event.shard.id() as usize].at(sequence as usize);
            open -= usize::from(sequence == last);
        }
        stream
    });
    Box::new((gateway, reading.await.expect("no panic")))
}

async fn bot(builder: GatewayBuilder, last: u64, shards: usize) -> Kept {
    let progress: Arc<Vec<_>> =
        Arc::new((0..shards).map(|_| Mutex::new(Progress::new())).collect());
    let (told, mut done) = mpsc::unbounded_channel();
    let mut bot = Bot::new();
    bot.on::<MessageCreate>(move |ctx, message| {
        black_box(&*message);
        let sequence = ctx.key().expect("of a session").sequence;
        let progress = &progress[ctx.shard().id() as usize];
        progress.lock().unwrap_or_else(PoisonError::into_inner).at(sequence as usize);
        if sequence == last {
            told.send(()).expect("this waits for it");
        }
        std::future::ready(())
    });
    let (gateway, run) = bot.start(builder).await.expect("a bot");
    let running = tokio::spawn(run);
    for _ in 0..shards {
        done.recv().await.expect("a listener has the sender");
    }
    Box::new((gateway, running))
}
