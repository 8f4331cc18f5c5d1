//! Interactions that gateway-sim does not send: in a direct message, and of an entry point.

use std::sync::Arc;

use gateway_commands::{Command, Context, Failure, Router, check};
use gateway_model::Permissions;
use http_client::Client;
use serde_json::{Value, json};

use crate::front::{service, signed};
use crate::stage::Go;

/// Starts the game.
#[derive(Command)]
#[command(entry_point(AppHandler))]
struct Launch;

async fn go(ctx: Context, _: Go) -> anyhow::Result<()> {
    assert!(ctx.guild_id().is_none() && ctx.member().is_none() && ctx.author().is_some());
    ctx.reply("gone").await?;
    Ok(())
}

async fn launch(ctx: Context, _: Launch) -> anyhow::Result<()> {
    ctx.launch_activity().await?;
    Ok(())
}

/// The bot's answer to a command that is used in a direct message.
async fn answer(router: Router, kind: u8, name: &str) -> Value {
    let rest = Client::builder("a.b.c").api_url("http://127.0.0.1:1").build().unwrap();
    let interaction = json!({
        "id": "1", "application_id": "2", "type": 2, "token": "t", "version": 1, "app_permissions": "0",
        "data": { "id": "3", "name": name, "type": kind }, "channel_id": "5", "context": 1,
        "user": { "id": "4", "username": "u", "discriminator": "0", "global_name": null, "avatar": null },
        "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 1,
    });
    let answer = service(&router.build().unwrap(), rest)(signed(&interaction.to_string())).await;
    serde_json::from_slice(&answer).unwrap()
}

#[tokio::test]
async fn in_a_direct_message_nobody_is_a_member() {
    let router = || Router::new().command(go);
    assert_eq!(answer(router(), 1, "go").await["data"]["content"], "gone");
    let refused = "This can only be used in a server.";
    let guild_only = router().check(check::guild_only);
    assert_eq!(answer(guild_only, 1, "go").await["data"]["content"], refused);
    let permitted = router().check(check::member_permissions(Permissions::empty()));
    assert_eq!(answer(permitted, 1, "go").await["data"]["content"], refused);
    let bot = router().check(check::bot_permissions(Permissions::BAN_MEMBERS));
    let refused = "The bot needs the permission to ban members here.";
    assert_eq!(answer(bot, 1, "go").await["data"]["content"], refused);
}

#[tokio::test]
async fn an_entry_point_starts_the_activity() {
    assert_eq!(answer(Router::new().command(launch), 4, "Launch").await, json!({ "type": 12 }));
}

#[tokio::test]
async fn what_no_handler_is_for_can_be_answered_in_one_place() {
    async fn tell(ctx: Context, failure: Arc<Failure>) {
        assert!(matches!(&*failure, Failure::NoHandler(_)));
        ctx.reply("ask somebody else").await.unwrap();
    }
    let router = Router::new().command(go).on_error(tell);
    assert_eq!(answer(router, 1, "gone").await["data"]["content"], "ask somebody else");
}
