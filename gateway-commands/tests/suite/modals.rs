//! Modals: built from a type, filled in by a user of gateway-sim, and read back.

use std::time::Duration;

use gateway_commands::modal::{FieldProblem, Modal, ModalError};
use gateway_commands::{Choice, Context, Mentionable, Router};
use gateway_model::channel::Channel;
use gateway_model::guild::{Member, Role};
use gateway_model::id::{Id, marker};
use gateway_model::interaction::{InteractionData, ModalData};
use gateway_model::message::Attachment;
use gateway_model::user::User;
use serde_json::{Value, json};

use crate::front::{App, both};
use crate::stage::{Go, guild, somebody_else};

#[derive(Clone, Copy, Debug, PartialEq, Choice)]
enum Size {
    Small,
    #[choice(name = "Very large")]
    Large,
}

#[derive(Debug, Modal)]
#[modal(title = "Texts and choices", name = "texts")]
struct Texts {
    #[modal(state)]
    message: Id<marker::Message>,
    #[modal(state)]
    number: u8,
    /// Why?
    #[modal(paragraph, min = 3, max = 20, placeholder = "because")]
    why: String,
    /// How many?
    count: Option<u8>,
    /// Size
    size: Size,
    /// Sizes
    #[modal(select, min = 1, max = 2)]
    sizes: Vec<Size>,
    /// Sure?
    sure: bool,
}

#[derive(Debug, Modal)]
#[modal(title = "Users and files")]
struct People {
    #[modal(label = "Somebody", text = "**Choose** somebody")]
    user: User,
    /// Members
    members: Vec<Member>,
    /// Somebody or a role
    who: Option<Mentionable>,
    /// Files
    #[modal(max = 3, file_types("image", ".pdf"))]
    files: Vec<Attachment>,
}

#[derive(Debug, Modal)]
#[modal(title = "Places")]
struct Places {
    /// Roles
    roles: Vec<Role>,
    /// Channel
    #[modal(channel_types(GuildText), description = "A text channel", placeholder = "here")]
    channel: Channel,
    /// Its id
    other: Id<marker::Channel>,
    /// Extra sizes
    extra: Vec<Size>,
    /// One more
    #[modal(select)]
    more: Option<Size>,
}

async fn show_texts(ctx: Context, _: Go) -> anyhow::Result<()> {
    let form = Texts::form(&(Id::new(7).unwrap(), 3)).value("why", "as before");
    ctx.show_modal(form.value("sizes", "large").build()?).await?;
    Ok(())
}

async fn texts(ctx: Context, entered: Texts) -> anyhow::Result<()> {
    let Texts { message, number, why, count, size, sizes, sure } = entered;
    ctx.reply(format!("{message} {number} {why} {count:?} {size:?} {sizes:?} {sure}")).await?;
    Ok(())
}

async fn ask_people(ctx: Context, _: Go) -> anyhow::Result<()> {
    let (ctx, people) = ctx.ask(People::form(&()), Duration::from_secs(20)).await?;
    let members = people.members.iter().filter_map(|member| member.user.as_ref());
    let members: Vec<_> = members.map(|user| user.id.get()).collect();
    let who = people.who.map(|who| who.id());
    let files: Vec<_> = people.files.iter().map(|file| &*file.filename).collect();
    ctx.reply(format!("{} {members:?} {who:?} {}", people.user.id, files.concat())).await?;
    Ok(())
}

async fn people(_: Context, _: People) -> anyhow::Result<()> {
    panic!("it was waited for")
}

async fn ask_places(ctx: Context, _: Go) -> anyhow::Result<()> {
    let (ctx, places) = ctx.ask(Places::form(&()), Duration::from_secs(20)).await?;
    let roles: Vec<_> = places.roles.iter().map(|role| role.id.get()).collect();
    let Places { channel, other, extra, more, .. } = places;
    ctx.reply(format!("{roles:?} {} {other} {extra:?} {more:?}", channel.id)).await?;
    Ok(())
}

/// Types `/go`, which opens a modal. Returns the interaction and the modal.
async fn open(app: &App) -> (String, Value) {
    let used = app.use_command("go", json!({}));
    let report = app.until(&used, |report| report["callback"]["type"] == 9).await;
    (used, report["callback"]["data"].clone())
}

/// Fills the modal in. Returns the answer.
async fn submit(app: &App, interaction: &str, values: Value) -> String {
    let submit = json!({ "do": "submit_modal", "interaction": interaction, "values": values });
    app.text(&app.act(submit)).await
}

both! {
    async fn texts_and_choices_are_filled_in_and_read(app, Router::new().command(show_texts).modal(texts)) {
        let (used, modal) = open(&app).await;
        assert_eq!(modal["components"][0]["label"], "Why?");
        assert_eq!(modal["components"][0]["component"]["value"], "as before");
        let values = json!({ "count": " 12 ", "size": "large", "sure": true });
        let said = submit(&app, &used, values).await;
        assert_eq!(said, "7 3 as before Some(12) Large [Large] true");
        // An invalid number is reported with the field's name.
        let (used, _) = open(&app).await;
        let said = submit(&app, &used, json!({ "count": "a dozen", "size": "small" })).await;
        assert_eq!(said, "count: `a dozen` is not a number.");
    }

    async fn users_and_files_arrive_as_what_they_are(app, Router::new().command(ask_people).modal(people)) {
        let (used, modal) = open(&app).await;
        assert_eq!(modal["components"][0]["content"], "**Choose** somebody");
        let other = somebody_else(&app.sim);
        let files = json!([{ "filename": "a.pdf", "size": 5 }]);
        let said = submit(&app, &used, json!({ "user": other, "members": [other], "files": files })).await;
        assert_eq!(said, format!("{other} [{other}] None a.pdf"));
    }

    async fn roles_and_channels_arrive_as_what_they_are(app, Router::new().command(ask_places)) {
        let (used, modal) = open(&app).await;
        assert_eq!(modal["components"][1]["component"]["channel_types"], json!([0]));
        let guild = guild(&app.sim);
        let channel = (guild + 1).to_string();
        let values = json!({
            "roles": [guild.to_string()], "channel": channel, "other": channel, "extra": ["small", "large"],
        });
        let said = submit(&app, &used, values).await;
        assert_eq!(said, format!("[{guild}] {channel} {channel} [Small, Large] None"));
    }
}

fn submitted(components: &Value) -> Box<ModalData> {
    let data = json!({ "custom_id": "texts:AAAAAAAAAAAcAw", "components": components });
    match serde_json::from_value(data).unwrap() {
        InteractionData::Modal(data) => data,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_error_names_the_field() {
    let text = |why: &str| json!({ "type": 18, "component": { "type": 4, "custom_id": "why", "value": why } });
    let size = |size: &str| json!({ "type": 18, "component": { "type": 21, "custom_id": "size", "value": size } });
    let error = |components: Value| match Texts::read(&submitted(&components)).unwrap_err() {
        ModalError::Field { field, problem } => (field, problem),
        other => panic!("{other}"),
    };
    assert_eq!(error(json!([])), ("why", FieldProblem::Missing));
    assert_eq!(
        error(json!([text("x")])),
        ("why", FieldProblem::Count { found: 1, min: 3, max: 20 })
    );
    assert_eq!(error(json!([text("long enough")])), ("size", FieldProblem::Missing));
    let (field, problem) = error(json!([text("long enough"), size("Tiny")]));
    assert_eq!((field, problem.to_string()), ("size", "no such choice".to_owned()));
    let other = json!({ "type": 18, "component": { "type": 10, "custom_id": "why" } });
    assert!(matches!(error(json!([other])), ("why", FieldProblem::Missing | FieldProblem::Kind)));
}

#[test]
fn what_discord_would_refuse_is_told_by_field_all_at_once() {
    let form = Texts::form(&(Id::new(7).unwrap(), 3)).title("").value("why", "x".repeat(4001));
    let ModalError::Limits(limits) = form.build().unwrap_err() else { panic!("another error") };
    let found: Vec<_> = limits.iter().map(|limit| (limit.field, &*limit.error.path)).collect();
    assert_eq!(found, [(None, "title"), (Some("why"), "components.0.component.value")]);
    let form = || Texts::form(&(Id::new(7).unwrap(), 3));
    assert_eq!(form().value("colour", "red").build(), Err(ModalError::NoValue("colour".into())));
    assert_eq!(form().value("size", "Tiny").build(), Err(ModalError::NoValue("size".into())));
    assert_eq!(form().value("sure", "perhaps").build(), Err(ModalError::NoValue("sure".into())));
    assert!(form().value("sure", true).value("size", "small").build().is_ok());
}
