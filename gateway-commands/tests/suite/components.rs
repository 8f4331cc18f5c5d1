//! Components that are routed by their type, and waits for components, through the gateway of gateway-sim.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gateway_commands::command::OptionType;
use gateway_commands::component::{Chosen, CustomId};
use gateway_commands::waiting::{WaitError, Waits};
use gateway_commands::{Choice, Context, FromContext as _, Mentionable, Router};
use gateway_model::EventKind;
use gateway_model::channel::Channel;
use gateway_model::component::{
    ActionRow, Button, ButtonStyle, ChannelSelect, Component, MentionableSelect, RoleSelect,
    SelectOption, StringSelect, UserSelect,
};
use gateway_model::event::{MessageCreate, MessageReactionAdd};
use gateway_model::guild::{Member, Role};
use gateway_model::interaction::{InteractionData, MessageResponse};
use gateway_model::user::User;
use http::Request;
use http_body_util::Full;
use http_client::Client;
use serde_json::json;

use crate::front::{both, service, signed};
use crate::stage::{Go, Stage, discord, guild, somebody_else};

#[derive(Clone, Copy, Debug, PartialEq, CustomId)]
struct Vote {
    poll: u32,
    answer: u8,
}

fn with_button(text: &str, custom_id: String) -> MessageResponse {
    let button = Button::new(ButtonStyle::Primary, custom_id, "Press");
    MessageResponse::new().content(text).component(ActionRow::new([button]))
}

#[tokio::test]
async fn a_button_works_after_a_restart() {
    async fn poll(ctx: Context, _: Go) -> anyhow::Result<()> {
        ctx.reply(with_button("vote", Vote { poll: 9, answer: 2 }.encode()?)).await?;
        Ok(())
    }
    async fn voted(ctx: Context, vote: Vote) -> anyhow::Result<()> {
        ctx.update(format!("{} for {}", vote.answer, vote.poll)).await?;
        Ok(())
    }
    let router = || Router::new().command(poll).component(voted);
    let sim = discord().await;
    let before = Stage::start(&sim, router()).await;
    let used = before.go();
    let message = before.message(used).await["id"].clone();
    before.stop().await;
    let after = Stage::start(&sim, router()).await;
    let custom_id = Vote { poll: 9, answer: 2 }.encode().unwrap();
    after.interact(json!({ "do": "press_button", "message": message, "custom_id": custom_id }));
    after.says(used, "2 for 9").await;
    after.stop().await;
}

async fn old(ctx: Context, _: Go) -> anyhow::Result<()> {
    ctx.reply(with_button("old", "vote:BAAAACQAQ".to_owned())).await?;
    Ok(())
}

async fn never(_: Context, _: Vote) -> anyhow::Result<()> {
    panic!("an id of another version")
}

async fn all_kinds(ctx: Context, _: Go) -> anyhow::Result<()> {
    let menu = |menu: Component| Component::from(ActionRow::new([menu]));
    let texts = StringSelect::new("texts").option(SelectOption::new("A", "a"));
    let rows = [
        menu(texts.into()),
        menu(UserSelect::new("users").into()),
        menu(RoleSelect::new("roles").into()),
        menu(MentionableSelect::new("mentionables").into()),
        menu(ChannelSelect::new("channels").into()),
    ];
    let sent = ctx.reply(MessageResponse::new().content("choose").components(rows)).await?;
    let message = sent.message().await?.id;
    // The user is faster: the first choice arrives before the wait starts.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut chosen = String::from("chosen:");
    for _ in 0..5 {
        let used = ctx.wait_for_component().on_message(message).await?;
        let Some(InteractionData::Component(data)) = &used.interaction().data else {
            anyhow::bail!("no component")
        };
        chosen = format!("{chosen} {}", data.custom_id);
        used.update(&*chosen).await?;
    }
    Ok(())
}

/// The menus of the message of `offer`.
#[derive(CustomId)]
enum Offer {
    Colours,
    Sizes,
    Users,
    Members,
    Roles,
    Mentionables,
    Channels,
}

#[derive(Choice, Debug)]
enum Size {
    #[choice(value = 1)]
    Small,
    #[choice(value = 2)]
    Large,
}

async fn offer(ctx: Context, _: Go) -> anyhow::Result<()> {
    let texts = |offer: Offer, values: [&str; 2]| {
        let options = values.map(|value| SelectOption::new(value, value));
        anyhow::Ok(StringSelect::new(offer.encode()?).options(options).values(1, 2))
    };
    let rows = [
        ActionRow::new([texts(Offer::Colours, ["red", "blue"])?]),
        ActionRow::new([texts(Offer::Sizes, ["1", "2"])?]),
        ActionRow::new([UserSelect::new(Offer::Users.encode()?)]),
        ActionRow::new([UserSelect::new(Offer::Members.encode()?)]),
        ActionRow::new([RoleSelect::new(Offer::Roles.encode()?)]),
    ];
    ctx.reply(MessageResponse::new().content("choose").components(rows)).await?;
    let rows = [
        ActionRow::new([MentionableSelect::new(Offer::Mentionables.encode()?)]),
        ActionRow::new([ChannelSelect::new(Offer::Channels.encode()?)]),
    ];
    ctx.reply(MessageResponse::new().content("more").components(rows)).await?;
    Ok(())
}

async fn chosen(ctx: Context, offer: Offer) -> anyhow::Result<()> {
    fn of<T: OptionType>(ctx: &Context) -> anyhow::Result<Vec<T>> {
        Ok(Chosen::from_context(ctx)?.0)
    }
    let text = match offer {
        Offer::Colours => of::<String>(&ctx)?.join(" "),
        Offer::Sizes => format!("{:?}", of::<Size>(&ctx)?),
        Offer::Users => format!("{}", of::<User>(&ctx)?[0].id),
        Offer::Members => format!("{}", of::<Member>(&ctx)?[0].user.as_ref().unwrap().id),
        Offer::Roles => format!("{}", of::<Role>(&ctx)?[0].id),
        Offer::Mentionables => format!("{}", of::<Mentionable>(&ctx)?[0].id()),
        Offer::Channels => format!("{}", of::<Channel>(&ctx)?[0].id),
    };
    assert!(of::<bool>(&ctx).is_err());
    ctx.reply(text).await?;
    Ok(())
}

async fn chosen_of_one_type(ctx: Context, _: Offer, users: Chosen<User>) -> anyhow::Result<()> {
    ctx.reply(format!("{} users", users.0.len())).await?;
    Ok(())
}

both! {
    async fn what_is_chosen_from_every_kind_of_menu_arrives_typed(app, Router::new().command(offer).component(chosen)) {
        let used = app.use_command("go", json!({}));
        let report = app.until(&used, |report| report["followups"][0]["id"].is_string()).await;
        let messages = [&report["message"]["id"], &report["followups"][0]["id"]];
        let (role, user) = (guild(&app.sim).to_string(), somebody_else(&app.sim));
        let channel = (guild(&app.sim) + 1).to_string();
        for (message, offer, values, said) in [
            (0, Offer::Colours, json!(["blue", "red"]), "blue red"),
            (0, Offer::Sizes, json!(["2", "1"]), "[Large, Small]"),
            (0, Offer::Users, json!([user]), &user),
            (0, Offer::Members, json!([user]), &user),
            (0, Offer::Roles, json!([role]), &role),
            (1, Offer::Mentionables, json!([role]), &role),
            (1, Offer::Channels, json!([channel]), &channel),
        ] {
            let custom_id = offer.encode().unwrap();
            let message = messages[message];
            let select = json!({ "do": "select", "message": message, "custom_id": custom_id, "values": values });
            assert_eq!(app.text(&app.act(select)).await, said);
        }
    }

    async fn a_handler_takes_what_was_chosen_as_an_argument(
        app, Router::new().command(offer).component(chosen_of_one_type)
    ) {
        let used = app.use_command("go", json!({}));
        let report = app.until(&used, |report| report["followups"][0]["id"].is_string()).await;
        let (message, user) = (&report["message"]["id"], somebody_else(&app.sim));
        let custom_id = Offer::Users.encode().unwrap();
        let select = json!({ "do": "select", "message": message, "custom_id": custom_id, "values": [user] });
        assert_eq!(app.text(&app.act(select)).await, "1 users");
    }

    async fn an_old_button_is_told_and_does_not_reach_the_handler(app, Router::new().command(old).component(never)) {
        let used = app.use_command("go", json!({}));
        let report = app.until(&used, |report| report["message"]["id"].is_string()).await;
        let message = report["message"]["id"].clone();
        let pressed = app.act(json!({ "do": "press_button", "message": message, "custom_id": "vote:BAAAACQAQ" }));
        assert_eq!(app.until(&pressed, |report| report["callback"].is_object()).await["callback"]["type"], 4);
    }

    async fn a_handler_waits_for_every_kind_of_menu_in_the_natural_order(app, Router::new().command(all_kinds)) {
        let used = app.use_command("go", json!({}));
        let report = app.until(&used, |report| report["message"]["id"].is_string()).await;
        let message = report["message"]["id"].clone();
        let (guild, user) = (guild(&app.sim), somebody_else(&app.sim));
        let mut expected = String::from("chosen:");
        for (custom_id, value) in [
            ("texts", "a".to_owned()),
            ("users", user.clone()),
            ("roles", guild.to_string()),
            ("mentionables", user),
            ("channels", (guild + 1).to_string()),
        ] {
            app.act(json!({ "do": "select", "message": message, "custom_id": custom_id, "values": [value] }));
            expected = format!("{expected} {custom_id}");
            app.until(&used, |report| report["message"]["content"] == *expected).await;
        }
    }
}

/// A button without a handler, as Discord sends it over HTTP.
fn pressed(custom_id: &str) -> Request<Full<Bytes>> {
    let body = json!({
        "id": "1", "application_id": "2", "type": 3, "token": "t", "version": 1, "app_permissions": "0",
        "data": { "custom_id": custom_id, "component_type": 2 }, "channel_id": "5",
        "user": { "id": "4", "username": "u", "discriminator": "0", "global_name": null, "avatar": null },
        "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 1,
    })
    .to_string();
    signed(&body)
}

#[tokio::test(start_paused = true)]
async fn a_component_that_nobody_waits_for_is_held_for_a_moment() {
    let commands = Router::new().build().unwrap();
    let service = Arc::new(service(
        &commands,
        Client::builder("a.b.c").api_url("http://127.0.0.1:1/api").build().unwrap(),
    ));
    let answer = |custom_id: &'static str| {
        let service = Arc::clone(&service);
        tokio::spawn(async move {
            let body = service(pressed(custom_id)).await;
            serde_json::from_slice::<serde_json::Value>(&body).unwrap()
        })
    };
    let begun = tokio::time::Instant::now();
    // Nobody waits for it: the user gets a message about it.
    assert_eq!(answer("lost").await.unwrap()["data"]["flags"], 64);
    assert_eq!(begun.elapsed(), Duration::from_secs(1));
    // A wait that starts a moment later receives it, and only what it waits for.
    let late = answer("late");
    tokio::time::sleep(Duration::from_millis(900)).await;
    let wait = |custom_id: &str| commands.waits().wait_for_component().custom_id(custom_id);
    let other = wait("other").start();
    let used = wait("late").await.unwrap();
    used.update("in time").await.unwrap_err();
    used.reply("in time").await.unwrap();
    assert_eq!(late.await.unwrap()["data"]["content"], "in time");
    drop(other);
    assert!(commands.waits().is_empty());
}

#[tokio::test]
async fn a_handler_waits_for_messages_and_reactions_even_if_they_are_faster() {
    async fn ask(ctx: Context, _: Go) -> anyhow::Result<()> {
        let (user, channel) = (ctx.author().unwrap().id, ctx.channel_id().unwrap());
        ctx.reply("name?").await?;
        // The user has already answered at this point.
        tokio::time::sleep(Duration::from_millis(100)).await;
        let answer = ctx.wait_for::<MessageCreate>().from(user).in_channel(channel).await?;
        let reaction = ctx.wait_for::<MessageReactionAdd>().on_message(answer.id);
        ctx.reply(format!("hello {}", answer.id)).await?;
        let reaction = reaction.await?;
        ctx.edit(format!("thanks for {}", reaction.emoji.name.as_deref().unwrap_or_default()))
            .await?;
        Ok(())
    }
    let waits = Waits::new([EventKind::MessageCreate, EventKind::MessageReactionAdd]);
    let stage = Stage::start(&discord().await, Router::new().command(ask).state(waits)).await;
    stage.act(json!({ "do": "message", "content": "before the question" }));
    let used = stage.go();
    stage.message(used).await;
    let said = stage.act(json!({ "do": "message", "content": "Ann" }))["message"].clone();
    let id = said["id"].as_str().unwrap().to_owned();
    stage.until(used, |report| report["followups"].to_string().contains(&id)).await;
    let channel = said["channel_id"].clone();
    stage.act(json!({ "do": "react", "channel": channel, "message": id, "emoji": "🔥" }));
    stage.says(used, "thanks for 🔥").await;
    stage.stop().await;
}

#[tokio::test]
async fn a_shutdown_ends_the_wait_of_a_handler() {
    async fn forever(ctx: Context, _: Go) -> anyhow::Result<()> {
        ctx.reply("waiting").await?;
        let error = ctx.wait_for_component().await.unwrap_err();
        assert_eq!(error, WaitError::ShutDown);
        ctx.edit("the bot restarts").await?;
        Ok(())
    }
    let sim = discord().await;
    let stage = Stage::start(&sim, Router::new().command(forever)).await;
    let used = stage.go();
    stage.message(used).await;
    // At the deadline the handler would be dropped wherever it is.
    stage.stop().await;
    assert_eq!(sim.interaction(used).unwrap()["message"]["content"], "the bot restarts");
}
