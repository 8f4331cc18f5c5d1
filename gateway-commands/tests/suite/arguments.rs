//! Every type of option, subcommands, groups, menus and autocomplete.

use gateway_commands::{Choice, Command, Context, Mentionable, Router};
use gateway_model::channel::Channel;
use gateway_model::command::CommandOptionChoice;
use gateway_model::guild::{Member, Role};
use gateway_model::id::{Id, marker};
use gateway_model::message::{Attachment, Message};
use gateway_model::user::User;
use serde_json::{Value, json};

use crate::front::{App, both};

/// Has every type of option.
#[derive(Command)]
#[command(name = "all", name_localized("de", "alle"), description_localized("de", "Hat alle."))]
struct All {
    /// A text.
    #[option(min_length = 2, max_length = 5, name_localized("de", "wort"))]
    word: String,
    /// A small number.
    #[option(min = 1, max = 7)]
    days: u8,
    /// A fraction.
    #[option(min = 0.5)]
    share: f64,
    /// Yes or no.
    sure: bool,
    /// A user.
    user: User,
    /// A member.
    member: Member,
    /// A channel.
    #[option(channel_types(GuildText, GuildVoice))]
    channel: Channel,
    /// A role.
    role: Role,
    /// A user or role.
    whoever: Mentionable,
    /// A file.
    file: Attachment,
    /// A colour.
    colour: Colour,
    /// A size.
    #[option(choices(("Small", 1), ("Large", 2)))]
    size: Option<i64>,
    /// An id.
    other: Option<Id<marker::User>>,
}

#[derive(Choice, Clone, Copy, Debug, PartialEq)]
enum Colour {
    Red,
    #[choice(name = "Light blue", value = "sky")]
    LightBlue,
}

/// Has choices of every type, from enums.
#[derive(Command)]
struct Choices {
    /// A whole number.
    level: Level,
    /// A fraction.
    share: Option<Share>,
}

#[derive(Choice, Clone, Copy, Debug, PartialEq)]
enum Level {
    #[choice(name_localized("de", "niedrig"), value = -1)]
    Low,
    #[choice(value = 10)]
    High,
}

#[derive(Choice, Clone, Copy, Debug, PartialEq)]
enum Share {
    #[choice(name = "A half", value = 0.5)]
    Half,
    #[choice(value = 1.0)]
    Whole,
}

/// Settings.
#[derive(Command)]
enum Settings {
    /// Shows them.
    Show,
    /// Changes one.
    Set {
        /// Which.
        #[option(autocomplete = names)]
        name: String,
        /// To what.
        value: i64,
    },
    Words(Words),
    /// As a type.
    Forget(Forget),
}

/// Words.
#[derive(Command)]
enum Words {
    /// Adds one.
    Add {
        /// The word.
        #[option(autocomplete = slowly)]
        word: String,
        /// How often.
        #[option(autocomplete = broken)]
        times: Option<u32>,
    },
}

/// Forgets one.
#[derive(Command)]
struct Forget {
    /// Which.
    #[option(autocomplete = fails)]
    name: String,
}

/// In the menu of a user.
#[derive(Command)]
#[command(user, contexts(Guild))]
struct ShowUser(Member);

#[derive(Command)]
#[command(message, name = "Quote")]
struct QuoteMessage(Message);

async fn names(_ctx: Context, typed: String) -> Vec<String> {
    ["volume", "voice", "name"]
        .into_iter()
        .filter(|name| name.starts_with(&typed))
        .map(Into::into)
        .collect()
}

async fn slowly(_ctx: Context, _typed: String) -> Vec<CommandOptionChoice> {
    std::future::pending().await
}

async fn broken(_ctx: Context, typed: String) -> Vec<(String, i64)> {
    assert!(typed != "1", "planted");
    (0..30).map(|number| (format!("{number} times"), number)).collect()
}

async fn fails(_ctx: Context, _typed: String) -> Result<Vec<String>, std::fmt::Error> {
    Err(std::fmt::Error)
}

async fn all(ctx: Context, all: All) -> anyhow::Result<()> {
    let (member, user) = (&all.member, all.member.user.as_ref().unwrap());
    assert_eq!((user.id, member.user.as_ref().unwrap().id), (all.user.id, all.user.id));
    assert_eq!(all.whoever.id(), all.role.id.cast());
    assert_eq!((all.colour.name(), all.size), ("Light blue", Some(2)));
    assert_eq!(all.other, Some(all.user.id));
    let text = format!(
        "{} {} {} {} {} {} {}",
        all.word,
        all.days,
        all.share,
        all.sure,
        all.channel.name.as_deref().unwrap_or_default(),
        all.file.filename,
        all.role.name,
    );
    ctx.reply(text).await?;
    Ok(())
}

async fn choices(ctx: Context, choices: Choices) -> anyhow::Result<()> {
    ctx.reply(format!("{:?} {:?}", choices.level, choices.share)).await?;
    Ok(())
}

async fn settings(ctx: Context, settings: Settings) -> anyhow::Result<()> {
    let text = match settings {
        Settings::Show => "show".to_owned(),
        Settings::Set { name, value } => format!("set {name} {value}"),
        Settings::Words(Words::Add { word, times }) => format!("add {word} {times:?}"),
        Settings::Forget(forget) => format!("forget {}", forget.name),
    };
    ctx.reply(text).await?;
    Ok(())
}

async fn show(ctx: Context, user: ShowUser) -> anyhow::Result<()> {
    ctx.reply(format!("user {}", user.0.user.unwrap().id)).await?;
    Ok(())
}

async fn quote(ctx: Context, message: QuoteMessage) -> anyhow::Result<()> {
    ctx.reply(format!("> {}", message.0.content)).await?;
    Ok(())
}

fn router() -> Router {
    let soon = std::time::Duration::from_millis(30);
    let router = Router::new().command(all).command(choices).command(settings);
    router.command(show).command(quote).defer_after(soon)
}

/// The ids of a member, a text channel and a role of the simulated guild.
fn ids(app: &App) -> (String, String, String) {
    let sent = app.sim.act(
        serde_json::from_value::<gateway_sim::control::Action>(json!({
            "do": "message", "content": "to be quoted"
        }))
        .unwrap(),
    );
    let sent = sent.unwrap();
    let message = &sent["message"];
    let guild = app.sim.inspect(|core| core.world().guilds().next().unwrap());
    (
        message["author"]["id"].as_str().unwrap().to_owned(),
        message["channel_id"].as_str().unwrap().to_owned(),
        guild.to_string(),
    )
}

async fn proposed(app: &App, name: &str, options: Value, focused: &str) -> Value {
    let typed =
        json!({ "do": "autocomplete", "name": name, "options": options, "focused": focused });
    let id = app.act(typed);
    app.until(&id, |report| report["callback"].is_object()).await["callback"]["data"]["choices"]
        .take()
}

both! {
    async fn every_type_of_option_arrives_typed(app, router()) {
        let (user, channel, everyone) = ids(&app);
        let options = json!({
            "word": "five5", "days": 7, "share": 0.5, "sure": true, "user": user, "member": user,
            "channel": channel, "role": everyone, "whoever": everyone,
            "file": { "filename": "a.txt", "size": 5 }, "colour": "sky", "size": 2, "other": user,
        });
        let text = app.say("all", options).await;
        assert!(text.starts_with("five5 7 0.5 true ") && text.contains(" a.txt "), "{text}");
    }

    async fn choices_come_from_enums_of_texts_and_numbers(app, router()) {
        assert_eq!(app.say("choices", json!({ "level": -1 })).await, "Low None");
        let both = json!({ "level": 10, "share": 1.0 });
        assert_eq!(app.say("choices", both).await, "High Some(Whole)");
    }

    async fn subcommands_and_groups_are_variants(app, router()) {
        assert_eq!(app.say("settings show", json!({})).await, "show");
        assert_eq!(app.say("settings set", json!({ "name": "volume", "value": 3 })).await, "set volume 3");
        assert_eq!(app.say("settings words add", json!({ "word": "no" })).await, "add no None");
        let twice = json!({ "word": "no", "times": 2 });
        assert_eq!(app.say("settings words add", twice).await, "add no Some(2)");
        assert_eq!(app.say("settings forget", json!({ "name": "a" })).await, "forget a");
    }

    async fn commands_in_menus_are_used_on_something(app, router()) {
        let (user, ..) = ids(&app);
        let used = app.act(json!({ "do": "use_command", "name": "Show User", "target": user }));
        assert_eq!(app.text(&used).await, format!("user {user}"));
        let written: gateway_sim::control::Action =
            serde_json::from_value(json!({ "do": "message", "content": "words" })).unwrap();
        let message = app.sim.act(written).unwrap()["message"]["id"].clone();
        let used = app.act(json!({ "do": "use_command", "name": "Quote", "target": message }));
        assert_eq!(app.text(&used).await, "> words");
    }

    async fn autocomplete_proposes_and_never_stays_silent(app, router()) {
        let names = proposed(&app, "settings set", json!({ "name": "vo" }), "name").await;
        assert_eq!(names, json!([{ "name": "volume", "value": "volume" }, { "name": "voice", "value": "voice" }]));
        let words = json!({ "word": "x", "times": 1 });
        assert_eq!(proposed(&app, "settings words add", words.clone(), "word").await, json!([]));
        assert_eq!(proposed(&app, "settings words add", words, "times").await, json!([]));
        let times = json!({ "word": "x", "times": 2 });
        let times = proposed(&app, "settings words add", times, "times").await;
        assert_eq!((times.as_array().unwrap().len(), &times[24]["value"]), (25, &json!(24)));
        assert_eq!(proposed(&app, "settings forget", json!({ "name": "x" }), "name").await, json!([]));
    }
}

#[test]
fn what_is_registered_is_what_the_type_says() {
    let create = serde_json::to_value(All::create()).unwrap();
    assert_eq!(create["name_localizations"], json!({ "de": "alle" }));
    assert_eq!(create["description_localizations"], json!({ "de": "Hat alle." }));
    assert_eq!(
        create["options"][0],
        json!({ "type": 3, "name": "word", "name_localizations": { "de": "wort" }, "description": "A text.",
            "required": true, "min_length": 2, "max_length": 5 })
    );
    assert_eq!(create["options"][1]["min_value"], 1);
    assert_eq!(create["options"][2]["min_value"], 0.5);
    assert_eq!(create["options"][6]["channel_types"], json!([0, 2]));
    let colours =
        json!([{ "name": "Red", "value": "red" }, { "name": "Light blue", "value": "sky" }]);
    assert_eq!(create["options"][10]["choices"], colours);
    let numbers = serde_json::to_value(Choices::create()).unwrap();
    let levels = json!([
        { "name": "Low", "name_localizations": { "de": "niedrig" }, "value": -1 },
        { "name": "High", "value": 10 },
    ]);
    assert_eq!(numbers["options"][0]["choices"], levels);
    let shares = json!([{ "name": "A half", "value": 0.5 }, { "name": "Whole", "value": 1.0 }]);
    assert_eq!(numbers["options"][1]["choices"], shares);
    assert_eq!(create["options"][11]["choices"][1], json!({ "name": "Large", "value": 2 }));
    assert_eq!(create["options"][11].get("required"), None);
    let kinds: Vec<_> = create["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["type"].as_i64().unwrap())
        .collect();
    assert_eq!(kinds, [3, 4, 10, 5, 6, 6, 7, 8, 9, 11, 3, 4, 6]);
    let settings = serde_json::to_value(Settings::create()).unwrap();
    assert_eq!(
        (&settings["options"][2]["type"], &settings["options"][2]["description"]),
        (&json!(2), &json!("Words."))
    );
    assert_eq!(settings["options"][1]["options"][0]["autocomplete"], true);
    assert_eq!(
        serde_json::to_value(ShowUser::create()).unwrap(),
        json!({ "name": "Show User", "type": 2, "contexts": [0] })
    );
}
