//! Menus, used by users of gateway-sim.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gateway_commands::menus::{Confirmation, Menu, MenuError, Paginator};
use gateway_commands::{Context, Router};
use serde_json::{Value, json};

use crate::front::{App, both};
use crate::stage::{Go, Stage, discord, somebody_else};

/// The custom id of the button with this label.
fn button(message: &Value, label: &str) -> String {
    let buttons = message["components"][0]["components"].as_array().unwrap();
    let found = buttons.iter().find(|button| button["label"] == label);
    found.unwrap_or_else(|| panic!("{message}"))["custom_id"].as_str().unwrap().to_owned()
}

fn is_disabled(message: &Value) -> bool {
    let components = message["components"][0]["components"].as_array();
    components.is_some_and(|all| all.iter().all(|one| one["disabled"] == json!(true)))
}

/// The message that answers an interaction, as soon as it exists.
async fn message(app: &App, id: &str) -> Value {
    app.until(id, |report| report["message"]["components"][0].is_object()).await["message"].clone()
}

fn press(app: &App, message: &Value, label: &str, user: Option<String>) -> String {
    let custom_id = button(message, label);
    app.act(json!({ "do": "press_button", "message": message["id"], "custom_id": custom_id, "user": user }))
}

async fn pages(ctx: Context, _: Go) -> Result<(), MenuError> {
    Paginator::new(["one", "two", "three"]).refusal("not yours").show(&ctx).await
}

async fn confirm(ctx: Context, _: Go) -> Result<(), MenuError> {
    let runs = ctx.state::<AtomicU32>().unwrap().fetch_add(1, Ordering::Relaxed);
    let question = Confirmation::new("sure?").yes("Do it");
    // Nobody answers the third question.
    let timeout = Duration::from_millis(if runs == 2 { 20 } else { 600_000 });
    let answer = question.timeout(timeout).ask(&ctx).await?;
    ctx.reply(format!("{answer:?}")).await?;
    Ok(())
}

async fn choose(ctx: Context, _: Go) -> Result<(), MenuError> {
    let menu = || Menu::new("which?").option("Red", 10).option("Blue", 20).option("Green", 30);
    let one = menu().for_everybody().ask(&ctx).await?;
    ctx.reply(format!("one: {one:?}")).await?;
    let several = menu().placeholder("two").ask_several(&ctx, 1, 2).await?;
    ctx.reply(format!("several: {several:?}")).await?;
    Ok(())
}

both! {
    async fn pages_are_turned_by_the_owner(app, Router::new().command(pages)) {
        let used = app.use_command("go", json!({}));
        let first = message(&app, &used).await;
        assert_eq!(first["content"], "one");
        let refused = press(&app, &first, "▶", Some(somebody_else(&app.sim)));
        let report = app.until(&refused, |report| report["callback"]["type"] == 4).await;
        assert_eq!(report["callback"]["data"]["content"], "not yours");
        let mut shown = first;
        for (label, content, number) in [
            ("▶", "two", "2 / 3"),
            ("⏭", "three", "3 / 3"),
            ("◀", "two", "2 / 3"),
            ("⏮", "one", "1 / 3"),
        ] {
            press(&app, &shown, label, None);
            let turned = |report: &Value| report["message"].to_string().contains(number);
            shown = app.until(&used, turned).await["message"].clone();
            assert_eq!(shown["content"], content, "{label}");
        }
    }

    async fn a_confirmation_says_yes_no_or_nothing(app, Router::new().command(confirm).state(AtomicU32::new(0))) {
        for (label, answer) in [(Some("Do it"), "Some(true)"), (Some("No"), "Some(false)"), (None, "None")] {
            let used = app.use_command("go", json!({}));
            let asked = message(&app, &used).await;
            if let Some(label) = label {
                press(&app, &asked, label, None);
            }
            // With HTTP the answer to the press is still being sent while the follow-up is sent.
            app.until(&used, |report| {
                report["followups"][0]["content"] == answer && is_disabled(&report["message"])
            })
            .await;
        }
    }

    async fn a_menu_gives_the_values_that_were_chosen(app, Router::new().command(choose)) {
        let used = app.use_command("go", json!({}));
        let select = |message: &Value, values: Value, user: Option<String>| {
            let custom_id = message["components"][0]["components"][0]["custom_id"].clone();
            app.act(json!({
                "do": "select", "message": message["id"], "custom_id": custom_id, "values": values, "user": user,
            }));
        };
        select(&message(&app, &used).await, json!(["1"]), Some(somebody_else(&app.sim)));
        let shown = |report: &Value| report["followups"][1]["id"].is_string() && is_disabled(&report["message"]);
        let report = app.until(&used, shown).await;
        assert_eq!(report["followups"][0]["content"], "one: Some(20)");
        select(&report["followups"][1], json!(["2", "0"]), None);
        let report = app.until(&used, |report| report["followups"][2]["id"].is_string()).await;
        assert_eq!(report["followups"][2]["content"], "several: Some([10, 30])");
    }
}

#[tokio::test]
async fn a_shutdown_disables_the_buttons() {
    let sim = discord().await;
    let stage = Stage::start(&sim, Router::new().command(pages)).await;
    let used = stage.go();
    stage.message(used).await;
    stage.stop().await;
    let ended = sim.interaction(used).unwrap()["message"].clone();
    assert!(is_disabled(&ended) && ended["content"] == "one", "{ended}");
}
