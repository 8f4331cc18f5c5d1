//! Answers automatically go the right way.

use std::time::Duration;

use gateway_commands::component::CustomId;
use gateway_commands::modal::Modal;
use gateway_commands::{AnswerError, Command, Context, Defer, Reply, Router};
use gateway_model::component::{ActionRow, Button, ButtonStyle};
use gateway_model::interaction::MessageResponse;
use http_client::Upload;
use serde_json::json;

use crate::front::both;

const EPHEMERAL: u64 = 1 << 6;
const LOADING: u64 = 1 << 7;

/// Answers.
#[derive(Command)]
struct Ping;

/// Deferred by the guard.
#[derive(Command)]
struct Slow;

/// Asks.
#[derive(Command)]
struct Ask;

/// The button of a message.
#[derive(CustomId)]
struct Press(u32);

/// The modal that the button opens.
#[derive(Modal)]
#[modal(title = "Yours")]
struct Opinion {
    /// Text
    text: String,
}

type Handled = Result<(), AnswerError>;

async fn every_way(ctx: Context, _: Ping) -> Handled {
    assert!(matches!(ctx.edit("no").await, Err(AnswerError::NotAnswered)));
    assert!(matches!(ctx.delete().await, Err(AnswerError::NotAnswered)));
    assert!(matches!(ctx.update("no").await, Err(AnswerError::NoMessage)));
    let too_long = "a".repeat(2_001);
    assert!(matches!(ctx.reply(too_long).await, Err(AnswerError::Limit(_))));
    let first = ctx.reply("first").await?;
    assert!(matches!(ctx.defer().await, Err(AnswerError::AlreadyAnswered)));
    let modal = Opinion::form(&()).build().unwrap();
    assert!(matches!(ctx.show_modal(modal).await, Err(AnswerError::AlreadyAnswered)));
    assert_eq!((first.id(), &*first.edit("changed").await?.content), (None, "changed"));
    let second = ctx.reply(Reply::from("second").ephemeral()).await?;
    second.edit("second, changed").await?;
    assert_eq!(&*second.message().await?.content, "second, changed");
    let third = ctx.reply("third").await?;
    assert!(third.id().is_some());
    third.delete().await?;
    ctx.reply("end").await?;
    Ok(())
}

async fn file(ctx: Context, _: Ping) -> Handled {
    ctx.reply(Reply::from("a file").ephemeral().file(Upload::bytes("a.txt", "words"))).await?;
    ctx.reply(Reply::from("another").file(Upload::bytes("b.txt", "more"))).await?;
    Ok(())
}

/// Waits until the guard has deferred.
async fn guarded(ctx: &Context) {
    while !ctx.is_answered().await {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn slow(ctx: Context, _: Slow) -> Handled {
    guarded(&ctx).await;
    // The guard has already done this.
    ctx.defer().await?;
    ctx.reply("late").await?;
    ctx.reply("later").await?;
    Ok(())
}

/// The custom id of a button.
fn press(id: u32) -> String {
    Press(id).encode().unwrap()
}

async fn ask(ctx: Context, _: Ask) -> Handled {
    let button = |id: u32| Button::new(ButtonStyle::Primary, press(id), "Press");
    let row = ActionRow::new([button(1), button(2), button(3), button(4)]);
    ctx.reply(MessageResponse::new().content("well?").component(row)).await?;
    Ok(())
}

async fn pressed(ctx: Context, press: Press) -> Handled {
    match press.0 {
        1 => {
            ctx.update("updated").await?;
            ctx.update("updated again").await?;
            assert!(matches!(ctx.defer_update().await, Err(AnswerError::AlreadyAnswered)));
            ctx.reply("a new message").await?;
        }
        2 => {
            ctx.show_modal(Opinion::form(&()).build().unwrap()).await?;
        }
        // Returns without an answer; the interaction is then acknowledged automatically.
        3 => {}
        _ => {
            guarded(&ctx).await;
            ctx.update("updated late").await?;
        }
    }
    Ok(())
}

async fn opinion(ctx: Context, opinion: Opinion) -> Handled {
    ctx.update(format!("somebody says: {}", opinion.text)).await
}

fn asking() -> Router {
    let soon = Duration::from_millis(30);
    Router::new().command(ask).component(pressed).modal(opinion).defer_after(soon)
}

fn guard() -> Router {
    Router::new().command(slow).defer_after(Duration::from_millis(30))
}

both! {
    async fn the_first_answer_then_edits_and_follow_ups(app, Router::new().command(every_way)) {
        let id = app.use_command("ping", json!({}));
        let report = app.until(&id, |report| report["followups"][1]["content"] == "end").await;
        assert_eq!((&report["callback"]["type"], &report["message"]["content"]), (&json!(4), &json!("changed")));
        let hidden = &report["followups"][0];
        assert_eq!(hidden["content"], "second, changed");
        assert_eq!(hidden["flags"].as_u64().unwrap() & EPHEMERAL, EPHEMERAL);
        assert_eq!(report["followups"].as_array().unwrap().len(), 2);
    }

    async fn files_come_with_answers(app, Router::new().command(file)) {
        let id = app.use_command("ping", json!({}));
        let report = app.until(&id, |report| report["followups"][0].is_object()).await;
        assert_eq!(report["message"]["content"], "a file");
        assert_eq!(report["message"]["attachments"][0]["filename"], "a.txt");
        assert_eq!(report["message"]["flags"].as_u64().unwrap() & EPHEMERAL, EPHEMERAL);
        assert_eq!(report["followups"][0]["attachments"][0]["filename"], "b.txt");
    }

    async fn a_slow_handler_is_deferred_for(app, guard()) {
        let id = app.use_command("slow", json!({}));
        let report = app.until(&id, |report| report["callback"].is_object()).await;
        assert_eq!(report["callback"]["type"], 5);
        let report = app.until(&id, |report| report["followups"][0].is_object()).await;
        assert_eq!((&report["message"]["content"], &report["followups"][0]["content"]), (&json!("late"), &json!("later")));
        assert_eq!(report["message"]["flags"].as_u64().unwrap() & (LOADING | EPHEMERAL), 0);
    }

    async fn a_slow_handler_is_deferred_for_as_it_says(app, guard().defer(Defer::Ephemeral)) {
        let id = app.use_command("slow", json!({}));
        let report = app.until(&id, |report| report["callback"].is_object()).await;
        assert_eq!(report["callback"], json!({ "type": 5, "data": { "flags": EPHEMERAL } }));
        assert_eq!(app.text(&id).await, "late");
    }

    async fn buttons_and_modals_update_their_message(app, asking()) {
        let asked = app.use_command("ask", json!({}));
        let report = app.until(&asked, |report| report["message"]["id"].is_string()).await;
        let message = report["message"]["id"].clone();
        let press = |id: u32| app.act(json!({ "do": "press_button", "message": message, "custom_id": press(id) }));

        let id = press(1);
        let report = app.until(&id, |report| report["followups"][0].is_object()).await;
        assert_eq!(report["callback"]["type"], 7);
        assert_eq!((&report["message"]["id"], &report["message"]["content"]), (&message, &json!("updated again")));
        assert_eq!(report["followups"][0]["content"], "a new message");

        let id = press(2);
        app.until(&id, |report| report["callback"]["type"] == 9).await;
        let filled = json!({ "do": "submit_modal", "interaction": id, "values": { "text": "fine" } });
        let id = app.act(filled);
        let report = app.until(&id, |report| report["callback"].is_object()).await;
        assert_eq!((&report["callback"]["type"], &report["message"]["content"]), (&json!(7), &json!("somebody says: fine")));

        let id = press(3);
        let report = app.until(&id, |report| report["callback"].is_object()).await;
        assert_eq!(report["callback"], json!({ "type": 6 }));

        let id = press(4);
        let report = app.until(&id, |report| report["message"]["content"] == "updated late").await;
        assert_eq!((&report["callback"]["type"], &report["message"]["id"]), (&json!(6), &message));
    }
}
