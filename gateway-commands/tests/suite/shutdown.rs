//! A shutdown waits for handlers, and many slow handlers do not make others wait.

use std::sync::Arc;
use std::time::Duration;

use gateway_commands::{Command, Context, Router, State};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::front::App;

/// Waits.
#[derive(Command)]
struct Wait;

/// Answers.
#[derive(Command)]
struct Ping;

/// Whether the handlers may continue.
struct Go(Arc<Semaphore>);

async fn wait(ctx: Context, _: Wait, go: State<Go>) -> anyhow::Result<()> {
    ctx.defer().await?;
    drop(go.0.0.acquire().await?);
    ctx.reply("done").await?;
    Ok(())
}

async fn ping(ctx: Context, _: Ping) -> anyhow::Result<()> {
    ctx.reply("pong").await?;
    Ok(())
}

#[tokio::test]
async fn slow_handlers_take_no_places_and_a_shutdown_waits_for_them() {
    let go = Arc::new(Semaphore::new(0));
    let router = Router::new().command(wait).command(ping).state(Go(Arc::clone(&go)));
    let app = Arc::new(App::gateway(router).await);
    // More than the number of places of a bot.
    let used: Vec<_> = (0..80).map(|_| app.use_command("wait", json!({}))).collect();
    assert_eq!(app.say("ping", json!({})).await, "pong");
    for id in &used {
        app.until(id, |report| report["callback"]["type"] == 5).await;
    }
    let stopping = {
        let app = Arc::clone(&app);
        tokio::spawn(async move { app.shutdown().await })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!stopping.is_finished());
    go.add_permits(1);
    stopping.await.unwrap();
    for id in &used {
        assert_eq!(app.text(id).await, "done");
    }
}
