//! The guard and the times, with a clock that the test controls.

use std::sync::Arc;
use std::time::Duration;

use gateway_handler::States;
use gateway_model::event::InteractionCreate;
use gateway_model::interaction::{InteractionResponse, InteractionResponseKind};
use http_client::Client;
use serde_json::json;
use tokio::sync::oneshot;
use tokio::sync::oneshot::Receiver;
use tokio::time::Instant;

use super::{AnswerError, Call, Context, Defer, Front, Guard};
use crate::mark::Marks;

const AFTER: Duration = Duration::from_secs(2);

/// A command whose first answer arrives in this receiver.
fn command() -> (Context, Receiver<InteractionResponse>) {
    let interaction = json!({
        "id": "1", "application_id": "2", "type": 2, "token": "t", "version": 1, "app_permissions": "0",
        "data": { "id": "3", "name": "ping", "type": 1 }, "entitlements": [],
        "authorizing_integration_owners": {}, "attachment_size_limit": 1,
    });
    let (front, answer) = Front::body();
    let interaction = Arc::new(InteractionCreate(serde_json::from_value(interaction).unwrap()));
    let rest = Client::builder("token").api_url("http://127.0.0.1:1").build().unwrap();
    let call = Call::new(interaction, rest, States::default(), Marks::default(), front);
    (Context::new(call), answer)
}

fn kind(answer: &mut oneshot::Receiver<InteractionResponse>) -> Option<InteractionResponseKind> {
    answer.try_recv().ok().map(|response| response.kind)
}

#[tokio::test(start_paused = true)]
async fn the_guard_defers_at_its_time() {
    let (ctx, mut answer) = command();
    let began = Instant::now();
    Guard { after: AFTER, defer: None }.watch(ctx.clone()).await;
    assert_eq!(began.elapsed(), AFTER);
    let deferred = InteractionResponseKind::DeferredChannelMessageWithSource;
    assert_eq!(kind(&mut answer), Some(deferred));
    // The handler answers after the guard.
    ctx.defer_ephemeral().await.unwrap();
    assert!(matches!(ctx.defer().await, Err(AnswerError::AlreadyAnswered)));
    let modal = gateway_model::interaction::ModalResponse::new("m", "M");
    assert!(ctx.show_modal(modal).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn the_guard_leaves_an_answer_alone() {
    let (ctx, mut answer) = command();
    ctx.reply("in time").await.unwrap();
    Guard { after: AFTER, defer: Some(Defer::Update) }.watch(ctx.clone()).await;
    assert_eq!(kind(&mut answer), Some(InteractionResponseKind::ChannelMessageWithSource));
}

#[tokio::test(start_paused = true)]
async fn an_update_that_cannot_be_is_a_message() {
    let (ctx, mut answer) = command();
    Guard { after: AFTER, defer: Some(Defer::Update) }.watch(ctx).await;
    let deferred = InteractionResponseKind::DeferredChannelMessageWithSource;
    assert_eq!(kind(&mut answer), Some(deferred));
}

#[tokio::test(start_paused = true)]
async fn after_15_minutes_nothing_is_sent() {
    let (ctx, _answer) = command();
    ctx.defer().await.unwrap();
    tokio::time::advance(Duration::from_secs(15 * 60)).await;
    assert!(matches!(ctx.reply("too late").await, Err(AnswerError::Expired)));
    assert!(matches!(ctx.edit("too late").await, Err(AnswerError::Expired)));
    assert!(matches!(ctx.delete().await, Err(AnswerError::Expired)));
}

#[tokio::test]
async fn a_caller_that_has_gone_is_an_error() {
    let (ctx, answer) = command();
    drop(answer);
    assert!(matches!(ctx.reply("to nobody").await, Err(AnswerError::Gone)));
}
