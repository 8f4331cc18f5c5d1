//! Every example in Discord's documentation that shows a command or an interaction, with the types and the
//! router.

use gateway_commands::{Choice, Command, Context, Router};
use gateway_model::command::CommandCreate;
use gateway_model::guild::Member;
use http_client::Client;
use serde_json::{Value, json};

use crate::front::{service, signed};

fn example(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/discord/examples");
    let text =
        std::fs::read_to_string(format!("{folder}/interactions-application-commands-{name}.json"));
    serde_json::from_str(&text.unwrap()).unwrap()
}

/// Send a random adorable animal photo
#[derive(Command)]
#[allow(dead_code, reason = "compared as it is registered")]
struct Blep {
    /// The type of animal
    animal: Animal,
    /// Whether to show only baby animals
    only_smol: Option<bool>,
}

#[derive(Choice)]
#[allow(dead_code, reason = "compared as it is registered")]
enum Animal {
    #[choice(value = "animal_dog")]
    Dog,
    #[choice(value = "animal_cat")]
    Cat,
    #[choice(value = "animal_penguin")]
    Penguin,
}

/// Launch Racing with Friends
#[derive(Command)]
#[command(entry_point(DiscordLaunchActivity), name = "launch")]
struct Launch;

/// Wish a friend a happy birthday
#[derive(Command)]
#[command(
    name_localized("zh-CN", "生日"),
    name_localized("el", "γενέθλια"),
    description_localized("zh-CN", "祝你朋友生日快乐")
)]
#[allow(dead_code, reason = "compared as it is registered")]
struct Birthday {
    /// Your friend's age
    #[option(name_localized("zh-CN", "岁数"), description_localized("zh-CN", "你朋友的岁数"))]
    age: Option<i64>,
}

/// Searches for a card
#[derive(Command)]
#[command(name = "cardsearch")]
struct CardSearch {
    /// Its name
    cardname: String,
}

#[derive(Command)]
#[command(user, name = "context-menu-user-2")]
struct ContextMenu(Member);

/// The example of the docs, without fields whose value means the same as a missing field.
fn of_docs(name: &str) -> Value {
    let mut command = example(name);
    for option in command.get_mut("options").and_then(Value::as_array_mut).into_iter().flatten() {
        let fields = option.as_object_mut().unwrap();
        if fields.get("required") == Some(&json!(false)) {
            fields.remove("required");
        }
    }
    command
}

#[test]
fn a_type_registers_what_the_docs_show() {
    let cases: [(&str, CommandCreate); 3] = [
        ("example-slash-command", Blep::create()),
        ("example-entry-point-command", Launch::create()),
        ("localization", Birthday::create()),
    ];
    for (name, create) in cases {
        create.check().unwrap();
        assert_eq!(serde_json::to_value(create).unwrap(), of_docs(name), "{name}");
    }
}

#[tokio::test]
async fn an_interaction_of_the_docs_reaches_its_handler() {
    async fn search(ctx: Context, search: CardSearch) -> anyhow::Result<()> {
        assert_eq!(ctx.member().unwrap().user.as_ref().unwrap().username.as_ref(), "Mason");
        ctx.reply(search.cardname).await?;
        Ok(())
    }
    async fn menu(ctx: Context, menu: ContextMenu) -> anyhow::Result<()> {
        ctx.reply(&*menu.0.user.unwrap().username).await?;
        Ok(())
    }
    let commands = Router::new().command(search).command(menu).build().unwrap();
    let service =
        service(&commands, Client::builder("token").api_url("http://127.0.0.1:1").build().unwrap());
    let cases =
        [("example-interaction", "The Gitrog Monster"), ("example-interaction-2", "VoltyDemo")];
    for (name, answer) in cases {
        let mut interaction = example(name);
        // The first example omits them.
        interaction["application_id"] = json!("775799577604522054");
        interaction["version"] = json!(1);
        let body: Value =
            serde_json::from_slice(&service(signed(&interaction.to_string())).await).unwrap();
        assert_eq!(body, json!({ "type": 4, "data": { "content": answer } }), "{name}");
    }
}

#[test]
fn no_example_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/discord/examples");
    let names = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let ours = names.filter(|name| name.starts_with("interactions-"));
    // Including `retrieving-localized-commands`, which is Discord's answer and does not show a command as it
    // is written.
    assert_eq!(ours.count(), 6);
}
